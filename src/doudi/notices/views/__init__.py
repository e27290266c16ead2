"""The screens of what offices and residents are told."""

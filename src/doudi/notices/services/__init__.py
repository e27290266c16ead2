"""Actions on what offices and residents are told."""

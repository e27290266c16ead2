"""Questions about what offices and residents are told."""

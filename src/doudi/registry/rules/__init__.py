"""Pure rules of the registry: what a list says, and what it changes."""

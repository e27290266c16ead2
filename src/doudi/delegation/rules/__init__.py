"""Pure rules of rights handed down."""

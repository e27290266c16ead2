"""Pure rules of certifying: where a certification stands."""

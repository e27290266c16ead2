"""How figures are added up."""

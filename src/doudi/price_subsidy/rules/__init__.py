"""Pure rules of the price subsidy."""

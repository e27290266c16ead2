"""Pure rules of monitoring: where a person stands in the month, and whether the month balances."""

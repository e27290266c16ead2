"""Actions of the price subsidy: record indices, suggest, approve, list, enter standings."""

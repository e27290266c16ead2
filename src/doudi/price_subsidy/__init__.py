"""Price subsidy (价格补贴联动): the index ledger, what a month's indices ask for, and who is due what."""

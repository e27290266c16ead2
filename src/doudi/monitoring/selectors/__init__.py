"""Questions about runs, the ledger and the month."""

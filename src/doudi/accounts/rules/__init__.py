"""Pure rules of accounts: what a table of roles may say."""

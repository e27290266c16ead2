"""Pure rules of the audit trail: how one entry is sealed to the one before it."""

"""Actions of the rulebook: propose, approve, file documents, hold exits back."""

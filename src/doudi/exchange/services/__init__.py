"""Actions on batches: take in, recognise, check, publish."""

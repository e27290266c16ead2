"""Actions on certifications: open, check, propose, decide, watch their end."""

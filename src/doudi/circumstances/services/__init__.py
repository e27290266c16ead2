"""Actions of circumstances: enter, check, survey, set, settle."""

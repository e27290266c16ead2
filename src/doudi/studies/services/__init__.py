"""Actions of policy studies: take facts in, keep a sheet, run a study, hand a worksheet in."""

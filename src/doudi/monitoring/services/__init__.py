"""Actions of monitoring: compare, conclude, close the month."""

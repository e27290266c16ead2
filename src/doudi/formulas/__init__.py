"""The language of rule texts: one expression a step, read once and run three ways."""

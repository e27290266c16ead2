"""Questions about rights handed down: what is in force, who is competent, what waits."""

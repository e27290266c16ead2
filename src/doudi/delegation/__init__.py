"""Rights to decide that a county hands down to townships (权限下放), and who is competent (谁有权)."""

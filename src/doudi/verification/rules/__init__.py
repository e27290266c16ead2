"""Small pure checks about authorities, sources and reports."""

"""Hold what is pure in exchange: lists put together, held against each other, placed and kept."""

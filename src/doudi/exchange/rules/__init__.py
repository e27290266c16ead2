"""Hold what is pure in exchange: sources, header finding, recognition, cleaning."""

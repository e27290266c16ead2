"""Keep a batch on disk: Parquet without names or numbers, and sealed files beside it."""

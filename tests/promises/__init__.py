"""The promises of docs/reference/promises.tsv, our own version of each test."""

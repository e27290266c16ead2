"""Matching (比对): compare batches with the roster by rules that are data, and account for every row.

A library of its own: it knows Parquet files and rules, no database and no clock. What a rule finds is
a lead for an officer (线索), never a decision.

The SQL of a rule is what DuckDB and Apache Spark both read: WITH, SELECT, JOIN … ON, UNION ALL, EXISTS,
GROUP BY columns, CASE, COALESCE, GREATEST, CAST AS bigint/integer/date/string, CONCAT, SUBSTRING(x, 1, 9),
EXTRACT, FLOOR, aggregates and ROW_NUMBER() OVER (PARTITION BY … ORDER BY …). The words that only one of
them reads are refused when the catalogue is loaded (see `catalogue.ONE_ENGINE_ONLY`).
"""

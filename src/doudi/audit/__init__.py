"""The audit trail (留痕): who did or read what, when and why, append-only and hash-chained.

It stores a subject's type and id as text and knows no model of the modules above it.
"""

"""Keeps what a bureau changes in the rules (政策规则): proposals, documents, exits held back, studies.

The rules and values themselves are files; the engine that computes with them is `policy`. Here are only the
changes made on this installation, who made and who approved them, and the screens that show all of it.
"""

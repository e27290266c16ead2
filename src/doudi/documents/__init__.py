"""Papers people give and papers we issue (文书材料): sealed, told apart by content, every opening on record.

What a paper is about – a ledger entry, a screening member – is a kind and a key; the module that owns the
thing says who may see it (`common.about`).
"""

"""Monitoring (监测预警台账): from a comparison's findings to a ledger, a conclusion and a closed month.

It runs the comparison engine on published batches, keeps one ledger entry for each rule and subject however
many months find it, and closes a county's month only when nobody is unaccounted for.
"""

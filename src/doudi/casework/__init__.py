"""Carries a household from its application to a decision (申请审核), by the procedure of its acceptance day.

What was recorded are rows that only grow; where an application stands, what may follow and until when is
worked out from them and from the procedure it is bound to, and can be made again at any time.
"""

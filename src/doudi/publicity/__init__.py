"""Posts in a village who is to be supported (公示): so many days, three facts at most, then gone.

Whether a programme is posted, which facts and for how long the procedures say; some people are never posted
whatever a procedure says (P20).
"""

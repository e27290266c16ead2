"""Recognises people found by a screening round as of low income (低收入认定办理): check, decide, renew, end.

What is decided here becomes a recognition in `registry` and a letter in `notices`; who is on dibao or tekun
the lists say, never this module.
"""

"""Kernel: money, dates, identity numbers, tokens, sealing, masking and division codes.

Pure functions that every module shares. It imports nothing of ours and knows no framework.
"""

"""Checks what a family owns and earns against what others know of it (经济状况核对).

Nobody is looked up without an authority of their own for that source and day. What was declared and what was
found are set side by side in a numbered report; it decides nothing and may be disputed.
"""

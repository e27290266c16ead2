"""What an office is told until it answers (公示送达): alarms of the system, notices one office sends another.

A notice may be about something of a module above; it knows its kind and key (`common.about`), no more.
"""

"""Procedures as data (办理程序): steps, clocks and who decides, by programme, region and day.

`load_procedures` reads `policies/procedures/`; `deadlines_of` and `decider_of` answer from it. No clock, no
database: the day, the events and the working-day calendar are handed in.
"""

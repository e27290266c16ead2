"""Training of those who handle cases (业务培训): courses, who came, who passed, until when it counts.

It may lock approvals of whoever has not passed; it decides nothing about a case.
"""

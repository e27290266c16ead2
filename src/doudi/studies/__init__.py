"""Policy studies (政策试算): families' facts, computation sheets, what-if studies, worksheets of standards.

It looks at what the rulebook holds or proposes; it never makes a value hold.
"""

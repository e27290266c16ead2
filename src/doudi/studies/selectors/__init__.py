"""Questions about facts, studies, sheets, worksheets and standards."""

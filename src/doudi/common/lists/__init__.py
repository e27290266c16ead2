"""One kit for every list: declared once; filters, order, pages, choosing and workbook follow (ADR 0110)."""

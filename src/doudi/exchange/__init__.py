"""Take other departments' files in: read, recognise, clean, key, account for every row.

It is not the comparison (matching), nor what comes of it (monitoring).
"""

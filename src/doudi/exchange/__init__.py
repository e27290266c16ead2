"""Take other departments' files in as batches: account for every row, publish, enrol, ask back.

How a file is read and a list recognised is `reading` and `recognition`.

It is not the comparison (matching), nor what comes of it (monitoring).
"""

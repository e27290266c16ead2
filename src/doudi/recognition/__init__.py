"""Make a clean list of a file's tables: which sheet, which column, which value, and how it is kept.

A sheet is judged (`layout`, `header`, `sheets`, `tables`), its columns are told (`candidates`, `assignment`,
`guess`), its rows gathered (`raw`) and its values read (`cleaning`); `storage` keeps the outcome. What a list
is of stands in `sources`. Pure: nothing here knows a database, a setting or a clock.
"""

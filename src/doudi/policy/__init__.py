"""The rule engine (规则引擎): parameters by region and date, programmes as text, one family or millions.

Pure: it takes data and gives data; no database, no clock, no settings. Amounts are whole fen, ratios are
exact fractions, and nothing in it is a float.
"""

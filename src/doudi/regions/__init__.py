"""Divisions and organisations (区划组织): the tree everything is scoped by, and the working-day calendar.

A division's code is its path: 2-4-6-9-12 digits for province, city, county, township and village.
"""

"""Walks over the whole program; each has a control that plants an offender and must catch it."""

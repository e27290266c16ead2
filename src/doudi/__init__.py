"""Doudi (兜底): find every household the safety net has missed or wrongly paid, and see each one through."""

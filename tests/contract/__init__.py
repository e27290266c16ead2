"""The contract of docs/reference/contract.md, checked from outside."""

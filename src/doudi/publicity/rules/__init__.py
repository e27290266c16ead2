"""Pure rules of publicity: what may be posted, and what never is."""

"""Tools that build, check and prove Doudi; none of them is part of the product."""

"""Makes months of counties nobody of the product wrote, and holds the product to the truth of them."""

"""Questions about certifications."""

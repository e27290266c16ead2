"""Shows lists of people and households, questions about who somebody is, and takes acts on households."""

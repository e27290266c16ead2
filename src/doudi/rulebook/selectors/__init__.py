"""Questions about values, proposals, documents, duties and exits."""

"""Pure rules of circumstances: ages of care, words of needs, shares of aid."""

"""Pure rules of the rulebook: when values overlap, which change tightens, how a document is named."""

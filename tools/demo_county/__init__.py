"""Make a synthetic county: people, sixteen untidy department files, and the truths planted in them.

Nothing here is about a real person. It imports nothing of the product, so that what it expects of the
product (row accounting, findings) is a second opinion and not an echo.
"""

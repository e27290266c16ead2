"""Settings of every test in the repository."""

from hypothesis import settings

# How long one example takes depends on who else uses the machine; what it does must not.
settings.register_profile("doudi", deadline=None, print_blob=True)
settings.load_profile("doudi")

"""Takes uploads in memory only: a file holds plaintext identities until it is sealed."""

from django.core.files.uploadhandler import MemoryFileUploadHandler


class MemoryOnly(MemoryFileUploadHandler):
    """Keep every part in memory; `refuse_large_bodies` has already turned away what is too large."""

    def handle_raw_input(self, *args: object, **kwargs: object) -> None:
        """Take the upload whatever its size: Django's own handler would leave large ones to the disk."""
        self.activated = True

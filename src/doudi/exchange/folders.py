"""Say where batches lie on disk."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

from doudi.recognition.storage.batch_folder import BatchFolder


def batches_root() -> Path:
    """Return the folder that holds all batches."""
    return Path(settings.DOUDI_DATA) / "batches"


def batch_folder(batch_id: UUID | str) -> BatchFolder:
    """Return a batch's folder."""
    return BatchFolder(batches_root(), str(batch_id))

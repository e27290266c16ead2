"""Names a set of values by what they say, so that a study can tell whether they changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable


def digest_of(lines: Iterable[Iterable[object]]) -> str:
    """Return one name for these lines; the same for the same content, whatever made it."""
    content = json.dumps([list(line) for line in lines], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()

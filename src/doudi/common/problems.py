"""The base of every anticipated error: a sentence an officer can act on."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise


class Refusal(Exception):
    """Something Doudi will not do, and why, in a sentence that ends with the way out.

    Subclass it with a name that says what is false (`DocumentsMissing`); `status` is the answer over HTTP.
    """

    status = 409

    def __init__(self, sentence: str | Promise, *, field: str = "", row: int | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)
        self.field = field
        self.row = row

    @property
    def code(self) -> str:
        """Return the error's stable name, such as DOCUMENTS_MISSING."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", type(self).__name__).upper()

    def as_json(self) -> Mapping[str, Any]:
        """Return the shape every interface answers with."""
        return {"code": self.code, "message": self.sentence, "field": self.field, "row": self.row}

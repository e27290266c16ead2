"""Say what may be applied for: by which procedure, computed by which rule, for a household or a person."""

from __future__ import annotations

from enum import StrEnum

from doudi.kernel.policy_file import Coded, Stated, Text


class Whose(StrEnum):
    """Whether a household or one person is supported."""

    HOUSEHOLD = "HOUSEHOLD"
    PERSON = "PERSON"


class AppliedFor(Stated):
    """One thing to apply for (`casework/programmes.yaml`).

    `checked_as` is the kind of family whose means are checked for it; nothing where none are.
    """

    title: Text
    procedure: Text
    rule: Text
    whose: Coded[Whose]
    checked_as: str = ""

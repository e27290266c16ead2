"""Says what a field of a Word template is: its code in the template, its name, and a value to try it with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a paper says of its addressee; `sample` is made up and shown where a template is tried.

    A paper without a field that `is_needed` would not say what it is for.
    """

    title: str
    sample: str
    is_needed: bool = True


Fields = Mapping[str, Field]
"""The fields of a kind of paper by the code that stands in the template."""

"""Turns each kind of parameter into fields a clerk fills in, and back into what a values file would say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from doudi.kernel.money import fen_of
from doudi.policy.definitions import Definition, Enumeration
from doudi.policy.money import write_money
from doudi.policy.values import ROUNDINGS

RATIO = r"^[0-9]{1,6}(\.[0-9]{1,6})?%?$|^[0-9]{1,6}/[1-9][0-9]{0,5}$"
RATIO_WRONG = {"invalid": _("写成 60%、1.5 或 2/3 这样。")}
STEPS, LEVELS = 8, 4  # lines offered for a scale; levels of a pair such as disability grade

Fields = dict[str, forms.Field]


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line of a value that is a grid: what it is called, and the names of its fields."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """How the fields of a scale, table or list of pairs are laid out."""

    headings: tuple[str, ...]
    rows: tuple[GridRow, ...]


def _scalar_field(
    kind: str, label: str, enumeration: Enumeration | None = None, *, required: bool = True
) -> forms.Field:
    made = _SCALAR_FIELDS[kind](enumeration)
    made.label, made.required = label, required
    return made


def _choice(members: Mapping[str, str]) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("请选择")), *members.items()])


_SCALAR_FIELDS: Mapping[str, Callable[[Enumeration | None], forms.Field]] = {
    "money": lambda _e: forms.DecimalField(min_value=0, max_digits=12, decimal_places=2),
    "number": lambda _e: forms.IntegerField(min_value=0, max_value=10**9),
    "ratio": lambda _e: forms.RegexField(RATIO, error_messages=RATIO_WRONG),
    "code": lambda e: _choice(e.members if e else {}),
    "rounding": lambda _e: _choice(ROUNDINGS),
    "text": lambda _e: forms.CharField(max_length=500, widget=forms.Textarea({"rows": 3})),
    "day": lambda _e: forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")),
    "yes_no": lambda _e: forms.ChoiceField(
        choices=[("yes", _("是")), ("no", _("否"))], widget=forms.RadioSelect
    ),
    "codes": lambda e: forms.MultipleChoiceField(
        choices=list((e.members if e else {}).items()), widget=forms.CheckboxSelectMultiple
    ),
}


def _said(kind: str, typed: Any) -> Any:  # noqa: ANN401 - whatever the field gives
    """Return a scalar as a values file says it."""
    if kind == "money":
        return write_money(fen_of(Decimal(typed)))
    if kind == "yes_no":
        return typed == "yes"
    if isinstance(typed, date):
        return typed.isoformat()
    return list(typed) if kind == "codes" else typed


def _shown(kind: str, said: Any) -> Any:  # noqa: ANN401 - whatever the file says
    return ("yes" if said else "no") if kind == "yes_no" else said


def label_of(definition: Definition) -> str:
    """Return a parameter's label with its unit, as it stands over the field."""
    return f"{definition.label}（{definition.unit}）" if definition.unit else definition.label


def value_fields(definition: Definition) -> Fields:
    """Return the fields that ask for one value."""
    if grid := grid_of(definition):
        return dict(_grid_fields(definition, grid))
    enumeration = definition.enumeration
    made = _scalar_field(definition.kind, label_of(definition), enumeration)
    made.required = definition.kind != "codes"
    return {"value": made}


def grid_of(definition: Definition) -> Grid | None:
    """Return how a value is laid out; None for one that is a single field."""
    if definition.kind == "table":
        return _table_grid(definition)
    if definition.kind == "pairs":
        names = definition.enumeration.members if definition.enumeration else {}
        levels = range(1, LEVELS + 1)
        rows = [GridRow(label, tuple(f"cell_{code}_{n}" for n in levels)) for code, label in names.items()]
        return Grid(tuple(f"{n}{definition.unit or '级'}" for n in levels), tuple(rows))
    if definition.kind == "tiers":
        unit = definition.by_unit or ("元" if definition.by == "money" else "")
        return _steps_grid((f"上限{_bracketed(unit)}", "含上限", f"给{_bracketed(definition.unit)}"), 3)
    if definition.kind == "bands":
        return _steps_grid(("上限（元）", "这一段的比例"), 2)
    return None


def _bracketed(unit: str) -> str:
    return f"（{unit}）" if unit else ""


def _table_grid(definition: Definition) -> Grid:
    rows = definition.rows.members if definition.rows else {}
    columns = definition.columns.members if definition.columns else {"": label_of(definition)}
    made = [
        GridRow(label, tuple(f"cell_{row}_{column}".rstrip("_") for column in columns))
        for row, label in rows.items()
    ]
    return Grid(tuple(columns.values()), tuple(made))


def _steps_grid(headings: Sequence[str], width: int) -> Grid:
    kinds = ("up", "in", "gives") if width == 3 else ("up", "gives")
    rows = [GridRow(f"第{n}档", tuple(f"{kind}_{n}" for kind in kinds)) for n in range(1, STEPS + 1)]
    return Grid(tuple(headings), tuple(rows))


def _grid_fields(definition: Definition, grid: Grid) -> Iterator[tuple[str, forms.Field]]:
    for row in grid.rows:
        for name, heading in zip(row.names, grid.headings, strict=True):
            made = _cell_field(definition, name, f"{row.label}·{heading}")
            made.required = False
            made.widget.attrs["aria-label"] = str(made.label)
            yield name, made


def _cell_field(definition: Definition, name: str, label: str) -> forms.Field:
    if definition.kind == "pairs":
        return forms.BooleanField(label=label)
    if name.startswith("in_"):
        return forms.BooleanField(label=label)
    if definition.kind == "bands":
        return _scalar_field("money" if name.startswith("up_") else "ratio", label)
    if definition.kind == "tiers":
        return _scalar_field(definition.by if name.startswith("up_") else definition.gives, label)
    return _scalar_field(definition.gives, label, definition.enumeration)


def initial_of(definition: Definition, said: Any) -> dict[str, Any]:  # noqa: ANN401 - YAML or JSON
    """Return what the fields show for a value as a file says it."""
    if definition.kind == "table":
        return dict(_table_initial(said, two=definition.columns is not None))
    if definition.kind == "pairs":
        return {f"cell_{code}_{number}": True for code, number in said}
    if definition.kind in {"tiers", "bands"}:
        return dict(_steps_initial(said))
    return {"value": _shown(definition.kind, said)}


def _table_initial(said: Mapping[str, Any], *, two: bool) -> Iterator[tuple[str, Any]]:
    for row, cells in said.items():
        if two:
            yield from ((f"cell_{row}_{column}", cell) for column, cell in cells.items())
        else:
            yield f"cell_{row}", cells


def _steps_initial(said: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    for number, step in enumerate(said, start=1):
        yield f"up_{number}", step.get("up_to", "")
        yield f"in_{number}", step.get("including", False)
        yield f"gives_{number}", step.get("gives", step.get("share"))


def written_of(definition: Definition, typed: Mapping[str, Any]) -> Any:  # noqa: ANN401 - YAML or JSON
    """Return what the fields say as a values file says it, or raise ValidationError."""
    if definition.kind == "table":
        return _table_written(definition, typed)
    if definition.kind == "pairs":
        names = definition.enumeration.members if definition.enumeration else {}
        return [[c, n] for c in names for n in range(1, LEVELS + 1) if typed.get(f"cell_{c}_{n}")]
    if definition.kind in {"tiers", "bands"}:
        return _steps_written(definition, typed)
    return _said(definition.kind, typed.get("value"))


def _table_written(definition: Definition, typed: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for row in definition.rows.members if definition.rows else {}:
        for column in definition.columns.members if definition.columns else ("",):
            cell = typed.get(f"cell_{row}_{column}".rstrip("_"))
            if cell in (None, ""):
                continue
            if definition.columns:
                said.setdefault(row, {})[column] = _said(definition.gives, cell)
            else:
                said[row] = _said(definition.gives, cell)
    if not said:
        raise ValidationError(_("至少填一格。"))
    return said


def _steps_written(definition: Definition, typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the steps filled in; the last has no bound and its bounds rise."""
    by, gives = ("money", "ratio") if definition.kind == "bands" else (definition.by, definition.gives)
    word = "share" if definition.kind == "bands" else "gives"
    steps: list[dict[str, Any]] = []
    for number in range(1, STEPS + 1):
        bound, given = typed.get(f"up_{number}"), typed.get(f"gives_{number}")
        if given in (None, ""):
            if bound not in (None, ""):
                raise ValidationError(_("第 %(number)s 档填了上限，没填给多少。") % {"number": number})
            continue
        step: dict[str, Any] = {word: _said(gives, given)}
        if bound not in (None, ""):
            including = {} if word == "share" else {"including": bool(typed.get(f"in_{number}"))}
            step = {"up_to": _said(by, bound), **including, **step}
        steps.append(step)
    if not steps or "up_to" in steps[-1] or any("up_to" not in step for step in steps[:-1]):
        raise ValidationError(_("从低到高逐档填；只有最后一档不填上限，表示“以上的”。"))
    return steps

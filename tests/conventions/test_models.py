"""Models keep to tables: no business in save, no signals, Chinese names, many rows changed only on record."""

from __future__ import annotations

import ast
import re

from django.apps import apps
from django.db import models

from tests.conventions.sources import called_name, calls, classes, parsed

OVERRIDES = {"save", "delete", "bulk_create", "get_or_create"}
SIGNALS = {
    "pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "pre_init", "post_init",
    "pre_migrate", "request_started", "request_finished",
}  # fmt: skip
# The one audited helper for changing many rows at once.
MAY_UPDATE = {"common/rows.py"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def overrides(name: str, tree: ast.Module) -> list[str]:
    """Return the classes that put something into save or delete."""
    return [
        f"{name}: {found.name}.{method.name}"
        for found in classes(tree)
        for method in found.body
        if isinstance(method, ast.FunctionDef) and method.name in OVERRIDES
    ]


def managers(name: str, tree: ast.Module) -> list[str]:
    """Return the custom managers and querysets; questions belong to selectors."""
    bases = {"Manager", "QuerySet", "BaseManager"}
    return [
        f"{name}: {found.name}"
        for found in classes(tree)
        if bases & {getattr(base, "attr", getattr(base, "id", "")) for base in found.bases}
    ]


def signals(name: str, tree: ast.Module) -> list[str]:
    """Return the places that name one of Django's signals other than post_migrate."""
    words = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    words += [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    words += [
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    return [f"{name}: {word}" for word in sorted(SIGNALS & set(words))]


def silent_updates(name: str, tree: ast.Module) -> list[str]:
    """Return the calls x.update(field=…): many rows changed, and nothing in the audit trail."""
    if name in MAY_UPDATE:
        return []
    return [
        f"{name}:{call.lineno}"
        for call in calls(tree)
        if called_name(call) in {"update", "bulk_update"} and _names_fields(call)
    ]


def _names_fields(call: ast.Call) -> bool:
    return called_name(call) == "bulk_update" or bool(call.keywords and not call.args)


def without_chinese_name(listed: list[type[models.Model]]) -> list[str]:
    """Return the models and fields a person would read in English."""
    found = [model.__name__ for model in listed if not CHINESE.search(str(model._meta.verbose_name))]
    for model in listed:
        fields = [field for field in model._meta.local_fields if not field.primary_key or field.editable]
        found += [f"{model.__name__}.{f.name}" for f in fields if _is_english(f)]
    return found


def _is_english(field: models.Field[object, object]) -> bool:
    return not field.auto_created and field.name != "id" and not CHINESE.search(str(field.verbose_name))


def our_models() -> list[type[models.Model]]:
    """Return the models of our own modules."""
    return [model for model in apps.get_models() if model.__module__.startswith("doudi.")]


def planted(text: str) -> ast.Module:
    """Return a module made of this text."""
    return ast.parse(text)


def test_no_model_puts_business_into_save_or_delete() -> None:
    assert [found for name, tree in parsed() for found in overrides(name, tree)] == []


def test_an_overridden_save_is_caught() -> None:
    assert overrides("x.py", planted("class Award:\n def save(self): pass")) == ["x.py: Award.save"]


def test_there_are_no_custom_managers() -> None:
    assert [
        found for name, tree in parsed() for found in managers(name, tree) if name != "accounts/models.py"
    ] == []


def test_a_custom_manager_is_caught() -> None:
    assert managers("x.py", planted("class Awards(models.Manager): pass")) == ["x.py: Awards"]


def test_no_signal_but_post_migrate_is_used() -> None:
    assert [found for name, tree in parsed() for found in signals(name, tree)] == []


def test_a_signal_is_caught() -> None:
    assert signals("x.py", planted("from django.db.models.signals import post_save")) == ["x.py: post_save"]


def test_many_rows_change_only_through_the_audited_helper() -> None:
    assert [found for name, tree in parsed() for found in silent_updates(name, tree)] == []


def test_what_is_saved_many_rows_at_once_is_recorded_under_the_name_it_gives() -> None:
    trees = [tree for _, tree in parsed()]
    named = {
        keyword.value.value
        for tree in trees
        for call in calls(tree)
        for keyword in call.keywords
        if keyword.arg == "recorded_as" and isinstance(keyword.value, ast.Constant)
    }
    written = {
        argument.value
        for tree in trees
        for call in calls(tree)
        if called_name(call) in {"record", "_record"}
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }
    assert named
    assert named - written == set()


def test_a_silent_update_is_caught() -> None:
    text = "rows.update(status='CLOSED')\ntable.update(other)\nrows.bulk_update(a, ['status'])"
    assert silent_updates("x.py", planted(text)) == ["x.py:1", "x.py:3"]


def test_every_model_and_field_has_a_chinese_name() -> None:
    assert without_chinese_name(our_models()) == []


def test_an_english_name_is_caught() -> None:
    class Planted(models.Model):
        amount = models.BigIntegerField("金额")
        note = models.CharField(max_length=5)

        class Meta:
            app_label = "planted"

        def __str__(self) -> str:
            return ""

    assert without_chinese_name([Planted]) == ["Planted", "Planted.note"]

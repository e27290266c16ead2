"""The command that says what changed values would do to families."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from doudi.common.commands import ContractCommand
from doudi.kernel.money import yuan_text
from doudi.policy.book import Book
from doudi.policy.families import FamiliesWrong
from doudi.policy.saying import show_value
from doudi.rulebook.catalogue import book
from doudi.rulebook.forms.said import FileUnreadable, day_from, programme_from, region_from
from doudi.studies.forms.stated_files import FactsRefused, ValueRefused, families_from, value_from
from doudi.studies.rules.simulation import LOSSES, Changed, Compared, Scene, changed_book, compared


class Command(ContractCommand):
    """Compare the rules as they stand with changed values over many families; nothing is stored."""

    help = "试算：改几个参数，看多少户进、出、增、减，花多少钱"

    def take(self, parser: CommandParser) -> None:
        """Take the place, the day, the changed values, the families' file and where to write."""
        parser.add_argument("--region", required=True, help="区划代码，如 440204")
        parser.add_argument("--on", required=True, help="按哪一天的规定，如 2026-03-01")
        parser.add_argument(
            "--set", action="append", default=[], metavar="参数=数值", help="试改的参数，可写多次"
        )
        parser.add_argument("--programme", action="append", default=[], help="只算这个项目，可写多次")
        parser.add_argument("--households", required=True, type=Path, help="各户情况（JSON 列表或每行一户）")
        parser.add_argument("--out", type=Path, help="把汇总和逐户变化写进这个文件夹")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Return totals by programme and township, and those who would lose."""
        scene = _scene(options)
        families = families_from(options["households"], scene.region)
        try:
            found = compared(scene, families)
        except FamiliesWrong as error:
            row = min(error.wrongs)
            raise FactsRefused(error.wrongs[row], row=row) from None
        names = scene.base.definitions
        skipped = {one.programme: one.lacking(names) for one in found if one.is_left_out}
        if options["programme"] and skipped:
            raise ValueRefused(next(iter(skipped.values())), field="programme")
        answer = {
            "region": scene.region,
            "on": scene.on.isoformat(),
            "households": len(families),
            "changes": list(_changes(scene)),
            "programmes": {one.programme: _totals(one) for one in found if not one.is_left_out},
            "skipped": skipped,
            "unset": {one.programme: sorted(one.unset) for one in found if one.unset},
            "losers": [_line(each) for one in found for each in one.changed if each.effect in LOSSES],
            "sentence": "\n".join(_sentences(scene.base, found)),
        }
        if options["out"]:
            _write(options["out"], answer, found)
        return answer


def _scene(options: Mapping[str, Any]) -> Scene:
    rules = book()
    region, on = region_from(options["region"]), day_from(options["on"])
    values = [value_from(rules, text) for text in options["set"]]
    if not values:
        raise ValueRefused(
            "没有说改什么。请用 --set 参数=数值，例如 --set dibao.standard_urban=800。", field="set"
        )
    codes = [programme_from(rules, text) for text in options["programme"]] or list(rules.programmes)
    return Scene(rules, changed_book(rules, region, on, values), codes, region, on)


def _changes(scene: Scene) -> Iterator[Mapping[str, Any]]:
    """Yield each value that differs, before and after, in words."""
    before = scene.base.parameters(scene.region, scene.on)
    after = scene.changed.parameters(scene.region, scene.on)
    for key, chosen in after.items():
        definition = scene.base.definitions[key]
        was = before.get(key)
        if was is None or was.value != chosen.value:
            yield {
                "key": key,
                "label": definition.label,
                "before": show_value(definition, was.value) if was else "",
                "after": show_value(definition, chosen.value),
            }


def _totals(one: Compared) -> Mapping[str, Any]:
    total = {"unit": "person" if one.by_person else "household", **asdict(one.total)}
    return {**total, "townships": {code: asdict(tally) for code, tally in sorted(one.towns.items())}}


def _line(each: Changed) -> Mapping[str, Any]:
    return {
        "household": each.family.key,
        "division": each.family.division,
        "programme": each.programme,
        "member": each.member,
        "effect": each.effect,
        "before_fen": each.before_fen,
        "after_fen": each.after_fen,
    }


def _sentences(rules: Book, found: Sequence[Compared]) -> Iterator[str]:
    for one in found:
        title, total = rules.programmes[one.programme].title, one.total
        if one.is_left_out:
            yield f"{title}：没有试算，{one.lacking(rules.definitions)}"
            continue
        unit = "人" if one.by_person else "户"
        yield (
            f"{title}：现 {total.before} {unit}，改后 {total.after} {unit}；新增 {total.entering}，"
            f"退出 {total.leaving}，增额 {total.raised}，降额 {total.lowered}；"
            f"月支出 {yuan_text(total.before_fen)} 元 → {yuan_text(total.after_fen)} 元。"
        )
        if total.waiting:
            lacking = one.lacking(rules.definitions)
            yield f"{title}：另有 {total.waiting} {unit}还有情况没问清，没有算进去。{lacking}"


def _write(folder: Path, answer: Mapping[str, Any], found: Sequence[Compared]) -> None:
    """Write the totals, and every entitlement that changes, one a line."""
    summary = {name: value for name, value in answer.items() if name not in ("losers", "sentence")}
    changed = (_line(each) for one in found for each in one.changed)
    lines = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in changed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(summary, ensure_ascii=False, indent=2, sort_keys=True)
        (folder / "summary.json").write_text(text + "\n", encoding="utf-8")
        (folder / "changed.jsonl").write_text(lines, encoding="utf-8")
    except OSError:
        raise FileUnreadable(f"写不进 {folder}。请检查路径和权限。", field="out") from None

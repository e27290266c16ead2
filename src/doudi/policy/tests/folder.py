"""A policy folder written file by file, for tests of what the loader takes and refuses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from doudi.policy.book import Book, load_book

FACTS = """
enumerations:
  AreaKind: {URBAN: 城市, RURAL: 农村}
facts:
  household:
    area_kind: {label: 城乡类别, code: AreaKind, required: true}
    deposits_fen: {label: 存款, unit: 元, default: 0}
"""
DEFINITIONS = """
topic: dibao
title: 最低生活保障
enumerations:
  DisabilityKind: {SIGHT: 视力, INTELLECT: 智力, MENTAL: 精神}
parameters:
  floor: {label: 全省最低限定标准, kind: money, unit: 元/人·月, use: calculation}
  ceiling: {label: 最低工资, kind: money, unit: 元/人·月, use: calculation}
  multiple: {label: 倍数, kind: ratio, unit: 倍, use: calculation}
  standard:
    label: 低保标准
    kind: money
    unit: 元/人·月
    use: calculation
    limits:
      - {at_least: dibao.floor, effect: refuse, document: 某办法, article: 第十条}
      - {at_most: dibao.ceiling, effect: warn, document: 某办法, article: 第十一条}
  care_base:
    label: 照料基数
    kind: money
    unit: 元/人·月
    use: calculation
    limits:
      - {at_least: dibao.standard, times: dibao.multiple, effect: warn, document: 某办法, article: 第三条}
  scope:
    label: 残疾范围
    kind: pairs
    enum: DisabilityKind
    unit: 级
    use: calculation
    limits: [{not_narrower: parent, effect: warn, document: 某办法, article: 第八条}]
  kinds: {label: 残疾类别, kind: codes, enum: DisabilityKind, use: process}
  kind: {label: 一种残疾, kind: code, enum: DisabilityKind, use: process}
  frozen: {label: 暂停退出, kind: yes_no, use: process}
  ends_on: {label: 截止日, kind: day, use: process}
  days: {label: 公示天数, kind: number, unit: 天, use: process}
  yearly: {label: 年标准, kind: money, unit: 元/人·年, use: calculation}
  divided: {label: 按年也收的标准, kind: money, unit: 元/人·月, by_year: yes, use: calculation}
  rounding: {label: 取整, kind: rounding, use: calculation}
  tiers: {label: 分档, kind: tiers, by: money, gives: money, unit: 元/人·月, use: calculation}
  bands: {label: 分段比例, kind: bands, use: calculation}
  by_kind: {label: 按类别, kind: table, row: DisabilityKind, gives: money, unit: 元/人·月, use: process}
  by_area: {label: 按城乡, kind: table, row: AreaKind, gives: money, unit: 元/人·月, use: calculation}
  by_two:
    {label: 按类别和城乡, kind: table, row: DisabilityKind, column: AreaKind, gives: ratio, use: process}
  wording: {label: 说明, kind: text, use: process}
"""
SOURCE = "document: 某通知, article: 第一条, verified: true"
REGIONS = "parameters/regions"


def values_file(region: str, lines: Mapping[str, str], name: str = "某地") -> str:
    """Return a values file: under each key the dated lines, one a row, without their braces."""
    text = f'region: "{region}"\nname: {name}\nvalues:\n'
    for key, dated in lines.items():
        text += f"  {key}:\n" + "".join(f"    - {{{line}}}\n" for line in dated.split("\n"))
    return text


def write_folder(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the usual facts and definitions and some files more; each may be replaced."""
    usual = {"facts/core.yaml": FACTS, "parameters/definitions/dibao.yaml": DEFINITIONS}
    for name, text in {**usual, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def book_of(folder: Path, regions: Mapping[str, Mapping[str, str]]) -> Book:
    """Return the book of a folder with one dibao file a region: region → key → dated lines."""
    files = {f"{REGIONS}/{code}/dibao.yaml": values_file(code, lines) for code, lines in regions.items()}
    return load_book(write_folder(folder, files))


def dated(begins: str, value: str, more: str = "") -> str:
    """Return one dated line with a source."""
    return f"from: {begins}, value: {value}, {SOURCE}{more and ', ' + more}"

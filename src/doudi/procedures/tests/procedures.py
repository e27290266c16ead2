"""The procedures of the repository with their samples, and a small folder of procedures, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar

from doudi.kernel.working_days import WorkingCalendar
from doudi.policy.book import Book, load_book
from doudi.procedures.inheriting import Procedures, load_procedures

ROOT = Path(__file__).resolve().parents[4] / "policies"
FIRST, LAST = date(2012, 1, 1), date(2026, 12, 31)

WORDS = """
offices: {TOWNSHIP: 乡镇, COUNTY: 县级}
events: {ACCEPTED: 受理, SURVEYED: 调查完, HELD: 暂停, RELEASED: 恢复, CONFIRMED: 确认}
grounds: {SPLIT: 人户分离}
matters: {CONFIRM: 确认}
papers: {FORM: 申请表}
fields: {NAME: 姓名}
samples: {COMPLAINED: 被举报}
"""
REST_DAYS = """
days: ["01-01"]
document: ""
verified: no
note: 试验
"""
DOCUMENTS = "documents: [{number: 某办〔2020〕1号, title: 某办法, issuer: 某部, region: '00', verified: no}]"
DIBAO = """
programme: DIBAO
title: 低保
bound_by: ACCEPTED
versions:
  - from: 2020-01-01
    document: 某办法
    article: 第一条
    verified: yes
    steps:
      ACCEPT: {label: 受理, office: TOWNSHIP, marks: [ACCEPTED], next: [SURVEY], must: yes, article: 第二条}
      SURVEY:
        {label: 调查, office: TOWNSHIP, marks: [SURVEYED, HELD, RELEASED], next: [CONFIRM], article: 第三条}
      CONFIRM: {label: 确认, office: COUNTY, marks: [CONFIRMED], next: [], grants: yes,
        decides: CONFIRM, article: 第四条}
    clocks:
      survey: {label: 调查, step: SURVEY, starts: [ACCEPTED], stops: [SURVEYED], unit: WORKING_DAYS,
        amount: 3, article: 第五条}
    deciders:
      - {name: county, matter: CONFIRM, office: COUNTY, article: 第六条}
    publicity: {held: no, article: 第七条}
"""


@cache
def real_book() -> Book:
    """Return the book with the sample regions."""
    return load_book(ROOT, samples=True)


@cache
def real_procedures() -> Procedures:
    """Return the procedures of the repository with the sample regions."""
    return load_procedures(ROOT, real_book(), samples=True)


@cache
def real_calendar() -> WorkingCalendar:
    """Return the published working days of 2012 to 2026, and the fixed holidays after them."""
    count = (LAST - FIRST).days + 1
    days = [FIRST + timedelta(days=number) for number in range(count)]
    rest = real_procedures().vocabulary.rest_days
    return WorkingCalendar({day: chinese_calendar.is_workday(day) for day in days}, rest)


def write_procedures(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """Write a small policy folder with one procedure, and some files more; each may be replaced."""
    usual = {
        "procedures/vocabulary.yaml": WORDS,
        "procedures/rest_days.yaml": REST_DAYS,
        "procedures/dibao.yaml": DIBAO,
        "documents/known.yaml": DOCUMENTS,
    }
    for name, text in {**usual, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder

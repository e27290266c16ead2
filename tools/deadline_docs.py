"""The page of all statutory clocks and deciders, numbered, as `policies/procedures/` has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from doudi.policy.book import Book, load_book
from doudi.procedures.inheriting import Procedures, load_procedures
from doudi.procedures.listing import DeciderRow, Row, clock_rows, decider_rows, term_rows
from doudi.procedures.shapes import KIND_LABELS, Condition, DeciderRule, Source, Vocabulary
from doudi.rulebook.rules.deadlines import amount_text, source_text
from tools.devkit.paths import ROOT

Table = Callable[[Sequence[str], Iterable[Sequence[object]]], str]

POLICIES = ROOT / "policies"
CLOCK_HEADS = ("号", "项目", "期限", "类别", "从", "到", "多少", "地区", "起", "依据", "代码")
TERM_HEADS = ("项目", "环节", "规定", "单位", "代码")
DECIDER_HEADS = ("号", "项目", "事项", "由谁", "什么情况", "地区", "起", "依据", "代码")
ABOUT = (
    "数值已经是参数的，改参数就改了期限；别处没有的写在 `policies/procedures/`。怎样改见 "
    "`docs/how-to/change-a-procedure.md`，怎样数一个案子见 `docs/reference/contract.md` 的 `deadlines`。"
    "同一期限在另一份文件、另一个地区或另一个数值算另一个号；延长后的期限单独编号。"
    "“未核实”是没有对照过原件，或者没有文件、先给一个缺省值。"
)
SAMPLES = (
    "下面这些只用来检验数法，不随系统启用：别处的地方做法，没有核到原件。"
    "用到这个地区时，请核实后放进 `policies/procedures/regions/`。"
)


def written(table: Table) -> list[str]:
    """Return the parts of the page: clocks in use, clocks of the samples, deciders."""
    book = load_book(POLICIES, samples=True)
    procedures = load_procedures(POLICIES, book, samples=True)
    used, named = _used()
    rows = clock_rows(procedures, book)
    ours = [row for row in rows if row.key in used]
    others = [row for row in rows if row.key not in used]
    words, names = procedures.vocabulary, _names(procedures, book)
    verified = sum(row.amount.citation.verified for row in ours)
    deciders = [
        row for row in decider_rows(procedures) if (row.programme, row.region, row.rule.name) in named
    ]
    return [
        ABOUT,
        "",
        f"## 期限（{len(ours)} 个，其中 {verified} 个已对照原件）",
        "",
        table(CLOCK_HEADS, [_clock(number, row, words, names) for number, row in enumerate(ours, 1)]),
        f"## 由谁决定（{len(deciders)} 条）",
        "",
        "一件事有几条的，现行程序里从上到下第一条合得上的算数。",
        "",
        table(DECIDER_HEADS, [_decider(number, row, words, book) for number, row in enumerate(deciders, 1)]),
        "## 按什么办",
        "",
        "每个环节按哪些参数办；多少、依据哪一条在参数表里，一地没有登记的照实说没有。",
        "",
        table(TERM_HEADS, _terms(procedures, book)),
        f"## 地方做法样例（{len(others)} 个）",
        "",
        SAMPLES,
        "",
        table(
            CLOCK_HEADS,
            [_clock(number, row, words, names) for number, row in enumerate(others, len(ours) + 1)],
        ),
    ]


def _terms(procedures: Procedures, book: Book) -> list[tuple[object, ...]]:
    """Return the values steps are done by, once for each procedure and step."""
    return [
        (title, step, book.definitions[key].label, book.definitions[key].unit, f"`{key}`")
        for title, step, key in term_rows(procedures)
    ]


def _used() -> tuple[frozenset[object], frozenset[tuple[str, str, str]]]:
    """Return the clocks and the deciders that stand without the sample regions."""
    book = load_book(POLICIES)
    procedures = load_procedures(POLICIES, book)
    named = frozenset((row.programme, row.region, row.rule.name) for row in decider_rows(procedures))
    return frozenset(row.key for row in clock_rows(procedures, book)), named


def _clock(number: int, row: Row, words: Vocabulary, names: Mapping[str, str]) -> tuple[object, ...]:
    clock = row.clock
    return (
        number,
        row.title,
        clock.label + ("（延长）" if row.extended else ""),
        KIND_LABELS[clock.kind],
        _events(clock.starts, words),
        _events(clock.stops, words) or "—",
        amount_text(clock.unit, row.amount.value, clock.months),
        names[row.region],
        row.since,
        source_text(row.amount.citation),
        f"`{row.programme}.{clock.name}`",
    )


def _events(names: Sequence[str], words: Vocabulary) -> str:
    return "、".join(words.events[name] for name in names)


def _names(procedures: Procedures, book: Book) -> dict[str, str]:
    """Return what the files call each region."""
    parts = (part for one in procedures.programmes.values() for own in one.parts.values() for part in own)
    named = {region: book.name_of(region) for region in book.regions()}
    return named | {part.region: part.name for part in parts}


def _decider(number: int, row: DeciderRow, words: Vocabulary, book: Book) -> tuple[object, ...]:
    rule = row.rule
    return (
        number,
        row.title,
        words.matters[rule.matter],
        _office(rule.office, words.offices, book),
        _case(rule, book),
        row.name,
        row.since,
        source_text(rule.citation),
        f"`{rule.name}`",
    )


def _office(office: Source, offices: Mapping[str, str], book: Book) -> str:
    if office.key:
        return f"参数“{book.definitions[office.key].label}”"
    return offices[str(office.fixed)]


def _case(rule: DeciderRule, book: Book) -> str:
    """Return when a line applies."""
    said = [f"“{book.definitions[one.key].label}”为{_value(one, book)}" for one in rule.when]
    times = "×" + "或".join(book.definitions[key].label for key in rule.times.values()) if rule.times else ""
    said += [f"没有设定“{book.definitions[rule.unless].label}”"] if rule.unless else []
    if rule.up_to is not None:
        said.append(f"金额不超过{_limit(rule.up_to, book)}{times}")
    if rule.above is not None:
        said.append(f"金额超过{_limit(rule.above, book)}{times}")
    return "，".join(said) or "其余"


def _limit(source: Source, book: Book) -> str:
    return f"“{book.definitions[source.key].label}”" if source.key else f"{source.fixed}分"


def _value(condition: Condition, book: Book) -> str:
    enumeration = book.definitions[condition.key].enumeration
    if enumeration is not None:
        return f"“{enumeration.members[str(condition.value)]}”"
    return "是" if condition.value else "否"

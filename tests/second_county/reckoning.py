"""Holds what was read and found against the truth: files row for row, rules by their people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from doudi.common.keys import ring
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.selectors.records import Record as Opened
from doudi.exchange.selectors.records import records
from doudi.kernel.identity_columns import CLEAN, REJECTED
from doudi.kernel.names import name_key
from doudi.kernel.tokens import digest_token
from doudi.monitoring.models import Finding
from doudi.registry.models import HouseholdMember, Identity
from tests.cases.bureau import Bureau
from tests.second_county.file import File
from tests.second_county.layouts import DATA, Line
from tests.second_county.oracle import ORACLES, Facts, Found, homes_by_account
from tests.second_county.oracle_aid import ORACLES_OF_AID
from tests.second_county.oracle_care import ORACLES_OF_CARE
from tests.second_county.oracle_children import ORACLES_OF_CHILDREN
from tests.second_county.oracle_ledger import three_way_agreement
from tests.second_county.oracle_more import MORE
from tests.second_county.oracle_register import ORACLES_OF_THE_REGISTER
from tests.second_county.oracle_work import ORACLES_OF_WORK
from tests.second_county.people import Someone
from tests.second_county.vocabulary import DEPARTMENTS, UNSAID
from tests.second_county.world import PERIOD, Home, World

UNREAD = frozenset(
    {"account", "household_number", "head", "order", "reason", "school", "grade", "removed_on"}
)
"""Columns whose reading shows elsewhere: in the households, in the rules, or nowhere."""

RELATIONS: Mapping[str, str] = {
    "户主": "HEAD", "配偶": "SPOUSE", "子": "SON", "女": "DAUGHTER", "孙子": "GRANDCHILD",
    "孙女": "GRANDCHILD", "父亲": "PARENT", "母亲": "PARENT", "其他": "OTHER",
}  # fmt: skip
"""What each word for a relation means."""

TRIMMED = frozenset({"number with a tab"})
"""What is around a number, not in it; taking it off need not be told."""


@dataclass
class FileReckoning:
    """How one file came out, row by row."""

    file: File
    right: int = 0
    faults: list[str] = field(default_factory=list)


def opened_rows(batch: Batch) -> Mapping[tuple[int, int, int], Opened]:
    """Return every person of a batch, opened, by sheet, row in the file and place among the row's people."""
    import pyarrow.parquet as pq

    places = pq.read_table(batch_folder(batch.pk).rows, columns=["row", "sheet", "sheet_row"]).to_pylist()
    found = records(str(batch.pk), [place["row"] for place in places])
    seen: Counter[tuple[int, int]] = Counter()
    opened = {}
    for place in sorted(places, key=lambda place: int(place["row"])):
        at = (place["sheet"], place["sheet_row"])
        opened[(*at, seen[at])] = found[place["row"]]
        seen[at] += 1
    return opened


def reckon_file(file: File, batch: Batch) -> FileReckoning:
    """Compare each row of a file with what was made of it."""
    read = dict(opened_rows(batch))
    result = FileReckoning(file)
    for line in file.lines:
        row = read.pop((line.sheet, line.row, line.member), None)
        if line.role == DATA:
            faults = ["丢失"] if row is None else list(faults_of(file.source, line, row))
            result.faults += [f"{line.sheet + 1}:{line.row} {line.dress} {fault}" for fault in faults]
            result.right += not faults
        elif row is not None:
            result.faults.append(f"{line.sheet + 1}:{line.row} 不是名单行而被当作名单行")
    result.faults += [f"{sheet + 1}:{row} 多出的名单行" for sheet, row, _ in read]
    return result


def faults_of(source: str, line: Line, row: Opened) -> Iterator[str]:
    """Yield what is wrong with one person's row."""
    assert line.record is not None
    status = row.values["status"]
    if line.is_rejected:
        yield from ["应退回而收下"] if status != REJECTED else []
        return
    if status == REJECTED:
        yield "应收下而退回"
        return
    if line.dress and line.dress not in TRIMMED and status == CLEAN:
        yield "号码修复而未记"
    yield from values_of(source, line, row)


def values_of(source: str, line: Line, row: Opened) -> Iterator[str]:
    """Yield each value of an accepted row that was read otherwise than it was written."""
    assert line.record is not None
    who, columns = line.record.who, DEPARTMENTS[source].columns
    if row.number != who.number:
        yield f"号码 {row.number}"
    if name_key(row.name) != name_key(who.name):
        yield f"姓名 {row.name}"
    if line.division and row.values["division"] != line.division:
        yield f"地点 {row.values['division']}≠{line.division}"
    for key, wanted in line.values.items():
        column = columns.get(key, key)
        if wanted is UNSAID:
            read = read_value(row, column)
            yield from [f"{column} {read!r} 表上没有说"] if read is not None else []
        elif key not in UNREAD and wanted is not None and not same(row, column, wanted):
            yield f"{column} {read_value(row, column)!r}≠{wanted!r}"
    if kind := line.values.get("subsidy_kind"):
        yield from _subsidy(row, str(kind), line.values["subsidy_fen"])


def _subsidy(row: Opened, kind: str, wanted: object) -> Iterator[str]:
    """Yield what is wrong with the one subsidy a row holds, however the list says which it is."""
    read = {each: row.values.get(f"{each.lower()}_fen") for each in ("LIVING", "NURSING")}
    other = "NURSING" if kind == "LIVING" else "LIVING"
    if read[kind] != wanted or read[other]:
        yield f"补贴 {read}≠{kind} {wanted}"


def read_value(row: Opened, column: str) -> object:
    """Return what was read of a column, from the open or the sealed part."""
    return row.values[column] if column in row.values else row.private.get(column)


def same(row: Opened, column: str, wanted: object) -> bool:
    """Say whether a column was read as it was meant."""
    read = read_value(row, column)
    if column == "relation":
        return read == RELATIONS[str(wanted)]
    if column in ("subsidy_kind", "subsidy_fen"):
        return True
    if isinstance(wanted, date):
        return read == wanted or (read is not None and str(read)[:10] == wanted.isoformat())
    return str(read) == str(wanted)


@dataclass(frozen=True)
class RuleReckoning:
    """Whom a rule found, missed and accused falsely."""

    rule: str
    right: int
    missed: tuple[str, ...]
    false: tuple[str, ...]
    ran: bool

    def __str__(self) -> str:
        ran = "" if self.ran else "未运行；"
        return f"{self.rule}：{ran}漏 {'、'.join(self.missed[:9])}；错 {'、'.join(self.false[:9])}"

    @property
    def is_exact(self) -> bool:
        """Say whether it found all and only those it must."""
        return self.ran and not self.missed and not self.false


def reckon_rules(world: World, bureau: Bureau, ran: Iterable[str]) -> list[RuleReckoning]:
    """Compare the findings of the month with the truth, rule by rule."""
    facts, sure, people = Facts(world), Facts(world, with_doubts=False), Named(world, bureau)
    found = people.found()
    ran = set(ran)
    results = []
    for rule, oracle in oracles_of(is_whole=world.is_whole).items():
        wanted = Counter(wanted_of(rule, oracle, facts, sure))
        got = Counter(label(facts, each) for each in found.get(rule, ()))
        results.append(
            RuleReckoning(
                rule, sum((wanted & got).values()), tuple(sorted((wanted - got).elements())),
                tuple(sorted((got - wanted).elements())), rule in ran,
            )
        )  # fmt: skip
    return results


Oracle: TypeAlias = Callable[[Facts], Found]
DOUBT = "（疑）"
SILENT_IN_DOUBT = frozenset({"no-worker-in-household"})
"""Rules that count people of whom several rows tell: a row under another name tells them nothing."""


def judged() -> Mapping[str, Oracle]:
    """Return the oracle of every rule that has one."""
    return {
        **ORACLES, **MORE, **ORACLES_OF_AID, **ORACLES_OF_CARE, **ORACLES_OF_CHILDREN,
        **ORACLES_OF_THE_REGISTER, **ORACLES_OF_WORK, "three-way-agreement": three_way_agreement,
    }  # fmt: skip


def oracles_of(*, is_whole: bool) -> Mapping[str, Oracle]:
    """Return the oracles of the rules a world has plants for."""
    return judged() if is_whole else {**ORACLES, **MORE}


def wanted_of(rule: str, oracle: Oracle, facts: Facts, sure: Facts) -> Iterator[str]:
    """Yield the names of whom a rule must find; who is found only by a row under another name is a doubt."""
    certain = set(by_home(sure, rule, oracle(sure)))
    for each in set(by_home(facts, rule, oracle(facts))):
        if each in certain or rule not in SILENT_IN_DOUBT:
            yield label(facts, each) + ("" if each in certain else DOUBT)


def label(facts: Facts, subject: object) -> str:
    """Return a subject's name in a reckoning: a person, a home by its head, homes that share an account."""
    if isinstance(subject, Someone):
        return subject.name
    if isinstance(subject, Home):
        return f"户 {subject.head.name}"
    if isinstance(subject, Doubted):
        return label(facts, subject.subject) + DOUBT
    if isinstance(subject, frozenset):
        return "同账户 " + "、".join(sorted(home.head.name for home in subject))
    return str(subject)


def account_token(account: str) -> str:
    """Return what stands for an account in the key of a finding."""
    token = digest_token(ring().token, "account", account)
    return f"{token.high & 2**64 - 1:016x}{token.low & 2**64 - 1:016x}"


def by_home(facts: Facts, rule: str, found: Iterable[object]) -> Iterator[object]:
    """Yield whom a rule must find, homes in the place of people where the rule speaks of homes."""
    for each in found:
        is_person = isinstance(each, Someone) and rule in HOUSEHOLD_RULES
        yield facts.homes.get(each.number, each) if is_person and isinstance(each, Someone) else each


HOUSEHOLD_RULES = frozenset({
    "between-two-lines", "company-in-household", "expense-below-standard", "income-below-line",
    "second-house",
    "strained-household", "income-over-standard", "death-review-due", "several-disabled-in-household",
    "sudden-without-relief", "same-person-two-townships", "vehicle-in-household", "wages-in-household",
    "aided-count-disagrees", "house-bought-on-aid", "household-amounts-disagree", "household-partly-listed",
    "household-shrank-amount-kept", "lifted-with-new-shock", "listed-without-account", "member-imprisoned",
    "minors-alone", "new-insured-employee", "no-worker-in-household", "nobody-employed", "several-students",
    "stall-opened-on-aid", "two-kinds-not-on-dibao", "wages-base-rose", "worker-died",
})  # fmt: skip


@dataclass(frozen=True)
class Doubted:
    """A subject found by a number that stands under two names."""

    subject: object


class Named:
    """Knows whom of the truth a person of the registry is."""

    def __init__(self, world: World, bureau: Bureau) -> None:
        everyone = {person.number: person for home in world.homes for person in home.people}
        tokens = {bureau.token(number): person for number, person in everyone.items()}
        mask = 2**64 - 1
        rows = Identity.objects.values_list("person_id", "token_high", "token_low")
        self.people = {
            person: tokens.get(f"{high & mask:016x}{low & mask:016x}") for person, high, low in rows
        }
        facts = Facts(world)
        self.homes: dict[str, Home] = facts.homes
        self.accounts = {
            account_token(str(account)): frozenset(homes)
            for account, homes in homes_by_account(facts).items()
        }

    def found(self) -> dict[str, list[object]]:
        """Return the month's findings by rule: people, homes, or the homes behind an account."""
        found: dict[str, list[object]] = {}
        for finding in Finding.objects.filter(period=PERIOD, withdrawn_by__isnull=True).select_related(
            "entry"
        ):
            subject = self._subject(finding)
            found.setdefault(finding.entry.rule, []).append(Doubted(subject) if finding.doubt else subject)
        return found

    def _subject(self, finding: Finding) -> object:
        entry = finding.entry
        kind, _, key = entry.subject.partition(":")
        if kind == "household":
            members = HouseholdMember.objects.filter(household_id=int(key)).values_list(
                "person_id", flat=True
            )
            known = [person for person in (self.people.get(member) for member in members) if person]
            homes = Counter(self.homes[person.number] for person in known if person.number in self.homes)
            return homes.most_common(1)[0][0] if homes else entry.subject
        if kind == "account":
            return self.accounts.get(key, entry.subject)
        person = self.people.get(entry.person_id or 0)
        if person is not None and entry.rule in HOUSEHOLD_RULES:
            return self.homes.get(person.number, person)
        return person or entry.subject


@dataclass
class MonthReckoning:
    """A whole month: files and rules, and how often a person was asked."""

    files: list[FileReckoning]
    rules: list[RuleReckoning]
    refused: list[str]
    asked: Counter[str]
    households: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Return every fault as a line to print."""
        rows = [f"{each.file.name} {fault}" for each in self.files for fault in each.faults]
        rules = [
            str(each)
            for each in self.rules if not each.is_exact
        ]  # fmt: skip
        return [*self.refused, *rows, *rules, *self.households]

    def figures(self) -> str:
        """Return the month in one line."""
        right, rows = (
            sum(each.right for each in self.files),
            sum(len([1 for line in each.file.lines if line.role == DATA]) for each in self.files),
        )
        found, missed = sum(each.right for each in self.rules), sum(len(each.missed) for each in self.rules)
        false = sum(len(each.false) for each in self.rules)
        exact = sum(not each.faults for each in self.files)
        recall = found / (found + missed) if found + missed else 1.0
        shapes = len(set().union(*(each.file.shapes for each in self.files))) if self.files else 0
        taken = len(self.files) + len(self.refused)
        return "，".join((
            f"文件 {exact}/{taken} 逐行一致", f"名单行 {right}/{rows}", f"形状 {shapes} 种",
            f"规则 {sum(each.is_exact for each in self.rules)}/{len(self.rules)}", f"召回 {recall:.3f}",
            f"错 {false}", f"问 {sum(self.asked.values())} 次",
        ))  # fmt: skip


def reckon_households(world: World, bureau: Bureau) -> list[str]:
    """Return which homes of the lists that tell households are not one household of their own."""
    people = Named(world, bureau).people
    lines = [
        each for source in ("dibao", "poverty_register") for each in world.lists[source] if not each.flaw
    ]
    homes: dict[str, set[Home]] = defaultdict(set)
    for each in lines:
        homes[each.who.number].add(each.home)
    unclear = {home for several in homes.values() if len(several) > 1 for home in several}
    wanted = {
        frozenset(who for who in homes if homes[who] == {home})
        for home in set().union(*homes.values()) - unclear
    }
    members: dict[int, set[str]] = defaultdict(set)
    for household, member in HouseholdMember.objects.filter(valid_to__isnull=True).values_list(
        "household_id", "person_id"
    ):
        person = people.get(member)
        if person is not None and person.number in homes and not homes[person.number] & unclear:
            members[household].add(person.number)
    got = {frozenset(numbers) for numbers in members.values() if numbers}
    names = {person.number: person.name for person in people.values() if person}
    return [
        f"家庭不成一户：{'、'.join(names.get(number, '未入档') for number in home)}" for home in wanted - got
    ]

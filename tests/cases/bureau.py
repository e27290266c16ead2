"""One county bureau as these tests reach it: the commands of the contract and the pages."""

from __future__ import annotations

import io
import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.services import appoint, create_user
from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.keys import ring
from doudi.config.made_up import made_up_number
from doudi.exchange.models import Batch
from doudi.exchange.states import BatchState
from doudi.kernel.tokens import token_of
from doudi.regions.models import Division

ASKED = "asked"
PASSWORD = "Ceshi-2026-mima"
YANGGU, MANGSHI = "371521", "533103"


@dataclass(frozen=True)
class Taken:
    """What became of a file: the command's answer, or its refusal, and the batch it left."""

    answer: Mapping[str, Any]
    refusal: str
    batch: Batch | None

    @property
    def is_asked(self) -> bool:
        """Say whether the file waits for a person to choose."""
        return bool(self.refusal) and self.batch is not None and self.batch.state == BatchState.RECOGNISED

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Return how many rows were read, clean, repaired and rejected; the refusal fails the test here."""
        assert not self.refusal, self.refusal
        rows = [self.answer[key] for key in ("rows_read", "clean", "repaired", "rejected")]
        return rows[0], rows[1], rows[2], rows[3]


@dataclass(frozen=True)
class Spell:
    """One line of the enrolments an installation writes out."""

    name: str
    programme: str
    category: str
    division: str
    amount_fen: int | None
    valid_from: str
    valid_to: str

    def stands_in(self, period: str) -> bool:
        """Say whether it runs in a month."""
        return self.valid_from[:7] <= period and (self.valid_to == "None" or self.valid_to[:7] > period)


@dataclass
class Bureau:
    """A county with its divisions, calendar and officers, and a browser for its county officer."""

    county: str
    settings: Settings
    now: datetime
    people: dict[str, User] = field(default_factory=dict)

    def tick(self, now: datetime | None = None) -> None:
        """Move the clock on by a minute, or to a moment."""
        self.now = now or self.now + timedelta(minutes=1)
        self.settings.APP_CLOCK = f"frozen:{self.now.isoformat(timespec='minutes')}"

    def take(
        self,
        data: bytes,
        name: str,
        *,
        source: str = "",
        period: str = "2026-10",
        region: str = "",
        publish: bool = True,
        more: Sequence[str] = (),
    ) -> Taken:
        """Give a file to `import_batch`, a minute after whatever was before."""
        self.tick()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            arguments = [str(path), "--region", region or self.county, "--period", period, *more]
            arguments += ["--source", source] if source else []
            answer = run("import_batch", *arguments, *(["--publish"] if publish else []))
        refusal = str(answer.get("refused", {}).get("message", ""))
        newest = Batch.objects.order_by("-received_at", "-pk")
        batch = Batch.objects.get(pk=answer["batch"]) if "batch" in answer else newest.first()
        return Taken(answer, refusal, batch)

    def compare(self, period: str = "2026-10") -> dict[str, Any]:
        """Compare a month and return the command's answer."""
        self.tick()
        answer = run("run_match", "--region", self.county, "--period", period)
        assert "refused" not in answer, answer
        return answer

    def found(self, rule: str, period: str = "2026-10") -> list[str]:
        """Return whom a rule found in a month, by name, sorted; run the comparison first."""
        names, state = self.names(), self.state()
        return sorted(
            names.get(line[0], line[0]) for line in state["findings"] if line[1:3] == [rule, period]
        )

    def month(self, period: str = "2026-10") -> dict[str, Any]:
        """Return the month's equation."""
        total: dict[str, Any] = run("month_status", "--region", self.county, "--period", period)["total"]
        return total

    def state(self) -> dict[str, Any]:
        """Return all the installation knows."""
        return run("export_state")

    def names(self) -> dict[str, str]:
        """Return the name of each person by any of their tokens."""
        return {_hex(line[0], line[1]): line[3] for line in self.state()["people"]}

    def token(self, number: str) -> str:
        """Return what stands for an identity number."""
        token = token_of(ring().token, number)
        return _hex(str(token.high), str(token.low))

    def spells(self, programme: str = "") -> list[Spell]:
        """Return the enrolments, sorted by name and beginning."""
        state = self.state()
        names = {_hex(line[0], line[1]): line[3] for line in state["people"]}
        spells = [
            Spell(
                names[line[0]], line[1], line[2], line[3],
                None if line[4] in ("None", "") else int(line[4]), line[5], line[6],
            )
            for line in state["enrolments"]
            if programme in ("", line[1])
        ]  # fmt: skip
        return sorted(spells, key=lambda spell: (spell.name, spell.valid_from))

    def listed(self, programme: str, period: str = "2026-10") -> dict[str, int | None]:
        """Return who is enrolled in a month, with the amount in fen."""
        return {each.name: each.amount_fen for each in self.spells(programme) if each.stands_in(period)}

    def places(self, programme: str, period: str = "2026-10") -> dict[str, str]:
        """Return where who is enrolled in a month is listed."""
        return {each.name: each.division for each in self.spells(programme) if each.stands_in(period)}

    def households(self) -> list[list[str]]:
        """Return the households by the names of their members, sorted."""
        state = self.state()
        names = {_hex(line[0], line[1]): line[3] for line in state["people"]}
        return sorted(sorted(names[token] for token in _members(line)) for line in state["households"])

    def rows_told(self, taken: Taken) -> dict[int, str]:
        """Return what the sheet of problems says of each row: how it was handled and why, by row number."""
        assert taken.batch is not None, taken.refusal
        answer = self.browser().get(f"/batches/{taken.batch.pk}/error-sheet/")
        assert answer.status_code == 200, answer.status_code
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        said = [row for row in rows if str(row[0]).startswith("第") and str(row[1]).isdigit()]
        return {int(str(row[1])): f"{row[2]}：{row[3]}" for row in said}

    def search(self, text: str, who: str = "county") -> str:
        """Return the page that answers a search of people."""
        answer = self.browser(who).post("/people/", {"q": text}, follow=True)
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def browser(self, who: str = "county") -> Client:
        """Return a browser in which an officer is logged in."""
        client = Client()
        client.force_login(self.people[who], backend="doudi.accounts.backends.PasswordBackend")
        return client

    def hire(self, key: str, role: Role, division: str) -> None:
        """Open an account with one post."""
        at = clock.now()
        user = create_user(
            username=f"case-{key}",
            name=str(role.label),
            password=PASSWORD,
            number=made_up_number(User.objects.count()),
            by=SYSTEM,
            at=at,
            must_change=False,
        )
        place = Division.objects.get(code=division)
        appoint(user, role=role, division=place, by=SYSTEM, at=at, on=date(2020, 1, 1))
        self.people[key] = user

    def outcome(self, taken: Taken, programme: str, *, doubt: str = "", period: str = "2026-10") -> object:
        """Return ASKED when a person is asked with this word, else who is enrolled with how many fen."""
        if taken.is_asked and doubt in taken.refusal:
            return ASKED
        return taken.refusal or self.listed(programme, period)


def run(command: str, *arguments: str) -> dict[str, Any]:
    """Run a command of the contract and return its JSON, a refusal's too."""
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    try:
        call_command(command, *arguments, "--json", stdout=out, stderr=err)
    except SystemExit as leaving:
        code = leaving.code
    assert code in (0, 2), (code, err.getvalue())
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def _hex(high: str, low: str) -> str:
    mask = 2**64 - 1
    return f"{int(high) & mask:016x}{int(low) & mask:016x}"


def _members(line: Sequence[Any]) -> list[str]:
    """Return the tokens of a household's line, whatever else the line says of them."""
    return [member if isinstance(member, str) else member[0] for member in line]


def sizes(households: Sequence[Sequence[str]]) -> dict[int, int]:
    """Return how many households there are of each size."""
    return dict(Counter(len(household) for household in households))

"""Takes in a batch of alerts and sends each family's check out; lets go what a batch no longer says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from doudi.audit import services as audit
from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.exchange.models import Batch
from doudi.exchange.places import lookup_for
from doudi.exchange.selectors.contents import division_by_row
from doudi.exchange.selectors.records import Record, records
from doudi.exchange.states import BatchState
from doudi.intake.catalogue import ways
from doudi.intake.models import Alert, HomeCheck, Sign
from doudi.intake.rules.places import Said, Sent, sent_to
from doudi.intake.selectors.checks import Who, same_alert_concluded
from doudi.intake.services.checks import Wanted, check_for, days_from, join, part, record
from doudi.intake.states import AlertLevel, CheckState, IntakeNotice
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.kernel.tokens import Token
from doudi.notices.services.offices import raise_notice
from doudi.recognition.places import DivisionLookup, Place
from doudi.regions.selectors import name_path
from doudi.registry.models import Household, Person
from doudi.registry.selectors import people_by_token
from doudi.registry.selectors.homes import homes_of
from doudi.work.rules.clocks import Clock
from doudi.work.services.moves import Act

ALERT = "ALERT"
WITHDRAWN, REPLACED = "预警批次已撤回", "预警批次已由更正的一批代替"
OUTSIDE = "OTHER_DIVISION"


@dataclass(frozen=True, slots=True)
class Settled:
    """What settling a batch did: alerts taken anew, checks they now belong to, signs let go."""

    taken: int
    let_go: int


@transaction.atomic
def settle_batch(batch_id: UUID | str, *, at: datetime) -> Settled:
    """Bring checks in line with a batch of alerts as it stands now; done again it does nothing twice.

    Of a published batch every row becomes an alert that belongs to a check; those of a batch that gave way or
    was withdrawn leave the checks that are not concluded, and a check nothing else asks for is cancelled.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    act = Act(at)
    if batch.state != BatchState.PUBLISHED:
        reason = REPLACED if batch.state == BatchState.SUPERSEDED else WITHDRAWN
        return _noted(batch, Settled(0, _let_go(batch, Act(at, reason=reason))), act)
    taken = _take(batch, act)
    _send_out(batch, act)
    before = Batch.objects.filter(superseded_by=batch, source=batch.source).order_by("pk")
    let_go = sum(_let_go(each, Act(at, reason=REPLACED)) for each in before)
    return _noted(batch, Settled(taken, let_go), act)


def _noted(batch: Batch, settled: Settled, act: Act) -> Settled:
    if settled.taken or settled.let_go:
        audit.record(
            "intake.alerts_taken",
            subject_type="alert_batch",
            subject_id=str(batch.pk),
            by=SYSTEM,
            at=act.at,
            division=batch.region,
            details={"taken": settled.taken, "let_go": settled.let_go},
        )
    return settled


def _let_go(batch: Batch, act: Act) -> int:
    """Part the alerts of a batch from checks that are still open; what was concluded stays."""
    signs = Sign.objects.filter(
        alert__batch=batch, parted_at__isnull=True, home_check__state=CheckState.OPEN
    ).select_related("home_check")
    found = list(signs.order_by("pk"))
    for sign in found:
        part(sign, act)
    return len(found)


def _take(batch: Batch, act: Act) -> int:
    """Write down every accepted row of a batch that is not yet an alert."""
    known = set(batch.alerts.values_list("row", flat=True))
    rows = [row for row in division_by_row(batch) if row not in known]
    opened = records(str(batch.pk), rows) if rows else {}
    lookup = lookup_for(batch.region, Period.parse(batch.period).last_day)
    made = [_alert(batch, opened[row], _Places(opened[row], lookup), act.at) for row in sorted(opened)]
    Alert.objects.bulk_create(made, batch_size=500)
    return len(made)


class _Places:
    """Where a row says somebody lives and is registered."""

    def __init__(self, told: Record, lookup: DivisionLookup) -> None:
        self._said, self._lookup = told.private, lookup
        self.home = self._find("home_county", "home_town", "home_village", "", "address")
        self.hukou = self._find("county", "town", "village", "division_code", "hukou_address")

    @property
    def is_elsewhere(self) -> bool:
        """Say whether the row names places outside the county and none inside."""
        named = (self.home, self.hukou)
        return not any(each.code for each in named) and any(each.problem == OUTSIDE for each in named)

    def _find(self, county: str, town: str, village: str, code: str, address: str) -> Place:
        words = {key: str(self._said.get(key) or "") for key in (county, town, village, code, address)}
        if not any(words.values()):
            return Place("")
        found = self._lookup.find(
            county=words[county],
            town=words[town],
            village=words[village],
            code=words.get(code, "") if code else "",
            address="" if words[town] or words[village] else words[address],
            around="",
        )
        return Place("", OUTSIDE) if found.problem == OUTSIDE else found


def _alert(batch: Batch, told: Record, places: _Places, at: datetime) -> Alert:
    values, private = told.values, told.private
    return Alert(
        batch=batch,
        row=values["row"],
        sheet_row=values["sheet_row"],
        region=batch.region[:COUNTY_DIGITS],
        token_high=values["token_high"],
        token_low=values["token_low"],
        name=told.name,
        number=told.number,
        phone=_text(private, "phone"),
        serial=_text(private, "alert_serial"),
        kind=values.get("alert_kind") or "",
        kind_words=_text(private, "alert_kind"),
        words=_text(private, "alert_text"),
        level=values.get("alert_level") or AlertLevel.UNKNOWN,
        alerted_on=values.get("alerted_on"),
        answer_by=values.get("answer_by"),
        home=places.home.code,
        hukou=places.hukou.code,
        is_elsewhere=places.is_elsewhere,
        taken_at=at,
    )


def _text(private: Mapping[str, object], column: str) -> str:
    return " ".join(str(private.get(column) or "").split())


def _send_out(batch: Batch, act: Act) -> None:
    """Let every alert of a batch that belongs to no check belong to one; those of other counties to none."""
    belonging = Sign.objects.filter(alert__batch=batch, parted_at__isnull=True).values("alert_id")
    waiting = list(batch.alerts.exclude(pk__in=belonging).order_by("row"))
    people = _people_of(waiting, batch.region[:COUNTY_DIGITS])
    for alert in waiting:
        _send(alert, people.get(Token(alert.token_high, alert.token_low)), act)


def _people_of(alerts: Collection[Alert], county: str) -> dict[Token, tuple[Person, str]]:
    """Return who of the county the alerts name, each with where their household lies, '' for unknown."""
    found = people_by_token(Token(each.token_high, each.token_low) for each in alerts)
    homes = homes_of(found.values())
    places = dict(Household.objects.filter(pk__in=set(homes.values())).values_list("pk", "division"))
    known = {
        token: (person, places.get(homes.get(person.pk, 0), "") or person.division)
        for token, person in found.items()
    }
    return {token: pair for token, pair in known.items() if pair[1].startswith(county)}


def _send(alert: Alert, known: tuple[Person, str] | None, act: Act) -> None:
    concluded = same_alert_concluded(alert)
    if concluded is not None:
        join(concluded, alert, act)
        record("intake.check_joined", concluded, act, alert=alert.pk)
        return
    sent = place_of(alert, known[1] if known else "")
    if not sent.to:
        return
    who = Who(known[0] if known else None, Token(alert.token_high, alert.token_low))
    check = check_for(
        Wanted(who, alert.region, sent.to, clock_of_alert(alert, on=clock.day_of(act.at)), ALERT), act
    )
    join(check, alert, act)
    record("intake.check_joined", check, act, alert=alert.pk)
    if sent.told[:TOWNSHIP_DIGITS] not in ("", check.division[:TOWNSHIP_DIGITS]):
        _tell_other(check, sent.told[:TOWNSHIP_DIGITS], act.at)


def place_of(alert: Alert, registered: str) -> Sent:
    """Return where an alert goes; of who is in the registry it is known where the household lies."""
    return sent_to(
        alert.region,
        home=Said(alert.home or registered, alert.is_elsewhere),
        hukou=Said(alert.hukou, alert.is_elsewhere),
        to_residence=ways().to_residence,
    )


def clock_of_alert(alert: Alert, *, on: date) -> Clock:
    """Return the province's own day where it set one, else the working days of the alert's level."""
    if alert.answer_by is not None:
        return Clock.of_day(alert.answer_by)
    return days_from(on, ways().alert_days[alert.level])


def _tell_other(check: HomeCheck, other: str, at: datetime) -> None:
    raise_notice(
        f"check-elsewhere:{check.pk}:{other}",
        kind=IntakeNotice.CHECK_ELSEWHERE,
        division=other,
        about=check.division,
        text=(
            f"省平台预警有一户的户籍或居住在你处，已派另一处 {name_path(check.division)} 入户排查，请配合。"
        ),
        at=at,
    )

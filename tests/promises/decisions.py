"""Everything two people decide: how it comes to wait for a decision, and each way it can be decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.casework.services import deciding
from doudi.casework.states import Verdict
from doudi.casework.tests import families, walking
from doudi.certification.models import CertificationProposal
from doudi.certification.tests import test_certifying
from doudi.delegation.models import Delegation
from doudi.delegation.services import granting
from doudi.delegation.tests import county as rights
from doudi.documents.models import PaperTemplate
from doudi.documents.services.templates import decide_template
from doudi.documents.tests import test_own_templates
from doudi.exchange.services import cooperation
from doudi.exchange.states import Side
from doudi.kernel.dates import Period
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.services.month import close_month, submit_month
from doudi.notices.models import Handover
from doudi.notices.services import messages
from doudi.notices.services.letters import Addressee, ToSend, send_letter
from doudi.price_subsidy.services import launches
from doudi.price_subsidy.tests import months as prices
from doudi.regions.models import Division, Organisation
from doudi.rulebook.services import decisions, exits
from doudi.rulebook.tests import rules, test_exits
from doudi.verification.services import disputing
from doudi.verification.services.reporting import issue_report
from doudi.verification.tests import checked
from doudi.work.services.moves import Act
from doudi.work.services.pauses import ask_for_pause, decide_pause
from tests.county import COUNTY, VILLAGE, County, build_county, monitored, on_dibao, person, task_of

OCTOBER = Period.parse("2026-10")
Decide = Callable[[User], object]


@dataclass(frozen=True)
class Waiting:
    """Something one account made and another may decide, by each of the ways it can be decided."""

    maker: User
    checker: User
    ways: Mapping[str, Decide]


def compared_county(settings: Settings, folder: Path) -> County:
    """Return a county whose October found one person without aid."""
    settings.DOUDI_DATA = folder
    county = build_county()
    county.send("poverty_register", [monitored(1)])
    county.send("dibao", [on_dibao(2)])
    county.send("tekun", [person(9, 供养方式="分散供养", 城乡类别="农村")])
    county.compare()
    return county


def a_month(settings: Settings, folder: Path) -> Waiting:
    """A month that was submitted (`monitoring`)."""
    county = compared_county(settings, folder)
    clerk, chief, at = county.people["county"], county.people["review"], county.at
    (entry,) = county.entries("monitored-without-aid")
    conclude_entry(entry, outcome="INELIGIBLE", reason="入户核实，收入稳定", by=county.people["east"], at=at)
    submit_month(COUNTY, OCTOBER, by=clerk, at=at)
    return Waiting(clerk, chief, {"closed": lambda by: close_month(COUNTY, OCTOBER, by=by, at=at)})


def a_pause(settings: Settings, folder: Path) -> Waiting:
    """A wish to stop the clock of a task (`work`)."""
    county = compared_county(settings, folder)
    clerk, chief, at = county.people["county"], county.people["review"], county.at
    task = task_of(county.entries("monitored-without-aid")[0])
    asked = ask_for_pause(task, until=date(2026, 12, 1), reason="等医院证明", by=clerk, at=at)
    ways: Mapping[str, Decide] = {
        "granted": lambda by: decide_pause(asked, granted=True, by=by, at=at),
        "refused": lambda by: decide_pause(asked, granted=False, by=by, at=at),
    }
    return Waiting(clerk, chief, ways)


def a_right(settings: Settings, folder: Path) -> Waiting:
    """A right that is to be handed down (`delegation`)."""
    rights.places()
    clerk, chief, at = rights.clerk(), rights.chief(), rights.MONDAY
    key = rights.proposed(rights.draft(), clerk).pk
    made = Delegation.objects.get
    ways: Mapping[str, Decide] = {
        "granted": lambda by: granting.grant(made(pk=key), by=by, at=at),
        "refused": lambda by: granting.refuse(made(pk=key), reason="暂不下放", by=by, at=at),
    }
    return Waiting(clerk, chief, ways)


def told_fields(settings: Settings, folder: Path) -> Waiting:
    """Fields one side would tell the other (`exchange`)."""
    county = compared_county(settings, folder)
    ours, at = county.people["review"], county.at
    theirs = county.hire(Role.DEPARTMENT_LIAISON, COUNTY)
    seat = Division.objects.get(code=COUNTY)
    agreed = cooperation.agree(
        Organisation.objects.create(name="浈江区乡村振兴局", kind="DEPARTMENT", division=seat),
        source="poverty_register",
        liaison="李联络",
        phone="",
        matters="监测对象应兜尽兜",
        fields=["CATEGORY"],
        cycle_days=31,
        by=ours,
        at=at,
        on=at.date(),
    )
    change = cooperation.propose_fields(
        agreed, fields=["CATEGORY", "SINCE"], reason="核对起始月份", side=Side.BUREAU, by=ours, at=at
    )
    ways = {"confirmed": lambda by: cooperation.confirm_fields(change, side=Side.OFFICE, by=by, at=at)}
    return Waiting(ours, theirs, ways)


def a_launch(settings: Settings, folder: Path) -> Waiting:
    """A price subsidy that is to begin (`price_subsidy`)."""
    clerk, chief, at = prices.keeper(), prices.approver(), prices.NOW
    prices.person("DIBAO")
    (launch,) = prices.rises("2019-11", clerk, cpi=350, food=599)
    ways: Mapping[str, Decide] = {
        "approved": lambda by: launches.approve_launch(launch, reason="同意启动", by=by, at=at),
        "rejected": lambda by: launches.reject_launch(launch, reason="指数有误", by=by, at=at),
    }
    return Waiting(clerk, chief, ways)


def a_value(settings: Settings, folder: Path) -> Waiting:
    """A value that is to change (`rulebook`)."""
    _small_policies(settings, folder)
    clerk, chief, at = rules.proposer(), rules.reviewer(), rules.MONDAY
    proposal = rules.submitted(clerk)
    ways: Mapping[str, Decide] = {
        "approved": lambda by: decisions.approve_change(proposal, by=by, at=at),
        "rejected": lambda by: decisions.reject_change(proposal, reason="再测算", by=by, at=at),
    }
    return Waiting(clerk, chief, ways)


def an_exit(settings: Settings, folder: Path) -> Waiting:
    """An exit that waits for its review after exits stood still (`rulebook`)."""
    _small_policies(settings, folder)
    clerk, chief, at = rules.proposer(), rules.reviewer(), test_exits.AFTER
    asked = exits.ask_exit(
        test_exits.on_dibao(), ground="INCOME", reason="收入超过标准", by=clerk, at=test_exits.IN_FREEZE
    )
    exits.release_queue(COUNTY, by=clerk, at=at)
    ways: Mapping[str, Decide] = {
        "kept": lambda by: exits.decide_exit(asked, keeps=True, reason="收入回落", by=by, at=at),
        "confirmed": lambda by: exits.decide_exit(asked, keeps=False, reason="收入稳定", by=by, at=at),
    }
    return Waiting(clerk, chief, ways)


def a_certificate(settings: Settings, folder: Path) -> Waiting:
    """A household that is to be recognised (`certification`)."""
    settings.DOUDI_DATA, settings.APP_CLOCK = folder, "frozen:2026-11-03T09:00+08:00"
    county = build_county()
    made = test_certifying.opened(county)
    test_certifying.checked(county, made)
    key = test_certifying.proposed(county, made, "GRANT", test_certifying.YEAR).pk
    read = CertificationProposal.objects.get
    ways: Mapping[str, Decide] = {
        "agreed": lambda by: test_certifying.decided(read(pk=key), by),
        "declined": lambda by: test_certifying.decided(read(pk=key), by, is_agreed=False),
    }
    return Waiting(county.people["county"], county.people["review"], ways)


def a_template(settings: Settings, folder: Path) -> Waiting:
    """A county's own Word template (`documents`)."""
    settings.DOUDI_DATA, settings.APP_CLOCK = folder, "frozen:2026-11-02T09:00+08:00"
    county = build_county()
    clerk, chief, at = county.people["county"], county.people["review"], county.at
    key = test_own_templates.proposed(clerk).pk
    read = PaperTemplate.objects.get
    ways: Mapping[str, Decide] = {
        "granted": lambda by: decide_template(read(pk=key), is_granted=True, by=by, at=at),
        "refused": lambda by: decide_template(
            read(pk=key), is_granted=False, reason="格式不对", by=by, at=at
        ),
    }
    return Waiting(clerk, chief, ways)


def _small_policies(settings: Settings, folder: Path) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_POLICIES = rules.write_rules(folder / "policies", beside=settings.DOUDI_POLICIES)


def a_handover(settings: Settings, folder: Path) -> Waiting:
    """Telephone numbers in one file for the operator, which another person takes (`notices`)."""
    settings.DOUDI_DATA = folder
    county = build_county()
    maker, checker = county.people["county"], county.people["review"]
    letter = send_letter(
        ToSend(
            "resident_letter",
            "a",
            Addressee("张国英", VILLAGE, phone="13800001234"),
            {"title": "告知", "body": "请来补交材料。"},
        ),
        by=maker,
        at=county.at,
    )
    messages.write_message(letter, channel="SMS", by=maker, at=county.at)
    key = messages.make_handover(COUNTY, reason="通知领取文书", by=maker, at=county.at).pk
    read = Handover.objects.get
    ways = {"take": lambda by: messages.take_handover(read(pk=key), by=by, at=county.at)}
    return Waiting(maker, checker, ways)


def an_application(settings: Settings, folder: Path) -> Waiting:
    """An application on which somebody proposed (`casework`)."""
    settings.DOUDI_DATA, settings.APP_CLOCK = folder, "frozen:2026-11-02T09:00+08:00"
    county = families.deciding_county()
    maker, checker = county.people["county"], county.people["review"]
    made = walking.at_decision(county)
    opinion = made.opinions.select_related("sheet").get(step="EXAMINE")
    at, seen = walking.on(walking.MONDAY + timedelta(days=8)), deciding.digest_seen(opinion)
    agreed = deciding.NewDecision(Verdict.AGREE, seen, saw_unverified=True)
    refused = deciding.NewDecision(Verdict.REFUSE, seen, "入户核实不符合条件", saw_unverified=True)
    ways: Mapping[str, Decide] = {
        "agreed": lambda by: deciding.decide(made, agreed, act=Act(at, by)),
        "refused": lambda by: deciding.decide(made, refused, act=Act(at, by)),
    }
    return Waiting(maker, checker, ways)


def a_dispute(settings: Settings, folder: Path) -> Waiting:
    """What a family says against a report of their circumstances (`verification`)."""
    settings.DOUDI_DATA, settings.APP_CLOCK = folder, "frozen:2026-11-02T09:00+08:00"
    county = build_county()
    maker, at = county.people["county"], checked.on(checked.MONDAY)
    made = checked.answered(county, families.family())
    issue_report(made, act=Act(at, maker))
    disputing.take_dispute(made, text="存款是代人保管的", said_on=checked.MONDAY, act=Act(at, maker))
    ways: Mapping[str, Decide] = {
        "settled": lambda by: disputing.settle_dispute(
            made, is_upheld=True, text="查了存折，属实", act=Act(at, by)
        )
    }
    return Waiting(maker, county.people["east"], ways)


PLACES: Mapping[str, Callable[[Settings, Path], Waiting]] = {
    "monitoring/services/month.py": a_month,
    "work/services/pauses.py": a_pause,
    "casework/services/deciding.py": an_application,
    "certification/services/deciding.py": a_certificate,
    "delegation/services/granting.py": a_right,
    "documents/services/templates.py": a_template,
    "exchange/services/cooperation.py": told_fields,
    "notices/services/messages.py": a_handover,
    "price_subsidy/services/launches.py": a_launch,
    "rulebook/services/decisions.py": a_value,
    "rulebook/services/exits.py": an_exit,
    "verification/services/disputing.py": a_dispute,
}
"""Every file of the product that asks whether a second person decides, with what waits there."""

"""Papers are asked for once: what a list proves is not asked, a promise may stand, all is told at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from doudi.audit.models import Entry
from doudi.casework.models import Application, Filing, FilingPaper
from doudi.casework.rules.papers import Need, Of, PaperLine, Somebody, needs
from doudi.casework.selectors.papers import papers_of
from doudi.casework.services.filing import NewFiling, Wanted, file_applications
from doudi.casework.services.papers import (
    CircumstancesMissing,
    NothingMissing,
    NotNeeded,
    NotPromised,
    ToldAlready,
    hand_in,
    promise,
    relist,
    tell_missing,
)
from doudi.casework.services.recording import NotYourStep
from doudi.casework.tests.families import deciding_county, family
from doudi.casework.tests.walking import MONDAY, applied, on, picture, step
from doudi.documents.services.attachments import FileNotKept, Given
from doudi.notices.models import Letter
from doudi.studies.models import FactSheet
from doudi.work.models import Task
from doudi.work.services.moves import Act
from tests.county import EAST, County, logged_in

SCAN = Given("扫描.png", picture(999))


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_DATA = tmp_path
    return deciding_county()


def filed(county: County, *programmes: str) -> Filing:
    home = family()
    assert home.head is not None
    wanted = [Wanted(each, home.head if each == "TEKUN" else None) for each in programmes]
    new = NewFiling(home, home.head, wanted, "收入少", MONDAY, EAST)
    return file_applications(new, by=county.people["east"], at=on(MONDAY))


def by(county: County, who: str = "east") -> Act:
    return Act(on(MONDAY), county.people[who])


def test_papers_are_asked_of_whom_and_when_the_law_and_the_circumstances_say() -> None:
    lines = {
        "FORM": PaperLine(title="申请书", of=Of.FILING),
        "IDENTITY": PaperLine(title="身份证", of=Of.MEMBER),
        "STATEMENT": PaperLine(title="声明", of=Of.SUBJECT),
        "CARD": PaperLine(title="残疾人证", of=Of.MEMBER, needed_if=("disability_kind",)),
        "BILLS": PaperLine(title="票据", of=Of.FILING, needed_if=("illness_cost_fen",)),
    }
    people = [Somebody(1, {"disability_kind": "LIMB"}), Somebody(2, {"disability_kind": "NONE"})]

    found = list(needs(list(lines), lines, people, {}, 2))

    whose = [("FORM", None), ("IDENTITY", 1), ("IDENTITY", 2), ("STATEMENT", 2), ("CARD", 1)]
    assert found == [Need(*each) for each in whose]
    spent = [Somebody(1, {"illness_cost_fen": 100})]
    assert list(needs(["BILLS"], lines, spent, {}, 1)) == [Need("BILLS")]


def test_an_application_waits_for_its_papers_and_goes_on_by_itself_with_the_last(county: County) -> None:
    filing = filed(county, "DIBAO")
    made = filing.applications.get()
    assert step(made) == "APPLY"
    task = Task.objects.get(subject_kind="application", state="OPEN")
    assert task.owner is not None
    assert task.owner.user == county.people["east"]

    missing = papers_of(filing).missing
    for number, line in enumerate(missing[:-1]):
        hand_in(filing, line.need, Given("a.png", picture(number)), act=by(county))
    assert step(made) == "APPLY"
    hand_in(filing, missing[-1].need, SCAN, act=by(county))
    assert step(made) == "ACCEPT"


def test_applications_share_their_papers_and_each_goes_on_when_its_own_are_there(county: County) -> None:
    filing = filed(county, "DIBAO", "TEKUN")
    own = {each.programme: each for each in filing.applications.all()}
    lines = papers_of(filing).lines
    assert len({line.need for line in lines}) == len(lines)

    for number, line in enumerate(lines):
        if line.need.code not in ("STATEMENT",):
            hand_in(filing, line.need, Given("a.png", picture(number)), act=by(county))
    assert (step(own["DIBAO"]), step(own["TEKUN"])) == ("ACCEPT", "APPLY")


def test_a_promise_stands_for_what_may_be_promised_and_for_nothing_else(county: County) -> None:
    filing = filed(county, "DIBAO")
    promise(filing, Need("INCOME_PROOF"), SCAN, act=by(county))
    assert papers_of(filing).saved == 1
    with pytest.raises(NotPromised, match="申请书"):
        promise(filing, Need("APPLICATION"), SCAN, act=by(county))
    with pytest.raises(NotNeeded):
        hand_in(filing, Need("INCOME_PROOF"), SCAN, act=by(county))
    with pytest.raises(NotNeeded):
        hand_in(filing, Need("DISABILITY", filing.applicant_id), SCAN, act=by(county))
    with pytest.raises(FileNotKept):
        hand_in(filing, Need("APPLICATION"), Given("a.exe", b"MZ\x90\x00program"), act=by(county))
    with pytest.raises(NotYourStep):
        hand_in(filing, Need("APPLICATION"), SCAN, act=by(county, "west"))
    assert FilingPaper.objects.count() == 1


def test_everything_missing_is_told_once_in_one_letter_and_nothing_new_is_asked_later(county: County) -> None:
    filing = filed(county, "DIBAO")
    tell_missing(filing, act=by(county))

    letter = Letter.objects.get(subject_kind="filing", subject_id=str(filing.pk))
    assert letter.paper.kind == "application_supplement"
    assert step(filing.applications.get()) == "APPLY"
    with pytest.raises(ToldAlready):
        tell_missing(filing, act=by(county))

    more = family_grows(filing)
    asked = {line.need for line in papers_of(filing).lines if line.is_missing}
    assert not any(need.person == more for need in asked)
    for number, line in enumerate(papers_of(filing).missing):
        hand_in(filing, line.need, Given("a.png", picture(number)), act=by(county))
    assert step(filing.applications.get()) == "ACCEPT"


def family_grows(filing: Filing) -> int:
    """Let one more person live in the household; return who."""
    home = filing.household
    mother = family(name="周老太").members.order_by("id").first()
    assert mother is not None
    mother.household = home
    mother.relation = "PARENT"
    mother.save()
    return mother.person_id


def test_nothing_missing_is_nothing_to_tell(county: County) -> None:
    made: Application = applied(county)
    with pytest.raises(NothingMissing):
        tell_missing(made.filing, act=Act(on(MONDAY + timedelta(days=1)), county.people["east"]))


def test_papers_come_in_on_the_page(county: County) -> None:
    filing = filed(county, "DIBAO")
    east = logged_in(county.people["east"])
    page = east.get(f"/filings/{filing.pk}/").content.decode()
    assert "还缺" in page
    assert Entry.objects.filter(action="casework.filing_viewed", subject_id=str(filing.pk)).count() == 1

    sent = {
        "APPLICATION:": SimpleUploadedFile("申请书.png", picture(7)),
        "INCOME_PROOF:": SimpleUploadedFile("承诺.png", picture(8)),
        "promise": "INCOME_PROOF:",
    }
    assert east.post(f"/filings/{filing.pk}/papers/", sent).status_code == 302
    kept = dict(FilingPaper.objects.filter(filing=filing).values_list("code", "held"))
    assert kept == {"APPLICATION": "HANDED_IN", "INCOME_PROOF": "PROMISED"}
    bad = {key: SimpleUploadedFile("a.png", picture(9)) for key in ("PROMISE:", "NO_SUCH:")}
    assert "不在要交的里面" in east.post(f"/filings/{filing.pk}/papers/", bad, follow=True).content.decode()
    assert "还没有选文件" in east.post(f"/filings/{filing.pk}/papers/", {}, follow=True).content.decode()
    assert FilingPaper.objects.filter(filing=filing).count() == 2
    assert east.post(f"/filings/{filing.pk}/missing/").status_code == 302
    assert "已告知" in east.get(f"/filings/{filing.pk}/").content.decode()


def test_while_circumstances_are_unknown_nothing_is_complete_and_nothing_is_told(
    county: County,
) -> None:
    home = family()
    assert home.head is not None
    FactSheet.objects.filter(household=home).update(superseded_at=on(MONDAY))
    new = NewFiling(home, home.head, [Wanted("DIBAO")], "收入少", MONDAY, EAST)
    filing = file_applications(new, by=county.people["east"], at=on(MONDAY))
    for number, line in enumerate(papers_of(filing).missing):
        hand_in(filing, line.need, Given("a.png", picture(number)), act=by(county))
    assert step(filing.applications.get()) == "APPLY"
    for refused in (relist, tell_missing):
        with pytest.raises(CircumstancesMissing):
            refused(filing, act=by(county))
    page = logged_in(county.people["east"]).get(f"/filings/{filing.pk}/").content.decode()
    assert "材料齐全" not in page

    FactSheet.objects.filter(household=home).update(superseded_at=None)
    answer = logged_in(county.people["east"]).post(f"/filings/{filing.pk}/relist/", follow=True)
    assert "材料齐全" in answer.content.decode()
    assert step(filing.applications.get()) == "ACCEPT"

"""An application goes its way step by step: what is due, in whose hands it is, how it ends."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from doudi.casework.models import ApplicationStanding
from doudi.casework.services.deciding import NewDecision, decide, digest_seen
from doudi.casework.services.opining import NewOpinion, give_opinion
from doudi.casework.services.publishing import Posting, post_application
from doudi.casework.services.recording import Happening, go_on, record
from doudi.casework.states import Verdict
from doudi.casework.tests.families import deciding_county
from doudi.casework.tests.walking import MONDAY, TEXT, applied, on, step
from doudi.publicity.services.posting import end_notices
from doudi.work.models import Task
from doudi.work.services.moves import Act
from tests.county import COUNTY, VILLAGE, County


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_DATA = tmp_path
    return deciding_county()


def test_a_dibao_application_goes_from_the_counter_to_a_decision(county: County) -> None:
    east, review = county.people["east"], county.people["review"]
    made = applied(county)
    assert step(made) == "ACCEPT"

    record(made, Happening("ACCEPTED", MONDAY), act=Act(on(MONDAY), east))
    assert step(made) == "SURVEY"
    task = Task.objects.get(subject_kind="application", state="OPEN")
    assert (task.owner.user, task.due_on) == (east, date(2026, 11, 5))  # type: ignore[union-attr]

    tuesday = MONDAY + timedelta(days=1)
    record(made, Happening("SURVEY_STARTED", tuesday), act=Act(on(tuesday), east))
    record(made, Happening("SURVEY_DONE", tuesday), act=Act(on(tuesday), east))
    go_on(made, "PRELIMINARY", on=tuesday, act=Act(on(tuesday), east))
    give_opinion(made, NewOpinion("PRELIMINARY", Verdict.AGREE, TEXT, tuesday), act=Act(on(tuesday), east))
    assert step(made) == "PUBLISH"

    post_application(made, Posting("PUBLICITY_BEGUN", VILLAGE, "村务公开栏"), by=east, at=on(tuesday))
    assert not Task.objects.filter(subject_kind="application", state="OPEN").exists()
    after = tuesday + timedelta(days=8)
    end_notices(COUNTY, at=on(after))
    assert step(made) == "EXAMINE"

    officer = county.people["county"]
    record(made, Happening("SUBMITTED", after), act=Act(on(after), officer))
    give_opinion(made, NewOpinion("OPINION", Verdict.AGREE, TEXT, after), act=Act(on(after), officer))
    assert step(made) == "CONFIRM"
    waiting = Task.objects.get(subject_kind="application", state="OPEN")
    assert (waiting.permission, waiting.maker) == ("casework.decide", officer)

    seen = digest_seen(made.opinions.last())  # type: ignore[arg-type]
    decision = decide(made, NewDecision(Verdict.AGREE, seen, saw_unverified=True), act=Act(on(after), review))

    assert (decision.amount_fen, decision.office, decision.decided_by) == (100_000, "COUNTY", review)
    standing = ApplicationStanding.objects.get(application=made)
    assert (standing.outcome, standing.ended_on) == ("CONFIRMED", after)

"""A trial's settings: packed once, taken over by other townships, taken back as they were."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from doudi.accounts.models import User
from doudi.accounts.tests.factories import browser_of, division
from doudi.rulebook.models import PilotPack, PilotUse
from doudi.rulebook.selectors.pilots import compared, process_at
from doudi.rulebook.services import pilots
from doudi.rulebook.services.pilots import end_pilot, pack_pilot, start_pilot
from doudi.rulebook.tests.rules import COUNTY, MONDAY, TODAY, proposer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
TRIED, OTHER = "440204101", "440204102"
LATER = TODAY + timedelta(days=30)


def packed(by: User) -> PilotPack:
    return pack_pilot(
        COUNTY,
        name="新韶经验",
        origin=TRIED,
        steps=["APPLY", "CHECK", "DECIDE"],
        papers=["APPLICATION", "IDENTITY"],
        working_days=15,
        document="芒巩固振兴组办〔2021〕6号",
        article="二（十）",
        by=by,
        at=MONDAY,
    )


def test_another_township_takes_a_trial_over_asks_for_fewer_papers_and_goes_back() -> None:
    by = proposer()
    division(TRIED)
    division(OTHER)
    client = browser_of(by)
    pack = packed(by)
    ordinary = process_at(OTHER, TODAY)
    assert (len(ordinary.papers), len(ordinary.steps), ordinary.working_days) == (4, 5, 30)

    client.post(reverse("rulebook:start_pilot", args=[pack.pk]), {"division": OTHER, "on": TODAY.isoformat()})

    use = PilotUse.objects.get()
    new = process_at("440204102200", TODAY)
    assert (len(new.papers), len(new.steps), new.working_days, new.pack) == (2, 3, 15, "新韶经验")
    assert process_at(OTHER, TODAY - timedelta(days=1)) == ordinary
    assert process_at(TRIED, TODAY) == ordinary
    report = compared(use)
    assert (len(report.papers_before), len(report.papers_now), report.days_before, report.days_now) == (
        4, 2, 30, 15,
    )  # fmt: skip
    assert report.spared == ("收入证明", "财产证明")
    said = client.get(reverse("rulebook:pilots")).content.decode()
    assert [text in said for text in ("启用前后对比", "新韶经验", "收入证明、财产证明", "在用")] == [True] * 4

    client.post(reverse("rulebook:end_pilot", args=[use.pk]), {"reason": "系统不便"})

    assert process_at(OTHER, LATER) == ordinary
    assert process_at(OTHER, TODAY) == ordinary
    assert "已回退" in client.get(reverse("rulebook:pilots")).content.decode()


def test_what_was_accepted_during_a_trial_keeps_its_settings() -> None:
    by = proposer()
    use = start_pilot(packed(by), OTHER, on=date(2026, 10, 1), by=by, at=MONDAY)
    end_pilot(use, on=TODAY, reason="期满", by=by, at=MONDAY)

    assert process_at(OTHER, date(2026, 10, 15)).pack == "新韶经验"
    assert process_at(OTHER, TODAY).pack == ""


def test_a_township_works_by_one_trial_at_a_time() -> None:
    by = proposer()
    pack = packed(by)
    start_pilot(pack, OTHER, on=TODAY, by=by, at=MONDAY)

    with pytest.raises(pilots.InUseAlready, match="请先回退现在这个"):
        start_pilot(pack, OTHER, on=LATER, by=by, at=MONDAY)


def test_going_back_needs_a_reason_and_happens_once() -> None:
    by = proposer()
    use = start_pilot(packed(by), OTHER, on=TODAY, by=by, at=MONDAY)
    with pytest.raises(pilots.ReasonMissing):
        end_pilot(use, on=LATER, reason="", by=by, at=MONDAY)
    end_pilot(use, on=LATER, reason="期满", by=by, at=MONDAY)

    with pytest.raises(pilots.NotInUse):
        end_pilot(use, on=LATER, reason="再退", by=by, at=MONDAY)


def test_a_pack_is_made_on_the_page_and_named_once() -> None:
    by = proposer()
    division(TRIED)
    client = browser_of(by)
    typed = {
        "name": "新韶经验", "origin": TRIED, "steps": ["APPLY", "DECIDE"], "papers": ["APPLICATION"],
        "working_days": "10", "document": "某号", "article": "一",
    }  # fmt: skip

    assert client.post(reverse("rulebook:create_pilot"), typed).status_code == 302
    again = client.post(reverse("rulebook:create_pilot"), typed)

    assert again.status_code == 400
    assert "已有同名的试点包" in again.content.decode()


def test_a_trial_is_not_started_in_a_township_of_another_county() -> None:
    by = proposer()
    pack = packed(by)
    stranger = proposer("371521")
    division("371521100")

    answer = browser_of(stranger).post(
        reverse("rulebook:start_pilot", args=[pack.pk]), {"division": "371521100", "on": "2026-11-02"}
    )
    here = browser_of(by).post(
        reverse("rulebook:start_pilot", args=[pack.pk]), {"division": "371521100", "on": "2026-11-02"}
    )

    assert (answer.status_code, here.status_code) == (404, 302)
    assert not PilotUse.objects.exists()

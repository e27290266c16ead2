"""Rights to decide are proposed by one person, granted by another, taken back at once and never edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from doudi.accounts.deciding import PersonUnknown
from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.audit.models import Entry
from doudi.audit.services import broken_links
from doudi.common.problems import Refusal
from doudi.delegation.models import DelegatedPlace, Delegation, DelegationDecision
from doudi.delegation.rules.competence import NotTownship
from doudi.delegation.selectors.competence import Answer, who_is_competent
from doudi.delegation.selectors.rights import standing_of
from doudi.delegation.services.granting import grant, propose, refuse, withdraw
from doudi.delegation.services.using import hold_competence
from doudi.delegation.states import Standing
from doudi.delegation.tests.county import (
    COUNTY,
    DECREE,
    EAST,
    EAST_VILLAGE,
    MONDAY,
    NEXT_YEAR,
    TODAY,
    WEST,
    asked,
    chief,
    clerk,
    draft,
    granted,
    places,
    proposed,
)
from doudi.rulebook.models import Proposal, ProposedValue
from doudi.rulebook.states import ProposalStatus

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
RELIEF = "TEMPORARY_RELIEF"


@pytest.fixture(autouse=True)
def _county() -> None:
    places()


def office(answer: Answer) -> str:
    return answer.competence.decider.office


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def test_the_township_named_decides_and_the_other_goes_to_the_county() -> None:
    granted(draft(EAST), clerk(), chief())

    east, west = who_is_competent(asked(EAST_VILLAGE)), who_is_competent(asked(WEST))

    assert (office(east), office(west)) == ("TOWNSHIP", "COUNTY")
    assert (east.competence.decider.citation.document, east.competence.decider.citation.article) == (
        DECREE,
        "第三条",
    )
    assert west.competence.decider.citation.article == "第二条第一款"
    assert west.competence.not_township is NotTownship.NEVER


def test_a_proposal_alone_gives_no_right_and_a_refused_one_gives_none_either() -> None:
    by, decider = clerk(), chief()
    waiting = proposed(draft(EAST), by)
    before = office(who_is_competent(asked()))

    refuse(waiting, reason="人手不够", by=decider, at=MONDAY)

    assert (before, office(who_is_competent(asked()))) == ("COUNTY", "COUNTY")
    assert standing_of(DelegatedPlace.objects.get(), TODAY) is Standing.REFUSED
    assert refused(lambda: grant(waiting, by=decider, at=MONDAY)) == "DECIDED_ALREADY"


def test_who_proposed_does_not_grant_under_another_account_either() -> None:
    by = clerk()
    double = officer(Role.COUNTY_REVIEWER, COUNTY, username="double")
    double.person_key = by.person_key
    double.save()
    nobody = officer(Role.COUNTY_REVIEWER, COUNTY, username="nobody")
    nobody.person_key = ""
    nobody.save()
    waiting = proposed(draft(), by)

    assert refused(lambda: grant(waiting, by=double, at=MONDAY)) == "PROPOSER_DECIDES"
    with pytest.raises(PersonUnknown):
        grant(waiting, by=nobody, at=MONDAY)
    assert DelegationDecision.objects.count() == 0


def test_only_posts_of_the_county_hand_down_and_take_back() -> None:
    town = officer(Role.TOWNSHIP_OFFICER, EAST)
    stranger = officer(Role.COUNTY_REVIEWER, "371521", username="stranger")
    by, decider = clerk(), chief()
    waiting = proposed(draft(), by)
    place = waiting.places.get()

    assert refused(lambda: propose(draft(), by=town, at=MONDAY)) == "NO_RIGHT_TO_HAND_DOWN"
    assert refused(lambda: grant(waiting, by=stranger, at=MONDAY)) == "NO_RIGHT_TO_HAND_DOWN"
    grant(waiting, by=decider, at=MONDAY)
    for nobody in (by, town, stranger):
        back = partial(withdraw, place, withdrawn_on=TODAY, reason="重定", by=nobody, at=MONDAY)
        assert refused(back) == "NO_RIGHT_TO_HAND_DOWN"


def test_a_right_taken_back_falls_back_at_once_for_what_is_pending_too() -> None:
    by, decider = clerk(), chief()
    place = granted(draft(EAST, WEST), by, decider)
    later = TODAY + timedelta(days=8)

    withdraw(place, withdrawn_on=later, reason="抽查发现错保", by=decider, at=TUESDAY)

    day_before = asked(on=later - timedelta(days=1), accepted_on=TODAY)
    assert office(who_is_competent(day_before)) == "TOWNSHIP"
    pending = who_is_competent(asked(on=later, accepted_on=TODAY))
    assert office(pending) == "COUNTY"
    assert pending.competence.not_township is NotTownship.FELL_BACK
    assert office(who_is_competent(asked(WEST, on=later, accepted_on=TODAY))) == "TOWNSHIP"
    assert standing_of(place, later) is Standing.WITHDRAWN
    turn = who_is_competent(day_before).competence.turn
    assert turn is not None
    assert (turn.on, turn.decider.office) == (later, "COUNTY")


def test_a_right_that_ends_falls_back_on_its_last_day() -> None:
    place = granted(draft(valid_to=NEXT_YEAR), clerk(), chief())

    assert office(who_is_competent(asked(on=date(2026, 12, 31)))) == "TOWNSHIP"
    assert office(who_is_competent(asked(on=NEXT_YEAR))) == "COUNTY"
    assert standing_of(place, date(2026, 12, 2)) is Standing.ENDING
    assert standing_of(place, date(2026, 12, 1)) is Standing.IN_FORCE
    assert standing_of(place, NEXT_YEAR) is Standing.ENDED


def test_what_was_accepted_before_the_right_began_stays_with_the_county() -> None:
    start = TODAY + timedelta(days=9)
    granted(draft(valid_from=start), clerk(), chief())

    before = who_is_competent(asked(on=start, accepted_on=start - timedelta(days=1)))

    assert office(before) == "COUNTY"
    assert before.competence.not_township is NotTownship.BEGUN_BEFORE
    assert office(who_is_competent(asked(on=start))) == "TOWNSHIP"


def test_a_right_granted_late_begins_when_it_is_granted() -> None:
    by, decider = clerk(), chief()
    waiting = proposed(draft(valid_from=TODAY), by)

    grant(waiting, by=decider, at=TUESDAY)

    assert office(who_is_competent(asked(on=TODAY))) == "COUNTY"
    assert office(who_is_competent(asked(on=TODAY + timedelta(days=1), accepted_on=TODAY))) == "COUNTY"
    assert office(who_is_competent(asked(on=TODAY + timedelta(days=1)))) == "TOWNSHIP"


def test_a_right_that_is_renewed_without_a_gap_carries_a_pending_matter_on_to_the_lower_limit() -> None:
    by, decider = clerk(), chief()
    granted(draft(programme=RELIEF, limit_fen=200_000, valid_to=NEXT_YEAR), by, decider)
    granted(draft(programme=RELIEF, limit_fen=500_000, valid_from=NEXT_YEAR), by, decider)
    on, before = date(2027, 1, 5), date(2026, 12, 28)

    def who(fen: int, accepted_on: date) -> str:
        return office(who_is_competent(asked(on=on, programme=RELIEF, fen=fen, accepted_on=accepted_on)))

    assert who(200_000, before) == "TOWNSHIP"
    assert who(200_001, before) == "COUNTY"
    assert who(500_000, NEXT_YEAR) == "TOWNSHIP"
    assert who(500_001, NEXT_YEAR) == "COUNTY"


def test_parts_of_one_matter_are_held_against_the_limit_together() -> None:
    granted(draft(programme=RELIEF, limit_fen=200_000), clerk(), chief())

    def who(fen: int, earlier_fen: int) -> Answer:
        return who_is_competent(asked(programme=RELIEF, fen=fen, earlier_fen=earlier_fen))

    assert office(who(100_000, 100_000)) == "TOWNSHIP"
    over = who(100_000, 100_001)
    assert (office(over), over.competence.not_township) == ("COUNTY", NotTownship.AMOUNT)
    assert refused(lambda: who(300_000, -200_000)) == "QUESTION_REFUSED"
    assert refused(lambda: who(-1, 0)) == "QUESTION_REFUSED"


def test_who_decides_by_amount_is_not_said_without_one() -> None:
    granted(draft(programme=RELIEF, limit_fen=200_000), clerk(), chief())

    assert refused(lambda: who_is_competent(asked(programme=RELIEF))) == "QUESTION_REFUSED"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (draft(matter="CHANGE"), "matter"),
        (draft(programme="NEAR_DIBAO"), "matter"),
        (draft(programme=RELIEF), "limit"),
        (draft("440204101201"), "townships"),
        (draft("371521100"), "townships"),
        (draft(limit_fen=0), "limit"),
        (draft(valid_to=TODAY), "valid_to"),
        (draft(valid_from=TODAY - timedelta(days=1)), "valid_from"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_nothing_is_handed_down_that_the_law_does_not_allow(said: object, field: str) -> None:
    by = clerk()

    with pytest.raises(Refusal) as caught:
        propose(said, by=by, at=MONDAY)  # type: ignore[arg-type]

    assert caught.value.field == field
    assert Delegation.objects.count() == 0


def approver() -> User:
    found = User.objects.filter(username="approver").first()
    return found or officer(Role.COUNTY_REVIEWER, COUNTY, username="approver")


def county_says(key: str, value: object, by: User) -> None:
    proposal = Proposal.objects.create(
        region=COUNTY, title="下放", reason="下放", status=ProposalStatus.APPROVED,
        proposed_by=by, drafted_at=MONDAY, decided_by=approver(), decided_at=MONDAY,
    )  # fmt: skip
    ProposedValue.objects.create(
        proposal=proposal, region=COUNTY, key=key, begins=TODAY, written=value,
        document=DECREE, article="第一条",
    )  # fmt: skip


def test_no_right_stands_beside_what_is_handed_to_every_township() -> None:
    by = clerk()
    county_says("temporary_relief.town_most", 3000, by)

    assert office(who_is_competent(asked(programme=RELIEF, fen=300_000))) == "TOWNSHIP"
    with pytest.raises(Refusal, match="已经把这一事项下放给全县"):
        propose(draft(programme=RELIEF, limit_fen=100_000), by=by, at=MONDAY)


def test_no_limit_is_wider_than_the_county_s_own_rule() -> None:
    by = clerk()
    county_says("temporary_relief.town_most", 3000, by)
    county_says("temporary_relief.delegated", False, by)

    with pytest.raises(Refusal, match=r"限额（3,000\.00 元）") as caught:
        propose(draft(programme=RELIEF, limit_fen=300_001), by=by, at=MONDAY)

    assert caught.value.field == "limit"
    assert proposed(draft(programme=RELIEF, limit_fen=300_000), by).pk


def test_a_rule_that_becomes_stricter_binds_rights_granted_before() -> None:
    by, decider = clerk(), chief()
    granted(draft(programme=RELIEF, limit_fen=300_000), by, decider)
    county_says("temporary_relief.delegated", False, by)
    county_says("temporary_relief.town_most", 1000, by)

    assert office(who_is_competent(asked(programme=RELIEF, fen=100_000))) == "TOWNSHIP"
    assert office(who_is_competent(asked(programme=RELIEF, fen=100_001))) == "COUNTY"


def test_two_rights_of_one_township_do_not_overlap() -> None:
    by, decider = clerk(), chief()
    first, second = proposed(draft(EAST, WEST), by), proposed(draft(EAST), by)
    grant(first, by=decider, at=MONDAY)

    assert refused(lambda: grant(second, by=decider, at=MONDAY)) == "NOT_TO_BE_HANDED_DOWN"
    assert refused(lambda: propose(draft(WEST, valid_to=NEXT_YEAR), by=by, at=MONDAY))
    assert proposed(draft(WEST, programme="TEKUN"), by).pk

    withdraw(first.places.get(township=EAST), withdrawn_on=NEXT_YEAR, reason="重定", by=decider, at=MONDAY)
    assert granted(draft(EAST, valid_from=NEXT_YEAR), by, decider).pk


def test_a_right_is_taken_back_from_today_on_and_not_twice() -> None:
    by, decider = clerk(), chief()
    place = granted(draft(), by, decider)

    def back(on: date, reason: str = "重定") -> object:
        return withdraw(place, withdrawn_on=on, reason=reason, by=decider, at=MONDAY)

    assert refused(lambda: back(TODAY - timedelta(days=1))) == "WITHDRAWN_IN_THE_PAST"
    assert refused(lambda: back(TODAY, " ")) == "REASON_MISSING"
    back(NEXT_YEAR)
    back(TODAY)
    assert refused(lambda: back(TODAY)) == "NOTHING_TO_WITHDRAW"
    assert office(who_is_competent(asked())) == "COUNTY"


def test_a_row_edited_behind_our_back_gives_no_right() -> None:
    place = granted(draft(programme=RELIEF, limit_fen=200_000), clerk(), chief())
    raised = place.delegation
    raised.limit_fen = 900_000
    raised.save()

    assert office(who_is_competent(asked(programme=RELIEF, fen=100_000))) == "COUNTY"
    assert standing_of(DelegatedPlace.objects.get(), TODAY) is Standing.BROKEN


def test_a_township_added_behind_our_back_gets_no_right() -> None:
    place = granted(draft(EAST), clerk(), chief())
    DelegatedPlace.objects.create(delegation=place.delegation, township=WEST)

    assert office(who_is_competent(asked(WEST))) == "COUNTY"


def test_only_a_post_of_the_competent_office_decides() -> None:
    town, other_town = officer(Role.TOWNSHIP_OFFICER, EAST), officer(Role.TOWNSHIP_OFFICER, WEST)
    by, decider = clerk(), chief()
    place = granted(draft(), by, decider)

    answer = hold_competence(asked(), by=town)

    assert [post.user for post in answer.posts] == [town]
    for nobody in (other_town, decider, by):
        assert refused(partial(hold_competence, asked(), by=nobody)) == "NOT_COMPETENT"
    withdraw(place, withdrawn_on=TODAY, reason="重定", by=decider, at=MONDAY)
    assert refused(lambda: hold_competence(asked(), by=town)) == "NOT_COMPETENT"
    assert hold_competence(asked(), by=decider).posts[0].user == decider


def test_each_act_stands_in_the_trail_with_what_was_decided_on() -> None:
    decider = chief()
    place = granted(draft(programme=RELIEF, limit_fen=200_000), clerk(), decider)
    withdraw(place, withdrawn_on=TODAY, reason="重定", by=decider, at=MONDAY)

    found = Entry.objects.filter(action__startswith="delegation.").order_by("pk")

    assert [(one.action, one.division) for one in found] == [
        ("delegation.proposed", COUNTY),
        ("delegation.granted", COUNTY),
        ("delegation.withdrawn", EAST),
    ]
    assert '"limit_fen": 200000' in found[1].details
    assert DelegationDecision.objects.get().digest in found[1].details
    assert list(broken_links()) == []

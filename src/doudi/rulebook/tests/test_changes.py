"""A change of parameters: proposed by one, approved by another, never covering what stands."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.audit.models import Entry
from doudi.common.problems import Refusal
from doudi.documents.tests.files import DRAWING, drawing_with_text, scan
from doudi.policy.book import load_book
from doudi.rulebook.catalogue import book
from doudi.rulebook.forms.changes import ValueForm, initial_from
from doudi.rulebook.models import Proposal
from doudi.rulebook.selectors.proposals import compared, yaml_of
from doudi.rulebook.services import changes, decisions
from doudi.rulebook.services.changes import put_value, submit_change, withdraw_change
from doudi.rulebook.services.decisions import approve_change, reject_change
from doudi.rulebook.services.files import FileNotAccepted, attach_file, content_of
from doudi.rulebook.states import MOVES, ProposalNotThere, ProposalStatus
from doudi.rulebook.tests.rules import (
    COUNTY,
    MONDAY,
    NEXT_YEAR,
    TODAY,
    drafted,
    proposer,
    reviewer,
    stated,
    studied,
    submitted,
    value,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
KEY, RURAL = "dibao.standard_urban", "dibao.standard_rural"


def standard_on(day: date, *, at: object = None) -> int:
    found = book(at).parameters(COUNTY, day)[KEY].value  # type: ignore[arg-type]
    assert isinstance(found, int)
    return found


def test_an_approved_change_holds_from_its_day_and_leaves_earlier_days_alone() -> None:
    proposal = submitted(proposer())

    approve_change(proposal, by=reviewer(), at=MONDAY)

    assert standard_on(NEXT_YEAR) == 760_00
    assert standard_on(NEXT_YEAR - timedelta(days=1)) == 720_00
    assert standard_on(date(2019, 12, 31)) == 640_00
    assert book().parameters(COUNTY, NEXT_YEAR)[KEY].document == "韶浈民〔2026〕9号"


def test_nothing_holds_before_somebody_approved_it() -> None:
    submitted(proposer())

    assert standard_on(NEXT_YEAR) == 720_00


def test_the_proposer_never_approves() -> None:
    both = officer(Role.SUPERVISOR, COUNTY)
    proposal = submitted(both)

    with pytest.raises(decisions.ProposerApproves, match="必须是两个人"):
        approve_change(proposal, by=both, at=MONDAY)


@pytest.mark.promise("P10")
@pytest.mark.parametrize("known_by", ["phone", "person_key"])
def test_a_second_account_of_the_same_person_does_not_approve(known_by: str) -> None:
    one, other = proposer(), reviewer()
    for account in (one, other):
        setattr(account, known_by, "075188888888")
        account.save(update_fields=[known_by])

    with pytest.raises(decisions.ProposerApproves):
        approve_change(submitted(one), by=other, at=MONDAY)


def test_a_reviewer_of_another_county_does_not_approve() -> None:
    with pytest.raises(decisions.NoRightToApprove, match="不能批准这个地区"):
        approve_change(submitted(proposer()), by=reviewer("371521"), at=MONDAY)


def test_an_officer_of_another_county_does_not_propose() -> None:
    with pytest.raises(changes.NoRightThere):
        drafted(proposer("371521"))


def test_two_versions_may_not_begin_on_one_day() -> None:
    with pytest.raises(changes.DaysTaken, match="这一天已有数值开始生效"):
        drafted(proposer(), value(begins=date(2020, 1, 1), ends=date(2020, 6, 1)))


def test_a_version_may_not_cover_one_that_begins_later() -> None:
    with pytest.raises(changes.DaysTaken, match="请把失效日填为2020年1月1日或更早"):
        drafted(proposer(), value(begins=date(2019, 7, 1)))


def test_a_version_may_not_cut_short_one_with_an_end_of_its_own() -> None:
    with pytest.raises(changes.DaysTaken, match="请把生效日改为2021年1月1日或以后"):
        drafted(proposer(), value(False, key="dibao.exit_freeze", begins=date(2020, 10, 1)))


def test_a_second_proposal_for_the_same_days_is_told_to_wait() -> None:
    submitted(proposer())
    other = officer(Role.COUNTY_OFFICER, COUNTY, username="second")

    with pytest.raises(changes.DaysTaken, match="已有一件待批准的变更"):
        drafted(other, value(780, begins=date(2027, 7, 1)))


def test_a_standard_below_the_provinces_floor_is_refused() -> None:
    with pytest.raises(changes.LineCrossed, match="低于全省最低限定标准600元/人·月（粤民发〔2020〕1号"):
        drafted(proposer(), value(590))


def test_a_value_that_is_in_force_anyway_is_not_proposed() -> None:
    with pytest.raises(changes.NothingChanges, match="没有变化"):
        drafted(proposer(), value(720))


@pytest.mark.parametrize("written", ["七百", 7.25, None, -1.5, [720]])
def test_a_value_of_another_kind_is_refused(written: object) -> None:
    with pytest.raises(changes.ValueNotReadable, match="城市低保标准"):
        drafted(proposer(), value(written))


def test_an_amount_by_the_year_is_turned_into_months_exactly() -> None:
    approve_change(submitted(proposer(), value(8640 + 480, unit="元/人·年")), by=reviewer(), at=MONDAY)

    assert standard_on(NEXT_YEAR) == 760_00


def test_a_yearly_amount_that_twelve_does_not_divide_is_kept_by_the_year() -> None:
    changed = submitted(proposer(), value("9070.01", key=RURAL, unit="元/人·年"))

    approve_change(changed, by=reviewer(), at=MONDAY)

    # 9070.01 ÷ 12 ＝ 755.834166…
    assert book().parameters(COUNTY, NEXT_YEAR)[RURAL].value == Fraction(9070_01, 12)
    assert [line.shown for line in compared(changed)] == ["9,070.01元/人·年"]
    assert "unit: 元/人·年" in yaml_of(changed)


def test_a_yearly_value_fills_its_form_by_the_year() -> None:
    approve_change(
        submitted(proposer(), value(5_500 * 2, key=RURAL, unit="元/人·年")), by=reviewer(), at=MONDAY
    )
    definition = book().definitions[RURAL]

    form = ValueForm(
        definition=definition, initial=initial_from(definition, book().parameters(COUNTY, NEXT_YEAR)[RURAL])
    )

    assert (form["value"].value(), form["unit"].value()) == (11_000, "元/人·年")
    assert form["value"].label == "农村低保标准"


def test_a_yearly_standard_is_held_against_the_provinces_floor_as_it_is() -> None:
    by = proposer()

    with pytest.raises(changes.LineCrossed, match="低于全省最低限定标准600元/人·月"):
        drafted(by, value("7199.99", key=RURAL, unit="元/人·年"))
    assert drafted(by, value("7200.01", key=RURAL, unit="元/人·年")).values.count() == 1


def test_an_amount_paid_as_it_stands_must_come_out_in_whole_fen_a_month() -> None:
    with pytest.raises(changes.ValueNotReadable, match="折到每月不是整分"):
        drafted(proposer(), value("5500", key="dibao.paid", unit="元/人·年"))


def test_a_first_day_in_the_past_needs_the_flag_and_the_reason() -> None:
    by = proposer()
    proposal = studied(drafted(by, value(begins=date(2026, 7, 1))), by)

    with pytest.raises(changes.NotReady, match="会追溯已经过去的日子"):
        submit_change(proposal, by=by, at=MONDAY)
    with pytest.raises(changes.NotReady, match="写明理由"):
        submit_change(proposal, by=by, at=MONDAY, retroactive=True)
    with pytest.raises(changes.NotReady):
        submit_change(proposal, by=by, at=MONDAY, retroactive_reason="市里文件晚到")
    done = submit_change(proposal, by=by, at=MONDAY, retroactive=True, retroactive_reason="市里文件晚到")

    assert done.is_retroactive


def test_approval_after_the_first_day_is_refused_unless_it_was_meant_to_reach_back() -> None:
    proposal = submitted(proposer(), value(begins=TODAY))

    with pytest.raises(changes.NotReady, match="会追溯已经过去的日子"):
        approve_change(proposal, by=reviewer(), at=MONDAY + timedelta(days=3))


def test_the_book_of_an_earlier_moment_does_not_know_what_was_approved_later() -> None:
    by = proposer()
    proposal = studied(drafted(by, value(begins=date(2026, 7, 1))), by)
    submit_change(proposal, by=by, at=MONDAY, retroactive=True, retroactive_reason="市里文件晚到")
    approve_change(proposal, by=reviewer(), at=MONDAY + timedelta(hours=1))

    assert standard_on(date(2026, 8, 1)) == 760_00
    assert standard_on(date(2026, 8, 1), at=MONDAY) == 720_00


def test_a_change_of_amounts_waits_for_a_study_of_exactly_its_values() -> None:
    stated()
    by = proposer()
    proposal = drafted(by)
    with pytest.raises(changes.NotReady, match="还没有按现在的数值试算影响"):
        submit_change(proposal, by=by, at=MONDAY)

    studied(proposal, by)
    put_value(proposal, value(770), by=by, at=MONDAY, replacing=proposal.values.get().pk)

    with pytest.raises(changes.NotReady, match="还没有按现在的数值试算影响"):
        submit_change(proposal, by=by, at=MONDAY)


def test_a_change_of_process_needs_no_study() -> None:
    by = proposer()

    done = submit_change(drafted(by, value(7, key="dibao.publicity_days")), by=by, at=MONDAY)

    assert done.status == ProposalStatus.PROPOSED


def test_relief_without_its_calculation_does_not_come_into_force() -> None:
    by = proposer()
    proposal = studied(drafted(by, value(6000, key="temporary_relief.cap")), by)
    with pytest.raises(changes.NotReady, match="没有测算依据附件，这一版不能生效"):
        submit_change(proposal, by=by, at=MONDAY)

    attach_file(proposal, kind="BASIS", name="测算.pdf", content=scan(), by=by, at=MONDAY)

    assert submit_change(proposal, by=by, at=MONDAY).status == ProposalStatus.PROPOSED


def test_an_attached_file_is_kept_sealed_and_comes_back_whole() -> None:
    by, picture = proposer(), drawing_with_text()

    kept = attach_file(drafted(by), kind="OTHER", name="a.png", content=picture, by=by, at=MONDAY)

    assert b"PNG" not in bytes(kept.content)
    assert content_of(kept) == DRAWING


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的"),
        (b"MZ\x90", "只收 PDF"),
        (b"<script>", "只收 PDF"),
        (b"%PDF-" + bytes(21 << 20), "20 MB"),
    ],
)
def test_a_file_of_another_kind_is_refused_whatever_its_name(content: bytes, said: str) -> None:
    by = proposer()
    with pytest.raises(FileNotAccepted, match=said):
        attach_file(drafted(by), kind="BASIS", name="测算.pdf", content=content, by=by, at=MONDAY)


def test_a_rejected_proposal_says_why_and_frees_its_days() -> None:
    by, decider = proposer(), reviewer()
    proposal = reject_change(submitted(by), reason="缺物价依据", by=decider, at=MONDAY)

    assert (proposal.status, proposal.decision_reason) == (ProposalStatus.REJECTED, "缺物价依据")
    assert standard_on(NEXT_YEAR) == 720_00
    assert submitted(by).status == ProposalStatus.PROPOSED


def test_an_end_without_a_reason_is_refused() -> None:
    by = proposer()
    with pytest.raises(changes.ReasonMissing):
        withdraw_change(drafted(by), reason=" ", by=by, at=MONDAY)


def test_only_the_proposer_takes_it_back() -> None:
    proposal = submitted(proposer())
    with pytest.raises(changes.NotTheDraftsOwner):
        withdraw_change(proposal, reason="不用了", by=reviewer(), at=MONDAY)


@pytest.mark.parametrize("act", [approve_change, reject_change])
def test_what_is_decided_is_not_decided_again(act: object) -> None:
    decider = reviewer()
    proposal = approve_change(submitted(proposer()), by=decider, at=MONDAY)

    with pytest.raises(ProposalNotThere, match="已批准"):
        act(proposal, reason="再来", by=decider, at=MONDAY)  # type: ignore[operator]


def test_a_submitted_proposal_is_not_edited() -> None:
    by = proposer()
    with pytest.raises(changes.DraftClosed):
        put_value(submitted(by), value(790), by=by, at=MONDAY)


def test_every_state_is_reached() -> None:
    reached = {state for moves in MOVES.values() for state in moves} | {ProposalStatus.DRAFT}
    assert reached == set(ProposalStatus)


def test_the_exported_file_is_read_back_as_the_same_value(rules: object) -> None:
    proposal = approve_change(submitted(proposer()), by=reviewer(), at=MONDAY)

    folder = rules / "parameters" / "regions" / COUNTY  # type: ignore[operator]
    text = yaml_of(proposal)
    (folder / "dibao.yaml").write_text(text, encoding="utf-8")

    read = load_book(rules).parameters(COUNTY, NEXT_YEAR)[KEY]  # type: ignore[arg-type]
    assert (read.value, read.document, read.article) == (760_00, "韶浈民〔2026〕9号", "第三条")
    assert text.startswith("# parameters/regions/440204/dibao.yaml")


def test_a_proposal_stands_beside_what_holds_above_and_around() -> None:
    shown = compared(drafted(proposer()))[0]

    assert (shown.shown, shown.now) == ("760元/人·月", "720元/人·月")
    assert shown.neighbours == (("阳谷县", "700元/人·月"),)
    assert shown.above_name == "韶关市"


def test_every_act_is_in_the_trail() -> None:
    approve_change(submitted(proposer()), by=reviewer(), at=MONDAY)

    acts = Entry.objects.filter(subject_type="proposal").order_by("sequence").values_list("action", flat=True)
    assert list(acts) == [
        "rulebook.change_drafted",
        "rulebook.study_attached",
        "rulebook.change_proposed",
        "rulebook.change_approved",
    ]


def test_a_refused_act_leaves_nothing_behind() -> None:
    with pytest.raises(Refusal):
        drafted(proposer(), value(590))

    assert not Proposal.objects.exists()

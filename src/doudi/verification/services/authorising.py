"""Records who allowed to be looked up, and that they no longer do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.documents.services.attachments import About, Given, attach
from doudi.documents.states import AttachmentKind
from doudi.registry.models import Household, Person
from doudi.verification.catalogue import item_labels
from doudi.verification.models import AuthorisationWithdrawal, CheckAuthorisation
from doudi.verification.selectors.authorities import counted_members
from doudi.verification.states import AUTHORISATION, Signer
from doudi.work.services.moves import Act

PAPER = "核对授权书"


class NotAMember(Refusal):
    """The person does not live and budget with the household today."""

    def __init__(self) -> None:
        super().__init__("授权人要是这户现在共同生活的成员。请先在家庭档案里核对成员。", field="person")


class NothingAuthorised(Refusal):
    """The authority is for nothing."""

    def __init__(self) -> None:
        super().__init__("请按授权书选授权核对的项目，至少一项。", field="items")


class AuthorityDaysWrong(Refusal):
    """The days of an authority cannot be."""

    def __init__(self) -> None:
        super().__init__("授权从签字日或以后起，终止日要晚于起始日；签字日不能晚于今天。", field="valid_to")


class GuardianMissing(Refusal):
    """A guardian signed and is not named."""

    def __init__(self) -> None:
        super().__init__("监护人代签的，请写明监护人姓名。", field="guardian")


class WithdrawnAlready(Refusal):
    """The authority was withdrawn before."""

    def __init__(self) -> None:
        super().__init__("这份授权已经撤回。请刷新页面查看。")


@dataclass(frozen=True, slots=True)
class NewAuthority:
    """What a person signed: for which items, from a day until before another, on which paper."""

    household: Household
    person: Person
    items: Sequence[str]
    signed_on: date
    valid_from: date
    valid_to: date
    paper: tuple[str, bytes] = field(repr=False)
    signer: Signer = Signer.SELF
    guardian: str = field(default="", repr=False)


@transaction.atomic
def record_authority(new: NewAuthority, *, act: Act) -> CheckAuthorisation:
    """Record what a person signed, with the signed paper; without it there is no authority."""
    assert act.by is not None  # noqa: S101 - nobody's authority is recorded by the machine
    _check(new, clock.day_of(act.at))
    made = CheckAuthorisation.objects.create(
        person=new.person,
        household=new.household,
        division=new.household.division,
        items=list(new.items),
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        signer=new.signer,
        guardian=new.guardian.strip(),
        signed_on=new.signed_on,
        recorded_by=act.by,
        recorded_at=act.at,
    )
    name, content = new.paper
    given = Given(name, content, AttachmentKind.FORM, PAPER, new.signed_on, new.valid_to)
    attach(About(AUTHORISATION, str(made.pk), made.division), given, by=act.by, at=act.at)
    record_act("verification.authorised", made, act, items=made.items)
    return made


def _check(new: NewAuthority, today: date) -> None:
    if new.person.pk not in {one.person_id for one in counted_members(new.household)}:
        raise NotAMember
    if not new.items or not set(new.items) <= set(item_labels()):
        raise NothingAuthorised
    if not new.signed_on <= new.valid_from < new.valid_to or new.signed_on > today:
        raise AuthorityDaysWrong
    if new.signer == Signer.GUARDIAN and not new.guardian.strip():
        raise GuardianMissing


@transaction.atomic
def withdraw_authority(
    authorisation: CheckAuthorisation, *, reason: str, act: Act
) -> AuthorisationWithdrawal:
    """Record that a person withdraws today; from now on nobody is asked by it and no answer is taken."""
    assert act.by is not None  # noqa: S101 - somebody took it down
    with refused_when_taken(WithdrawnAlready):
        if AuthorisationWithdrawal.objects.filter(authorisation=authorisation).exists():
            raise WithdrawnAlready
        made = AuthorisationWithdrawal.objects.create(
            authorisation=authorisation,
            on=clock.day_of(act.at),
            reason=reason.strip(),
            recorded_by=act.by,
            recorded_at=act.at,
        )
    record_act("verification.withdrawn", authorisation, act)
    return made


def record_act(action: str, authorisation: CheckAuthorisation, act: Act, **details: object) -> None:
    """Write an act on an authority into the trail."""
    audit.record(
        action,
        subject_type=AUTHORISATION,
        subject_id=str(authorisation.pk),
        by=act.actor,
        at=act.at,
        division=authorisation.division,
        details=details,
    )

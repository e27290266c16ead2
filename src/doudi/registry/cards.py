"""What the registry shows on the cards of people and households, and whose card it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.cards import DIALOGS, FACTS, HOUSEHOLD, NOTES, PANELS, PERSON, Card, Part
from doudi.common.places import source_title
from doudi.kernel.dates import whole_years
from doudi.kernel.masking import mask_number
from doudi.regions.selectors import name_path
from doudi.registry.forms import PovertyForm
from doudi.registry.models import Household, HouseholdMember, Person
from doudi.registry.rules.layers import exclusive, layer_on, statement_on
from doudi.registry.selectors import (
    households_within,
    people_within,
    records_of,
    valid_enrolments,
    who_stands_for,
)
from doudi.registry.selectors.card_lines import enrolment_lines, member_lines, place_words
from doudi.registry.selectors.cards import acts_on, places_to_move_to, said_lines
from doudi.registry.selectors.contradictions import contradicted
from doudi.registry.selectors.layers import grounds_of, statements_of
from doudi.registry.selectors.questions import questions_about
from doudi.registry.states import Category, class_words, risk_words

Said = Mapping[str, Any]


def person_card(request: OfficerRequest, pk: int) -> Card | None:
    """Return the card of the person a record is of; of one that is another's, of who stands for both."""
    shown = people_within(request.access.scope).filter(pk=who_stands_for().get(pk, pk)).first()
    if shown is None:
        return None
    home = shown.memberships.filter(valid_to__isnull=True).first()
    age = whole_years(shown.born_on, clock.today())
    return Card(
        kind=PERSON,
        pk=shown.pk,
        division=shown.division,
        people=tuple(records_of(shown)),
        row=shown,
        name=shown.name,
        lead=f"{shown.get_sex_display()} · {age} 岁 · {name_path(shown.division)}",
        household=home.household_id if home else None,
    )


def household_card(request: OfficerRequest, pk: int) -> Card | None:
    """Return the card of a household, named after its head, else whoever came first."""
    shown = households_within(request.access.scope).filter(pk=pk).first()
    if shown is None:
        return None
    members = list(shown.members.all())
    head = _head(shown, members)
    people = tuple(member.person_id for member in members)
    grounds = [ground for each in grounds_of(people).values() for ground in each]
    layer = layer_on(grounds, clock.today())
    carried = place_words(head.person_id, shown.division) if head else ""
    where = name_path(shown.division) + (f"（{carried}）" if carried else "")
    said = [where, f"户号 {shown.pk}", f"在户 {len(members)} 人", Category(layer).label if layer else ""]
    return Card(
        kind=HOUSEHOLD,
        pk=shown.pk,
        division=shown.division,
        people=people,
        row=shown,
        name=head.person.name if head else "",
        lead=" · ".join(str(each) for each in said if each),
    )


def _head(shown: Household, members: list[HouseholdMember]) -> HouseholdMember | None:
    found = (each for each in members if each.person_id == shown.head_id)
    return next(found, members[0] if members else None)


def questions(_request: OfficerRequest, card: Card) -> Said:
    """Say what about the person waits to be settled."""
    return {"questions": [each for each in questions_about(card.people) if each.status == "OPEN"]}


def identity(request: OfficerRequest, card: Card) -> Said:
    """Say who the person is; the number in clear only where it was just asked for with a reason."""
    shown: Person = card.row
    first = shown.identities.order_by("standing", "id").first()
    layer = layer_on(grounds_of([shown.pk])[shown.pk], clock.today())
    return {
        "person": shown,
        "number": card.told.get("number") or (mask_number(first.number) if first else ""),
        "is_revealed": "number" in card.told,
        "may_reveal": request.access.may("registry.reveal_number"),
        "layer": Category(layer).label if layer else "",
    }


def residence(_request: OfficerRequest, card: Card) -> Said:
    """Say where the person lives, and since which list that is known."""
    return {"place": name_path(card.division), "carried": place_words(card.row.pk, card.division)}


def enrolments_of_person(_request: OfficerRequest, card: Card) -> Said:
    """Say on which lists the person stands or stood."""
    return {"enrolments": enrolment_lines(valid_enrolments().filter(person=card.row), on=clock.today())}


def enrolments_of_household(_request: OfficerRequest, card: Card) -> Said:
    """Say on which lists the household or its members stand or stood."""
    own = valid_enrolments().filter(household=card.row)
    of_members = valid_enrolments().filter(person__in=card.people)
    return {"enrolments": enrolment_lines(own | of_members, on=clock.today()), "with_person": True}


def names_said(_request: OfficerRequest, card: Card) -> Said:
    """Say under which names and numbers the lists knew the person, and what was settled about them."""
    settled = [each for each in questions_about(card.people) if each.status != "OPEN"]
    return {"lines": said_lines(card.people), "settled": settled}


def poverty(request: OfficerRequest, card: Card) -> Said:
    """Say the person's standing in the register of poverty, on any day that is asked about."""
    statements = statements_of([card.pk])[card.pk]
    asked = day_asked(request)
    then = statement_on(statements, asked) if asked else None
    said = [(class_words(one.poverty_class), risk_words(one.risks), one) for one in exclusive(statements)]
    return {
        "person": card.row,
        "poverty": said,
        "asked": asked,
        "answer": f"{asked} 当天的身份：{class_words(then.poverty_class) if then else '未认定'}",
        "form": PovertyForm(initial={"valid_from": clock.today()}),
        "may_keep": request.access.may("registry.keep_standing"),
    }


def day_asked(request: OfficerRequest) -> date | None:
    """Return the day `?on=` asks about; None when it names none."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


def members(_request: OfficerRequest, card: Card) -> Said:
    """Say who lives in the household, and the numbers lists give it."""
    numbers = card.row.numbers.exclude(number__startswith="#").order_by("source")
    return {
        "members": member_lines(card.row.members.all(), on=clock.today()),
        "numbers": [(each.number, source_title(each.source)) for each in numbers],
    }


def acts(request: OfficerRequest, card: Card) -> Said:
    """Say what officers did to the household, and take what they do next."""
    done = acts_on(card.row)
    return {
        "household": card.row,
        "acts": done,
        "against": contradicted(done),
        "may_change": request.access.may("registry.change_household"),
        "members": member_lines(card.row.members.all(), on=clock.today()),
        "places": places_to_move_to(card.row),
        "today": clock.today(),
    }


def undoing(request: OfficerRequest, card: Card) -> Said | None:
    """Ask before an act on the household is undone."""
    may_change = request.access.may("registry.change_household")
    return {"acts": acts_on(card.row)} if may_change else None


def revealing(_request: OfficerRequest, card: Card) -> Said:
    """Ask for the reason before the number is shown."""
    return {"person": card.row}


FINDERS = {PERSON: person_card, HOUSEHOLD: household_card}
PARTS = {
    "registry.questions": Part(PERSON, NOTES, 10, "registry/cards/questions.html", questions),
    "registry.identity": Part(PERSON, FACTS, 10, "registry/cards/identity.html", identity),
    "registry.residence": Part(PERSON, FACTS, 70, "registry/cards/residence.html", residence),
    "registry.enrolments": Part(PERSON, PANELS, 10, "registry/cards/enrolments.html", enrolments_of_person),
    "registry.names": Part(PERSON, PANELS, 20, "registry/cards/names.html", names_said),
    "registry.poverty": Part(PERSON, PANELS, 50, "registry/cards/poverty.html", poverty),
    "registry.revealing": Part(PERSON, DIALOGS, 10, "registry/cards/revealing.html", revealing),
    "registry.members": Part(HOUSEHOLD, PANELS, 10, "registry/cards/members.html", members),
    "registry.home_enrolments": Part(
        HOUSEHOLD, PANELS, 30, "registry/cards/enrolments.html", enrolments_of_household
    ),
    "registry.acts": Part(HOUSEHOLD, PANELS, 60, "registry/cards/acts.html", acts),
    "registry.undoing": Part(HOUSEHOLD, DIALOGS, 10, "registry/cards/undoing.html", undoing),
}

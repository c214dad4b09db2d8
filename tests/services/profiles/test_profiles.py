"""A company corrects what it says of itself; what the scheduler reads is fixed at the deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    Company,
    Contact,
    Group,
    SizeClass,
)
from matchmaker.services import profiles
from matchmaker.services.profiles import Hours
from tests.builders import (
    DEADLINE,
    a_charter,
    a_company,
    a_fair,
)
from tests.services.profiles.conftest import DETAILS, NOW, at, deeds


@pytest.mark.parametrize(("hours", "slots"), [(None, 3), ((at(0), at(90)), 3), ((at(5), at(28)), 2)])
def test_hours_say_how_many_slots_remain_possible(
    either: Session, company: Company, account: Account, hours: Hours | None, slots: int
) -> None:
    assert profiles.set_presence(either, company, hours, account, NOW) == slots
    assert [(one.starts_at, one.ends_at) for one in company.presences] == ([] if hours is None else [hours])


def test_hours_that_begin_alike_replace_one_another(
    either: Session, company: Company, account: Account
) -> None:
    profiles.set_presence(either, company, (at(0), at(60)), account, NOW)
    profiles.set_presence(either, company, (at(0), at(30)), account, NOW)

    assert [one.ends_at for one in company.presences] == [at(30)]


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ((at(30), at(30)), "après l’heure d’arrivée"),
        ((at(40), at(30)), "après l’heure d’arrivée"),
        ((at(-5), at(30)), "sortent de la période"),
        ((at(0), at(95)), "sortent de la période"),
        ((at(1), at(9)), "Aucun rendez-vous ne tient"),
    ],
)
def test_hours_out_of_order_outside_or_too_short_are_refused(
    either: Session, company: Company, account: Account, hours: Hours, words: str
) -> None:
    with pytest.raises(RuleBroken, match=words) as refusal:
        profiles.set_presence(either, company, hours, account, NOW)
    assert (refusal.value.field, company.presences) == ("presence", [])


def test_hours_are_fixed_at_the_deadline(either: Session, company: Company, account: Account) -> None:
    with pytest.raises(RuleBroken, match="le planning en dépend"):
        profiles.set_presence(either, company, None, account, DEADLINE)


def test_hours_may_be_said_before_there_are_slots(either: Session, account: Account) -> None:
    company = a_company(a_fair())
    either.add(company)
    either.flush()

    assert profiles.set_presence(either, company, (at(0), at(5)), account, NOW) == 0


def test_details_are_corrected(either: Session, company: Company, account: Account) -> None:
    profiles.set_details(either, company, DETAILS, account, NOW)

    assert (company.name, company.size_class, company.adapted_access, company.breathing) == (
        "Canalisations Durand",
        SizeClass.MICRO,
        "Fauteuil",
        True,
    )
    assert company.group is not None
    assert (company.group.name, company.contacts[0].phone) == ("Groupe Durand", "01 23 45 67 89")
    assert deeds(either) == ["company.set_details"]


def test_a_group_is_joined_by_its_name_and_left(either: Session, company: Company, account: Account) -> None:
    sister = a_company(company.fair)
    either.add(sister)
    either.flush()
    profiles.set_details(either, sister, DETAILS, account, NOW)

    profiles.set_details(either, company, replace(DETAILS, group=" groupe  DURAND "), account, NOW)
    joined = company.group
    profiles.set_details(either, company, replace(DETAILS, group=""), account, NOW)

    assert (joined, company.group) == (sister.group, None)
    assert either.scalar(sa.select(sa.func.count(Group.id))) == 1


def test_the_phone_is_of_the_contact_who_asks(either: Session, company: Company, account: Account) -> None:
    first, mine = company.contacts[0], Contact(name="Collègue", email=account.email)
    company.contacts.append(mine)
    either.flush()

    profiles.set_details(either, company, DETAILS, account, NOW)

    assert (first.phone, mine.phone) == (None, DETAILS.phone)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"phone": "treize"}, "phone"),
        ({"adapted_access": "x" * 1001}, "adapted_access"),
    ],
)
def test_wrong_details_are_refused_beside_their_field(
    either: Session, company: Company, account: Account, wrong: dict[str, str], field: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        profiles.set_details(either, company, replace(DETAILS, **wrong), account, NOW)
    assert refusal.value.field == field


@pytest.mark.parametrize("changed", [{"breathing": True}, {"group": "Autre"}])
def test_the_pause_and_the_group_are_fixed_at_the_deadline(
    either: Session, company: Company, account: Account, changed: dict[str, object]
) -> None:
    alone = replace(DETAILS, breathing=False, group="")
    profiles.set_details(either, company, alone, account, DEADLINE)

    with pytest.raises(RuleBroken, match="ne changent plus"):
        profiles.set_details(either, company, replace(alone, **changed), account, DEADLINE)
    assert company.name == DETAILS.name


def test_a_newer_charter_is_accepted_once(either: Session, company: Company, account: Account) -> None:
    old, new = (a_charter(company.fair, number=number) for number in (1, 2))
    either.add_all([old, new])
    company.charter, company.charter_accepted_at = old, NOW
    either.flush()
    later = NOW + timedelta(hours=1)

    assert profiles.charter_to_accept(either, company) is new
    profiles.accept_charter(either, company, account, later, read=2)
    profiles.accept_charter(either, company, account, later + timedelta(hours=1))

    assert profiles.charter_to_accept(either, company) is None
    assert (company.charter, company.charter_accepted_at) == (new, later)
    assert deeds(either) == ["company.accept_charter"]


def test_a_charter_that_was_not_read_is_not_accepted(
    either: Session, company: Company, account: Account
) -> None:
    either.add_all([a_charter(company.fair, number=number) for number in (1, 2)])
    either.flush()

    with pytest.raises(RuleBroken, match="a changé entre-temps"):
        profiles.accept_charter(either, company, account, NOW, read=1)
    assert company.charter is None


def test_who_has_left_changes_nothing(either: Session, company: Company, account: Account) -> None:
    company.withdrawn_at = NOW

    with pytest.raises(RuleBroken, match="retiré"):
        profiles.set_details(either, company, DETAILS, account, NOW)
    with pytest.raises(RuleBroken, match="retiré"):
        profiles.set_presence(either, company, None, account, NOW)
    with pytest.raises(RuleBroken, match="retiré"):
        profiles.set_sectors(either, company, [], account, NOW)
    with pytest.raises(RuleBroken, match="retiré"):
        profiles.add_cpv(either, company, "45232410", account, NOW)

"""A company says in which sectors and under which codes it works, at any time."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    Company,
    CompanyCpv,
    CpvOrigin,
)
from matchmaker.services import profiles
from matchmaker.services.profiles import MOST_CPV
from tests.builders import (
    AFTER_THE_DEADLINE,
    a_cpv,
    a_sector,
)
from tests.services.profiles.conftest import NOW, codes, deeds


def test_sectors_are_chosen_from_the_list_even_after_the_deadline(
    either: Session, company: Company, account: Account
) -> None:
    water, roads = a_sector(code="eau"), a_sector(code="voirie")
    either.add_all([water, roads])
    either.flush()

    profiles.set_sectors(either, company, ["voirie", "eau"], account, AFTER_THE_DEADLINE)
    profiles.set_sectors(either, company, ["voirie"], account, AFTER_THE_DEADLINE)

    assert company.sectors == [roads]
    assert deeds(either) == ["company.set_sectors"] * 2


@pytest.mark.parametrize(
    ("chosen", "words"), [([], "au moins un secteur"), (["lune"], "« lune » n’existe pas")]
)
def test_no_sector_and_an_unknown_one_are_refused(
    either: Session, company: Company, account: Account, chosen: list[str], words: str
) -> None:
    with pytest.raises(RuleBroken, match=words) as refusal:
        profiles.set_sectors(either, company, chosen, account, NOW)
    assert refusal.value.field == "sectors"


def test_a_code_is_added_once_however_often_it_is_sent(
    either: Session, company: Company, account: Account
) -> None:
    either.add(a_cpv(code="45232410", check_digit="9"))
    either.flush()

    for written in ("45232410", "45232410-9", " 45232410 "):
        profiles.add_cpv(either, company, written, account, AFTER_THE_DEADLINE)

    assert [(own.cpv_code, own.origin) for own in company.cpv] == [("45232410", CpvOrigin.DECLARED)]
    assert deeds(either) == ["company.add_cpv"]


@pytest.mark.parametrize("code", ["99999999", "45232410-1", "assainissement", ""])
def test_an_unknown_code_is_refused_by_name(
    either: Session, company: Company, account: Account, code: str
) -> None:
    either.add(a_cpv(code="45232410", check_digit="9"))
    either.flush()

    with pytest.raises(RuleBroken, match=f"« {code} » n’existe pas"):
        profiles.add_cpv(either, company, code, account, NOW)


def test_twenty_codes_are_enough(either: Session, company: Company, account: Account) -> None:
    known = [a_cpv() for _ in range(MOST_CPV + 1)]
    either.add_all(known)
    either.flush()
    won = CompanyCpv(company=company, cpv_code=known[0].code, origin=CpvOrigin.WON)
    either.add(won)
    for cpv in known[1:]:
        profiles.add_cpv(either, company, cpv.code, account, NOW)
    one_more = a_cpv()
    either.add(one_more)
    either.flush()

    with pytest.raises(RuleBroken, match="déjà 20 codes"):
        profiles.add_cpv(either, company, one_more.code, account, NOW)
    assert len(company.cpv) == MOST_CPV + 1


def test_a_declared_code_is_removed_and_once_more_changes_nothing(
    either: Session, company: Company, account: Account
) -> None:
    cpv = a_cpv()
    either.add(cpv)
    either.flush()
    profiles.add_cpv(either, company, cpv.code, account, NOW)

    profiles.remove_cpv(either, company, cpv.code, account, NOW)
    profiles.remove_cpv(either, company, cpv.code, account, NOW)

    assert codes(company) == []
    assert deeds(either) == ["company.add_cpv", "company.remove_cpv"]


def test_a_code_that_was_won_stays(either: Session, company: Company, account: Account) -> None:
    cpv = a_cpv()
    either.add(cpv)
    either.flush()
    company.cpv.append(CompanyCpv(cpv_code=cpv.code, origin=CpvOrigin.WON))
    either.flush()

    with pytest.raises(RuleBroken, match="marchés publics que vous avez obtenus"):
        profiles.remove_cpv(either, company, cpv.code, account, NOW)

"""The draw of a fair: committed before, revealed after, and never changed."""

from datetime import timedelta

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.scheduling.draw import commitment, drawn
from matchmaker.services import draws
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    DEADLINE,
    REQUESTS_OPEN,
    a_company,
    a_fair,
    a_group,
)

SECRET = "00112233445566778899aabbccddeeff"
SOURCE = "Premier tirage du Loto après la clôture"


@pytest.fixture
def fair(session):
    fair = a_fair()
    session.add(fair)
    session.flush()
    return fair


def committed(session, fair):
    return draws.commit(session, fair, SECRET, SOURCE, None, BEFORE_OPENING)


def revealed(session, fair):
    committed(session, fair)
    return draws.reveal(session, fair, "4711", None, AFTER_THE_DEADLINE)


def refused(words):
    return pytest.raises(RuleBroken, match=words)


def test_the_hash_of_the_secret_is_published_before_registration_opens(session, fair):
    assert committed(session, fair).commitment == commitment(SECRET)


def test_nothing_is_committed_once_registration_is_open(session, fair):
    with refused("avant l’ouverture"):
        draws.commit(session, fair, SECRET, SOURCE, None, REQUESTS_OPEN)


def test_a_commitment_is_made_once(session, fair):
    committed(session, fair)

    with refused("ne change plus"):
        committed(session, fair)


def test_where_the_public_number_will_come_from_is_said_beforehand(session, fair):
    with refused("d’où viendra"):
        draws.commit(session, fair, SECRET, "  ", None, BEFORE_OPENING)


def test_the_draw_ranks_every_party_in_the_public_order(session, fair):
    companies = [a_company(fair) for _ in range(5)]
    session.add_all(companies)

    draw = revealed(session, fair)

    order = drawn(SECRET, "4711", [company.siren for company in companies])
    assert draws.ranks(session, fair) == {siren: rank for rank, siren in enumerate(order, start=1)}
    assert draw.public_number == "4711"


def test_a_group_draws_one_number_under_its_smallest_siren(session, fair):
    group = a_group(fair)
    larger, smaller = a_company(fair, group=group, siren="000999998"), a_company(fair, group=group)
    session.add_all([larger, smaller])

    revealed(session, fair)

    assert list(draws.ranks(session, fair)) == [f"G{smaller.siren}"]


def test_companies_not_validated_or_withdrawn_draw_no_number(session, fair):
    session.add_all([a_company(fair, validated_at=None), a_company(fair, withdrawn_at=DEADLINE)])

    revealed(session, fair)

    assert draws.ranks(session, fair) == {}


def test_who_is_validated_after_the_draw_comes_last_and_moves_nobody(session, fair):
    session.add_all([a_company(fair) for _ in range(4)])
    draw = revealed(session, fair)
    before = draws.ranks(session, fair)
    newcomer = a_company(fair)
    session.add(newcomer)
    session.flush()

    draws.add_ranks(session, draw)

    assert draws.ranks(session, fair) == before | {newcomer.siren: 5}


def test_nothing_is_revealed_before_the_deadline(session, fair):
    committed(session, fair)

    with refused("après la clôture"):
        draws.reveal(session, fair, "4711", None, BEFORE_THE_DEADLINE)


def test_nothing_is_revealed_that_was_not_committed(session, fair):
    with refused("Aucune empreinte"):
        draws.reveal(session, fair, "4711", None, AFTER_THE_DEADLINE)


def test_a_draw_is_revealed_once(session, fair):
    revealed(session, fair)

    with refused("ne change plus"):
        draws.reveal(session, fair, "4712", None, AFTER_THE_DEADLINE + timedelta(days=1))


def test_a_draw_needs_its_public_number(session, fair):
    committed(session, fair)

    with refused("nombre public"):
        draws.reveal(session, fair, " ", None, AFTER_THE_DEADLINE)

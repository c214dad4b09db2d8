"""A company asks each desk once, at most four times, until the deadline."""

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.services.wishes import ask
from tests.builders import (
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    DEADLINE,
    a_company,
    a_desk,
    a_fair,
    a_need,
    some_rules,
)


@pytest.fixture
def company(session):
    fair = a_fair()
    company = a_company(fair)
    session.add_all([fair, some_rules(fair, requests_per_company=2), company])
    session.flush()
    return company


def a_desk_of(session, company):
    desk = a_desk(company.fair)
    session.add(desk)
    session.flush()
    return desk


def a_need_of(session, desk, **given):
    need = a_need(desk, **given)
    session.add(need)
    session.flush()
    return need


def test_wishes_are_ranked_in_the_order_in_which_they_are_asked(session, company):
    first, second = a_desk_of(session, company), a_desk_of(session, company)
    need = a_need_of(session, first)

    wish = ask(session, company, first, [need], " Réseaux ", BEFORE_THE_DEADLINE)
    ask(session, company, second, [], "", BEFORE_THE_DEADLINE)

    assert [(wish.desk, wish.rank) for wish in company.wishes] == [(first, 1), (second, 2)]
    assert (wish.needs, wish.motivation) == ([need], "Réseaux")


@pytest.mark.parametrize("now", [BEFORE_OPENING, DEADLINE])
def test_nothing_is_asked_outside_the_period_of_requests(session, company, now):
    with pytest.raises(RuleBroken, match="closes"):
        ask(session, company, a_desk_of(session, company), [], "", now)


def test_a_desk_is_asked_once(session, company):
    desk = a_desk_of(session, company)
    ask(session, company, desk, [], "", BEFORE_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="déjà demandé"):
        ask(session, company, desk, [], "", BEFORE_THE_DEADLINE)


def test_no_more_is_asked_than_the_rules_allow(session, company):
    for _ in range(2):
        ask(session, company, a_desk_of(session, company), [], "", BEFORE_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="au plus 2 demandes"):
        ask(session, company, a_desk_of(session, company), [], "", BEFORE_THE_DEADLINE)


def test_a_project_is_asked_of_the_desk_that_handles_it(session, company):
    elsewhere = a_need_of(session, a_desk_of(session, company))

    with pytest.raises(RuleBroken, match="autre stand"):
        ask(session, company, a_desk_of(session, company), [elsewhere], "", BEFORE_THE_DEADLINE)


@pytest.mark.parametrize(
    "hidden", [{"published_at": None}, {"withdrawn_at": BEFORE_THE_DEADLINE}], ids=["not yet", "no longer"]
)
def test_a_project_that_is_not_public_is_not_asked_about(session, company, hidden):
    desk = a_desk_of(session, company)
    needs = [a_need_of(session, desk), a_need_of(session, desk, **hidden)]

    with pytest.raises(RuleBroken, match="n’est pas public"):
        ask(session, company, desk, needs, "", BEFORE_THE_DEADLINE)


def test_projects_whose_consultation_is_launched_take_no_meeting(session, company):
    desk = a_desk_of(session, company)
    launched = a_need_of(session, desk, consultation_started_at=BEFORE_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="consultation est lancée"):
        ask(session, company, desk, [launched], "", BEFORE_THE_DEADLINE)


def test_who_has_left_asks_nothing(session, company):
    company.withdrawn_at = BEFORE_THE_DEADLINE

    with pytest.raises(RuleBroken, match="retiré"):
        ask(session, company, a_desk_of(session, company), [], "", BEFORE_THE_DEADLINE)

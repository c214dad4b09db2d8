"""A company asks each desk once, at most four times, until the deadline."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company
from matchmaker.services.wishes import ask
from tests.builders import (
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    DEADLINE,
    REQUESTS_OPEN,
    an_account,
)
from tests.services.asking import a_company_that_may_ask, a_desk_of, a_need_of, last_deed

NOW = BEFORE_THE_DEADLINE


@pytest.fixture
def company(session: Session) -> Company:
    return a_company_that_may_ask(session, 2)


@pytest.fixture
def account(session: Session) -> Account:
    account = an_account()
    session.add(account)
    session.flush()
    return account


def test_wishes_are_ranked_in_the_order_in_which_they_are_asked(session: Session, company: Company) -> None:
    first, second = a_desk_of(session, company), a_desk_of(session, company)
    need = a_need_of(session, first)

    wish = ask(session, company, first, [need], " Réseaux ", NOW)
    ask(session, company, second, [], "", NOW)

    assert [(wish.desk, wish.rank) for wish in company.wishes] == [(first, 1), (second, 2)]
    assert (wish.needs, wish.motivation) == ([need], "Réseaux")


def test_the_journal_says_who_asked(session: Session, company: Company, account: Account) -> None:
    desk = a_desk_of(session, company)
    ask(session, company, desk, [], "", NOW, account)

    line = last_deed(session)
    assert (line.deed, line.account, line.about) == ("wish.ask", account, f"{company.code} {desk.code}")


def test_nothing_is_asked_before_the_opening_nor_after_the_deadline(
    session: Session, company: Company
) -> None:
    desk = a_desk_of(session, company)
    with pytest.raises(RuleBroken, match="pas encore ouvertes"):
        ask(session, company, desk, [], "", BEFORE_OPENING)
    with pytest.raises(RuleBroken, match="Le tirage, puis le planning donnent à chacune une réponse"):
        ask(session, company, desk, [], "", DEADLINE)

    assert ask(session, company, desk, [], "", REQUESTS_OPEN).rank == 1


def test_a_desk_is_asked_once(session: Session, company: Company) -> None:
    desk = a_desk_of(session, company)
    ask(session, company, desk, [], "", NOW)

    with pytest.raises(RuleBroken, match="déjà demandé"):
        ask(session, company, desk, [], "", NOW)


def test_no_more_is_asked_than_the_rules_allow(session: Session, company: Company) -> None:
    for _ in range(2):
        ask(session, company, a_desk_of(session, company), [], "", NOW)

    with pytest.raises(RuleBroken, match="au plus 2 demandes"):
        ask(session, company, a_desk_of(session, company), [], "", NOW)


def test_a_project_is_asked_of_the_desk_that_handles_it(session: Session, company: Company) -> None:
    elsewhere = a_need_of(session, a_desk_of(session, company))

    with pytest.raises(RuleBroken, match="autre stand") as refusal:
        ask(session, company, a_desk_of(session, company), [elsewhere], "", NOW)

    assert refusal.value.field == "needs"


@pytest.mark.parametrize(
    "hidden", [{"published_at": None}, {"withdrawn_at": BEFORE_THE_DEADLINE}], ids=["not yet", "no longer"]
)
def test_a_project_that_is_not_public_is_not_asked_about(
    session: Session, company: Company, hidden: dict[str, object]
) -> None:
    desk = a_desk_of(session, company)
    needs = [a_need_of(session, desk), a_need_of(session, desk, **hidden)]

    with pytest.raises(RuleBroken, match="n’est pas public"):
        ask(session, company, desk, needs, "", NOW)


def test_projects_whose_consultation_is_launched_take_no_meeting(session: Session, company: Company) -> None:
    desk = a_desk_of(session, company)
    launched = a_need_of(session, desk, consultation_started_at=BEFORE_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="consultation est lancée"):
        ask(session, company, desk, [launched], "", NOW)


def test_who_has_left_asks_nothing(session: Session, company: Company) -> None:
    company.withdrawn_at = BEFORE_THE_DEADLINE

    with pytest.raises(RuleBroken, match="retiré"):
        ask(session, company, a_desk_of(session, company), [], "", NOW)


def test_who_is_refused_corrects_first(session: Session, company: Company) -> None:
    company.validated_at, company.refused_at, company.refused_because = None, NOW, "Mauvais SIRET."

    with pytest.raises(RuleBroken, match="corrigez-la d’abord"):
        ask(session, company, a_desk_of(session, company), [], "", NOW)


def test_a_motivation_has_a_thousand_characters_at_most(session: Session, company: Company) -> None:
    desk = a_desk_of(session, company)
    with pytest.raises(RuleBroken, match="1000 caractères au plus") as refusal:
        ask(session, company, desk, [], "é" * 1001, NOW)

    assert refusal.value.field == "motivation"
    assert len(ask(session, company, desk, [], "é" * 1000, NOW).motivation) == 1000

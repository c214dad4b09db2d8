"""What one row must be, the database says itself, on both engines."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.models import (
    AnswerKind,
    CompanyCpv,
    CpvOrigin,
    Draw,
    DrawRank,
    Message,
    Presence,
    Question,
    Refusal,
    Role,
    Run,
    Signal,
)
from matchmaker.models.wish import wish_need
from tests.builders import (
    AFTER_THE_DEADLINE,
    DEADLINE,
    EXCHANGE,
    a_company,
    a_cpv,
    a_desk,
    a_directorate,
    a_fair,
    a_grid,
    a_membership,
    a_need,
    a_schedule,
    a_wish,
    an_account,
    an_answer,
    some_rules,
)


def refused(session: Session, *rows: object) -> None:
    session.add_all(rows)
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_siren_registers_once_at_a_fair(either: Session) -> None:
    fair = a_fair()
    refused(either, a_company(fair, siren="000000018"), a_company(fair, siren="000000018"))


def test_a_siren_may_come_to_another_fair(either: Session) -> None:
    companies = [a_company(a_fair(), siren="000000018"), a_company(a_fair(), siren="000000018")]
    either.add_all(companies)
    either.flush()

    assert {company.code for company in companies} == {"000000018"}


def test_a_company_has_one_number_french_or_foreign(either: Session) -> None:
    refused(either, a_company(a_fair(), foreign_number="BE0123456789"))


@pytest.mark.parametrize("number", ["000000018", "G000000018", "be0123456789", "BE", ""])
def test_a_foreign_number_is_mistaken_for_no_other_party(either: Session, number: str) -> None:
    """Neither a SIREN nor "G" and a SIREN: who counts once must be one and the same for everybody."""
    company = a_company(a_fair())
    company.siren, company.foreign_number = None, number
    refused(either, company)


def test_a_belgian_company_registers_under_its_number(either: Session) -> None:
    company = a_company(a_fair())
    company.siren, company.foreign_number = None, "BE0123456789"
    either.add(company)
    either.flush()

    assert company.party == "BE0123456789"


@pytest.mark.parametrize("siren", ["00000001", "0000000180", "00000001A"])
def test_a_siren_is_nine_digits(either: Session, siren: str) -> None:
    refused(either, a_company(a_fair(), siren=siren))


@pytest.mark.parametrize("siret", ["00000002600013", "000000018ABCDE"])
def test_a_siret_is_its_siren_and_five_digits(either: Session, siret: str) -> None:
    refused(either, a_company(a_fair(), siren="000000018", siret=siret))


def test_a_charter_is_accepted_at_an_instant(either: Session) -> None:
    refused(either, a_company(a_fair(), charter_accepted_at=AFTER_THE_DEADLINE))


def test_a_company_asks_a_desk_once(either: Session) -> None:
    fair = a_fair()
    company, desk = a_company(fair), a_desk(fair)
    refused(either, a_wish(company, desk, rank=1), a_wish(company, desk, rank=2))


def test_a_company_has_one_first_choice(either: Session) -> None:
    fair = a_fair()
    company = a_company(fair)
    refused(either, a_wish(company, a_desk(fair), rank=1), a_wish(company, a_desk(fair), rank=1))


@pytest.mark.parametrize("rank", [0, 5])
def test_a_choice_is_the_first_to_the_fourth(either: Session, rank: int) -> None:
    fair = a_fair()
    refused(either, a_wish(a_company(fair), a_desk(fair), rank=rank))


def test_a_refusal_needs_a_reason_of_the_closed_list(either: Session) -> None:
    fair = a_fair()
    wish = a_wish(a_company(fair), a_desk(fair))
    refused(either, an_answer(wish, AnswerKind.REFUSED))


def test_an_interest_is_no_refusal(either: Session) -> None:
    fair = a_fair()
    wish = a_wish(a_company(fair), a_desk(fair))
    refused(either, an_answer(wish, AnswerKind.INTERESTED, refusal=Refusal.OUT_OF_SCOPE))


def test_a_priority_is_tied_to_a_need(either: Session) -> None:
    fair = a_fair()
    wish = a_wish(a_company(fair), a_desk(fair))
    refused(either, an_answer(wish, AnswerKind.PRIORITY))


def test_a_countersignature_is_somebody_s(either: Session) -> None:
    fair = a_fair()
    wish = a_wish(a_company(fair), a_desk(fair))
    answer = an_answer(wish, AnswerKind.REFUSED, refusal=Refusal.OUT_OF_SCOPE)
    answer.countersigned_at = AFTER_THE_DEADLINE
    refused(either, answer)


def test_a_need_asks_at_most_three_questions(either: Session) -> None:
    need = a_need(a_desk(a_fair()))
    need.questions.append(Question(position=4, text_fr="Une de trop ?"))
    refused(either, need)


@pytest.mark.parametrize("quarter", ["2024-T5", "2024T2", "T2-2024", "2024-t2", "abcd-T2", ""])
def test_a_quarter_reads_2024_t2(either: Session, quarter: str) -> None:
    refused(either, a_need(a_desk(a_fair()), quarter=quarter))


def test_a_need_is_validated_before_it_is_public(either: Session) -> None:
    refused(either, a_need(a_desk(a_fair()), validated_at=None))


def test_amounts_are_in_order(either: Session) -> None:
    refused(either, a_need(a_desk(a_fair()), amount_min=90_000, amount_max=40_000))


def test_a_project_is_signalled_once_to_a_company(either: Session) -> None:
    fair = a_fair()
    need, company, lead = a_need(a_desk(fair)), a_company(fair), an_account()
    signals = [Signal(need=need, company=company, by=lead, at=AFTER_THE_DEADLINE) for _ in range(2)]
    refused(either, *signals)


def test_an_account_is_an_organiser_once(either: Session) -> None:
    fair, account = a_fair(), an_account()
    refused(either, a_membership(fair, account=account), a_membership(fair, account=account))


def test_a_company_member_belongs_to_a_company(either: Session) -> None:
    refused(either, a_membership(a_fair(), Role.COMPANY))


def test_an_organiser_belongs_to_no_directorate(either: Session) -> None:
    fair = a_fair()
    refused(either, a_membership(fair, Role.ORGANISER, directorate=a_directorate(fair)))


def test_an_address_has_one_account_whatever_its_capitals(either: Session) -> None:
    refused(either, an_account(email="Jo@example.org"), an_account(email="jo@EXAMPLE.org"))


def test_a_member_belongs_to_a_company_of_the_same_fair(either: Session) -> None:
    refused(either, a_membership(a_fair(), Role.COMPANY, company=a_company(a_fair())))


def test_a_host_belongs_to_a_directorate_of_the_same_fair(either: Session) -> None:
    refused(either, a_membership(a_fair(), Role.HOST, directorate=a_directorate(a_fair())))


def test_a_wish_names_projects_of_its_own_desk(either: Session) -> None:
    fair = a_fair()
    wish = a_wish(a_company(fair), a_desk(fair))
    wish.needs.append(a_need(a_desk(fair)))
    refused(either, wish)


def test_a_wish_withdrawn_takes_its_projects_along(either: Session) -> None:
    fair = a_fair()
    wish = a_wish(a_company(fair), a_desk(fair))
    wish.needs.append(a_need(wish.desk))
    either.add(wish)
    either.flush()

    either.delete(wish)
    either.flush()

    assert either.execute(sa.select(wish_need)).all() == []


def test_a_schedule_uses_a_grid_of_its_own_fair(either: Session) -> None:
    refused(either, a_schedule(a_fair(), a_grid(a_fair())))


@pytest.mark.parametrize(
    "late",
    [{"exchange_ends_at": EXCHANGE + timedelta(hours=9)}, {"opens_at": EXCHANGE + timedelta(minutes=5)}],
)
def test_the_exchange_lies_within_the_fair(either: Session, late: dict[str, datetime]) -> None:
    refused(either, a_fair(**late))


def test_deadlines_are_in_order(either: Session) -> None:
    refused(either, a_fair(requests_open_at=DEADLINE + timedelta(hours=1)))


def test_a_lower_choice_is_never_worth_more(either: Session) -> None:
    refused(either, some_rules(a_fair(), choice_2=120))


def test_hours_of_presence_are_in_order(either: Session) -> None:
    company = a_company(a_fair())
    company.presences.append(Presence(starts_at=DEADLINE, ends_at=DEADLINE - timedelta(hours=1)))
    refused(either, company)


def test_a_code_is_declared_once(either: Session) -> None:
    company, cpv = a_company(a_fair()), a_cpv()
    company.cpv += [CompanyCpv(cpv=cpv, origin=CpvOrigin.DECLARED) for _ in range(2)]
    refused(either, company)


def a_draw() -> Draw:
    return Draw(
        fair=a_fair(),
        commitment="c" * 64,
        secret="5" * 32,
        public_source="loterie",
        committed_at=DEADLINE,
    )


def test_a_draw_is_revealed_with_its_public_number(either: Session) -> None:
    draw = a_draw()
    draw.revealed_at = AFTER_THE_DEADLINE
    refused(either, draw)


def test_a_secret_has_at_least_128_bits(either: Session) -> None:
    draw = a_draw()
    draw.secret = "5" * 16
    refused(either, draw)


def test_two_parties_never_share_a_rank(either: Session) -> None:
    draw = a_draw()
    refused(either, DrawRank(draw=draw, party="A", rank=1), DrawRank(draw=draw, party="B", rank=1))


def test_one_version_stands_at_a_time(either: Session) -> None:
    fair = a_fair()
    grid = a_grid(fair)
    published = {"published_at": AFTER_THE_DEADLINE}
    refused(
        either, a_schedule(fair, grid, version=1, **published), a_schedule(fair, grid, version=2, **published)
    )


def test_a_simulation_is_never_published(either: Session) -> None:
    fair = a_fair()
    simulation = a_schedule(
        fair, a_grid(fair), is_simulation=True, version=1, published_at=AFTER_THE_DEADLINE
    )
    refused(either, simulation)


def test_one_run_at_a_time(either: Session) -> None:
    fair = a_fair()
    refused(either, *[Run(fair=fair, asked_at=DEADLINE, seed=1, progress=0) for _ in range(2)])


def test_an_event_is_written_once_to_an_address(either: Session) -> None:
    fair = a_fair()
    usual = {"fair": fair, "email": "a@example.org", "event": "schedule v1", "locale": "fr"}
    messages = [Message(**usual, subject="s", body="b", written_at=DEADLINE) for _ in range(2)]
    refused(either, *messages)

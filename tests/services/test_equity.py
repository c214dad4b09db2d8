"""Equal treatment of a stored schedule: by class, by arrival, and place by place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import AnswerKind, Company, Fair, Refusal, Schedule, SizeClass, StepDeed
from matchmaker.services.drafts import drafting
from matchmaker.services.equity import sheets as equity_sheets
from matchmaker.services.equity import words as equity_words
from matchmaker.services.equity.arrival import Reading
from matchmaker.services.equity.cases import Why, counted
from matchmaker.services.equity.panel import Equity, Share, by_country, by_sector, by_size, equity, share
from matchmaker.services.figures import document
from matchmaker.services.spreadsheets import Heading
from tests.builders import (
    AFTER_THE_DEADLINE,
    REQUESTS_OPEN,
    a_company,
    a_desk,
    a_fair,
    a_grid,
    a_group,
    a_sector,
    a_wish,
    an_account,
    an_answer,
    some_rules,
)
from tests.pages import count_queries
from tests.services.drafts import LATER, hand
from tests.services.small_fair import a_draft_of, a_small_fair, drawn

WATER, ROADS = "Eau", "Voirie"


def read(session: Session, draft: Schedule) -> Equity:
    return equity(session, draft, "fr")


def a_fair_of(session: Session, companies: int, slots: int = 2) -> Fair:
    """One stand of one table; every company asks it, one a day."""
    fair = a_fair()
    desk = a_desk(fair, code="EAU")
    session.add_all([fair, some_rules(fair), a_grid(fair, slots=slots), desk])
    for number in range(companies):
        at = REQUESTS_OPEN + timedelta(days=number)
        company = a_company(fair, siren=f"0001{number:05d}", name=f"E{number:02d}", registered_at=at)
        session.add_all([company, a_wish(company, desk, asked_at=at)])
    session.flush()
    return fair


def everybody(session: Session) -> list[Company]:
    return list(session.scalars(sa.select(Company).order_by(Company.name)))


def test_companies_count_by_size_class_in_its_order_and_the_undeclared_last(session: Session) -> None:
    fair = drawn(session, a_small_fair(session))
    large, micro, _ = everybody(session)
    large.size_class, micro.size_class = SizeClass.LARGE, SizeClass.MICRO

    found = by_size(read(session, a_draft_of(session, fair)).askers)

    assert list(found) == [SizeClass.MICRO, SizeClass.LARGE, None]
    assert sum(one.served for one in found.values()) == 2
    assert {one.companies for one in found.values()} == {1}


def test_a_company_of_two_sectors_counts_in_both(session: Session) -> None:
    fair = drawn(session, a_small_fair(session))
    water, roads = a_sector(label_fr=WATER), a_sector(label_fr=ROADS)
    both, one, _ = everybody(session)
    both.sectors, one.sectors = [water, roads], [roads]

    found = by_sector(read(session, a_draft_of(session, fair)).askers)

    assert [(name, one.companies) for name, one in found.items()] == [(WATER, 1), (ROADS, 2), (None, 1)]


def test_companies_registered_abroad_count_by_their_country(session: Session) -> None:
    fair = a_fair_of(session, 2)
    abroad = everybody(session)[0]
    abroad.siren, abroad.foreign_number = None, "BE0123456789"
    session.flush()

    found = by_country(read(session, a_draft_of(session, drawn(session, fair))).askers)

    assert list(found) == ["FR", "BE"]


def test_what_a_share_says(session: Session) -> None:
    whole = read(session, a_draft_of(session, drawn(session, a_small_fair(session)))).whole

    assert whole == Share(companies=3, served=2, requests=3, meetings=2)
    assert whole.unserved == 1


@pytest.mark.parametrize(("companies", "percent"), [(9, None), (10, 20)])
def test_of_fewer_than_ten_no_percentage_is_given(
    session: Session, companies: int, percent: int | None
) -> None:
    askers = read(session, a_draft_of(session, drawn(session, a_fair_of(session, companies)))).askers

    assert share(askers).percent == percent


def test_a_company_refused_everywhere_is_counted_apart_and_its_arrival_is_not(session: Session) -> None:
    fair = drawn(session, a_fair_of(session, 12))
    wish = everybody(session)[0].wishes[0]
    signed = {"countersigned_at": AFTER_THE_DEADLINE, "countersigned_by": an_account()}
    session.add(an_answer(wish, AnswerKind.REFUSED, refusal=Refusal.OUT_OF_SCOPE, **signed))
    session.flush()
    found = read(session, a_draft_of(session, fair))

    assert (len(found.askers), found.all_refused) == (12, 1)
    assert len(found.compared) == 11


def test_a_company_whose_group_is_received_is_not_left_out(session: Session) -> None:
    fair = a_fair_of(session, 2, slots=1)
    group = a_group(fair)
    for company in everybody(session):
        company.group = group
    found = read(session, a_draft_of(session, drawn(session, fair)))

    assert (found.whole.unserved, found.met_through_group) == (1, 1)


def test_to_be_received_through_ones_group_counts_as_being_received(session: Session) -> None:
    """Of twelve companies of one group only one is met."""
    fair = a_fair_of(session, 12, slots=1)
    group = a_group(fair)
    for company in everybody(session):
        company.group = group
    arrival = read(session, a_draft_of(session, drawn(session, fair))).by_registration

    assert (arrival.received.reading, arrival.meetings.value is None) == (Reading.ALL_ALIKE, False)


def test_a_company_arrived_with_its_first_request(session: Session) -> None:
    fair = drawn(session, a_small_fair(session))
    first, later = everybody(session)[0], a_desk(fair)
    session.add_all([later, a_wish(first, later, rank=2, asked_at=REQUESTS_OPEN)])
    session.flush()
    askers = read(session, a_draft_of(session, fair)).askers

    assert sorted(asker.asked_at == REQUESTS_OPEN for asker in askers) == [False, False, True]


def test_a_timetable_of_the_draw_owes_nothing_to_arrival(session: Session) -> None:
    found = read(session, a_draft_of(session, drawn(session, a_fair_of(session, 30, slots=9))))

    assert found.by_registration.received.reading is Reading.NOTHING
    assert found.by_registration.received.companies == 30


def test_a_timetable_in_the_order_of_arrival_is_found_out(session: Session) -> None:
    """Somebody seats the companies by hand as they came."""
    fair = drawn(session, a_fair_of(session, 30, slots=9))
    draft = a_draft_of(session, fair)
    seat_in_order(session, draft, [company.code for company in everybody(session)])
    found = read(session, draft)

    for link in (found.by_registration.received, found.by_request.meetings):
        assert link.reading is Reading.EARLY_FAVOURED
    assert "Les premières arrivées sont mieux servies" in equity_words.link_sentence(
        found.by_request.received
    )


def seat_in_order(session: Session, draft: Schedule, codes: list[str]) -> None:
    """The first company in the first slot, and so on."""
    content = document(draft)
    seats = sorted(content.result.meetings, key=lambda one: content.problem.slot_index[one.slot])
    seated = [replace(seat, company=code) for seat, code in zip(seats, codes, strict=False)]
    state = hand(content.problem, seated)
    drafting.take_step(session, draft, draft.step, StepDeed.MOVED, state, None, LATER)


def test_who_registered_after_the_draw_is_ranked_after_it_and_not_compared(session: Session) -> None:
    fair = drawn(session, a_fair_of(session, 12))
    late = a_company(fair, name="E99", registered_at=LATER, validated_at=LATER)
    session.add_all([late, a_wish(late, everybody(session)[0].wishes[0].desk, asked_at=LATER)])
    session.flush()
    found = read(session, a_draft_of(session, fair, now=LATER + timedelta(hours=1)))

    assert (len(found.askers), len(found.compared), found.came_late) == (13, 12, 1)


def test_every_place_of_the_small_fair_has_its_reason(session: Session) -> None:
    """The directorate prefers the company that the draw leaves out."""
    fair = drawn(session, a_small_fair(session))
    draft = a_draft_of(session, fair)
    left_out = next(one.company for one in document(draft).result.unplaced)
    wish = next(one for one in everybody(session) if one.code == left_out).wishes[0]
    session.add(an_answer(wish, AnswerKind.INTERESTED))
    session.flush()
    found = read(session, a_draft_of(session, fair))

    assert counted(found.cases) == {Why.DRAW: 2}
    assert found.is_proven


def test_a_timetable_changed_by_hand_is_not_called_proven(session: Session) -> None:
    """Others are received than the draw would have it."""
    fair = drawn(session, a_fair_of(session, 12))
    draft = a_draft_of(session, fair)
    seat_in_order(session, draft, [one.company for one in document(draft).result.unplaced][:2])
    found = read(session, draft)

    assert not found.is_proven
    assert "modifié à la main" in equity_words.open_sentence(found)


def test_the_sheets_say_what_the_panel_says(session: Session) -> None:
    fair = drawn(session, a_fair_of(session, 12))
    everybody(session)[0].name = "=1+1"
    found = read(session, a_draft_of(session, fair))
    heading = Heading("Salon", "Brouillon", "état")

    assert equity_sheets.as_xlsx(found, fair, heading).startswith(b"PK")
    classes, companies, by_hand, places = equity_sheets.sheets(found, fair)
    assert ("Territoire", "France", 12, 2, 10, 12, 2, "17 %") in classes.rows
    assert (len(companies.rows), by_hand.rows, places.rows) == (12, (), ())


def test_names_become_no_formulas_in_the_list_of_places(session: Session) -> None:
    fair = drawn(session, a_small_fair(session))
    for company in everybody(session):
        company.name = "=1+1"
    left_out = next(one.company for one in document(a_draft_of(session, fair)).result.unplaced)
    wish = next(one for one in everybody(session) if one.code == left_out).wishes[0]
    session.add(an_answer(wish, AnswerKind.INTERESTED))
    session.flush()
    file = equity_sheets.as_csv(read(session, a_draft_of(session, fair)), Heading("S", "B", "é"))

    assert file.decode().count('"\'=1+1"') == 4


def test_thirty_companies_cost_no_more_queries_than_three(session: Session) -> None:
    few = queries(session, a_draft_of(session, drawn(session, a_fair_of(session, 3))))
    session.expunge_all()
    session.rollback()
    many = queries(session, a_draft_of(session, drawn(session, a_fair_of(session, 30))))

    assert few == many


def queries(session: Session, draft: Schedule) -> int:
    session.expire_all()
    with count_queries(session.get_bind()) as sent:
        found = read(session, draft)
    assert found.whole.companies
    return len(sent)

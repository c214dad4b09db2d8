"""What one company may know of its own day: its meetings, its refusals, why a request found no place."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import (
    AnswerKind,
    Company,
    EndedWhy,
    Fair,
    Meeting,
    Refusal,
    Wish,
)
from matchmaker.services.company_day import CompanyDay, State, company_day, draw_number
from matchmaker.services.publishing import publication
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_THE_DEADLINE,
    a_company,
    a_cpv,
    a_desk,
    a_group,
    a_meeting,
    a_need,
    a_sector,
    a_wish,
    an_account,
    an_answer,
)
from tests.pages import count_queries
from tests.services.drafts import drop, first_pair
from tests.services.small_fair import SIRENS, a_draft_of, a_small_fair, drawn

NOW = AFTER_THE_DEADLINE


@pytest.fixture
def fair(either: Session) -> Fair:
    """Three companies ask for two places; the draw is revealed."""
    return drawn(either, a_small_fair(either))


def publish(session: Session, fair: Fair) -> None:
    publication.publish(session, a_draft_of(session, fair), None, NOW)
    session.flush()
    session.expire_all()


def company_called(session: Session, siren: str) -> Company:
    return session.scalars(sa.select(Company).where(Company.siren == siren)).one()


def days(session: Session) -> list[CompanyDay]:
    return [company_day(session, company_called(session, siren), NOW) for siren in SIRENS]


def states(day: CompanyDay) -> list[State]:
    return [request.state for request in day.requests]


def sign(wish: Wish, refusal: Refusal = Refusal.OUT_OF_SCOPE) -> object:
    signed = {"countersigned_at": NOW, "countersigned_by": an_account()}
    return an_answer(wish, AnswerKind.REFUSED, refusal=refusal, reason="Trop loin.", **signed)


def test_requests_are_sent_then_wait_for_the_timetable(either: Session, fair: Fair) -> None:
    company = company_called(either, SIRENS[0])

    assert states(company_day(either, company, BEFORE_THE_DEADLINE)) == [State.SENT]
    assert states(company_day(either, company, NOW)) == [State.WAITING]


def test_two_meet_and_the_third_reads_its_own_draw_number(either: Session, fair: Fair) -> None:
    publish(either, fair)

    found = days(either)

    met = [day for day in found if day.meetings]
    (unmet,) = [day for day in found if not day.meetings]
    assert [states(day) for day in met] == [[State.MEETING]] * 2
    assert unmet.draw is not None
    assert (unmet.draw.rank, unmet.draw.parties) == (3, 3)
    (request,) = unmet.without_slot
    assert request.reason is not None
    assert (request.state, request.reason.code) == (State.UNPLACED, "draw")
    assert dict(request.reason.witnesses)["rank"] == 3


def test_meetings_come_in_time_order_with_their_request(either: Session, fair: Fair) -> None:
    publish(either, fair)
    (day, *_others) = [day for day in days(either) if day.meetings]

    (meeting,) = day.meetings
    assert day.schedule is not None
    assert (meeting.table.number, meeting.schedule.version, day.schedule.version) == (1, 1, 1)
    request = day.request_of(meeting.desk)
    assert request is not None
    assert request.meeting is meeting


def test_a_refusal_is_shown_once_countersigned(either: Session, fair: Fair) -> None:
    company = company_called(either, SIRENS[0])
    answer = an_answer(
        company.wishes[0], AnswerKind.REFUSED, refusal=Refusal.OUT_OF_SCOPE, reason="Trop loin."
    )
    either.add(answer)
    either.flush()
    before = company_day(either, company, NOW)
    answer.countersigned_at, answer.countersigned_by = NOW, an_account()
    either.flush()
    (after,) = company_day(either, company, NOW).requests

    assert states(before) == [State.WAITING]
    assert before.requests[0].refused is None
    assert after.refused is not None
    assert (after.state, after.refused.refusal, after.refused.words) == (
        State.REFUSED,
        Refusal.OUT_OF_SCOPE,
        "Trop loin.",
    )
    assert after.refused.contest_until == NOW + timedelta(hours=48)


def test_a_refused_request_keeps_its_reason_after_publication(either: Session, fair: Fair) -> None:
    company = company_called(either, SIRENS[0])
    either.add(sign(company.wishes[0]))
    either.flush()
    publish(either, fair)

    assert states(company_day(either, company, NOW)) == [State.REFUSED]


def test_a_request_whose_projects_are_all_out_to_tender_says_so(either: Session, fair: Fair) -> None:
    company = company_called(either, SIRENS[0])
    wish = company.wishes[0]
    given = {"sector": a_sector(), "cpv": a_cpv(), "consultation_started_at": NOW}
    need = a_need(wish.desk, **given)
    either.add(need)
    either.flush()
    wish.needs = [need]
    either.flush()

    assert states(company_day(either, company, NOW)) == [State.CONSULTATION]


@pytest.mark.parametrize(
    ("why", "state"),
    [
        (EndedWhy.GIVEN_UP, State.GIVEN_UP),
        (EndedWhy.LAPSED, State.LAPSED),
        (EndedWhy.LOST, State.LOST),
        (EndedWhy.REPLACED, State.TOO_LATE),
    ],
)
def test_a_meeting_that_ended_says_why(either: Session, fair: Fair, why: EndedWhy, state: State) -> None:
    publish(either, fair)
    meeting = either.scalars(sa.select(Meeting)).first()
    assert meeting is not None
    meeting.ended_at, meeting.ended_why = NOW, why
    either.flush()

    day = company_day(either, meeting.company, NOW)

    assert (states(day), day.meetings) == ([state], ())


def test_a_request_made_after_the_run_is_told_apart(either: Session, fair: Fair) -> None:
    publish(either, fair)
    company = company_called(either, SIRENS[0])
    desk = a_desk(fair)
    either.add(desk)
    either.flush()
    either.add(a_wish(company, desk, rank=2))
    either.flush()

    assert states(company_day(either, company, NOW))[1] is State.TOO_LATE


def test_a_request_that_organisers_withdrew_says_why(either: Session, fair: Fair) -> None:
    draft = a_draft_of(either, fair)
    pair = first_pair(draft)
    drop(either, draft, pair, reason="Doublon avec un autre stand")
    publication.publish(either, draft, None, NOW)

    (request,) = company_day(either, company_called(either, pair.company), NOW).requests
    assert (request.state, request.words) == (State.DROPPED, "Doublon avec un autre stand")
    others = {state for day in days(either) for state in states(day)} - {State.DROPPED}
    assert State.TOO_LATE not in others


def test_a_place_that_is_only_offered_is_no_meeting_yet(either: Session, fair: Fair) -> None:
    publish(either, fair)
    (unmet,) = [
        siren for siren in SIRENS if not company_day(either, company_called(either, siren), NOW).meetings
    ]
    company, row = company_called(either, unmet), either.scalars(sa.select(Meeting)).first()
    assert row is not None
    row.ended_at, row.ended_why = NOW, EndedWhy.GIVEN_UP
    either.flush()
    either.add(a_meeting(company, row.table, row.slot, row.schedule, held_until=NOW))
    either.flush()

    assert states(company_day(either, company, NOW)) == [State.UNPLACED]


def test_the_number_is_the_group_s_and_hidden_before_the_draw_is_revealed(session: Session) -> None:
    fair = a_small_fair(session)
    group = a_group(fair)
    session.add(group)
    group.companies = [company_called(session, siren) for siren in SIRENS[:2]]
    session.flush()
    drawn(session, fair)
    first, second, alone = (company_called(session, siren) for siren in SIRENS)
    found = draw_number(session, first, NOW)

    assert found is not None
    assert (found.parties, found.is_of_group) == (2, True)
    assert draw_number(session, second, NOW) == found
    assert not draw_number(session, alone, NOW).is_of_group
    assert draw_number(session, first, NOW - timedelta(seconds=1)) is None


def test_who_came_after_the_draw_has_no_number_yet(either: Session, fair: Fair) -> None:
    late = a_company(fair)
    either.add(late)
    either.flush()

    assert company_day(either, late, NOW).draw is None


def test_the_day_takes_as_many_queries_for_one_request_as_for_four(session: Session) -> None:
    fair = drawn(session, a_small_fair(session))
    few, many = (company_called(session, siren) for siren in SIRENS[:2])
    desks = [few.wishes[0].desk, *(a_desk(fair) for _ in range(3))]
    shared = {"sector": a_sector(), "cpv": a_cpv()}
    session.add_all([need for desk in desks for need in (a_need(desk, **shared), a_need(desk, **shared))])
    session.flush()
    few.wishes[0].needs = desks[0].needs[:1]
    many.wishes[0].needs = list(desks[0].needs)
    session.add_all(
        a_wish(many, desk, rank, needs=list(desk.needs)) for rank, desk in enumerate(desks[1:], start=2)
    )
    session.flush()
    publish(session, fair)

    assert queries(session, few) == queries(session, many) > 0


def queries(session: Session, company: Company) -> int:
    """What it takes to read the day and all that a page says of it."""
    session.expire_all()
    session.refresh(company)
    with count_queries(session.get_bind()) as sent:
        day = company_day(session, company, NOW)
        said = [
            (request.wish.desk.directorate.code, [need.questions for need in request.wish.needs])
            for request in day.requests
        ]
        said += [(meeting.slot.code, meeting.desk.code) for meeting in day.meetings]
    assert said
    return len(sent)

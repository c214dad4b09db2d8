"""What the scheduler is asked: the stored fair, with stable ids, and nothing else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import AnswerKind, Desk, Fair, Policy, Presence, Refusal, TableClosure
from matchmaker.scheduling import problem as core
from matchmaker.scheduling.files import write_problem
from matchmaker.services import draws
from matchmaker.services.problems import problem_for
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    DEADLINE,
    EXCHANGE,
    a_company,
    a_desk,
    a_fair,
    a_grid,
    a_group,
    a_meeting,
    a_need,
    a_schedule,
    a_wish,
    an_account,
    an_answer,
    some_rules,
)


@pytest.fixture
def fair(session):
    """A fair with rules, three slots and the stand EAU with two tables."""
    fair = a_fair()
    session.add_all([fair, some_rules(fair), a_grid(fair), a_desk(fair, tables=2, code="EAU")])
    session.flush()
    return fair


@pytest.fixture
def desk(session, fair):
    return session.scalars(sa.select(Desk).where(Desk.fair_id == fair.id)).one()


def add(session, *things):
    session.add_all(things)
    session.flush()


def asked(session, fair):
    return problem_for(session, fair)


def test_slots_keep_their_code_and_their_local_time(session, fair):
    first = asked(session, fair).slots[0]

    assert (first.id, first.start.isoformat()) == ("s1", "2023-11-15T10:30:00+01:00")
    assert (first.end - first.start, len(asked(session, fair).slots)) == (timedelta(minutes=8), 3)


def test_desks_come_with_their_tables_and_closed_slots(session, fair, desk):
    closed = TableClosure(table=desk.tables[1], slot=fair.grids[0].slots[2])
    add(session, closed)

    tables = (core.Table("EAU-1"), core.Table("EAU-2", frozenset({"s3"})))
    assert asked(session, fair).desks == (core.Desk("EAU", desk.directorate.code, tables),)


def test_a_company_is_known_by_its_siren_with_the_quota_of_the_rules(session, fair):
    company = a_company(fair)
    add(session, company)

    assert asked(session, fair).companies == (core.Company(company.siren, max_meetings=3),)


def test_a_company_is_absent_outside_its_hours(session, fair):
    late = Presence(starts_at=EXCHANGE + timedelta(minutes=10), ends_at=EXCHANGE + timedelta(minutes=27))
    add(session, a_company(fair, presences=[late]))

    # s1 begins before it comes, s3 ends (10:58) after it has left (10:57).
    assert asked(session, fair).companies[0].absent == {"s1", "s3"}


def test_breathing_and_group_are_told(session, fair):
    group = a_group(fair)
    smaller, larger = a_company(fair, group=group, breathing=True), a_company(fair, group=group)
    add(session, smaller, larger)

    first, second = asked(session, fair).companies
    assert (first.breathing, second.breathing) == (True, False)
    assert first.party == second.party == f"G{smaller.siren}"


@pytest.mark.parametrize("gone", [{"validated_at": None}, {"withdrawn_at": DEADLINE}])
def test_who_is_not_validated_or_has_left_is_not_there_with_its_wishes(session, fair, desk, gone):
    company = a_company(fair, **gone)
    add(session, company, a_wish(company, desk))

    problem = asked(session, fair)
    assert (problem.companies, problem.wishes, problem.draw) == ((), (), ())


@pytest.mark.parametrize(
    ("kind", "worth"), [(AnswerKind.INTERESTED, 85), (AnswerKind.NEUTRAL, 70), (AnswerKind.PRIORITY, 100)]
)
def test_a_wish_is_worth_its_rank_and_its_answer(session, fair, desk, kind, worth):
    company = a_company(fair)
    wish = a_wish(company, desk, rank=2)
    add(session, company, wish, an_answer(wish, kind, need=a_need(desk)))

    assert asked(session, fair).wishes == (core.Wish(company.siren, "EAU", worth),)


def test_a_wish_without_answer_is_worth_its_rank(session, fair, desk):
    company = a_company(fair)
    add(session, company, a_wish(company, desk, rank=4))

    assert asked(session, fair).wishes == (core.Wish(company.siren, "EAU", 25),)


def test_a_refusal_counts_once_countersigned(session, fair, desk):
    company = a_company(fair)
    wish = a_wish(company, desk)
    refusal = an_answer(wish, AnswerKind.REFUSED, refusal=Refusal.OUT_OF_SCOPE)
    add(session, company, wish, refusal)
    assert len(asked(session, fair).wishes) == 1

    refusal.countersigned_at, refusal.countersigned_by = AFTER_THE_DEADLINE, an_account()
    session.flush()
    assert asked(session, fair).wishes == ()


def test_a_wish_lives_while_one_of_its_projects_takes_meetings(session, fair, desk):
    company = a_company(fair)
    launched, other = a_need(desk, consultation_started_at=DEADLINE), a_need(desk)
    add(session, company, a_wish(company, desk, needs=[launched, other]))
    assert len(asked(session, fair).wishes) == 1

    other.consultation_started_at = DEADLINE
    session.flush()
    assert asked(session, fair).wishes == ()


def test_before_the_draw_the_parties_are_in_the_order_of_a_simulation(session, fair):
    companies = [a_company(fair) for _ in range(6)]
    add(session, *companies)

    assert asked(session, fair).draw == core.drawn_by_seed([c.siren for c in companies], seed=1)


def test_after_the_draw_the_parties_are_in_its_order(session, fair):
    add(session, *[a_company(fair) for _ in range(6)])
    draws.commit(session, fair, "0" * 32, "Loto", None, BEFORE_OPENING)
    draws.reveal(session, fair, "4711", None, AFTER_THE_DEADLINE)

    ranks = draws.ranks(session, fair)
    assert asked(session, fair).draw == tuple(sorted(ranks, key=ranks.__getitem__))


def test_the_live_timetable_is_told_as_published_and_locked_meetings_as_pins(session, fair, desk):
    grid = fair.grids[0]
    schedule = a_schedule(fair, grid)
    free, locked = a_company(fair), a_company(fair)
    add(
        session,
        a_meeting(free, desk.tables[0], grid.slots[0], schedule),
        a_meeting(locked, desk.tables[1], grid.slots[1], schedule, pinned=True),
    )

    problem = asked(session, fair)
    assert problem.published == (
        core.Promise(free.siren, "EAU", "s1", "EAU-1"),
        core.Promise(locked.siren, "EAU", "s2", "EAU-2"),
    )
    assert problem.pins == (core.Pin(locked.siren, "EAU", "s2", "EAU-2"),)


def test_the_meeting_of_a_company_that_left_is_not_told(session, fair, desk):
    grid = fair.grids[0]
    gone = a_company(fair, withdrawn_at=DEADLINE)
    meeting = a_meeting(gone, desk.tables[0], grid.slots[0], a_schedule(fair, grid), pinned=True)
    add(session, meeting)

    assert (asked(session, fair).published, asked(session, fair).pins) == ((), ())


def test_the_policy_of_the_rules_is_told(session, fair):
    fair.rules[0].policy = Policy.WORTH

    assert asked(session, fair).policy == "worth"


def test_the_newest_rules_are_in_force(session, fair):
    add(session, some_rules(fair, number=2, meetings_per_company=1), a_company(fair))

    assert asked(session, fair).companies[0].max_meetings == 1


def test_the_same_facts_make_the_same_bytes_whatever_the_order_of_arrival(session, fair, desk):
    other = a_fair()
    add(session, other, some_rules(other), a_grid(other))
    far = a_desk(other, tables=2, code="EAU")
    far.directorate.code = desk.directorate.code
    for here, there, sirens in (
        (fair, desk, ["000000018", "000000026"]),
        (other, far, ["000000026", "000000018"]),
    ):
        for siren in sirens:
            company = a_company(here, siren=siren)
            add(session, company, a_wish(company, there))

    assert write_problem(asked(session, fair)) == write_problem(asked(session, other))


def test_without_rules_nothing_can_be_asked(session):
    bare = a_fair()
    add(session, bare, a_grid(bare))

    with pytest.raises(RuleBroken, match="règles d’attribution"):
        problem_for(session, bare)


def test_without_slots_nothing_can_be_asked(session):
    bare = a_fair()
    add(session, bare, some_rules(bare))

    with pytest.raises(RuleBroken, match="créneaux"):
        problem_for(session, bare)


def test_a_large_fair_takes_no_more_queries_than_a_small_one(session, fair, desk):
    def queries():
        session.expunge_all()
        here, asked = session.get_one(Fair, fair.id), []

        def count(*_details):
            asked.append(1)

        sa.event.listen(session.get_bind(), "before_cursor_execute", count)
        problem_for(session, here)
        sa.event.remove(session.get_bind(), "before_cursor_execute", count)
        return len(asked)

    def newcomer():
        company = a_company(
            fair,
            group=a_group(fair),
            presences=[Presence(starts_at=EXCHANGE, ends_at=DEADLINE + timedelta(days=9))],
        )
        add(session, company, a_wish(company, desk, needs=[a_need(desk)]))

    newcomer()
    small = queries()
    fair, desk = session.get_one(Fair, fair.id), session.get_one(Desk, desk.id)
    for _ in range(5):
        newcomer()

    assert queries() == small

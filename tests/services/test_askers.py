"""A stand sees who asks it, why they suit it, and how far its answers are: nothing of other stands."""

import pytest

from matchmaker.models import AnswerKind, CompanyCpv, CpvOrigin, Happened, Happening, Table
from matchmaker.services.askers import askers, tallies
from tests.builders import (
    AFTER_THE_DEADLINE,
    DEADLINE,
    a_company,
    a_cpv,
    a_desk,
    a_fair,
    a_grid,
    a_group,
    a_need,
    a_schedule,
    a_wish,
    an_answer,
)
from tests.pages import count_queries


@pytest.fixture
def desk(session):
    """One table, nine slots: nine places."""
    fair = a_fair()
    desk = a_desk(fair)
    session.add_all([fair, a_grid(fair, slots=9), desk])
    session.flush()
    return desk


def asking(session, desk, name, rank=1, **given):
    wish = a_wish(a_company(desk.fair, name=name, **given), desk, rank)
    session.add(wish)
    session.flush()
    return wish


def test_requests_come_by_choice_then_by_name_never_by_hour(session, desk):
    asking(session, desk, "zénith", 1)
    asking(session, desk, "Abeille", 2)
    asking(session, desk, "Béton", 1)

    assert [asker.company.name for asker in askers(session, desk)] == ["Béton", "zénith", "Abeille"]


def test_who_left_or_was_refused_asks_no_more(session, desk):
    asking(session, desk, "Partie", withdrawn_at=DEADLINE)
    asking(session, desk, "Refusée", validated_at=None, refused_at=DEADLINE, refused_because="Doublon")
    waiting = asking(session, desk, "En attente", validated_at=None)

    assert [asker.wish for asker in askers(session, desk)] == [waiting]


def test_what_is_asked_of_another_stand_is_not_seen(session, desk):
    other = a_desk(desk.fair)
    session.add(a_wish(asking(session, desk, "Ici").company, other, 2))
    asking(session, other, "Ailleurs")

    assert [asker.company.name for asker in askers(session, desk)] == ["Ici"]


def test_the_reasons_are_the_codes_in_common_with_projects_that_take_meetings(session, desk):
    cpv = a_cpv()
    wish = asking(session, desk, "Bancs et Tables")
    near, closed = a_need(desk, cpv=cpv), a_need(desk, cpv=cpv, consultation_started_at=DEADLINE)
    session.add_all([near, closed])
    wish.company.cpv.append(CompanyCpv(cpv=cpv, origin=CpvOrigin.WON))
    session.flush()

    reason = askers(session, desk)[0].reasons[0]
    assert (reason.about, reason.needs, reason.won) == (cpv, (near,), (cpv.code,))


def test_companies_of_the_same_group_that_ask_too_are_named(session, desk):
    group = a_group(desk.fair)
    first, second = (asking(session, desk, name, group=group) for name in ("A", "B"))
    asking(session, desk, "C")

    found = {asker.company: asker.colleagues for asker in askers(session, desk)}
    assert found[first.company] == (second.company,)
    assert list(found.values())[2] == ()


def test_a_tally_counts_requests_places_answers_and_priorities(session, desk):
    wishes = [asking(session, desk, f"E{n}") for n in range(4)]
    asking(session, desk, "Partie", withdrawn_at=DEADLINE)
    need = a_need(desk)
    session.add_all([need, an_answer(wishes[0]), an_answer(wishes[1], AnswerKind.PRIORITY, need=need)])
    session.flush()

    tally = tallies(session, desk.fair, [desk])[0]
    assert (tally.requests, tally.places, tally.answered, tally.missing) == (4, 9, 2, 2)
    assert (tally.priorities, tally.most_priorities) == (1, 2)


def test_a_stand_nobody_asks_is_counted_too(session, desk):
    tally = tallies(session, desk.fair, [desk])[0]

    assert (tally.requests, tally.answered, tally.places) == (0, 0, 9)


def test_three_requests_or_thirty_take_the_same_queries(session, sqlite_engine, desk):
    def read():
        session.expire_all()
        with count_queries(sqlite_engine) as sent:
            for asker in askers(session, desk):
                assert asker.company.sectors == []
                assert asker.wish.needs == []
            tallies(session, desk.fair, [desk])
        return len(sent)

    for number in range(3):
        asking(session, desk, f"E{number}")
    few = read()
    for number in range(3, 30):
        asking(session, desk, f"E{number}")

    assert read() == few


@pytest.mark.parametrize(("fact_since", "tables"), [(None, 1), (AFTER_THE_DEADLINE, 2)])
def test_a_table_that_only_a_draft_supposes_is_none_yet(session, desk, fact_since, tables):
    more = Table(fair=desk.fair, desk=desk, code=f"{desk.code}-2", number=2)
    draft = a_schedule(desk.fair, desk.fair.grids[0])
    said = {"schedule": draft, "position": 1, "kind": Happened.TABLE_ADDED, "table": more}
    session.add(Happening(**said, said_at=AFTER_THE_DEADLINE, fact_since=fact_since))
    session.flush()

    assert tallies(session, desk.fair, [desk])[0].tables == tables

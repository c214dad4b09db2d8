"""Rebalancing: what has happened becomes a draft that can be published at any later time."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Grid,
    Happened,
    Happening,
    JournalEntry,
    Meeting,
    StepDeed,
    Table,
)
from matchmaker.scheduling.check import check
from matchmaker.scheduling.files import write_problem
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafted import drafted
from matchmaker.services.figures import document
from matchmaker.services.problems import current_grid, problem_for
from matchmaker.services.publishing import publication
from tests.builders import (
    AFTER_THE_DEADLINE,
    EXCHANGE,
    a_company,
    a_fair,
    a_wish,
)
from tests.services.rebalanced_fair import (
    AT_10_42,
    EVE,
    SIRENS,
    a_published_fair,
    live,
    places,
    proven,
    rebalanced,
    said,
)
from tests.services.small_fair import a_draft_of, a_small_fair, drawn

LATE = {way: said(Happened.LATE_OPENING, minutes=15, way=way) for way in ("drop", "shorten", "overrun")}
TABLE = said(Happened.TABLE_LOST, table="EAU-1", from_slot="s4", until_slot="s5")
GONE = said(Happened.COMPANY_GONE, companies=[SIRENS[0], SIRENS[1]])
PERSON = said(Happened.PERSON_LATE, person="RES-1:lead:s1", from_slot="s5")
COMPANY_LATE = said(Happened.COMPANY_LATE, company=SIRENS[2], from_slot="s6")
ADDED = said(Happened.TABLE_ADDED, desk="RES", from_slot="s4", until_slot="s6")
EVERYTHING = [LATE["shorten"], TABLE, GONE, PERSON, COMPANY_LATE, ADDED]


@pytest.fixture
def fair(session):
    return a_published_fair(session)


def slots_of(draft):
    return {slot.code: slot for slot in draft.grid.slots}


def closed(draft, table):
    """The slots in which a table receives nobody, according to the draft's question."""
    tables = {one.id: one for desk in document(draft).problem.desks for one in desk.tables}
    return sorted(tables[table].closed)


def test_what_was_said_is_a_draft_made_from_the_version_that_stands(session, fair):
    draft = rebalanced(session, fair, TABLE, GONE)

    assert draft.made_from.is_standing
    assert draft.is_draft
    assert drafting.step_of(session, draft, 0).deed is StepDeed.PREVIEWED
    told = session.scalars(sa.select(Happening).filter_by(schedule_id=draft.id).order_by(Happening.position))
    kinds = [one.kind for one in told]
    assert kinds == [Happened.TABLE_LOST, Happened.COMPANY_GONE, Happened.COMPANY_GONE]


def test_nothing_is_changed_for_anybody_by_a_draft(session, fair):
    before, grid, asked = places(session, fair), current_grid(session, fair), problem_for(session, fair)

    rebalanced(session, fair, *EVERYTHING)

    assert places(session, fair) == before
    assert current_grid(session, fair) is grid
    assert problem_for(session, fair) == asked


@pytest.mark.parametrize("line", [*EVERYTHING, LATE["drop"], LATE["overrun"]])
@pytest.mark.parametrize("now", [EVE, AT_10_42], ids=["eve", "day"])
def test_the_question_stays_the_same_byte_for_byte(session, fair, line, now):
    draft = proven(session, rebalanced(session, fair, line, now=now))
    session.expire_all()

    assert write_problem(drafted(session, draft)) == draft.problem


@pytest.mark.parametrize("lines", [[line] for line in EVERYTHING] + [EVERYTHING], ids=str)
def test_every_draft_is_checked_and_can_be_published(session, fair, lines):
    draft = proven(session, rebalanced(session, fair, *lines))
    content = document(draft)

    assert check(content.problem, content.result).violations == ()
    publication.publish(session, draft, None, AT_10_42)

    kept = {(b.company, b.desk, b.slot, b.table) for b in content.result.meetings}
    assert places(session, fair) == kept
    assert current_grid(session, fair) is draft.grid


def test_a_company_that_is_gone_is_in_the_question_no_more(session, fair):
    gone = document(rebalanced(session, fair, GONE, now=EVE)).problem

    assert not {SIRENS[0], SIRENS[1]} & gone.company.keys()
    assert {SIRENS[0], SIRENS[1]}.isdisjoint(gone.draw)


def test_a_company_that_leaves_in_the_morning_keeps_what_it_has_begun(session, fair):
    begun = next(m for m in live(session, fair) if m.slot_code == "s1").company
    held = [m.slot_code for m in live(session, fair) if m.company is begun and m.slot_code in ("s1", "s2")]
    draft = rebalanced(session, fair, said(Happened.COMPANY_GONE, companies=[begun.code]))
    problem, result = document(draft).problem, document(draft).result

    assert [b.slot for b in result.meetings if b.company == begun.code] == held
    assert problem.company[begun.code].absent == problem.slot_index.keys() - set(held)


def test_a_company_that_is_late_is_absent_until_its_arrival(session, fair):
    problem = document(rebalanced(session, fair, COMPANY_LATE, now=EVE)).problem

    assert problem.company[SIRENS[2]].absent == {"s1", "s2", "s3", "s4", "s5"}


def test_newcomers_are_ranked_after_the_others_and_counted(session, fair):
    res = next(m.desk for m in live(session, fair) if m.desk.code == "RES")
    newcomer = a_company(fair)
    session.add_all([newcomer, a_wish(newcomer, res)])
    session.flush()

    draft = rebalanced(session, fair, said(Happened.NEWCOMERS))

    assert document(draft).problem.draw[-1] == newcomer.code
    assert newcomer.code in {b.company for b in document(draft).result.meetings}


def test_a_company_that_had_left_is_asked_about_again(session, fair):
    back = live(session, fair)[-1].company
    back.withdrawn_at = EVE
    session.flush()
    assert back.code not in problem_for(session, fair).company

    draft = rebalanced(session, fair, said(Happened.COMPANY_BACK, company=back.code))

    assert back.code in document(draft).problem.company


def test_a_second_rebalancing_starts_from_the_first(session, fair):
    first = proven(session, rebalanced(session, fair, LATE["shorten"], GONE))
    publication.publish(session, first, None, AT_10_42)
    later = AT_10_42 + timedelta(minutes=20)

    second = proven(session, rebalanced(session, fair, TABLE, now=later), later)
    publication.publish(session, second, None, later)

    assert second.version == 3
    assert [s.starts_at for s in second.grid.slots] == [s.starts_at for s in first.grid.slots]


def test_what_a_company_held_before_it_left_outlives_the_next_version(session, fair):
    begun = next(m for m in live(session, fair) if m.slot_code == "s1")
    line = said(Happened.COMPANY_GONE, companies=[begun.company.code])
    publication.publish(session, proven(session, rebalanced(session, fair, line)), None, AT_10_42)

    second = proven(session, rebalanced(session, fair, TABLE))
    publication.publish(session, second, None, AT_10_42)

    assert begun.ended_at is None


def test_everything_at_once_is_published_on_both_databases(either):
    fair = a_published_fair(either)
    draft = proven(either, rebalanced(either, fair, *EVERYTHING))

    assert publication.publish(either, draft, None, AT_10_42).version == 2
    with pytest.raises(RuleBroken):
        rebalanced(either, fair, said(Happened.TABLE_LOST, table="\0", from_slot="s5", until_slot="s5"))


def test_the_journal_says_what_was_said(session, fair):
    draft = rebalanced(session, fair, TABLE)

    line = session.scalars(sa.select(JournalEntry).filter_by(deed="rebalance.begin")).one()
    assert (line.about, line.detail) == (f"schedule {draft.number}", TABLE)


def test_without_anything_said_there_is_nothing_to_compute(session, fair):
    with pytest.raises(RuleBroken, match="Dites d’abord"):
        rebalanced(session, fair)


def test_before_anything_is_published_there_is_nothing_to_rebalance(session):
    fair = drawn(session, a_small_fair(session))
    a_draft_of(session, fair)

    with pytest.raises(RuleBroken, match="Aucun planning n’est publié"):
        rebalanced(session, fair, TABLE, now=AFTER_THE_DEADLINE)


def test_after_the_last_meeting_there_is_nothing_to_rebalance(session, fair):
    with pytest.raises(RuleBroken, match="terminés"):
        rebalanced(session, fair, TABLE, now=EXCHANGE + timedelta(minutes=58))


def test_two_late_openings_are_one_too_many(session, fair):
    with pytest.raises(RuleBroken, match="deux fois"):
        rebalanced(session, fair, LATE["drop"], LATE["overrun"])


def test_drafts_of_another_fair_are_not_touched(session, fair):
    other = a_fair()
    session.add(other)
    session.flush()
    rebalanced(session, fair, ADDED)

    assert session.scalars(sa.select(Table).filter_by(fair_id=other.id)).all() == []
    assert session.scalars(sa.select(Grid).filter_by(fair_id=other.id)).all() == []
    assert session.scalars(sa.select(Meeting).filter_by(fair_id=other.id)).all() == []

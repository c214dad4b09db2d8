"""A draft's own slots and tables: what is late, lost or added, and who sees it."""

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import Happened, Seat, TableClosure
from matchmaker.services.figures import document
from matchmaker.services.headcount import headcount
from matchmaker.services.hosts import desk_planning
from matchmaker.services.problems import current_grid
from matchmaker.services.publishing import publication
from matchmaker.services.rebalancing import rebalancing
from matchmaker.services.stands import stands
from tests.builders import a_sitting, an_account
from tests.services.rebalanced_fair import AT_10_42, EVE, a_published_fair, rebalanced, said, table

LATE = {way: said(Happened.LATE_OPENING, minutes=15, way=way) for way in ("drop", "shorten", "overrun")}
TABLE = said(Happened.TABLE_LOST, table="EAU-1", from_slot="s4", until_slot="s5")
PERSON = said(Happened.PERSON_LATE, person="RES-1:lead:s1", from_slot="s5")
ADDED = said(Happened.TABLE_ADDED, desk="RES", from_slot="s4", until_slot="s6")


@pytest.fixture
def fair(session):
    return a_published_fair(session)


def closed(draft, table):
    """The slots in which a table receives nobody, according to the draft's question."""
    tables = {one.id: one for desk in document(draft).problem.desks for one in desk.tables}
    return sorted(tables[table].closed)


def test_another_draft_can_still_be_published_after_one_that_adds_a_table(session, fair):
    other = rebalanced(session, fair, TABLE)
    rebalanced(session, fair, ADDED)
    session.expire_all()

    publication.publish(session, other, None, AT_10_42)

    assert other.is_standing


def test_a_table_added_is_open_where_it_was_said_and_nowhere_else(session, fair):
    draft = rebalanced(session, fair, ADDED)
    assert closed(draft, "RES-2") == ["s1", "s2", "s3"]
    before = {slot.id for slot in draft.made_from.grid.slots}
    shut = set(
        session.scalars(sa.select(TableClosure.slot_id).filter_by(table_id=table(session, fair, "RES-2").id))
    )
    assert before <= shut


def test_a_lost_table_is_closed_in_a_layout_of_its_own(session, fair):
    draft = rebalanced(session, fair, TABLE, now=EVE)

    assert draft.grid.is_proposed
    assert closed(draft, "EAU-1") == ["s4", "s5"]
    reasons = session.scalars(
        sa.select(TableClosure.reason).join(TableClosure.slot).filter_by(grid_id=draft.grid_id)
    )
    assert set(reasons) == {"table perdue"}


def test_who_is_late_closes_a_table_where_nobody_else_sits(session, fair):
    assert closed(rebalanced(session, fair, PERSON, now=EVE), "RES-1") == ["s1", "s2", "s3", "s4"]


def test_a_table_stays_open_while_somebody_else_sits_there(session, fair):
    res, buyer = table(session, fair, "RES-1"), an_account()
    slots = current_grid(session, fair).slots
    session.add_all(a_sitting(res, slot, buyer, seat=Seat.BUYER) for slot in slots[:2])
    session.flush()

    assert closed(rebalanced(session, fair, PERSON, now=EVE), "RES-1") == ["s3", "s4"]


def test_a_whole_stand_can_be_late(session, fair):
    line = said(Happened.PERSON_LATE, person="desk:EAU", from_slot="s2")
    draft = rebalanced(session, fair, line, now=EVE)

    assert [closed(draft, code) for code in ("EAU-1", "EAU-2")] == [["s1"], ["s1"]]


@pytest.mark.parametrize(
    ("way", "starts", "ends"),
    [("drop", "10:30", "11:28"), ("shorten", "10:45", "11:26"), ("overrun", "10:45", "11:43")],
)
def test_a_late_opening_gives_the_slots_other_hours_and_the_same_codes(session, fair, way, starts, ends):
    draft = rebalanced(session, fair, LATE[way], now=EVE)
    slots = document(draft).problem.slots

    assert [slot.id for slot in slots] == [f"s{n}" for n in range(1, 7)]
    assert (f"{slots[0].start:%H:%M}", f"{slots[-1].end:%H:%M}") == (starts, ends)


def test_a_slot_lost_to_a_late_opening_is_closed_at_every_table(session, fair):
    draft = rebalanced(session, fair, LATE["drop"])

    for code in ("EAU-1", "EAU-2", "RES-1"):
        assert {"s1", "s2"} <= set(closed(draft, code))
    assert not {b.slot for b in document(draft).result.meetings} & {"s1", "s2"}


def test_a_late_opening_that_leaves_no_slot_is_refused_and_leaves_no_layout(session, fair):
    with pytest.raises(RuleBroken, match="aucun"):
        rebalancing.rebalance(session, fair, [said(Happened.LATE_OPENING, minutes=60, way="drop")], None, EVE)


def test_a_table_that_only_a_draft_supposes_is_seen_by_nobody_else(session, fair):
    res = table(session, fair, "RES-1").desk
    before = [(stand.tables, stand.places) for stand in stands(session, fair, None)]

    draft = rebalanced(session, fair, ADDED, LATE["drop"], now=EVE)
    session.expire_all()

    assert (headcount(session, fair).tables, headcount(session, fair).places) == (3, 18)
    assert [(stand.tables, stand.places) for stand in stands(session, fair, None)] == before
    assert [one.number for one, _chairs in desk_planning(session, res).tables] == [1]
    publication.publish(session, draft, None, EVE)
    session.expire_all()
    assert [one.number for one, _chairs in desk_planning(session, res).tables] == [1, 2]
    assert headcount(session, fair).tables == 4

"""Layouts of the exchange period: a draft that changes slots or tables is made with a layout of its own.

It begins as a copy of the one before, closed tables and people included, is changed while the draft is made
and never afterwards, and becomes the fair's when a version with it is published (problems.current_grid).
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import Fair, Grid, Sitting, Slot, TableClosure


def copy(session: Session, grid: Grid) -> Grid:
    """A proposed layout with the same slots, closed tables and sittings; a constant number of queries."""
    fresh = Grid(fair=grid.fair, number=_next_number(session, grid.fair), is_proposed=True)
    session.add(fresh)
    new = {slot.id: _copied(fresh, slot) for slot in grid.slots}
    session.flush()
    for closed in _closures(session, grid):
        session.add(TableClosure(table_id=closed.table_id, slot=new[closed.slot_id], reason=closed.reason))
    for sitting in _sittings(session, grid):
        who = {"table_id": sitting.table_id, "account_id": sitting.account_id, "seat": sitting.seat}
        session.add(Sitting(slot=new[sitting.slot_id], **who))
    session.flush()
    return fresh


def _copied(grid: Grid, slot: Slot) -> Slot:
    same = Slot(code=slot.code, position=slot.position, starts_at=slot.starts_at, ends_at=slot.ends_at)
    grid.slots.append(same)
    return same


def _closures(session: Session, grid: Grid) -> Sequence[TableClosure]:
    return session.scalars(sa.select(TableClosure).join(Slot).where(Slot.grid_id == grid.id)).all()


def _sittings(session: Session, grid: Grid) -> Sequence[Sitting]:
    return session.scalars(sa.select(Sitting).join(Slot).where(Slot.grid_id == grid.id)).all()


def _next_number(session: Session, fair: Fair) -> int:
    newest = sa.select(sa.func.max(Grid.number)).where(Grid.fair_id == fair.id)
    return (session.scalar(newest) or 0) + 1

"""Who sits at which table, as it is chosen from a list: a person, or all the people of a stand."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import Account, Desk, Grid, Sitting, Slot, Table


@dataclass(frozen=True)
class Sitter:
    """Somebody at a table, and the first slot there; ``key`` and ``key_of_desk`` are what a form sends."""

    account: Account
    table: Table
    seat: str
    slot: str

    @property
    def key(self) -> str:
        return f"{self.table.code}:{self.seat}:{self.slot}"

    @property
    def key_of_desk(self) -> str:
        return f"desk:{self.table.desk.code}"


def sitters(session: Session, grid: Grid) -> list[Sitter]:
    """Whoever sits somewhere in that layout, once for each table, by stand; one query."""
    there = (
        sa.select(Sitting)
        .join(Sitting.slot)
        .join(Sitting.table)
        .join(Table.desk)
        .where(Slot.grid_id == grid.id)
        .order_by(Desk.position, Table.number, Sitting.seat.desc(), Slot.position)
    )
    desk = joinedload(Sitting.table).joinedload(Table.desk)
    loaded = there.options(joinedload(Sitting.slot), joinedload(Sitting.account), desk)
    found: dict[tuple[int, int], Sitter] = {}
    for one in session.scalars(loaded):
        sitter = Sitter(one.account, one.table, one.seat.value, one.slot.code)
        found.setdefault((one.account_id, one.table_id), sitter)
    return list(found.values())

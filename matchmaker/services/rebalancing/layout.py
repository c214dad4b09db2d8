"""A draft's own slots and tables, from what has happened to them: late opening, tables and people missing.

The layout begins as a copy of the one that stands. Whatever closes a table says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.models import Fair, Grid, Happened, LateWay, Sitting, Slot, Table, TableClosure
from matchmaker.services.drafts import grids
from matchmaker.services.rebalancing.late_opening import late_slots
from matchmaker.services.rebalancing.told import Told

OF_THE_LAYOUT = (Happened.LATE_OPENING, Happened.TABLE_LOST, Happened.PERSON_LATE, Happened.TABLE_ADDED)


def laid_out(session: Session, fair: Fair, standing: Grid, told: Sequence[Told]) -> tuple[Grid, list[Table]]:
    """The layout of a draft that supposes this, and the tables it adds, in the order they were told."""
    if not any(one.kind in OF_THE_LAYOUT for one in told):
        return standing, []
    layout = _Layout(session, fair, grids.copy(session, standing))
    for one in told:
        if one.kind is Happened.TABLE_LOST and one.table is not None:
            layout.close([one.table.id], layout.between(one), _("table perdue"))
    layout.leave_empty([one for one in told if one.kind is Happened.PERSON_LATE])
    added = [layout.add_table(one) for one in told if one.kind is Happened.TABLE_ADDED]
    for one in told:
        if one.kind is Happened.LATE_OPENING and one.minutes is not None and one.way is not None:
            layout.open_late(one.minutes, one.way)
    layout.read_again()
    return layout.grid, added


class _Layout:
    """A layout that is being changed."""

    def __init__(self, session: Session, fair: Fair, grid: Grid) -> None:
        self._session, self._fair, self.grid = session, fair, grid
        closed = sa.select(TableClosure.table_id, TableClosure.slot_id).join(Slot)
        rows = session.execute(closed.where(Slot.grid_id == grid.id))
        self._closed = {(table, slot) for table, slot in rows}

    def read_again(self) -> None:
        """Let nobody in this session see tables as they were before."""
        self._session.flush()
        for known in list(self._session.identity_map.values()):
            if isinstance(known, Table):
                self._session.expire(known, ["closures", "sittings"])

    def between(self, one: Told) -> list[Slot]:
        """The slots that something lasts, both ends included."""
        codes = [slot.code for slot in self.grid.slots]
        first = 0 if one.from_slot is None else codes.index(one.from_slot)
        last = len(codes) - 1 if one.until_slot is None else codes.index(one.until_slot)
        return self.grid.slots[first : last + 1]

    def close(self, tables: Iterable[int], slots: Collection[Slot], reason: str) -> None:
        """Close tables (ids) in slots, unless they are closed already."""
        for table in tables:
            for slot in slots:
                if (table, slot.id) not in self._closed:
                    self._closed.add((table, slot.id))
                    self._session.add(TableClosure(table_id=table, slot=slot, reason=reason))

    def leave_empty(self, late: Sequence[Told]) -> None:
        """Take those who are late from their tables, and close the tables where nobody is left."""
        for one in late:
            missed = {slot.id: slot for slot in self.between(one)}
            for table, slot in self._rise(one, missed.keys()):
                if not self._is_held(table, slot):
                    self.close([table], [missed[slot]], _("personne en retard"))

    def _rise(self, one: Told, slots: Collection[int]) -> list[tuple[int, int]]:
        """Take somebody from where they sit in those slots; which places (table, slot) that leaves."""
        assert one.person is not None
        mine = sa.select(Sitting).where(Sitting.account_id == one.person.id, Sitting.slot_id.in_(slots))
        sittings = self._session.scalars(mine).all()
        left = [(sitting.table_id, sitting.slot_id) for sitting in sittings]
        for sitting in sittings:
            self._session.delete(sitting)
        self._session.flush()
        return left

    def add_table(self, one: Told) -> Table:
        """One more table at a stand: open in those slots, and nowhere else, in no other layout either."""
        assert one.desk is not None
        numbers = sa.select(sa.func.max(Table.number)).where(Table.desk_id == one.desk.id)
        number = (self._session.scalar(numbers) or 0) + 1
        table = Table(fair_id=self._fair.id, desk=one.desk, number=number, code=f"{one.desk.code}-{number}")
        self._session.add(table)
        self._session.flush()
        open_then = {slot.id for slot in self.between(one)}
        everywhere = self._session.scalars(sa.select(Slot).join(Grid).where(Grid.fair_id == self._fair.id))
        shut = [slot for slot in everywhere if slot.id not in open_then]
        self.close([table.id], shut, _("table ajoutée pour une autre version"))
        return table

    def open_late(self, minutes: int, way: LateWay) -> None:
        """Give the slots their new hours; those that are lost are closed at every table."""
        late = late_slots(self._fair, self.grid, minutes, way)
        hours = {slot.id: slot for slot in late.slots}
        for slot in self.grid.slots:
            slot.starts_at, slot.ends_at = hours[slot.code].start, hours[slot.code].end
        lost = [slot for slot in self.grid.slots if slot.code in late.lost]
        tables = self._session.scalars(sa.select(Table.id).where(Table.fair_id == self._fair.id))
        self.close(tables.all(), lost, _("ouverture retardée"))

    def _is_held(self, table: int, slot: int) -> bool:
        there = sa.select(Sitting.id).where(Sitting.table_id == table, Sitting.slot_id == slot).limit(1)
        return self._session.scalar(there) is not None

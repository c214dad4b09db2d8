"""What every kind of import says of itself: its columns, and how one of its lines is carried out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import Account, Company, Desk, Fair, Need, Sector
from matchmaker.services.imports.cells import Cells
from matchmaker.services.imports.headings import Column, Line


@dataclass(frozen=True)
class Known:
    """What the lines may name, read once for the whole file."""

    fair: Fair
    sectors: list[Sector]
    desks: list[Desk]
    companies: dict[str, Company] = field(default_factory=dict)
    needs: dict[str, Need] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """One kind of file: its word in addresses, its name, its columns, and what becomes of a line.

    ``carry_out`` does the deed through the service of the pages, or leaves what is wrong in the cells'
    faults and does nothing; ``order`` is that in which lines are carried out, where it is not the file's.
    """

    word: str
    name: str
    columns: tuple[Column, ...]
    about: Callable[[Line], str]
    carry_out: Callable[[Session, Known, Cells, Account, datetime], None]
    order: Callable[[Line], tuple[str, int]] | None = None

    def in_order(self, lines: Sequence[Line]) -> list[Line]:
        return list(lines) if self.order is None else sorted(lines, key=self.order)

    def heading(self, name: str) -> str:
        """The heading of the column that fills this field; empty for a field of no column."""
        return next((str(column.heading) for column in self.columns if column.field == name), "")


def known_of(session: Session, fair: Fair) -> Known:
    """Sectors, stands, companies and projects of the fair: four queries, whatever the file."""
    companies = sa.select(Company).where(Company.fair_id == fair.id).options(joinedload(Company.fair))
    needs = sa.select(Need).where(Need.fair_id == fair.id)
    desks = sa.select(Desk).where(Desk.fair_id == fair.id).order_by(Desk.position)
    return Known(
        fair=fair,
        sectors=list(session.scalars(sa.select(Sector).order_by(Sector.position))),
        desks=list(session.scalars(desks)),
        companies={company.code: company for company in session.scalars(companies)},
        needs={need.code.casefold(): need for need in session.scalars(needs)},
    )

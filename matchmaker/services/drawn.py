"""The draw as its organisers read it: the numbers in order, and who stands behind each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from matchmaker.models import Company, Draw, DrawRank, Fair, Group


@dataclass(frozen=True)
class DrawnParty:
    """One number of the draw, the party that was hashed, and the companies that count as it."""

    rank: int
    party: str
    companies: tuple[str, ...]


def drawn(session: Session, fair: Fair) -> tuple[DrawnParty, ...]:
    """Every party by its number; empty before the draw is revealed. A constant number of queries."""
    ranks = sa.select(DrawRank).join(Draw).where(Draw.fair_id == fair.id).order_by(DrawRank.rank)
    names = defaultdict(list)
    grouped = selectinload(Company.group).selectinload(Group.companies)
    for company in session.scalars(sa.select(Company).where(Company.fair_id == fair.id).options(grouped)):
        names[company.party].append(company.name)
    return tuple(
        DrawnParty(row.rank, row.party, tuple(sorted(names[row.party]))) for row in session.scalars(ranks)
    )

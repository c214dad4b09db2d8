"""Ranks in the draw of those who came after it: known at once, stored when a draft is made."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from matchmaker.models import Fair
from matchmaker.scheduling.draw import drawn
from matchmaker.services import draws


def ranks_to_come(session: Session, fair: Fair) -> Mapping[str, int]:
    """Party -> rank as ``draws.add_ranks`` would leave them; nothing is stored, for a page only reads."""
    ranks = draws.ranks(session, fair)
    draw = fair.draw
    if draw is None or draw.public_number is None or not ranks:
        return ranks
    newcomers = [party for party in draws.parties(session, fair) if party not in ranks]
    order = drawn(draw.secret, draw.public_number, newcomers)
    return ranks | {party: rank for rank, party in enumerate(order, len(ranks) + 1)}

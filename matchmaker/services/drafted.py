"""The question that a draft asks: the fair as it is stored now, and what the draft makes of it.

A draft may vary locks and tables (rule 9), withdraw a wish for a reason, and suppose that something has
happened. Everything else is the fair's: that is why a draft is compared with this question before it is
published, byte for byte.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from matchmaker.models import Schedule
from matchmaker.scheduling import problem as core
from matchmaker.services import drafting
from matchmaker.services.figures import document
from matchmaker.services.problems import problem_for


def drafted(session: Session, draft: Schedule) -> core.Problem:
    """What ``draft`` asks the scheduler, with its own slots, tables, pins and withdrawn wishes."""
    asked = problem_for(session, draft.fair, draft.grid)
    gone = drafting.dropped(drafting.path(session, draft))
    return replace(
        asked,
        wishes=tuple(wish for wish in asked.wishes if wish.pair not in gone),
        pins=document(draft).problem.pins,
    )

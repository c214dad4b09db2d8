"""A fair small enough to solve in a moment: one table, two slots, three companies that ask for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.models import Fair, Schedule
from matchmaker.scheduling.solve import solve
from matchmaker.services import draws, planning
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    a_company,
    a_desk,
    a_fair,
    a_grid,
    a_wish,
    some_rules,
)

SIRENS = ("000000018", "000000026", "000000034")


def a_small_fair(session: Session) -> Fair:
    """Two places for three companies: the draw says which one goes without."""
    fair = a_fair()
    desk = a_desk(fair, code="EAU")
    session.add_all([fair, some_rules(fair), a_grid(fair, slots=2), desk])
    for siren in SIRENS:
        company = a_company(fair, siren=siren)
        session.add_all([company, a_wish(company, desk)])
    session.flush()
    return fair


def drawn(session: Session, fair: Fair) -> Fair:
    """The same fair once its draw is revealed."""
    draws.commit(session, fair, "0" * 32, "Loto", None, BEFORE_OPENING)
    draws.reveal(session, fair, "4711", None, AFTER_THE_DEADLINE)
    return fair


def a_draft_of(session: Session, fair: Fair, seed: int = 1, now: datetime = AFTER_THE_DEADLINE) -> Schedule:
    """What the button and the worker leave."""
    run = planning.ask_for_run(session, fair, None, now, seed)
    problem, revision = planning.question(session, fair), planning.live_revision(session, fair)
    return planning.keep_draft(session, run, problem, solve(problem, seed=seed), revision, now)

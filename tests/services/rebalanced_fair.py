"""A published fair of two stands, three tables and six slots, on the eve and on the morning itself."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import Company, Fair, Meeting, Schedule, Slot, StepDeed, Table
from matchmaker.scheduling.repair import repair
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafting import State
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from matchmaker.services.rebalancing import rebalancing
from matchmaker.services.rebalancing.told import written
from tests.builders import (
    AFTER_THE_DEADLINE,
    EXCHANGE,
    a_company,
    a_desk,
    a_fair,
    a_grid,
    a_sitting,
    a_wish,
    an_account,
    some_rules,
)
from tests.services.small_fair import a_draft_of, drawn

SIRENS = tuple(f"00090010{n}" for n in range(9))
EVE = EXCHANGE - timedelta(days=1)
AT_10_42 = EXCHANGE + timedelta(minutes=12)
"""s1 is over, s2 is running, s3 begins in eight minutes; s4, s5 and s6 are to come."""


def a_published_fair(session: Session) -> Fair:
    """Nine companies; all ask EAU (two tables), three of them RES as well (one table, one lead)."""
    fair = a_fair()
    eau, res = (
        a_desk(fair, tables=2, code="EAU", label_fr="Eau"),
        a_desk(fair, code="RES", label_fr="Réseaux"),
    )
    grid = a_grid(fair, slots=6)
    session.add_all([fair, some_rules(fair), grid, eau, res])
    for place, siren in enumerate(SIRENS):
        company = a_company(fair, siren=siren, name=f"Entreprise {siren[-1]}")
        session.add_all([company, a_wish(company, eau)])
        if place < 3:
            session.add(a_wish(company, res, rank=2))
    session.flush()
    for number, table in enumerate([*eau.tables, *res.tables]):
        lead = an_account(name=f"Référent {number}", email=f"referent-{number}@example.org")
        session.add_all(a_sitting(table, slot, lead) for slot in grid.slots)
    drawn(session, fair)
    publication.publish(session, a_draft_of(session, fair), None, AFTER_THE_DEADLINE)
    return fair


def said(kind: object, **values: object) -> str:
    """One line, as a form sends it."""
    return written(kind, {name: one if isinstance(one, list) else [str(one)] for name, one in values.items()})


def rebalanced(session: Session, fair: Fair, *lines: str, now: object = AT_10_42) -> Schedule:
    return rebalancing.rebalance(session, fair, lines, None, now)


def proven(session: Session, draft: Schedule, now: object = AT_10_42) -> Schedule:
    """What the worker does with a run of the fewest changes."""
    problem = document(draft).problem
    state = State(problem, repair(problem, seed=draft.seed))
    drafting.take_step(session, draft, draft.step, StepDeed.REPAIRED, state, None, now)
    return draft


def live(session: Session, fair: Fair) -> list[Meeting]:
    """The meetings that stand, in time order."""
    standing = (
        sa.select(Meeting).join(Meeting.slot).where(Meeting.fair_id == fair.id, Meeting.ended_at.is_(None))
    )
    return list(session.scalars(standing.order_by(Slot.position, Meeting.table_id)))


def places(session: Session, fair: Fair) -> set[tuple[str, str, str, str]]:
    """(company, desk, slot, table) of every meeting that stands."""
    return {(m.company.code, m.desk.code, m.slot_code, m.table.code) for m in live(session, fair)}


def company(session: Session, fair: Fair, code: str) -> Company:
    return session.scalars(sa.select(Company).filter_by(fair_id=fair.id, siren=code)).one()


def table(session: Session, fair: Fair, code: str) -> Table:
    return session.scalars(sa.select(Table).filter_by(fair_id=fair.id, code=code)).one()

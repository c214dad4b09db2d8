"""A fair for random edits: small, and with something of every rule that can stand in their way."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from matchmaker.db import Base, watch
from matchmaker.models import AnswerKind, Fair, Presence, Schedule, TableClosure
from matchmaker.services.drafts import copying
from matchmaker.services.publishing import publication
from tests.builders import (
    EXCHANGE,
    a_company,
    a_desk,
    a_fair,
    a_grid,
    a_group,
    a_wish,
    an_answer,
    some_rules,
)
from tests.services.drafts import LATER
from tests.services.small_fair import a_draft_of, drawn

SLOTS = 4
STANDS = {"EAU": 2, "RES": 1, "VOI": 1}
ASKED = ("EAU RES", "EAU VOI", "RES EAU VOI", "EAU RES VOI", "VOI EAU", "RES EAU", "EAU")
DURING = EXCHANGE + timedelta(minutes=5)


def a_stored_fair() -> tuple[Engine, dict[str, int]]:
    """A database with three drafts to begin with, by what they are: computed, opened, opened on the day."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    watch(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        fair = _fair(session)
        version = publication.publish(session, a_draft_of(session, fair), None, LATER)
        drafts: dict[str, Schedule] = {
            "computed": a_draft_of(session, fair),
            "opened": copying.open_version(session, version, None, LATER).draft,
            "opened on the day": copying.open_version(session, version, None, DURING).draft,
        }
        session.commit()
        return engine, {name: draft.id for name, draft in drafts.items()}


def _fair(session: Session) -> Fair:
    """Four tables at three stands, four slots; a group, a late company, one that breathes, a closed table."""
    fair = a_fair()
    grid = a_grid(fair, slots=SLOTS)
    desks = {code: a_desk(fair, tables=tables, code=code) for code, tables in STANDS.items()}
    group = a_group(fair)
    session.add_all([fair, some_rules(fair, meetings_per_company=2), grid, *desks.values(), group])
    closed = TableClosure(table=desks["EAU"].tables[1], slot=grid.slots[0], reason="Arrivée tardive")
    session.add(closed)
    for number, asked in enumerate(ASKED, start=1):
        company = a_company(fair, siren=f"00000000{number}", breathing=number == 3)
        company.group = group if number in (1, 2) else None
        if number == 4:
            late = {"starts_at": EXCHANGE + timedelta(minutes=10), "ends_at": EXCHANGE + timedelta(hours=1)}
            company.presences.append(Presence(**late))
        wishes = [a_wish(company, desks[code], rank) for rank, code in enumerate(asked.split(), start=1)]
        session.add_all([company, *wishes])
        if number == 5:
            session.add(an_answer(wishes[0], AnswerKind.INTERESTED))
    session.flush()
    return drawn(session, fair)

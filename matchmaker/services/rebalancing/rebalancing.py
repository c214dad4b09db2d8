"""Rebalancing: what has happened becomes a draft, with the timetable mended at once and then proven.

The draft starts from the version that stands and supposes what was said; that is fixed when it is made. Its
first step is a preview, made by hand in milliseconds; the next one is the proven fewest changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    Fair,
    Grid,
    Happened,
    Happening,
    Schedule,
    StepDeed,
    Table,
    journal,
)
from matchmaker.scheduling import problem as core
from matchmaker.scheduling.contradictions import contradictions
from matchmaker.scheduling.files import read_problem, write_problem, write_timetable
from matchmaker.scheduling.repair import preview
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafted import question, suppose
from matchmaker.services.drafts.freezing import day_has_begun, is_over
from matchmaker.services.planning import OFFICIAL_SEED, live_revision, next_number, rank_newcomers
from matchmaker.services.publishing.versions import standing
from matchmaker.services.rebalancing.happenings_words import title
from matchmaker.services.rebalancing.layout import laid_out
from matchmaker.services.rebalancing.told import Telling, Told, read


def telling(session: Session, fair: Fair, now: datetime) -> Telling:
    """Whoever says what has happened to the fair; refuses where there is nothing to rebalance."""
    version = standing(session, fair)
    if version is None:
        raise RuleBroken(_("Aucun planning n’est publié : il n’y a encore rien à rééquilibrer."))
    if is_over(version.grid, now):
        raise RuleBroken(_("Les rendez-vous sont terminés : il n’y a plus rien à rééquilibrer."))
    return Telling(session, fair, version.grid, now)


def rebalance(
    session: Session, fair: Fair, lines: Sequence[str], account: Account | None, now: datetime
) -> Schedule:
    """Make a draft of what was said (``lines``, see rebalancing_told.py), with its preview."""
    take_turn(session, fair)
    told = read(telling(session, fair, now), lines)
    if not told:
        raise RuleBroken(_("Dites d’abord ce qui s’est passé."))
    rank_newcomers(session, fair)
    version = standing(session, fair)
    assert version is not None
    grid, tables = laid_out(session, fair, version.grid, told)
    draft = _draft(session, version, grid, told, account, now)
    _keep(session, draft, told, tables, account, now)
    drafting.begin(session, draft, StepDeed.PREVIEWED, account, now)
    journal.append(
        session,
        fair=fair,
        account=account,
        at=now,
        deed="rebalance.begin",
        about=f"schedule {draft.number}",
        detail=" ".join(lines),
    )
    return draft


def _draft(
    session: Session, version: Schedule, grid: Grid, told: Sequence[Told], by: Account | None, now: datetime
) -> Schedule:
    frozen_at = now if day_has_begun(version.fair, now) else None
    problem = _problem(session, version, grid, told, frozen_at)
    timetable = write_timetable(preview(problem, seed=OFFICIAL_SEED))
    draft = Schedule(
        fair=version.fair,
        number=next_number(session, version.fair),
        name=title(told),
        grid=grid,
        problem=write_problem(problem),
        timetable=timetable,
        problem_sha256=problem.sha256,
        timetable_sha256=hashlib.sha256(timetable).hexdigest(),
        seed=OFFICIAL_SEED,
        is_simulation=version.is_simulation,
        live_revision_base=live_revision(session, version.fair),
        created_at=now,
        created_by=by,
        made_from=version,
        made_from_step=version.step,
        frozen_at=frozen_at,
    )
    session.add(draft)
    return draft


def _problem(
    session: Session, version: Schedule, grid: Grid, told: Sequence[Told], frozen_at: datetime | None
) -> core.Problem:
    """The question as its file says it: what is solved is exactly what is kept."""
    dropped = drafting.dropped(drafting.path(session, version))
    things = [(one.kind, one.company, one.until_slot) for one in told]
    asked = question(session, version.fair, suppose(grid, frozen_at, things, dropped)).problem
    if faults := contradictions(asked):
        raise ValueError("; ".join(faults))
    return read_problem(write_problem(replace(asked, sha256="")), seed=OFFICIAL_SEED)


def _keep(
    session: Session,
    draft: Schedule,
    told: Sequence[Told],
    tables: Sequence[Table],
    account: Account | None,
    now: datetime,
) -> None:
    added = iter(tables)
    for position, one in enumerate(told, start=1):
        happening = Happening(
            schedule=draft,
            position=position,
            kind=one.kind,
            company=one.company,
            table=next(added) if one.kind is Happened.TABLE_ADDED else one.table,
            person=one.person,
            from_slot=one.from_slot,
            until_slot=one.until_slot,
            minutes=one.minutes,
            way=one.way,
            said_at=now,
            said_by=account,
        )
        session.add(happening)
    session.flush()

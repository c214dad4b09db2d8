"""What belongs to a fair is reached through the membership of the person who asks, never by a bare id."""

from __future__ import annotations

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import joinedload

from matchmaker.db import db
from matchmaker.models import Account, Company, Directorate, Fair, Membership, Run, Schedule
from matchmaker.web.access import membership


def fair_here() -> Fair:
    """The fair of the person of this request."""
    return _membership_here().fair


def account_here() -> Account:
    """Who is asking."""
    return _membership_here().account


def company_here() -> Company:
    """The company for which the person of this request acts."""
    return _membership_here().company or abort(403)


def directorate_here() -> Directorate:
    """The directorate of the lead or buyer of this request."""
    return _membership_here().directorate or abort(403)


def schedule_or_404(public_id: str) -> Schedule:
    """That schedule of the person's fair, with who made and published it."""
    mine = sa.select(Schedule).where(Schedule.public_id == public_id, Schedule.fair_id == fair_here().id)
    loaded = mine.options(joinedload(Schedule.created_by), joinedload(Schedule.published_by))
    return db.session.scalar(loaded) or abort(404)


def run_or_404(public_id: str) -> Run:
    """That run of the person's fair."""
    mine = sa.select(Run).where(Run.public_id == public_id, Run.fair_id == fair_here().id)
    loaded = mine.options(joinedload(Run.schedule).load_only(Schedule.public_id))
    return db.session.scalar(loaded) or abort(404)


def _membership_here() -> Membership:
    """There is one on every page of a closed blueprint."""
    return membership() or abort(403)

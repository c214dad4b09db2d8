"""What belongs to a fair is reached through the membership of the person who asks, never by a bare id."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.db import db
from matchmaker.models import Account, Company, Desk, Directorate, Fair, Membership, Need, Run, Schedule
from matchmaker.services import hosts, registrations
from matchmaker.web.access import membership, own_membership


def fair_here() -> Fair:
    """The fair of the person of this request."""
    return _membership_here().fair


def account_here() -> Account:
    """Who is asking, and does what is asked: themselves, whoever they act for."""
    return own_membership_here().account


def person_here() -> Account:
    """Whose pages these are: of the person one acts for, else one's own."""
    return _membership_here().account


def own_membership_here() -> Membership:
    """As what the person of this request takes part themselves."""
    return own_membership() or abort(403)


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
    loaded = mine.options(
        joinedload(Run.schedule).load_only(Schedule.public_id),
        joinedload(Run.draft).load_only(Schedule.public_id, Schedule.number, Schedule.name),
    )
    return db.session.scalar(loaded) or abort(404)


def desks_here() -> list[Desk]:
    """The stands that the lead or buyer of this request answers for."""
    return hosts.desks_of(db.session(), _membership_here())


def desk_or_404(code: str) -> Desk:
    """That stand, if the person answers for it."""
    return hosts.desk_of(db.session(), _membership_here(), code) or abort(404)


def own_need_or_404(code: str) -> Need:
    """That project of one of the person's stands."""
    need = _need(code)
    mine = need is not None and need.desk_id in {desk.id for desk in desks_here()}
    return need if need is not None and mine else abort(404)


def need_or_404(code: str) -> Need:
    """That project of the person's fair, whatever its stand."""
    return _need(code) or abort(404)


def _need(code: str) -> Need | None:
    named = sa.select(Need).where(Need.fair_id == fair_here().id, Need.code == code)
    loaded = named.options(
        joinedload(Need.desk).joinedload(Desk.directorate),
        joinedload(Need.sector),
        joinedload(Need.cpv),
        joinedload(Need.validated_by),
        selectinload(Need.questions),
        selectinload(Need.versions),
    )
    return db.session.scalar(loaded)


def company_or_404(public_id: str) -> Company:
    """That company of the person's fair, with all it declared and asked."""
    return registrations.registered(db.session(), fair_here(), public_id) or abort(404)


def companies_or_404(public_ids: Sequence[str]) -> list[Company]:
    """Those companies of the person's fair, all of them or none."""
    found = registrations.named(db.session(), fair_here(), public_ids)
    return found if len(found) == len(set(public_ids)) else abort(404)


def _membership_here() -> Membership:
    """There is one on every page of a closed blueprint."""
    return membership() or abort(403)

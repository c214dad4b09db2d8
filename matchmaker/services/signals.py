"""A directorate points out a project to a company: information for it, neither a meeting nor a priority."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Need, NeedStage, Signal, journal


def point_out(session: Session, need: Need, company: Company, account: Account, now: datetime) -> Signal:
    """Draw the company's attention to a project that everybody may read."""
    take_turn(session, company)
    if need.fair_id != company.fair_id or company.withdrawn_at is not None:
        raise RuleBroken(_("Cette entreprise ne participe pas à ce salon."))
    if need.stage not in (NeedStage.PUBLISHED, NeedStage.CONSULTATION):
        raise RuleBroken(_("Seul un projet public se signale."))
    known = sa.select(Signal.id).where(Signal.need_id == need.id, Signal.company_id == company.id)
    if session.scalar(known) is not None:
        raise RuleBroken(_("Ce projet est déjà signalé à cette entreprise."))
    signal = Signal(need=need, company=company, at=now, by=account)
    session.add(signal)
    about = f"{need.code} {company.code}"
    journal.append(session, fair=need.fair, account=account, at=now, deed="need.point_out", about=about)
    return signal

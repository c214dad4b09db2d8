"""A directorate points out a project to a company: information for it, neither a meeting nor a priority."""

from __future__ import annotations

import re
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Desk, Fair, Need, NeedStage, Signal, journal
from matchmaker.services.nomenclature import LONGEST_QUESTION, fold

SHORTEST_NAME = 2


def point_out(session: Session, need: Need, company: Company, account: Account, now: datetime) -> Signal:
    """Draw the company's attention to a project that everybody may read."""
    take_turn(session, company)
    if need.fair_id != company.fair_id or company.withdrawn_at is not None or company.refused_at is not None:
        raise RuleBroken(_("Cette entreprise ne participe pas à ce salon."), field="company")
    if need.stage not in (NeedStage.PUBLISHED, NeedStage.CONSULTATION):
        raise RuleBroken(_("Seul un projet public se signale."), field="need")
    known = sa.select(Signal.id).where(Signal.need_id == need.id, Signal.company_id == company.id)
    if session.scalar(known) is not None:
        raise RuleBroken(_("Ce projet est déjà signalé à cette entreprise."), field="company")
    signal = Signal(need=need, company=company, at=now, by=account)
    session.add(signal)
    about = f"{need.code} {company.code}"
    journal.append(session, fair=need.fair, account=account, at=now, deed="need.point_out", about=about)
    return signal


def companies_called(session: Session, fair: Fair, asked: str, limit: int = 10) -> list[Company]:
    """The companies of the fair with that SIREN or SIRET, or whose name holds every word, by name."""
    asked = asked[:LONGEST_QUESTION]
    here = sa.select(Company).where(
        Company.fair_id == fair.id, Company.withdrawn_at.is_(None), Company.refused_at.is_(None)
    )
    digits = re.sub(r"[\s.]", "", asked)
    if re.fullmatch(r"[0-9]{9}|[0-9]{14}", digits):
        return list(session.scalars(here.where(Company.siren == digits[:9])))
    words = fold(asked).split()
    if sum(map(len, words)) < SHORTEST_NAME:
        return []
    companies = [company for company in session.scalars(here) if _holds(company, words)]
    return sorted(companies, key=lambda company: fold(company.name))[:limit]


def _holds(company: Company, words: list[str]) -> bool:
    """Compared folded, here: no database folds accents as people do."""
    name = f"{fold(company.name)} {company.code.lower()}"
    return all(word in name for word in words)


def signals_of(session: Session, desk: Desk) -> list[Signal]:
    """What the stand has pointed out, newest first."""
    made = sa.select(Signal).join(Need, Signal.need_id == Need.id).where(Need.desk_id == desk.id)
    loaded = made.options(joinedload(Signal.need), joinedload(Signal.company), joinedload(Signal.by))
    return list(session.scalars(loaded.order_by(Signal.at.desc(), Signal.id.desc())))

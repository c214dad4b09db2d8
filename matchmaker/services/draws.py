"""The public draw of a fair: committed before registration opens, revealed after the deadline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, selectinload

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Draw, DrawRank, Fair, Group, journal
from matchmaker.scheduling import draw as rules


def commit(
    session: Session, fair: Fair, secret: str, public_source: str, account: Account | None, now: datetime
) -> Draw:
    """Publish the hash of the secret, and say beforehand where the public number will come from."""
    take_turn(session, fair)
    if fair.draw is not None:
        raise RuleBroken(_("L’empreinte du tirage est déjà publiée ; elle ne change plus."))
    if now >= fair.requests_open_at:
        raise RuleBroken(_("L’empreinte du tirage se publie avant l’ouverture des inscriptions."))
    if not public_source.strip():
        raise RuleBroken(_("Dites d’où viendra le nombre public, par exemple le résultat d’une loterie."))
    draw = Draw(
        fair=fair,
        secret=secret,
        commitment=rules.commitment(secret),
        public_source=public_source.strip(),
        committed_at=now,
    )
    session.add(draw)
    journal.append(session, fair=fair, account=account, at=now, deed="draw.commit", about=draw.commitment)
    return draw


def reveal(session: Session, fair: Fair, public_number: str, account: Account | None, now: datetime) -> Draw:
    """Join the public number to the secret, and give every party its rank."""
    take_turn(session, fair)
    draw = fair.draw
    if draw is None:
        raise RuleBroken(_("Aucune empreinte n’a été publiée : le tirage ne peut pas être révélé."))
    if draw.revealed_at is not None:
        raise RuleBroken(_("Le tirage est déjà révélé ; un numéro montré ne change plus."))
    if now < fair.requests_close_at:
        raise RuleBroken(_("Le tirage se révèle après la clôture des demandes."))
    if not public_number.strip():
        raise RuleBroken(_("Indiquez le nombre public annoncé."))
    draw.public_number = public_number.strip()
    draw.revealed_at = now
    add_ranks(session, draw)
    journal.append(session, fair=fair, account=account, at=now, deed="draw.reveal", about=draw.public_number)
    return draw


def add_ranks(session: Session, draw: Draw) -> None:
    """Rank every party that has none yet, after those that have one: a rank once shown never changes."""
    ranked = set(session.scalars(sa.select(DrawRank.party).where(DrawRank.draw_id == draw.id)))
    newcomers = [party for party in parties(session, draw.fair) if party not in ranked]
    assert draw.public_number is not None
    order = rules.drawn(draw.secret, draw.public_number, newcomers)
    session.add_all(
        DrawRank(draw=draw, party=party, rank=rank) for rank, party in enumerate(order, len(ranked) + 1)
    )
    session.flush()


def ranks(session: Session, fair: Fair) -> dict[str, int]:
    """Party -> rank from 1, or nothing before the draw is revealed."""
    rows = sa.select(DrawRank.party, DrawRank.rank).join(Draw).where(Draw.fair_id == fair.id)
    return dict(session.execute(rows).all())


def parties(session: Session, fair: Fair) -> Iterable[str]:
    """Who counts once: each validated company still taking part, or its declared group."""
    here = sa.select(Company).where(
        Company.fair_id == fair.id, Company.validated_at.is_not(None), Company.withdrawn_at.is_(None)
    )
    companies = session.scalars(here.options(selectinload(Company.group).selectinload(Group.companies))).all()
    return dict.fromkeys(company.party for company in companies)

"""A company asks desks for meetings, in the order in which it would like them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Company, Desk, Need, NeedStage, Wish, journal
from matchmaker.services.problems import rules_in_force


def ask(
    session: Session, company: Company, desk: Desk, needs: Sequence[Need], motivation: str, now: datetime
) -> Wish:
    """Ask ``desk`` for a meeting about ``needs``, as the company's next choice."""
    take_turn(session, company)
    asked = list(session.scalars(sa.select(Wish).where(Wish.company_id == company.id)))
    _refuse_request(session, company, desk, needs, asked, now)
    wish = Wish(
        fair_id=company.fair_id,
        company=company,
        desk=desk,
        rank=max((wish.rank for wish in asked), default=0) + 1,
        motivation=motivation.strip(),
        needs=list(needs),
        asked_at=now,
    )
    session.add(wish)
    about = f"{company.code} {desk.code}"
    journal.append(session, fair=company.fair, account=None, at=now, deed="wish.ask", about=about)
    return wish


def _refuse_request(
    session: Session,
    company: Company,
    desk: Desk,
    needs: Sequence[Need],
    asked: Sequence[Wish],
    now: datetime,
) -> None:
    if not company.fair.requests_open_at <= now < company.fair.requests_close_at:
        raise RuleBroken(_("Les demandes de rendez-vous sont closes."))
    if company.withdrawn_at is not None:
        raise RuleBroken(_("Cette entreprise a retiré son inscription."))
    if any(wish.desk_id == desk.id for wish in asked):
        raise RuleBroken(_("Vous avez déjà demandé un rendez-vous à ce stand."))
    most = rules_in_force(session, company.fair).requests_per_company
    if len(asked) >= most:
        raise RuleBroken(
            ngettext(
                "Vous pouvez faire au plus %(num)d demande : retirez-en une d’abord.",
                "Vous pouvez faire au plus %(num)d demandes : retirez-en une d’abord.",
                most,
            )
        )
    if any(need.desk_id != desk.id for need in needs):
        raise RuleBroken(_("Un des projets choisis est suivi par un autre stand."))
    if any(need.stage not in (NeedStage.PUBLISHED, NeedStage.CONSULTATION) for need in needs):
        raise RuleBroken(_("Un des projets choisis n’est pas public."))
    if needs and not any(need.takes_meetings for need in needs):
        raise RuleBroken(_("La consultation est lancée : ces projets ne donnent plus lieu à rendez-vous."))

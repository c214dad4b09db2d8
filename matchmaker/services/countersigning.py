"""The refusals of the directorates as the procurement department reads them before it countersigns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from matchmaker.models import Answer, AnswerKind, Company, Desk, Fair, Need, Wish
from matchmaker.services.fit import FitReason, fit_reasons, nodes_above


@dataclass(frozen=True)
class Refused:
    """One refusal, and what the company and the stand have most in common; None if they have nothing."""

    answer: Answer
    in_common: FitReason | None


@dataclass(frozen=True)
class Refusals:
    """Those that wait to be countersigned, the oldest first, and those that are, the newest first."""

    waiting: tuple[Refused, ...]
    countersigned: tuple[Refused, ...]


def refusals(session: Session, fair: Fair) -> Refusals:
    """Every refusal to a company that comes; a constant number of queries."""
    answers = session.scalars(_refusals(fair).order_by(Answer.answered_at, Answer.id)).unique().all()
    read = _with_fit(session, answers)
    done = [one for one in read if one.answer.countersigned_at is not None]
    return Refusals(
        waiting=tuple(one for one in read if one.answer.countersigned_at is None),
        countersigned=tuple(reversed(done)),
    )


def refusal_of(session: Session, fair: Fair, public_id: str) -> Answer | None:
    """The refusal of the request that is so called."""
    return session.scalar(_refusals(fair).where(Wish.public_id == public_id))


def _refusals(fair: Fair) -> sa.Select[Answer]:
    coming = sa.select(Answer).join(Answer.wish).join(Wish.company).join(Wish.desk)
    mine = coming.where(
        Wish.fair_id == fair.id, Answer.kind == AnswerKind.REFUSED, Company.withdrawn_at.is_(None)
    )
    company = contains_eager(Answer.wish).contains_eager(Wish.company)
    return mine.options(
        company.selectinload(Company.cpv),
        company.selectinload(Company.sectors),
        contains_eager(Answer.wish).contains_eager(Wish.desk).joinedload(Desk.directorate),
        joinedload(Answer.answered_by),
        joinedload(Answer.countersigned_by),
    )


def _with_fit(session: Session, answers: Sequence[Answer]) -> list[Refused]:
    codes = {own.cpv_code for answer in answers for own in answer.wish.company.cpv}
    nodes = nodes_above(session, codes)
    needs = defaultdict(list)
    desks = {answer.wish.desk_id for answer in answers}
    announced = sa.select(Need).where(Need.desk_id.in_(desks)).options(joinedload(Need.sector))
    for need in session.scalars(announced.order_by(Need.code)):
        if need.takes_meetings:
            needs[need.desk_id].append(need)
    found = []
    for answer in answers:
        reasons = fit_reasons(answer.wish.company, needs[answer.wish.desk_id], nodes)
        found.append(Refused(answer, reasons[0] if reasons else None))
    return found

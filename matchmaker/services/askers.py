"""Who asks a stand for a meeting, what suits them to it, and how far its answers are.

Only requests made to the stand itself are read: what a company asked elsewhere is not its business. The
order is that of the companies' choices, then of their names; the hour at which they asked is not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import Answer, AnswerKind, Company, CompanyCpv, Desk, Fair, Need, Wish
from matchmaker.services.answers import a_quarter
from matchmaker.services.fit import FitReason, fit_reasons, nodes_above
from matchmaker.services.headcount import demand
from matchmaker.services.problems import supposed_tables


@dataclass(frozen=True)
class Asker:
    """One request to a stand, with the reasons why the company suits it, best first; perhaps none.

    ``colleagues`` are the companies of the same declared group that ask this stand too.
    """

    wish: Wish
    reasons: tuple[FitReason, ...]
    colleagues: tuple[Company, ...] = ()

    @property
    def company(self) -> Company:
        return self.wish.company

    @property
    def answer(self) -> Answer | None:
        return self.wish.answer


@dataclass(frozen=True)
class Tally:
    """How far a stand is with its answers: « 73 demandes pour 18 places, 2 priorités données sur 4 »."""

    desk: Desk
    requests: int
    places: int
    answered: int
    priorities: int
    refusals: int
    tables: int

    @property
    def missing(self) -> int:
        return self.requests - self.answered

    @property
    def most_priorities(self) -> int:
        return a_quarter(self.places)


def askers(session: Session, desk: Desk) -> list[Asker]:
    """Every request to ``desk`` of a company that still comes; a constant number of queries."""
    wishes = session.scalars(_asked(desk)).all()
    needs = [need for need in _needs(session, desk) if need.takes_meetings]
    nodes = nodes_above(session, [own.cpv_code for wish in wishes for own in wish.company.cpv])
    found = [
        Asker(wish, tuple(fit_reasons(wish.company, needs, nodes)), _colleagues(wish, wishes))
        for wish in wishes
    ]
    return sorted(found, key=lambda asker: (asker.wish.rank, asker.company.name.casefold()))


def _asked(desk: Desk) -> sa.Select[Wish]:
    coming = (
        sa.select(Wish).join(Company, Wish.company_id == Company.id).where(Company.withdrawn_at.is_(None))
    )
    company = joinedload(Wish.company)
    return coming.where(Wish.desk_id == desk.id, Company.refused_at.is_(None)).options(
        company.selectinload(Company.cpv).joinedload(CompanyCpv.cpv),
        company.selectinload(Company.sectors),
        company.joinedload(Company.group),
        selectinload(Wish.needs),
        joinedload(Wish.answer).joinedload(Answer.answered_by),
        joinedload(Wish.answer).joinedload(Answer.need),
    )


def _needs(session: Session, desk: Desk) -> Sequence[Need]:
    return session.scalars(sa.select(Need).where(Need.desk_id == desk.id).order_by(Need.code)).all()


def _colleagues(wish: Wish, wishes: Sequence[Wish]) -> tuple[Company, ...]:
    group = wish.company.group_id
    if group is None:
        return ()
    return tuple(other.company for other in wishes if other is not wish and other.company.group_id == group)


def tallies(session: Session, fair: Fair, desks: Sequence[Desk]) -> list[Tally]:
    """How far each of ``desks`` is; a constant number of queries."""
    ids = [desk.id for desk in desks]
    places = {counted.desk.id: counted.places for counted in demand(session, fair)}
    counts = {row[0]: row[1:] for row in session.execute(_counts(ids))}
    supposed = set(session.scalars(supposed_tables(fair)))
    tables = {desk.id: sum(table.id not in supposed for table in desk.tables) for desk in desks}
    return [Tally(desk, *_figures(desk, places, counts), tables[desk.id]) for desk in desks]


def _figures(
    desk: Desk, places: Mapping[int, int], counts: Mapping[int, tuple[int, int, int, int]]
) -> tuple[int, int, int, int, int]:
    requests, answered, priorities, refusals = counts.get(desk.id, (0, 0, 0, 0))
    return requests, places.get(desk.id, 0), answered, priorities, refusals


def _counts(desks: Sequence[int]) -> sa.Select[int, int, int, int, int]:
    number = sa.func.count
    return (
        sa.select(
            Wish.desk_id,
            number(Wish.id),
            number(Answer.id),
            number(Answer.id).filter(Answer.kind == AnswerKind.PRIORITY),
            number(Answer.id).filter(Answer.kind == AnswerKind.REFUSED),
        )
        .join(Company, Wish.company_id == Company.id)
        .outerjoin(Answer, Answer.wish_id == Wish.id)
        .where(Wish.desk_id.in_(desks), Company.withdrawn_at.is_(None), Company.refused_at.is_(None))
        .group_by(Wish.desk_id)
    )

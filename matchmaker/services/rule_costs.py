"""What the rules cost this fair: its present requests timetabled by the rules, and by points alone.

Nothing is stored: the question is asked of what stands now, and answered while the page is made
(docs/decisions/008). A fair too large for that is sent to the command line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Company, Fair
from matchmaker.scheduling.contradictions import contradictions
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.rule_costs import RuleCosts, Share, rule_costs
from matchmaker.services import draws
from matchmaker.services.planning import OFFICIAL_SEED
from matchmaker.services.problems import problem_for
from matchmaker.services.schedules import CompanyName

LARGEST = 25_000
"""Wishes times slots of the largest fair that is answered at once: some 600 companies and 40 stands."""
TIME_LIMIT_SECONDS = 0.5


class Side(Enum):
    """What the floor is to a company, in the order in which people want to read it."""

    RECEIVED = "received"
    LEFT_OUT = "left_out"
    PAYING = "paying"
    GAINING = "gaining"


@dataclass(frozen=True)
class Concerned:
    """A company that has more meetings, or fewer, by the floor than by points alone."""

    side: Side
    company: CompanyName
    floor: int
    worth: int


@dataclass(frozen=True)
class Costs:
    """Both columns, and for whom they differ: side by side, each in the order of the draw."""

    found: RuleCosts
    concerned: tuple[Concerned, ...]

    def of_side(self, side: Side) -> tuple[Concerned, ...]:
        return tuple(one for one in self.concerned if one.side is side)


def costs_of_the_rules(session: Session, fair: Fair, now: datetime) -> Costs:
    """Compare the two policies on the fair as it is now stored; a constant number of queries.

    Refuses in words what cannot be compared: requests still open, no slots yet, too large a fair.
    """
    if now < fair.requests_close_at:
        raise RuleBroken(_("Les demandes peuvent encore changer : le compte se fait après leur clôture."))
    problem = problem_for(session, fair)
    _refuse_what_cannot_be_counted(problem)
    found = rule_costs(problem, OFFICIAL_SEED, TIME_LIMIT_SECONDS)
    return Costs(found, tuple(_concerned(found, problem, _names(session, fair, problem))))


def _refuse_what_cannot_be_counted(problem: Problem) -> None:
    if contradictions(problem):
        raise RuleBroken(_("Des rendez-vous verrouillés se contredisent : aucun planning ne peut les tenir."))
    if len(problem.wishes) * len(problem.slots) > LARGEST:
        raise RuleBroken(
            _(
                "Ce salon est trop grand pour être compté pendant que la page s’ouvre. Calculez un planning, "
                "prenez son problème (JSON) et lancez : %(command)s",
                command="matchmaker what-if probleme.json --policy worth",
            )
        )


def _names(session: Session, fair: Fair, problem: Problem) -> dict[str, CompanyName]:
    rows = session.scalars(sa.select(Company).where(Company.fair_id == fair.id))
    names, ranks = {company.code: company.name for company in rows}, draws.ranks(session, fair)
    return {
        one.id: CompanyName(one.id, names[one.id], one.party, ranks.get(one.party))
        for one in problem.companies
    }


def _concerned(found: RuleCosts, problem: Problem, names: dict[str, CompanyName]) -> Iterator[Concerned]:
    """Before the draw is revealed, in the order of the simulation."""

    def by_draw(share: Share) -> tuple[int, str]:
        return problem.rank[names[share.company].party], share.company

    sides = {
        Side.RECEIVED: found.received_by_the_floor,
        Side.LEFT_OUT: found.left_out_by_the_floor,
        Side.PAYING: found.paying,
        Side.GAINING: found.gaining,
    }
    for side, shares in sides.items():
        for share in sorted(shares, key=by_draw):
            yield Concerned(side, names[share.company], share.floor, share.worth)

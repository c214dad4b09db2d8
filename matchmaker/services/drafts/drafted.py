"""The question that a draft asks: the fair as it is stored now, and what the draft makes of it.

A draft may vary locks and tables (rule 9), withdraw a wish for a reason, and suppose that something has
happened. Everything else is the fair's: that is why a draft is compared with this question before it is
published, byte for byte. So nothing here looks at a clock: what has begun is told by the draft's own
``frozen_at``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import Company, Fair, Grid, Happened, Happening, Meeting, Schedule
from matchmaker.scheduling import problem as core
from matchmaker.scheduling.files import read_problem
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafted_companies import comes_late, is_absent, leaves
from matchmaker.services.drafts.drafted_day import Asked, frozen, still_possible, without_slots
from matchmaker.services.figures import document
from matchmaker.services.problems import problem_for


@dataclass(frozen=True)
class Supposed:
    """What a draft takes for granted.

    ``gone`` and ``back`` are companies; ``late``: the last slot that a company misses; ``dropped``: wishes
    that organisers withdrew; ``lost``: slots in which every table is closed, if the layout does not say so;
    ``absent``: the slots that companies (codes) missed in the version that is brought back.
    """

    grid: Grid
    frozen_at: datetime | None = None
    gone: Collection[Company] = ()
    back: Collection[Company] = ()
    late: Sequence[tuple[Company, str]] = ()
    dropped: Collection[core.Pair] = ()
    lost: Collection[str] = ()
    absent: Mapping[str, frozenset[str]] = field(default_factory=dict)


def drafted(session: Session, draft: Schedule, at: int | None = None) -> core.Problem:
    """What ``draft`` asks the scheduler, with its own slots, tables, pins and withdrawn wishes.

    ``at``: as it was at that step, if it has gone on since.
    """
    asked = question(session, draft.fair, supposed_by(session, draft, at))
    return replace(asked.problem, pins=_standing(session, draft, at).pins)


def supposed_by(session: Session, draft: Schedule, at: int | None = None) -> Supposed:
    """What was said when the draft was made, and the wishes withdrawn until that step; two queries."""
    said = happenings_of(session, draft)
    dropped = drafting.dropped(drafting.path(session, draft, at))
    things = [(one.kind, one.company, one.until_slot) for one in said]
    return suppose(draft.grid, draft.frozen_at, things, dropped, draft.made_from)


def happenings_of(session: Session, draft: Schedule) -> Sequence[Happening]:
    """What the draft supposes, in the order in which it was said; one query."""
    said = sa.select(Happening).where(Happening.schedule_id == draft.id).order_by(Happening.position)
    table = joinedload(Happening.table)
    loaded = said.options(joinedload(Happening.company), table, joinedload(Happening.person))
    return session.scalars(loaded).all()


def suppose(
    grid: Grid,
    frozen_at: datetime | None,
    said: Sequence[tuple[Happened, Company | None, str | None]],
    dropped: Collection[core.Pair],
    before: Schedule | None = None,
) -> Supposed:
    """What was said (kind, company, last slot), sorted by what it does to the question.

    What happens to slots and tables is in the layout already. ``before``: what the draft is made from; who is
    said to be back and had never left was only late, and has the hours again that it had there.
    """

    def companies(kind: Happened) -> list[Company]:
        return [company for said_kind, company, _slot in said if said_kind is kind and company is not None]

    late = [(company, slot) for kind, company, slot in said if kind is Happened.COMPANY_LATE]
    back = companies(Happened.COMPANY_BACK)
    return Supposed(
        grid=grid,
        frozen_at=frozen_at,
        gone=companies(Happened.COMPANY_GONE),
        back=back,
        absent={}
        if before is None
        else _absent_in(before, [one for one in back if one.withdrawn_at is None]),
        late=[(company, slot) for company, slot in late if company is not None and slot is not None],
        dropped=dropped,
    )


def _absent_in(before: Schedule, companies: Sequence[Company]) -> dict[str, frozenset[str]]:
    known = document(before).problem.company if companies else {}
    return {one.code: known[one.code].absent for one in companies if one.code in known}


def question(
    session: Session, fair: Fair, supposed: Supposed, ranks: Mapping[str, int] | None = None
) -> Asked:
    """The fair under what is supposed; its pins are the organiser's, then those that are only frozen.

    A company that is gone stays in the question for what it has already begun, and for nothing else.
    """
    back = {company.id for company in supposed.back}
    left = _left_during_the_day(session, fair, back) if supposed.frozen_at is not None else ()
    also = back | {company.id for company in left}
    asked = without_slots(problem_for(session, fair, supposed.grid, also, ranks), supposed.lost)
    asked = replace(asked, wishes=tuple(w for w in asked.wishes if w.pair not in set(supposed.dropped)))
    for company in sorted((*supposed.gone, *left), key=lambda company: company.code):
        asked = leaves(asked, company.code, supposed.frozen_at)
    for code, slots in supposed.absent.items():
        asked = is_absent(asked, code, slots)
    for company, slot in supposed.late:
        asked = comes_late(asked, company.code, slot)
    asked = still_possible(asked)
    return Asked(asked, frozenset()) if supposed.frozen_at is None else frozen(asked, supposed.frozen_at)


def _left_during_the_day(session: Session, fair: Fair, back: Collection[int]) -> Sequence[Company]:
    """Companies that left, are not back, and keep meetings all the same: those they held before."""
    standing = Company.meetings.any(Meeting.ended_at.is_(None))
    gone = sa.select(Company).where(Company.fair_id == fair.id, Company.withdrawn_at.is_not(None))
    known = Company.validated_at.is_not(None), Company.id.not_in(back)
    return session.scalars(gone.where(*known, standing)).all()


def _standing(session: Session, draft: Schedule, at: int | None) -> core.Problem:
    if at is None or at == draft.step:
        return document(draft).problem
    return read_problem(drafting.step_of(session, draft, at).problem, seed=draft.seed)

"""A company that left the fair since the draft was made is not brought back into it by hand."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Company, DraftStep, Happened, Happening, Schedule
from matchmaker.scheduling.moves import Moves, Place
from matchmaker.scheduling.problem import Pair
from matchmaker.services.drafts import rearranging
from matchmaker.services.drafts.rearranging import Deed, Wanted
from matchmaker.services.figures import document
from tests.builders import AFTER_THE_DEADLINE
from tests.services.bench_fair import BETA, DELTA, a_bench_draft


@pytest.fixture
def draft(session: Session) -> Schedule:
    return a_bench_draft(session)


def do(session: Session, draft: Schedule, wanted: Wanted) -> DraftStep:
    return rearranging.rearrange(session, draft, draft.step, wanted, None, AFTER_THE_DEADLINE)


def leaves(session: Session, siren: str) -> Company:
    company = session.scalars(sa.select(Company).where(Company.siren == siren)).one()
    company.withdrawn_at = AFTER_THE_DEADLINE
    session.flush()
    return company


def a_place(draft: Schedule, pair: Pair) -> Place:
    content = document(draft)
    cells = Moves(content.problem, content.result.meetings).cells(pair)
    return next(option.move.place for cell in cells for option in cell.options if option.move.kind == "add")


def test_its_wish_is_not_restored_until_it_is_supposed_to_be_back(session: Session, draft: Schedule) -> None:
    pair = Pair(BETA, "EAU")
    do(session, draft, Wanted(Deed.DROP, pair, reason="Absente."))
    company = leaves(session, BETA)

    with pytest.raises(RuleBroken, match="retirée du salon"):
        do(session, draft, Wanted(Deed.RESTORE, pair))
    back = {"position": 0, "kind": Happened.COMPANY_BACK, "company": company, "said_at": AFTER_THE_DEADLINE}
    session.add(Happening(schedule=draft, **back))
    session.flush()
    do(session, draft, Wanted(Deed.RESTORE, pair))

    assert pair in document(draft).problem.worth


def test_it_is_not_placed_where_it_never_asked(session: Session, draft: Schedule) -> None:
    pair = Pair(DELTA, "EAU")
    place = a_place(draft, pair)
    leaves(session, DELTA)

    with pytest.raises(RuleBroken, match="retirée du salon"):
        do(session, draft, Wanted(Deed.ADD, pair, place, "Le référent le demande."))

    assert draft.step == 0


def test_its_meeting_can_still_be_taken_out(session: Session, draft: Schedule) -> None:
    leaves(session, BETA)

    do(session, draft, Wanted(Deed.DROP, Pair(BETA, "EAU"), reason="Elle s’est retirée."))

    assert all(booking.company != BETA for booking in document(draft).result.meetings)

"""A draft to go on with: what the worker left of the small fair, and hands to change it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from matchmaker.models import Account, DraftStep, Fair, Run, Schedule, Scope, StepDeed
from matchmaker.scheduling import moves
from matchmaker.scheduling.files import read_problem, write_problem
from matchmaker.scheduling.judge import judged
from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.drafts import drafting, rerunning
from matchmaker.services.drafts.drafting import About, State
from matchmaker.services.drafts.scopes import answered
from matchmaker.services.figures import document
from tests.builders import AFTER_THE_DEADLINE, a_company, a_desk, a_fair, a_grid, a_wish, some_rules
from tests.services.small_fair import drawn

LATER = AFTER_THE_DEADLINE + timedelta(hours=1)


def first_pair(draft: Schedule) -> Pair:
    """Of the first meeting in the draft."""
    return document(draft).result.meetings[0].pair


def hand(problem: Problem, bookings: Iterable[Booking]) -> State:
    """A state made by hand, ready to be stored."""
    known = read_problem(write_problem(problem))
    return State(known, judged(known, tuple(bookings)))


def drop(
    session: Session,
    draft: Schedule,
    pair: Pair,
    account: Account | None = None,
    seen: int | None = None,
    reason: str = "Double emploi",
) -> DraftStep:
    """Withdraw a wish for a reason, as the workbench does."""
    content = document(draft)
    state = hand(*moves.dropped(content.problem, content.result.meetings, pair))
    about = About(company=pair.company, desk=pair.desk, reason=reason)
    deed, at = StepDeed.DROPPED, draft.step if seen is None else seen
    return drafting.take_step(session, draft, at, deed, state, account, LATER, about)


def restore(session: Session, draft: Schedule, pair: Pair, worth: int = 100) -> DraftStep:
    """Bring a withdrawn wish back, without a meeting."""
    content = document(draft)
    wishes = (*content.problem.wishes, replace(content.problem.wishes[0], company=pair.company, worth=worth))
    state = hand(replace(content.problem, wishes=wishes), content.result.meetings)
    about = About(company=pair.company, desk=pair.desk)
    deed = StepDeed.RESTORED
    return drafting.take_step(session, draft, draft.step, deed, state, None, LATER, about)


def pin(session: Session, draft: Schedule, pair: Pair, seen: int | None = None) -> DraftStep:
    """Lock a meeting where it stands."""
    content = document(draft)
    state = hand(*moves.pinned(content.problem, content.result.meetings, pair))
    at = draft.step if seen is None else seen
    about = About(company=pair.company, desk=pair.desk)
    return drafting.take_step(session, draft, at, StepDeed.PINNED, state, None, LATER, about)


def unpin(session: Session, draft: Schedule, pair: Pair) -> DraftStep:
    """Take the lock away."""
    content = document(draft)
    state = hand(*moves.unpinned(content.problem, content.result.meetings, pair))
    about = About(company=pair.company, desk=pair.desk)
    return drafting.take_step(session, draft, draft.step, StepDeed.UNPINNED, state, None, LATER, about)


# Runs from a draft


def two_stands(session: Session) -> Fair:
    """Two stands of one table, three slots, four companies that ask for both: six places for eight wishes."""
    fair = a_fair()
    desks = [a_desk(fair, code=code) for code in ("EAU", "RES")]
    session.add_all([fair, some_rules(fair), a_grid(fair, slots=3), *desks])
    for number in range(1, 5):
        company = a_company(fair, siren=f"00000000{number}", name=f"Entreprise {number}")
        session.add_all([company, *(a_wish(company, desk, rank) for rank, desk in enumerate(desks, 1))])
    session.flush()
    return drawn(session, fair)


def meetings(draft: Schedule) -> tuple[Booking, ...]:
    return document(draft).result.meetings


def emptied(session: Session, draft: Schedule, keep: Callable[[Booking], bool]) -> None:
    """Only some of the meetings stay, as a hand may leave it."""
    state = hand(document(draft).problem, [one for one in meetings(draft) if keep(one)])
    drafting.take_step(session, draft, draft.step, StepDeed.MOVED, state, None, LATER)


def asked(
    session: Session, draft: Schedule, scope: Scope, desk: str | None = None, who: Account | None = None
) -> Run:
    """What the button does."""
    return rerunning.run_from_draft(session, draft, draft.step, scope, desk, who, LATER)


def carried_out(session: Session, run: Run) -> Schedule:
    """What the worker does, without its clock and its heart."""
    question = rerunning.question(session, run)
    return rerunning.keep(session, run, question, answered(question.asked), LATER)


def rerun(session: Session, draft: Schedule, scope: Scope, desk: str | None = None) -> Schedule:
    """Button and worker."""
    return carried_out(session, asked(session, draft, scope, desk))

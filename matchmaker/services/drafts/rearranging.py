"""What an organiser changes in a draft by hand, one deed at a time.

Whether a deed is possible is asked of the scheduler's own rules (scheduling/moves.py), and what it leads to
is judged by them again (scheduling/judge.py) before it becomes the next step of the draft: nothing that is
stored breaks a rule, and nothing is claimed that has not been counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Desk, DraftStep, Happened, Schedule, StepDeed, Wish
from matchmaker.scheduling import moves
from matchmaker.scheduling import problem as core
from matchmaker.scheduling.files import read_problem, write_problem
from matchmaker.scheduling.judge import judged
from matchmaker.scheduling.moves import Illegal, Move, MoveKind, Moves, Place, Refusal
from matchmaker.scheduling.problem import Pair
from matchmaker.scheduling.timetable import Booking
from matchmaker.scheduling.worth import worth
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafted import happenings_of
from matchmaker.services.drafts.drafting import About
from matchmaker.services.drafts.move_words import refusal_in_general
from matchmaker.services.figures import document
from matchmaker.services.problems import may_be_met, rules_in_force

LONGEST_REASON = 500


class Deed(Enum):
    """What may be done with a card: the first four lay it down at a place, as in moves.py."""

    ADD = "add"
    MOVE = "move"
    SWAP = "swap"
    REPLACE = "replace"
    PIN = "pin"
    UNPIN = "unpin"
    DROP = "drop"
    RESTORE = "restore"

    @property
    def lays(self) -> bool:
        """Whether a card is laid down at a place."""
        return self in (Deed.ADD, Deed.MOVE, Deed.SWAP, Deed.REPLACE)


@dataclass(frozen=True)
class Wanted:
    """One deed: with whose card, where it is laid down if it is, and why where a reason is asked for."""

    deed: Deed
    pair: Pair
    place: Place | None = None
    reason: str = ""

    @property
    def move(self) -> Move | None:
        """What scheduling/moves.py calls it; None if no card is laid down."""
        kind = _KINDS.get(self.deed)
        return None if kind is None or self.place is None else Move(kind, self.pair, self.place)


class Forbidden(RuleBroken):
    """A rule of the timetable stands against it; ``refusal`` says which, and whose meeting is in the way."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal_in_general(refusal.rule))
        self.refusal = refusal


class _Next(NamedTuple):
    """What a deed would lead to, before it is judged and stored."""

    deed: StepDeed
    state: moves.State
    about: About


def rearrange(
    session: Session, draft: Schedule, seen: int, wanted: Wanted, account: Account | None, now: datetime
) -> DraftStep:
    """Do it: the draft goes on by one step from the one that was seen.

    Raises drafting.Overtaken if it has gone on already, Forbidden or RuleBroken if it may not be done.
    """
    drafting.turn(session, draft, seen)
    found = _next(session, draft, wanted)
    state = _judged(draft, found.state)
    return drafting.take_step(session, draft, seen, found.deed, state, account, now, found.about)


def refusal_of(session: Session, draft: Schedule, wanted: Wanted) -> RuleBroken | None:
    """Why a deed could not be done to the draft as it stands now; None if it could."""
    try:
        _judged(draft, _next(session, draft, wanted).state)
    except RuleBroken as refusal:
        return refusal
    return None


def _next(session: Session, draft: Schedule, wanted: Wanted) -> _Next:
    try:
        return _PLANS[wanted.deed](session, draft, wanted)
    except Illegal as illegal:
        raise Forbidden(illegal.refusal) from illegal


def _judged(draft: Schedule, state: moves.State) -> drafting.State:
    """The state with its figures; a problem that was changed is read as its file says it."""
    problem, is_repaired = state.problem, document(draft).result.is_repaired
    if not problem.sha256:
        problem = read_problem(write_problem(problem), seed=draft.seed)
    return drafting.State(problem, judged(problem, state.bookings, draft.seed, is_repaired))


def _laid(session: Session, draft: Schedule, wanted: Wanted) -> _Next:
    content, pair, move = document(draft), wanted.pair, wanted.move
    if move is None:
        raise RuleBroken(_("Dites où poser cette carte : un créneau et une table."))
    if pair not in content.problem.worth and _standing(draft, pair) is None:
        _refuse_what_may_not_be_added(session, draft, pair)
        _ask_why(wanted.reason)
    elif wanted.deed is Deed.REPLACE:
        _ask_why(wanted.reason)
    now = Moves(content.problem, content.result.meetings, content.result.is_repaired)
    other = _occupant(draft, move.place)
    state = now.made(move)
    about = _about(draft, wanted, place=move.place, other=None if other is None else other.company)
    return _Next(_LAID[wanted.deed], state, about)


def _dropped(session: Session, draft: Schedule, wanted: Wanted) -> _Next:
    _ask_why(wanted.reason)
    content = document(draft)
    state = moves.dropped(content.problem, content.result.meetings, wanted.pair)
    return _Next(StepDeed.DROPPED, state, _about(draft, wanted))


def _pinned(session: Session, draft: Schedule, wanted: Wanted) -> _Next:
    content = document(draft)
    state = moves.pinned(content.problem, content.result.meetings, wanted.pair)
    return _Next(StepDeed.PINNED, state, _about(draft, wanted))


def _unpinned(session: Session, draft: Schedule, wanted: Wanted) -> _Next:
    content = document(draft)
    is_repaired = content.result.is_repaired
    state = moves.unpinned(content.problem, content.result.meetings, wanted.pair, is_repaired)
    return _Next(StepDeed.UNPINNED, state, _about(draft, wanted))


def _restored(session: Session, draft: Schedule, wanted: Wanted) -> _Next:
    """The wish comes back as the fair has it now, in its old place among the others."""
    content, pair = document(draft), wanted.pair
    if pair not in drafting.dropped(drafting.path(session, draft)):
        raise RuleBroken(_("Cette demande n’a pas été retirée : il n’y a rien à rétablir."))
    wishes = {wish.desk.code: wish for wish in _wishes_of(session, draft, pair.company)}
    wish = wishes.get(pair.desk)
    if wish is None:
        raise RuleBroken(_("L’entreprise ne demande plus ce rendez-vous : il n’y a rien à rétablir."))
    _refuse_who_left(session, draft, pair.company)
    _refuse_what_may_not_be_met(wish)
    answered = None if wish.answer is None else wish.answer.kind.value
    points = worth(wish.rank, answered, rules_in_force(session, draft.fair).weights)
    problem = moves.restored(content.problem, core.Wish(*pair, points))
    rank = {code: wish.rank for code, wish in wishes.items()}
    problem = replace(problem, wishes=_in_order(problem, pair.company, rank))
    return _Next(StepDeed.RESTORED, moves.State(problem, content.result.meetings), _about(draft, wanted))


def _in_order(problem: core.Problem, company: str, rank: dict[str, int]) -> tuple[core.Wish, ...]:
    """By company, then choice, as services/problems.py writes them: the same facts make the same bytes."""

    def place(wish: core.Wish) -> tuple[str, int]:
        return wish.company, rank.get(wish.desk, 0) if wish.company == company else 0

    return tuple(sorted(problem.wishes, key=place))


def _refuse_what_may_not_be_added(session: Session, draft: Schedule, pair: Pair) -> None:
    """A pair that this draft knows of no wish for: dropped in it, refused by the directorate, or new."""
    _refuse_who_left(session, draft, pair.company)
    wish = next((w for w in _wishes_of(session, draft, pair.company) if w.desk.code == pair.desk), None)
    if wish is None:
        return
    _refuse_what_may_not_be_met(wish, field="reason")
    if pair in drafting.dropped(drafting.path(session, draft)):
        raise RuleBroken(_("Cette demande a été retirée de ce brouillon : rétablissez-la d’abord."))


def _refuse_who_left(session: Session, draft: Schedule, code: str) -> None:
    """A company that withdrew since the draft was made, unless the draft supposes that it is back."""
    known = sa.func.coalesce(Company.siren, Company.foreign_number) == code
    gone = sa.select(Company).where(
        Company.fair_id == draft.fair_id, known, Company.withdrawn_at.is_not(None)
    )
    company = session.scalar(gone)
    if company is None:
        return
    said = happenings_of(session, draft)
    if not any(one.kind is Happened.COMPANY_BACK and one.company_id == company.id for one in said):
        raise RuleBroken(_("Cette entreprise s’est retirée du salon : elle ne peut plus être reçue."))


def _refuse_what_may_not_be_met(wish: Wish, field: str = "") -> None:
    if not may_be_met(wish):
        words = _("La direction a refusé cette demande, ou les projets choisis sont en consultation.")
        raise RuleBroken(words, field)


def _wishes_of(session: Session, draft: Schedule, company: str) -> list[Wish]:
    code = sa.func.coalesce(Company.siren, Company.foreign_number)
    here = sa.select(Wish).join(Wish.company).where(Wish.fair_id == draft.fair_id, code == company)
    loaded = here.options(joinedload(Wish.desk).load_only(Desk.code), joinedload(Wish.answer))
    return list(session.scalars(loaded.options(selectinload(Wish.needs))))


def _ask_why(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(
            _("Dites pourquoi, en une phrase : votre motif reste dans l’historique."), field="reason"
        )
    if len(reason) > LONGEST_REASON or "\x00" in reason:
        raise RuleBroken(
            _("Le motif tient en %(max)d caractères au plus.", max=LONGEST_REASON), field="reason"
        )


def _about(draft: Schedule, wanted: Wanted, place: Place | None = None, other: str | None = None) -> About:
    """The meeting before and after; what is not laid down elsewhere keeps its place, unless it is dropped."""
    standing = _standing(draft, wanted.pair)
    before = None if standing is None else Place(standing.slot, standing.table)
    stays = None if wanted.deed is Deed.DROP else before
    after = place or stays
    return About(
        company=wanted.pair.company,
        desk=wanted.pair.desk,
        slot_before=before.slot if before else None,
        table_before=before.table if before else None,
        slot_after=after.slot if after else None,
        table_after=after.table if after else None,
        other=other,
        reason=wanted.reason.strip(),
    )


def _standing(draft: Schedule, pair: Pair) -> Booking | None:
    return next((booking for booking in document(draft).result.meetings if booking.pair == pair), None)


def _occupant(draft: Schedule, place: Place) -> Booking | None:
    meetings = document(draft).result.meetings
    return next((booking for booking in meetings if (booking.slot, booking.table) == place), None)


_KINDS: dict[Deed, MoveKind] = {
    Deed.ADD: "add",
    Deed.MOVE: "move",
    Deed.SWAP: "swap",
    Deed.REPLACE: "replace",
}
_LAID = {
    Deed.ADD: StepDeed.ADDED,
    Deed.MOVE: StepDeed.MOVED,
    Deed.SWAP: StepDeed.SWAPPED,
    Deed.REPLACE: StepDeed.REPLACED,
}
_PLANS: dict[Deed, Callable[[Session, Schedule, Wanted], _Next]] = {
    **dict.fromkeys(_LAID, _laid),
    Deed.PIN: _pinned,
    Deed.UNPIN: _unpinned,
    Deed.DROP: _dropped,
    Deed.RESTORE: _restored,
}

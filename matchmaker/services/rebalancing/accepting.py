"""Accepting a rebalanced draft in part: by chains of changes that stand or fall together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Schedule, StepDeed
from matchmaker.scheduling.chains import Chain, accepted, chains
from matchmaker.scheduling.judge import judged
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafting import State
from matchmaker.services.figures import document
from matchmaker.services.problems import live_meetings


def chains_of(session: Session, draft: Schedule) -> tuple[Chain, ...]:
    """All that the draft changes of the live timetable, forced chains first."""
    content = document(draft)
    return chains(content.problem, _live(session, draft), content.result.meetings)


def key_of(chain: Chain) -> str:
    """What a form sends for a chain: no two chains share a pair."""
    return " ".join(min(chain.pairs))


def accept(
    session: Session,
    draft: Schedule,
    seen: int,
    keys: Collection[str],
    account: Account | None,
    now: datetime,
) -> None:
    """Make the chosen chains, and those that have to be made, and nothing else: the draft's next step.

    The result is checked by the rules again, and proves nothing. Choosing all chains changes nothing.
    """
    drafting.turn(session, draft, seen)
    there = {key_of(chain): chain for chain in chains_of(session, draft)}
    if any(key not in there for key in keys):
        raise RuleBroken(_("Ces modifications ne sont plus proposées : relisez la liste."), field="chains")
    free = {key for key, chain in there.items() if not chain.is_forced}
    if free <= set(keys):
        return
    content = document(draft)
    chosen = [there[key] for key in keys]
    bookings = accepted(content.problem, _live(session, draft), content.result.meetings, chosen)
    result = judged(content.problem, bookings, draft.seed, repaired=True)
    state = State(content.problem, result)
    drafting.take_step(session, draft, seen, StepDeed.ACCEPTED, state, account, now)


def _live(session: Session, draft: Schedule) -> tuple[Booking, ...]:
    return tuple(
        Booking(one.company.code, one.desk.code, one.slot.code, one.table.code)
        for one in live_meetings(session, draft.fair)
    )

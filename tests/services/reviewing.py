"""A draft of two stands that is shown to the directorates, and what they say of it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import Account, Desk, JournalEntry, Review, Schedule
from matchmaker.scheduling.problem import Pair
from matchmaker.services.drafts import opinions, reviews
from matchmaker.services.drafts.opinions import Opinion
from matchmaker.services.drafts.reviews import Seen, digest
from matchmaker.services.figures import document
from tests.builders import an_account
from tests.services.drafts import LATER, meetings


def desk(session: Session, code: str = "EAU") -> Desk:
    return session.scalars(sa.select(Desk).where(Desk.code == code)).one()


def seen(draft: Schedule, code: str = "EAU") -> Seen:
    """What a page shows of the stand now."""
    return Seen(draft.public_id, digest(document(draft), code))


def approved(session: Session, draft: Schedule, code: str = "EAU", by: Account | None = None) -> Review:
    return reviews.approve(session, desk(session, code), seen(draft, code), by or an_account(), LATER)


def asked(
    session: Session, draft: Schedule, sentence: str = "Plus tôt, si possible.", **given: Any
) -> Review:
    """The stand EAU asks for a change; ``by``: who; ``about``: the company."""
    who, about = given.get("by") or an_account(), given.get("about", "")
    return reviews.ask_for_change(session, desk(session), seen(draft), sentence, who, LATER, about)


def said(session: Session, draft: Schedule) -> dict[str, Opinion]:
    """The opinion of each stand."""
    return {stand.desk.code: stand.opinion for stand in opinions.opinions(session, draft).stands}


def meeting_of(draft: Schedule, code: str = "EAU") -> Pair:
    return next(one.pair for one in meetings(draft) if one.desk == code)


def deeds(session: Session) -> list[str]:
    return list(session.scalars(sa.select(JournalEntry.deed).order_by(JournalEntry.id)))

"""What the directorates have said of the draft when a visitor comes: some approve, one asks, most wait."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.demo.people import People
from matchmaker.models import Desk, Schedule
from matchmaker.services.drafts import reviews
from matchmaker.services.drafts.reviews import Seen, digest
from matchmaker.services.figures import document

APPROVING = ("EXP", "TEC", "SEC")
ASKING = "OUV"
SENTENCE = "Le premier rendez-vous suit de trop près la présentation des marchés : plus tard, si possible."
BETWEEN = timedelta(minutes=5)


def gather(session: Session, draft: Schedule, people: People, at: datetime) -> None:
    """Show the draft to the directorates; the leads of a few stands answer one after the other."""
    reviews.show(session, draft, people.organiser, at)
    content = document(draft)
    here = sa.select(Desk).where(Desk.fair_id == draft.fair_id, Desk.code.in_([*APPROVING, ASKING]))
    desks = {desk.code: desk for desk in session.scalars(here)}
    for code in APPROVING:
        at += BETWEEN
        seen = Seen(draft.public_id, digest(content, code))
        reviews.approve(session, desks[code], seen, people.leads[code], at)
    order = content.problem.slot_index
    first = min((m for m in content.result.meetings if m.desk == ASKING), key=lambda m: order[m.slot])
    seen = Seen(draft.public_id, digest(content, ASKING))
    lead = people.leads[ASKING]
    reviews.ask_for_change(session, desks[ASKING], seen, SENTENCE, lead, at + BETWEEN, first.company)

"""Versions of the small fair, and drafts made from them in which something changes."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from matchmaker.models import (
    Desk,
    Message,
    Slot,
    StepDeed,
)
from matchmaker.services.drafts import copying, drafting
from matchmaker.services.drafts.drafting import About
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from tests.builders import AFTER_THE_DEADLINE, a_sitting, an_account
from tests.services.drafts import drop, first_pair, hand
from tests.services.small_fair import SIRENS, a_draft_of

LATER = AFTER_THE_DEADLINE + timedelta(days=1)


def publish(session, draft, now=AFTER_THE_DEADLINE):
    return publication.publish(session, draft, None, now)


def published(session, fair):
    return publish(session, a_draft_of(session, fair))


def opened(session, version):
    return copying.open_version(session, version, None, LATER).draft


def exchanged(session, version):
    """A draft in which the two meetings of the version change places."""
    draft = opened(session, version)
    content = document(draft)
    first, second = content.result.meetings
    swapped = [replace(first, slot=second.slot), replace(second, slot=first.slot)]
    state = hand(content.problem, swapped)
    about = About(company=first.company, desk=first.desk, other=second.company)
    drafting.take_step(session, draft, 0, StepDeed.SWAPPED, state, None, LATER, about)
    return draft


def given_away(session, version, reason="Doublon avec un autre stand"):
    """A draft in which the first meeting is dropped and the company that had none takes its place."""
    draft = opened(session, version)
    pair = first_pair(draft)
    place = document(draft).result.meetings[0]
    drop(session, draft, pair, reason=reason)
    content = document(draft)
    (left,) = set(SIRENS) - {one.company for one in document(version).result.meetings}
    state = hand(content.problem, [*content.result.meetings, replace(place, company=left)])
    about = About(company=left, desk=place.desk, slot_after=place.slot, table_after=place.table)
    drafting.take_step(session, draft, 1, StepDeed.ADDED, state, None, LATER, about)
    return draft, pair.company, left


def letter_to(written, siren):
    (letter,) = [one for one in written.companies if one.event.endswith(f" {siren}")]
    return letter


def seated(session, fair, slots=("s1", "s2")):
    """Somebody at the only table, in those slots."""
    account = an_account(name="Claude Martin")
    table = session.scalars(sa.select(Desk).filter_by(fair_id=fair.id, code="EAU")).one().tables[0]
    for slot in session.scalars(sa.select(Slot).filter_by(fair_id=fair.id)):
        if slot.code in slots:
            session.add(a_sitting(table, slot, account))
    session.flush()
    return account


def outbox(session, fair, version):
    mine = sa.select(Message).where(Message.fair_id == fair.id)
    found = session.scalars(mine.where(Message.event.startswith(f"schedule v{version} ")))
    return {(m.email, m.event, m.subject, m.body) for m in found}


def as_read(written):
    return {(address, one.event, one.subject, one.body) for one in written.all for address in one.addresses}

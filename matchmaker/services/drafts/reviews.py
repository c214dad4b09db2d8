"""The directorates say what they think of a draft: each stand approves what it read or asks for a change.

One draft at a time is shown to them. A verdict is on the meetings that were read, known by their digest: a
stand whose meetings have changed since reads them again, the others need not; meetings that come back bring
their verdict back. Verdicts are added, never replaced: the last one counts, and all stay on record.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Desk, Fair, Review, Schedule, Verdict, journal
from matchmaker.services.figures import Document, document
from matchmaker.services.need_forms import refuse_text

LONGEST_SENTENCE = 500


class Seen(NamedTuple):
    """What the person had before their eyes: which draft (public id), and the digest of the meetings."""

    draft: str
    meetings_sha256: str


def shown(session: Session, fair: Fair) -> Schedule | None:
    """The draft that the directorates are asked about, if any; the database allows one."""
    asked = Schedule.shown_at.is_not(None), Schedule.published_at.is_(None), Schedule.discarded_at.is_(None)
    return session.scalar(sa.select(Schedule).where(Schedule.fair_id == fair.id, *asked))


def show(session: Session, draft: Schedule, account: Account | None, now: datetime) -> None:
    """Ask the directorates what they say of this draft; the one that was shown to them is taken back."""
    take_turn(session, draft.fair)
    take_turn(session, draft)
    _refuse_showing(draft)
    before = shown(session, draft.fair)
    if before is draft:
        return
    if before is not None:
        take_back(session, before, account, now)
        session.flush()
    draft.shown_at = now
    _record(session, draft, account, now, "draft.show")


def take_back(session: Session, draft: Schedule, account: Account | None, now: datetime) -> None:
    """Ask the directorates no longer; what they said stays on record, and counts if it is shown again."""
    take_turn(session, draft)
    if draft.shown_at is None or not draft.is_draft:
        return
    draft.shown_at = None
    _record(session, draft, account, now, "draft.take_back")


def approve(session: Session, desk: Desk, seen: Seen, account: Account, now: datetime) -> Review:
    """Say that the stand's meetings are fine as they are."""
    draft = _as_seen(session, desk, seen)
    return _add(session, draft, Review(desk=desk, verdict=Verdict.APPROVED), seen, account, now)


def ask_for_change(
    session: Session,
    desk: Desk,
    seen: Seen,
    sentence: str,
    account: Account,
    now: datetime,
    about: str = "",
) -> Review:
    """Ask the organiser for a change, in a sentence; ``about``: the company (its code) that it is about."""
    refuse_text(sentence, LONGEST_SENTENCE, "sentence")
    if not sentence.strip():
        raise RuleBroken(_("Dites en une phrase ce qu’il faudrait changer."), field="sentence")
    draft = _as_seen(session, desk, seen)
    company = _company(session, draft, desk, about) if about else None
    asked = Review(desk=desk, verdict=Verdict.CHANGE_ASKED, sentence=sentence.strip(), company=company)
    return _add(session, draft, asked, seen, account, now)


def digest(content: Document, desk: str) -> str:
    """Of the meetings of that stand (its code): who, when, at which table; a lock changes none of them."""
    starts = {slot.id: slot.start for slot in content.problem.slots}
    meetings = sorted(
        f"{starts[one.slot].isoformat()} {one.table} {one.company}"
        for one in content.result.meetings
        if one.desk == desk
    )
    return hashlib.sha256("\n".join([desk, *meetings]).encode()).hexdigest()


def _refuse_showing(draft: Schedule) -> None:
    if draft.published_at is not None:
        raise RuleBroken(_("Ce planning est publié : les directions le voient déjà."))
    if draft.discarded_at is not None:
        raise RuleBroken(_("Ce brouillon a été écarté : soumettez-en un autre aux directions."))
    if draft.is_simulation:
        words = _("Une simulation ne sera jamais publiée : soumettez un brouillon aux directions.")
        raise RuleBroken(words)


def _as_seen(session: Session, desk: Desk, seen: Seen) -> Schedule:
    """The draft that is shown, held; refused if it is no longer the one, or not as it was read."""
    draft = shown(session, desk.fair)
    if draft is not None:
        take_turn(session, draft)
    if draft is None or draft.shown_at is None or not draft.is_draft:
        words = _("Le brouillon n’est plus soumis à votre avis : votre réponse n’est pas enregistrée.")
        raise RuleBroken(words)
    if draft.public_id != seen.draft:
        words = _(
            "L’organisation vous soumet maintenant un autre brouillon : relisez-le ci-dessous, puis répondez."
        )
        raise RuleBroken(words)
    if digest(document(draft), desk.code) != seen.meetings_sha256:
        words = _(
            "Le planning de ce stand a changé depuis que vous l’avez ouvert : relisez-le ci-dessous, "
            "puis répondez."
        )
        raise RuleBroken(words)
    return draft


def _company(session: Session, draft: Schedule, desk: Desk, code: str) -> Company:
    """That company, if it meets the stand in the draft or asked for it."""
    met = any(one.company == code and one.desk == desk.code for one in document(draft).result.meetings)
    here = sa.select(Company).where(Company.fair_id == desk.fair_id)
    called = here.where(sa.or_(Company.siren == code, Company.foreign_number == code))
    asks = Company.wishes.any(desk_id=desk.id)
    found = session.scalar(called if met else called.where(asks))
    if found is None:
        raise RuleBroken(_("Choisissez un rendez-vous ou une demande de ce stand."), field="about")
    return found


def _add(
    session: Session, draft: Schedule, review: Review, seen: Seen, account: Account, now: datetime
) -> Review:
    review.schedule, review.meetings_sha256, review.by, review.at = draft, seen.meetings_sha256, account, now
    session.add(review)
    deed = "review.approve" if review.verdict is Verdict.APPROVED else "review.ask_for_change"
    company = "" if review.company is None else review.company.code
    said = f"{review.desk.code} meetings {review.meetings_sha256} {company} {review.sentence}"
    _record(session, draft, account, now, deed, " ".join(said.split()))
    return review


def _record(
    session: Session, draft: Schedule, account: Account | None, now: datetime, deed: str, detail: str = ""
) -> None:
    about = f"schedule {draft.number}"
    journal.append(session, fair=draft.fair, account=account, at=now, deed=deed, about=about, detail=detail)

"""The life of a need: declared by a directorate, validated, public, its consultation launched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    Desk,
    JournalEntry,
    Need,
    NeedStage,
    NeedVersion,
    journal,
)
from matchmaker.services.need_forms import NeedForm, fill, next_code, refuse_form, refuse_text
from matchmaker.services.need_lists import meetings_about

LONGEST_REMARK = 1000
BEFORE_PUBLIC = (NeedStage.DRAFT, NeedStage.VALIDATED)
DECLARE = "need.declare"


@dataclass(frozen=True)
class Report:
    """What became of several needs that were to be published: done, or not and why."""

    published: tuple[Need, ...]
    refused: tuple[tuple[Need, str], ...]


def declare(session: Session, desk: Desk, form: NeedForm, account: Account, now: datetime) -> Need:
    """Write down a purchase planned for the year: a draft, until procurement has validated it."""
    take_turn(session, desk.fair)
    refuse_form(session, desk.fair, form)
    # Counted in the journal, which forgets nothing: the code of a draft since deleted is not given again.
    lines = sa.select(sa.func.count(JournalEntry.id)).where(JournalEntry.fair_id == desk.fair_id)
    declared = session.scalar(lines.where(JournalEntry.deed == DECLARE)) or 0
    code = next_code(session, desk.fair, declared)
    need = Need(fair_id=desk.fair_id, code=code, drafted_at=now, internal_note=form.internal_note.strip())
    fill(need, form)
    session.add(need)
    need.desk = desk
    session.flush()
    _record(session, need, account, now, DECLARE)
    return need


def edit(session: Session, need: Need, form: NeedForm, account: Account, now: datetime) -> None:
    """Change a need that is not public yet; what procurement had validated is to be validated again."""
    take_turn(session, need)
    if need.stage not in BEFORE_PUBLIC:
        words = _("Ce projet est déjà public : demandez sa correction au service des achats.")
        raise RuleBroken(words)
    refuse_form(session, need.fair, form, need.quarter)
    if fill(need, form):
        need.validated_at = need.validated_by = None
    need.internal_note = form.internal_note.strip()
    need.returned_at = need.returned_because = None
    _record(session, need, account, now, "need.edit")


def remove(session: Session, need: Need, account: Account, now: datetime) -> None:
    """Delete a draft that nobody outside could read; the journal remembers its code."""
    take_turn(session, need)
    if need.published_at is not None:
        raise RuleBroken(_("Ce projet a été public : il se retire, il ne s’efface pas."))
    _record(session, need, account, now, "need.remove")
    session.delete(need)
    session.flush()


def send_back(session: Session, need: Need, words: str, account: Account, now: datetime) -> None:
    """Ask the directorate to correct its draft: the procurement department says what is missing."""
    take_turn(session, need)
    if need.stage not in BEFORE_PUBLIC:
        raise RuleBroken(_("Ce projet est déjà public : corrigez-le plutôt."))
    if not words.strip():
        raise RuleBroken(_("Dites à la direction ce qu’elle doit corriger."), field="words")
    refuse_text(words, LONGEST_REMARK, "words")
    need.validated_at = need.validated_by = None
    need.returned_at, need.returned_because = now, words.strip()
    _record(session, need, account, now, "need.send_back", words.strip())


def validate(session: Session, need: Need, account: Account | None, now: datetime) -> None:
    """The procurement department agrees that the public may read this."""
    take_turn(session, need)
    _refuse_unless(need, NeedStage.DRAFT, _("Seul un projet en préparation peut être validé."))
    if not need.questions:
        raise RuleBroken(_("Un projet pose d’une à trois questions, les mêmes à toutes les entreprises."))
    need.returned_at = need.returned_because = None
    need.validated_at, need.validated_by = now, account
    _record(session, need, account, now, "need.validate")


def publish(session: Session, need: Need, account: Account | None, now: datetime) -> NeedVersion:
    """Show a validated need to everybody, and keep for good what was shown."""
    take_turn(session, need)
    _refuse_unless(
        need,
        NeedStage.VALIDATED,
        _("Un projet ne peut être publié qu’une fois validé par le service des achats."),
    )
    need.published_at = now
    version = _as_shown(need, now)
    need.versions.append(version)
    _record(session, need, account, now, "need.publish")
    return version


def validate_and_publish(
    session: Session, needs: Sequence[Need], account: Account | None, now: datetime
) -> Report:
    """Validate and publish each of ``needs`` that may be; the others stay as they are, with the reason."""
    published, refused = [], []
    for need in needs:
        try:
            if need.stage is not NeedStage.VALIDATED:
                validate(session, need, account, now)
            publish(session, need, account, now)
            published.append(need)
        except RuleBroken as refusal:
            refused.append((need, str(refusal)))
    return Report(tuple(published), tuple(refused))


def correct(
    session: Session, need: Need, form: NeedForm, account: Account, now: datetime
) -> NeedVersion | None:
    """Change what everybody reads, as a new version at once; None if only the internal note changed."""
    take_turn(session, need)
    if need.stage not in (NeedStage.PUBLISHED, NeedStage.CONSULTATION):
        raise RuleBroken(_("Seul un projet public se corrige ainsi."))
    refuse_form(session, need.fair, form, need.quarter)
    is_noted = need.internal_note != form.internal_note.strip()
    need.internal_note = form.internal_note.strip()
    if fill(need, form):
        version = _as_shown(need, now)
        need.versions.append(version)
        _record(session, need, account, now, "need.correct", f"version {version.number}")
        return version
    if not is_noted:
        raise RuleBroken(_("Rien n’a changé : la fiche publique est déjà ainsi."))
    _record(session, need, account, now, "need.note")
    return None


def launch_consultation(session: Session, need: Need, account: Account | None, now: datetime) -> None:
    """Say that the tender is out: the need takes no more meetings."""
    take_turn(session, need)
    _refuse_unless(need, NeedStage.PUBLISHED, _("Seule la consultation d’un projet publié peut être lancée."))
    need.consultation_started_at = now
    _record(session, need, account, now, "need.launch_consultation")


def withdraw(session: Session, need: Need, account: Account, now: datetime) -> None:
    """Take a public need away: it is given up or put off, and no meeting was promised about it alone."""
    take_turn(session, need)
    words = _("Seul un projet publié, dont la consultation n’est pas lancée, peut être retiré.")
    _refuse_unless(need, NeedStage.PUBLISHED, words)
    promised = meetings_about(session, need)
    if promised:
        raise RuleBroken(
            ngettext(
                "%(num)d rendez-vous publié porte sur ce seul projet : prévenez d’abord l’entreprise et "
                "libérez sa place.",
                "%(num)d rendez-vous publiés portent sur ce seul projet : prévenez d’abord les entreprises "
                "et libérez leurs places.",
                promised,
            )
        )
    need.withdrawn_at = now
    _record(session, need, account, now, "need.withdraw")


def _as_shown(need: Need, now: datetime) -> NeedVersion:
    """The public part as it stands, whole: "who could read what, and from when" has one answer."""
    return NeedVersion(
        number=len(need.versions) + 1,
        title_fr=need.title_fr,
        title_en=need.title_en,
        description_fr=need.description_fr,
        description_en=need.description_en,
        sector_code=need.sector_code,
        cpv_code=need.cpv_code,
        amount_min=need.amount_min,
        amount_max=need.amount_max,
        quarter=need.quarter,
        procedure=need.procedure,
        lots=need.lots,
        questions_fr="\n".join(question.text("fr") for question in need.questions),
        questions_en="\n".join(question.text("en") for question in need.questions),
        at=now,
    )


def _refuse_unless(need: Need, stage: NeedStage, words: str) -> None:
    if need.stage is not stage:
        raise RuleBroken(words)


def _record(
    session: Session, need: Need, account: Account | None, now: datetime, deed: str, detail: str = ""
) -> None:
    journal.append(
        session, fair=need.fair, account=account, at=now, deed=deed, about=need.code, detail=detail
    )

"""The life of a need: validated by the procurement department, published, its consultation launched."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Need, NeedStage, NeedVersion, journal


def validate(session: Session, need: Need, account: Account | None, now: datetime) -> None:
    """The procurement department agrees that the public may read this."""
    _refuse_unless(need, NeedStage.DRAFT, _("Seul un projet en préparation peut être validé."))
    if not need.questions:
        raise RuleBroken(_("Un projet pose d’une à trois questions, les mêmes à toutes les entreprises."))
    need.validated_at, need.validated_by = now, account
    _record(session, need, account, now, "need.validate")


def publish(session: Session, need: Need, account: Account | None, now: datetime) -> NeedVersion:
    """Show a validated need to everybody, and keep for good what was shown."""
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


def launch_consultation(session: Session, need: Need, account: Account | None, now: datetime) -> None:
    """Say that the tender is out: the need takes no more meetings."""
    _refuse_unless(need, NeedStage.PUBLISHED, _("Seule la consultation d’un projet publié peut être lancée."))
    need.consultation_started_at = now
    _record(session, need, account, now, "need.launch_consultation")


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


def _record(session: Session, need: Need, account: Account | None, now: datetime, deed: str) -> None:
    journal.append(session, fair=need.fair, account=account, at=now, deed=deed, about=need.code)

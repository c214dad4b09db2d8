"""Purchase projects with their public part, their questions, the note of the house, and where they are."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import Desk, Fair, ImportKind, Need, NeedVersion
from matchmaker.services.closed_lists import procedure_names, stage_names
from matchmaker.services.exports.stamps import day
from matchmaker.services.imports.kinds import KINDS
from matchmaker.services.spreadsheets import Sheet, Value

MOST_QUESTIONS = 3


def projects(session: Session, fair: Fair, locale: str) -> Sheet:
    """One row a project, by code."""
    loaded = (
        joinedload(Need.desk).joinedload(Desk.directorate),
        joinedload(Need.sector),
        selectinload(Need.questions),
        selectinload(Need.versions).load_only(NeedVersion.number),
    )
    needs = sa.select(Need).where(Need.fair_id == fair.id).order_by(Need.code).options(*loaded)
    declared = tuple(str(column.heading) for column in KINDS[ImportKind.NEEDS].columns)
    columns = (
        *declared,
        _("Code"),
        _("Direction"),
        _("État du projet"),
        _("Versions publiées"),
        _("Publié le"),
        _("Consultation lancée le"),
        _("À corriger, dit le service des achats (interne)"),
    )
    rows = tuple((*_declared(need, locale), *_state(need, locale)) for need in session.scalars(needs))
    return Sheet(_("Projets d’achat"), columns, rows)


def _declared(need: Need, locale: str) -> tuple[Value, ...]:
    """In the order of the columns of the import."""
    return (
        need.title_fr,
        need.title_en,
        need.desk.code,
        need.description_fr,
        need.description_en,
        need.sector.label(locale),
        need.cpv_code,
        need.amount_min,
        need.amount_max,
        need.quarter,
        procedure_names()[need.procedure],
        need.lots,
        *_questions(need),
        need.internal_note,
    )


def _questions(need: Need) -> list[Value]:
    asked: list[Value] = [
        text for question in need.questions for text in (question.text_fr, question.text_en)
    ]
    return asked + [""] * (2 * MOST_QUESTIONS - len(asked))


def _state(need: Need, locale: str) -> tuple[Value, ...]:
    return (
        need.code,
        need.desk.directorate.label(locale),
        stage_names()[need.stage],
        len(need.versions),
        day(need.fair, need.published_at),
        day(need.fair, need.consultation_started_at),
        need.returned_because,
    )

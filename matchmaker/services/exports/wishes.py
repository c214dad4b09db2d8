"""Requests for meetings with what became of them, and the answers of the directorates with who gave them."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import Answer, Company, Desk, Fair, ImportKind, Meeting, Schedule, Wish
from matchmaker.services.exports.stamps import hour, minute
from matchmaker.services.imports.kinds import KINDS
from matchmaker.services.reasons import reason_sentence
from matchmaker.services.schedules import readable
from matchmaker.services.spreadsheets import Sheet, Value
from matchmaker.services.words import answer_name, refusal_name, withdrawn

Pair = tuple[str, str]


def wishes(session: Session, fair: Fair, locale: str) -> Sheet:
    """One row a request, by company and choice; what became of it once a timetable is published."""
    outcomes = _outcomes(session, fair, locale)
    declared = tuple(str(column.heading) for column in KINDS[ImportKind.WISHES].columns)
    columns = (
        *declared,
        _("Nom du stand"),
        _("Direction"),
        _("Demandée le"),
        _("Réponse de la direction"),
        _("Motif du refus"),
        _("Contresigné le"),
        _("Résultat"),
    )
    rows = tuple((*_declared(wish), *_state(wish, locale, outcomes)) for wish in _all(session, fair))
    return Sheet(_("Demandes"), columns, rows)


def answers(session: Session, fair: Fair, locale: str) -> Sheet:
    """One row an answer that was given."""
    columns = (
        _("Entreprise"),
        _("SIREN"),
        _("Stand"),
        _("Réponse de la direction"),
        _("Motif du refus"),
        _("Mots de la direction"),
        _("Projet de la priorité"),
        _("Répondu par"),
        _("Répondu le"),
        _("Contresigné par"),
        _("Contresigné le"),
    )
    given = [wish for wish in _all(session, fair) if wish.answer is not None]
    return Sheet(_("Réponses"), columns, tuple(_answer(wish, locale) for wish in given))


def _all(session: Session, fair: Fair) -> list[Wish]:
    answer = joinedload(Wish.answer)
    loaded = (
        joinedload(Wish.company),
        joinedload(Wish.desk).joinedload(Desk.directorate),
        selectinload(Wish.needs),
        answer.joinedload(Answer.need),
        answer.joinedload(Answer.answered_by),
        answer.joinedload(Answer.countersigned_by),
    )
    found = session.scalars(sa.select(Wish).where(Wish.fair_id == fair.id).options(*loaded))
    return sorted(found, key=lambda wish: (wish.company.name.casefold(), wish.company.code, wish.rank))


def _declared(wish: Wish) -> tuple[Value, ...]:
    """In the order of the columns of the import."""
    return (
        wish.company.code,
        wish.company.name,
        wish.desk.code,
        wish.rank,
        " ; ".join(need.code for need in wish.needs),
        wish.motivation,
    )


def _state(wish: Wish, locale: str, outcomes: dict[Pair, str]) -> tuple[Value, ...]:
    answer, fair = wish.answer, wish.company.fair
    return (
        wish.desk.label(locale),
        wish.desk.directorate.label(locale),
        minute(fair, wish.asked_at),
        answer_name(None if answer is None else answer.kind),
        refusal_name(answer.refusal) if answer is not None and answer.refusal else "",
        minute(fair, None if answer is None else answer.countersigned_at),
        outcomes.get((wish.company.code, wish.desk.code), ""),
    )


def _answer(wish: Wish, locale: str) -> tuple[Value, ...]:
    answer, fair = wish.answer, wish.company.fair
    if answer is None:
        return ()
    return (
        wish.company.name,
        wish.company.code,
        wish.desk.label(locale),
        answer_name(answer.kind),
        refusal_name(answer.refusal) if answer.refusal else "",
        answer.reason,
        answer.need.code if answer.need else "",
        answer.answered_by.name,
        minute(fair, answer.answered_at),
        answer.countersigned_by.name if answer.countersigned_by else "",
        minute(fair, answer.countersigned_at),
    )


def _outcomes(session: Session, fair: Fair, locale: str) -> dict[Pair, str]:
    """What the standing timetable says of each request; the meetings as they are now, not as published."""
    standing = sa.select(Schedule).where(
        Schedule.fair_id == fair.id, Schedule.published_at.is_not(None), Schedule.replaced_at.is_(None)
    )
    schedule = session.scalar(standing)
    if schedule is None:
        return {}
    content = readable(session, schedule, locale)
    found = {(card.company.code, card.desk.code): _("rendez-vous libéré depuis") for card in content.cards}
    found |= {(one.company.code, one.desk.code): reason_sentence(one.reason) for one in content.unplaced}
    found |= {
        (one.company.code, one.desk.code): _(
            "Refus de la direction : %(refusal)s.", refusal=refusal_name(one.refusal)
        )
        for one in content.set_aside
        if one.refusal is not None
    }
    found |= {
        (one.company.code, one.desk.code): withdrawn(one.dropped)
        for one in content.set_aside
        if one.refusal is None and one.dropped is not None
    }
    return found | _met(session, fair)


def _met(session: Session, fair: Fair) -> dict[Pair, str]:
    loaded = (
        joinedload(Meeting.company).load_only(Company.siren, Company.foreign_number),
        joinedload(Meeting.desk),
        joinedload(Meeting.table),
        joinedload(Meeting.slot),
    )
    live = sa.select(Meeting).where(Meeting.fair_id == fair.id, Meeting.ended_at.is_(None)).options(*loaded)
    return {
        (meeting.company.code, meeting.desk.code): _(
            "rendez-vous à %(time)s, table %(table)s",
            time=hour(fair, meeting.slot.starts_at),
            table=meeting.table.number,
        )
        for meeting in session.scalars(live)
    }

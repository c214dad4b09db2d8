"""A directorate answers requests from a closed list; the procurement department countersigns refusals."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    Answer,
    AnswerKind,
    Desk,
    Need,
    Refusal,
    Table,
    TableClosure,
    Wish,
    journal,
)
from matchmaker.services.problems import current_grid


def welcome(
    session: Session, wish: Wish, kind: AnswerKind, account: Account, now: datetime, need: Need | None = None
) -> Answer:
    """Answer that the stand would like to meet the company, or has no preference."""
    if kind is AnswerKind.REFUSED:
        raise RuleBroken(_("Un refus demande un motif de la liste."))
    if kind is AnswerKind.PRIORITY:
        _refuse_priority(session, wish, need)
    return _write(session, wish, Answer(kind=kind, need=need), account, now)


def refuse(
    session: Session, wish: Wish, reason: Refusal, words: str, account: Account, now: datetime
) -> Answer:
    """Refuse a request for a reason of the closed list; it counts once countersigned."""
    answer = Answer(kind=AnswerKind.REFUSED, refusal=reason, reason=words.strip())
    return _write(session, wish, answer, account, now)


def countersign(session: Session, answer: Answer, account: Account, now: datetime) -> None:
    """Make a refusal count: the procurement department has seen that its reason is one of the list."""
    if answer.kind is not AnswerKind.REFUSED:
        raise RuleBroken(_("Seul un refus peut être contresigné."))
    if answer.countersigned_at is not None:
        raise RuleBroken(_("Ce refus est déjà contresigné."))
    if answer.answered_by is account:
        raise RuleBroken(_("Un refus est contresigné par une autre personne que celle qui l’a prononcé."))
    answer.countersigned_at, answer.countersigned_by = now, account
    _record(session, answer.wish, account, now, "answer.countersign", answer)


def most_priorities(session: Session, desk: Desk) -> int:
    """A quarter of the stand's places, rounded down, at least one."""
    tables = session.scalar(sa.select(sa.func.count(Table.id)).where(Table.desk_id == desk.id)) or 0
    closed = sa.select(sa.func.count(TableClosure.id)).join(Table).where(Table.desk_id == desk.id)
    slots = current_grid(session, desk.fair).slots
    places = tables * len(slots) - (session.scalar(closed) or 0)
    return max(1, places // 4)


def _refuse_priority(session: Session, wish: Wish, need: Need | None) -> None:
    if need is None or need.desk_id != wish.desk_id:
        raise RuleBroken(_("Une priorité se rattache à un projet de ce stand : dites lequel."))
    take_turn(session, wish.desk)
    given = sa.select(sa.func.count(Answer.id)).join(Wish)
    given = given.where(Wish.desk_id == wish.desk_id, Wish.id != wish.id, Answer.kind == AnswerKind.PRIORITY)
    most = most_priorities(session, wish.desk)
    if (session.scalar(given) or 0) >= most:
        raise RuleBroken(
            ngettext(
                "Ce stand a déjà donné sa priorité, un quart de ses places au plus.",
                "Ce stand a déjà donné ses %(num)d priorités, un quart de ses places au plus.",
                most,
            )
        )


def _write(session: Session, wish: Wish, answer: Answer, account: Account, now: datetime) -> Answer:
    """Put the answer in the place of the one before, if any: the journal remembers both."""
    if wish.answer is not None:
        session.delete(wish.answer)
        session.flush()
    answer.wish, answer.answered_by, answer.answered_at = wish, account, now
    session.add(answer)
    _record(session, wish, account, now, "answer.give", answer)
    return answer


def _record(session: Session, wish: Wish, account: Account, now: datetime, deed: str, answer: Answer) -> None:
    about = f"{wish.company.code} {wish.desk.code}"
    said = answer.kind.value if answer.refusal is None else f"{answer.kind.value} {answer.refusal.value}"
    journal.append(
        session, fair=wish.company.fair, account=account, at=now, deed=deed, about=about, detail=said
    )

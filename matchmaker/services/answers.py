"""A directorate answers requests from a closed list; the procurement department countersigns refusals.

Until a timetable is published an answer may be changed as often as one likes; afterwards it would change
nothing any more, and say the contrary of what was done.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from babel.dates import format_datetime
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    Answer,
    AnswerKind,
    Desk,
    Fair,
    Membership,
    Message,
    Need,
    Refusal,
    Role,
    Schedule,
    Slot,
    Table,
    TableClosure,
    Wish,
    journal,
)
from matchmaker.services import messages
from matchmaker.services.need_forms import refuse_text
from matchmaker.services.problems import current_grid
from matchmaker.services.words import refusal_name

LONGEST_WORDS = 500
TIME_TO_CONTEST = timedelta(hours=48)


def welcome(
    session: Session,
    wish: Wish,
    kind: AnswerKind,
    account: Account,
    now: datetime,
    need: Need | None = None,
    words: str = "",
) -> Answer:
    """Answer that the stand would like to meet the company, or has no preference.

    A priority gives the company points that another has not: it says for which project, and why.
    """
    if kind is AnswerKind.REFUSED:
        raise RuleBroken(_("Un refus demande un motif de la liste."), field="kind")
    _refuse_answer(session, wish, words)
    if kind is AnswerKind.PRIORITY:
        _refuse_priority(session, wish, need, words)
        answer = Answer(kind=kind, need=need, reason=words.strip())
    else:
        answer = Answer(kind=kind, reason=words.strip())
    return _write(session, wish, answer, account, now)


def refuse(
    session: Session, wish: Wish, reason: Refusal, words: str, account: Account, now: datetime
) -> Answer:
    """Refuse a request for a reason of the closed list; it counts once countersigned."""
    _refuse_answer(session, wish, words)
    answer = Answer(kind=AnswerKind.REFUSED, refusal=reason, reason=words.strip())
    return _write(session, wish, answer, account, now)


def countersign(
    session: Session, answer: Answer, account: Account, now: datetime, seen: str | None = None
) -> None:
    """Make a refusal count: the procurement department has seen that its reason is one of the list.

    The company is written to at once, with the reason and the time it has to contest it. ``seen`` is the
    refusal that the page showed: words that nobody of the department has read are not countersigned.
    """
    try:
        take_turn(session, answer)
    except InvalidRequestError as gone:
        raise RuleBroken(_("Ce refus a changé entre-temps : relisez-le, puis contresignez-le.")) from gone
    if seen not in (None, version_of(answer)):
        raise RuleBroken(_("Ce refus a changé entre-temps : relisez-le, puis contresignez-le."))
    _refuse_countersigning(session, answer, account)
    answer.countersigned_at, answer.countersigned_by = now, account
    _record(session, answer.wish, account, now, "answer.countersign", answer)
    _tell_the_company(session, answer, now)


def version_of(answer: Answer) -> str:
    """Which answer to a request this is: every new one is given at another instant."""
    return answer.answered_at.isoformat()


def most_priorities(session: Session, desk: Desk) -> int:
    """A quarter of the stand's places, rounded down, at least one."""
    grid = current_grid(session, desk.fair)
    tables = session.scalar(sa.select(sa.func.count(Table.id)).where(Table.desk_id == desk.id)) or 0
    closed = sa.select(sa.func.count(TableClosure.id)).join(Table).join(Slot, TableClosure.slot_id == Slot.id)
    here = closed.where(Table.desk_id == desk.id, Slot.grid_id == grid.id)
    return a_quarter(tables * len(grid.slots) - (session.scalar(here) or 0))


def a_quarter(places: int) -> int:
    """How many priorities a stand of that many places may give."""
    return max(1, places // 4)


def are_final(session: Session, fair: Fair) -> bool:
    """Whether a timetable stands published: from then on answers change nothing."""
    standing = sa.select(Schedule.id).where(
        Schedule.fair_id == fair.id, Schedule.published_at.is_not(None), Schedule.replaced_at.is_(None)
    )
    return session.scalar(standing) is not None


def said(answer: Answer | None) -> str:
    """The answer in a word, to know whether somebody else has answered since a page was shown."""
    if answer is None:
        return "none"
    refusal = answer.refusal.value if answer.refusal else ""
    parts = (answer.kind.value, refusal, answer.need_id or "", answer.answered_by_id, len(answer.reason))
    return " ".join(str(part) for part in parts)


def refuse_if_overtaken(session: Session, wish: Wish, seen: str) -> None:
    """Two people share a stand: neither replaces an answer that they have not read."""
    _hold(session, wish)
    session.expire(wish, ["answer"])
    if said(wish.answer) != seen and wish.answer is not None:
        raise RuleBroken(
            _(
                "%(name)s a répondu entre-temps à cette demande. Relisez sa réponse ci-dessous ; "
                "enregistrez de nouveau pour la remplacer par la vôtre.",
                name=wish.answer.answered_by.name,
            )
        )


def _hold(session: Session, wish: Wish) -> None:
    """Queue behind whoever changes the request; a company may take it back at that very instant."""
    try:
        take_turn(session, wish)
    except InvalidRequestError as gone:
        raise RuleBroken(_("L’entreprise vient de retirer cette demande.")) from gone


def _refuse_answer(session: Session, wish: Wish, words: str) -> None:
    _hold(session, wish)
    if wish.company.withdrawn_at is not None:
        raise RuleBroken(_("Cette entreprise a retiré son inscription : elle n’attend plus de réponse."))
    if are_final(session, wish.company.fair):
        raise RuleBroken(
            _(
                "Le planning est publié : les réponses ne changent plus. Pour une difficulté sur un "
                "rendez-vous, prévenez l’organisation du salon."
            )
        )
    refuse_text(words, LONGEST_WORDS, "words")


def _refuse_priority(session: Session, wish: Wish, need: Need | None, words: str) -> None:
    if need is None or need.desk_id != wish.desk_id:
        raise RuleBroken(_("Une priorité se rattache à un projet de ce stand : dites lequel."), field="need")
    if not need.takes_meetings:
        words_of_need = _("Ce projet ne donne pas lieu à rendez-vous : choisissez-en un autre.")
        raise RuleBroken(words_of_need, field="need")
    if not words.strip():
        raise RuleBroken(
            _("Une priorité demande une raison objective, tirée du projet : écrivez-la."), field="words"
        )
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
            ),
            field="kind",
        )


def _refuse_countersigning(session: Session, answer: Answer, account: Account) -> None:
    if answer.kind is not AnswerKind.REFUSED:
        raise RuleBroken(_("Seul un refus peut être contresigné."))
    if answer.countersigned_at is not None:
        raise RuleBroken(_("Ce refus est déjà contresigné."))
    if answer.answered_by is account:
        raise RuleBroken(_("Un refus est contresigné par une autre personne que celle qui l’a prononcé."))
    procurement = sa.select(Membership.id).where(
        Membership.account_id == account.id,
        Membership.fair_id == answer.wish.fair_id,
        Membership.role == Role.PROCUREMENT,
    )
    if session.scalar(procurement) is None:
        raise RuleBroken(_("Seul le service des achats contresigne un refus."))


def _tell_the_company(session: Session, answer: Answer, now: datetime) -> None:
    with force_locale(messages.LOCALE):
        _tell(session, answer.wish, "refusal", _refusal_body(answer, now), now)


def _tell_that_it_is_lifted(session: Session, wish: Wish, now: datetime) -> None:
    """Who was told of a refusal is told that it no longer stands."""
    with force_locale(messages.LOCALE):
        desk = wish.desk.label(messages.LOCALE)
        said = _(
            "Le refus de votre demande de rendez-vous au stand « %(desk)s » est levé : la direction a "
            "répondu de nouveau, et votre demande compte comme les autres.",
            desk=desk,
        )
        _tell(session, wish, "refusal-lifted", "\n".join([_("Bonjour,"), "", said]), now)


def _tell(session: Session, wish: Wish, name: str, body: str, now: datetime) -> None:
    """Write to every contact, each time under an event of its own: a request may be refused twice."""
    fair, event = wish.company.fair, f"{name} {wish.public_id}"
    earlier = sa.select(sa.func.count(sa.distinct(Message.event)))
    of_wish = earlier.where(Message.fair_id == fair.id, Message.event.startswith(event, autoescape=True))
    number = (session.scalar(of_wish) or 0) + 1
    subject = _("Votre demande au stand « %(desk)s »", desk=wish.desk.label(messages.LOCALE))
    for contact in wish.company.contacts:
        numbered = event if number == 1 else f"{event} {number}"
        messages.write(session, fair, contact.email, numbered, (subject, body), now)


def _refusal_body(answer: Answer, now: datetime) -> str:
    wish = answer.wish
    until = (now + TIME_TO_CONTEST).astimezone(ZoneInfo(wish.company.fair.timezone))
    lines = [
        _("Bonjour,"),
        "",
        _(
            "La direction ne peut pas donner suite à votre demande de rendez-vous au stand « %(desk)s ».",
            desk=wish.desk.label(messages.LOCALE),
        ),
        _("Motif : %(reason)s.", reason=refusal_name(answer.refusal or Refusal.OUT_OF_SCOPE)),
        *([answer.reason] if answer.reason else []),
        "",
        _(
            "Vous pouvez contester ce refus pendant 48 heures, jusqu’au %(until)s, auprès du service des "
            "achats.",
            until=format_datetime(until, "EEEE d MMMM y 'à' H 'h' mm", locale=messages.LOCALE),
        ),
        _("Vos autres demandes ne changent pas, et l’accueil acheteurs vous reste ouvert, sans rendez-vous."),
    ]
    return "\n".join(lines)


def _write(session: Session, wish: Wish, answer: Answer, account: Account, now: datetime) -> Answer:
    """Put the answer in the place of the one before, if any: the journal remembers both."""
    if wish.answer is not None:
        if wish.answer.is_effective_refusal and answer.kind is not AnswerKind.REFUSED:
            _tell_that_it_is_lifted(session, wish, now)
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

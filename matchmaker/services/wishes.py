"""A company asks desks for meetings, in the order in which it would like them, until the deadline.

Until then everything may change: another order, other projects, other words, a request withdrawn. What is
withdrawn is deleted with its answer; the journal remembers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Desk, Need, NeedStage, Wish, journal
from matchmaker.services.declarations import text_of
from matchmaker.services.problems import rules_in_force


def ask(
    session: Session,
    company: Company,
    desk: Desk,
    needs: Sequence[Need],
    motivation: str,
    now: datetime,
    account: Account | None = None,
) -> Wish:
    """Ask ``desk`` for a meeting about ``needs``, as the company's next choice."""
    asked = _turn_of(session, company)
    refuse_another(session, company, desk, asked, now)
    wish = Wish(
        fair_id=company.fair_id,
        company=company,
        desk=desk,
        rank=max((wish.rank for wish in asked), default=0) + 1,
        motivation=_words(desk, needs, motivation),
        needs=list(needs),
        asked_at=now,
    )
    session.add(wish)
    _record(session, wish, account, now, "wish.ask")
    return wish


def reword(
    session: Session, wish: Wish, needs: Sequence[Need], motivation: str, account: Account, now: datetime
) -> None:
    """Change the projects to talk about and the motivation; the rank and the hour of asking stay."""
    _standing(session, wish, now)
    wish.motivation = _words(wish.desk, needs, motivation)
    wish.needs = list(needs)
    _record(session, wish, account, now, "wish.reword")


def move(
    session: Session,
    wish: Wish,
    rank: int,
    account: Account,
    now: datetime,
    seen_at: int | None = None,
) -> None:
    """Put a request at ``rank``; those between its old and its new place shift by one.

    ``seen_at`` is the rank that the page showed: an outdated page moves nothing.
    """
    asked = _standing(session, wish, now)
    if wish.rank == rank:
        return
    if seen_at not in (None, wish.rank):
        raise RuleBroken(_("L’ordre de vos demandes a changé entre-temps : le voici à jour. Recommencez."))
    if not 1 <= rank <= len(asked):
        raise RuleBroken(_("Cette place n’existe pas dans l’ordre de vos demandes."))
    others = [other for other in asked if other is not wish]
    _put_in_order(session, wish.company, [*others[: rank - 1], wish, *others[rank - 1 :]])
    _record(session, wish, account, now, "wish.move", f"choice {rank}")


def withdraw(session: Session, wish: Wish, account: Account, now: datetime) -> None:
    """Take a request back, with its answer; those behind it move up."""
    asked = _standing(session, wish, now)
    company = wish.company
    _record(session, wish, account, now, "wish.withdraw", f"choice {wish.rank}")
    session.delete(wish)
    session.flush()
    _put_in_order(session, company, [other for other in asked if other is not wish])


def refuse_outside_requests(company: Company, now: datetime) -> None:
    """Requests are made and changed between two dates, by a company that takes part."""
    if now < company.fair.requests_open_at:
        raise RuleBroken(
            _("Les demandes de rendez-vous ne sont pas encore ouvertes : revenez à l’ouverture.")
        )
    if now >= company.fair.requests_close_at:
        raise RuleBroken(
            _(
                "Les demandes de rendez-vous sont closes : leur liste ne change plus. Le tirage, puis le "
                "planning donnent à chacune une réponse, que vous lirez dans votre espace."
            )
        )
    if company.withdrawn_at is not None:
        raise RuleBroken(_("Cette entreprise a retiré son inscription."))


def refuse_another(
    session: Session, company: Company, desk: Desk | None, asked: Sequence[Wish], now: datetime
) -> None:
    """Whether one more request may be made, of ``desk`` or of any (None), by a company that asked so far."""
    refuse_outside_requests(company, now)
    if company.refused_at is not None:
        raise RuleBroken(_("Votre inscription n’est pas acceptée pour l’instant : corrigez-la d’abord."))
    if desk is not None and any(wish.desk_id == desk.id for wish in asked):
        raise RuleBroken(_("Vous avez déjà demandé un rendez-vous à ce stand."))
    most = rules_in_force(session, company.fair).requests_per_company
    if len(asked) >= most:
        raise RuleBroken(
            ngettext(
                "Vous pouvez faire au plus %(num)d demande : retirez-en une d’abord.",
                "Vous pouvez faire au plus %(num)d demandes : retirez-en une d’abord.",
                most,
            )
        )


def _turn_of(session: Session, company: Company) -> list[Wish]:
    """The company's requests by rank, as they stand once nobody else is changing them."""
    take_turn(session, company)
    mine = sa.select(Wish).where(Wish.company_id == company.id).order_by(Wish.rank)
    return list(session.scalars(mine.execution_options(populate_existing=True)))


def _standing(session: Session, wish: Wish, now: datetime) -> list[Wish]:
    """All requests of the company of ``wish``, which must still be one of them."""
    asked = _turn_of(session, wish.company)
    refuse_outside_requests(wish.company, now)
    if wish not in asked:
        raise RuleBroken(_("Cette demande est déjà retirée."))
    return asked


def _words(desk: Desk, needs: Sequence[Need], motivation: str) -> str:
    """The motivation as it will be stored, once it and the projects are allowed."""
    if any(need.desk_id != desk.id for need in needs):
        raise RuleBroken(_("Un des projets choisis est suivi par un autre stand."), field="needs")
    if any(need.stage not in (NeedStage.PUBLISHED, NeedStage.CONSULTATION) for need in needs):
        raise RuleBroken(_("Un des projets choisis n’est pas public."), field="needs")
    if needs and not any(need.takes_meetings for need in needs):
        raise RuleBroken(
            _("La consultation est lancée : ces projets ne donnent plus lieu à rendez-vous."), field="needs"
        )
    return text_of(motivation, "motivation")


def _put_in_order(session: Session, company: Company, ordered: Sequence[Wish]) -> None:
    """Number the requests from 1 in this order.

    Both engines watch UNIQUE (company, rank) row by row, so all step below zero first, in one statement, and
    then take their places, in another.
    """
    if ordered:
        session.flush()
        mine = sa.update(Wish).where(Wish.company_id == company.id)
        mine = mine.execution_options(synchronize_session=False)
        places = {wish.id: rank for rank, wish in enumerate(ordered, start=1)}
        session.execute(mine.values(rank=-Wish.rank))
        session.execute(mine.values(rank=sa.case(places, value=Wish.id)))
    for wish in ordered:
        session.expire(wish, ["rank"])
    session.expire(company, ["wishes"])


def _record(
    session: Session, wish: Wish, account: Account | None, now: datetime, deed: str, detail: str = ""
) -> None:
    about = f"{wish.company.code} {wish.desk.code}"
    journal.append(
        session, fair=wish.company.fair, account=account, at=now, deed=deed, about=about, detail=detail
    )

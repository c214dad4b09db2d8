"""Why a request is not a meeting, or no longer one, as its company is told: the reason, and what remains.

The surest reason comes first, as on the company's own pages: what the organiser or the directorate decided,
then what the scheduler found. Nothing here speaks of another company.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import Fair, Happened, Schedule, Wish
from matchmaker.scheduling.problem import Pair
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafted import happenings_of
from matchmaker.services.figures import document, witnessed
from matchmaker.services.problems import may_be_met
from matchmaker.services.publishing.news import Spot
from matchmaker.services.reasons import Voice, next_step, reason_sentence, walk_in
from matchmaker.services.words import refusal_name, withdrawn


class Loss(NamedTuple):
    """Why, and what can still be done; both are sentences."""

    why: str
    step: str


class Losses:
    """The reasons of one schedule; read once, in a constant number of queries."""

    def __init__(self, session: Session, schedule: Schedule) -> None:
        content = document(schedule)
        self._problem = content.problem
        self._gone = _gone(session, schedule)
        self._reasons = {Pair(one.company, one.desk): one.reason for one in witnessed(content)}
        self._dropped = drafting.dropped(drafting.path(session, schedule))
        self._wishes = _wishes(session, schedule.fair)
        self._asked: dict[str, list[Pair]] = defaultdict(list)
        for pair in self._wishes:
            self._asked[pair.company].append(pair)

    def asked(self, company: str) -> tuple[Pair, ...]:
        """What that company asked for, by its choice numbers."""
        return tuple(self._asked.get(company, ()))

    def desk(self, pair: Pair, locale: str) -> str:
        """The stand of a request, in words."""
        return self._wishes[pair].desk.label(locale)

    def of(self, pair: Pair, was: Spot | None = None) -> Loss:
        """Why ``pair`` does not meet; ``was``: the meeting that it had until now."""
        decided = self._decided(pair)
        if decided is not None:
            return decided
        found = self._found(pair, was)
        return found if was is None else Loss(f"{self._upset(was)} {found.why}".strip(), found.step)

    def _decided(self, pair: Pair) -> Loss | None:
        wish = self._wishes.get(pair)
        if pair.company in self._gone or pair.company not in self._problem.company:
            step = _("Si c’est une erreur, écrivez sans attendre à l’organisation du salon.")
            return Loss(_("Votre entreprise ne participe plus aux rendez-vous."), step)
        if pair in self._dropped:
            return Loss(withdrawn(self._dropped[pair].reason), walk_in())
        if wish is None:
            return Loss(_("Cette demande a été retirée."), walk_in())
        return self._refused(wish)

    def _refused(self, wish: Wish) -> Loss | None:
        answer = wish.answer
        if answer is not None and answer.is_effective_refusal and answer.refusal is not None:
            why = _(
                "La direction a refusé cette demande. Motif : %(refusal)s.",
                refusal=refusal_name(answer.refusal),
            )
            return Loss(f"{why} {answer.reason}".strip(), walk_in())
        if not may_be_met(wish):
            consultation = _(
                "La consultation des projets choisis est lancée : par égalité envers toutes les entreprises, "
                "ils ne donnent plus lieu à rendez-vous."
            )
            return Loss(consultation, _("Suivez l’avis de marché pour y répondre."))
        return None

    def _upset(self, was: Spot) -> str:
        """What has become of the very place, where that is why."""
        if was.slot not in self._problem.slot_index:
            return _("Ce créneau n’existe plus.")
        desk = self._problem.desk.get(was.pair.desk)
        tables = {} if desk is None else {table.id: table for table in desk.tables}
        if was.table not in tables or was.slot in tables[was.table].closed:
            return _("La table qui devait vous recevoir n’est pas disponible à cette heure.")
        if was.slot in self._problem.company[was.pair.company].absent:
            return _("D’après les heures que nous connaissons, vous n’êtes pas au salon à cette heure.")
        return ""

    def _found(self, pair: Pair, was: Spot | None) -> Loss:
        reason = self._reasons.get(pair)
        if reason is not None and (was is None or reason.code != "stopped"):
            return Loss(reason_sentence(reason, Voice.COMPANY), next_step(reason.code, Voice.COMPANY))
        if was is not None:
            lacking = _(
                "Des places ont manqué depuis la publication, et ce rendez-vous n’a pas pu être gardé."
            )
            return Loss(lacking, walk_in())
        return Loss(_("Cette demande n’était pas encore comptée quand le planning a été calculé."), walk_in())


def _gone(session: Session, schedule: Schedule) -> frozenset[str]:
    """The companies (codes) that the schedule supposes to have left; some stay in it for what they held."""
    said = happenings_of(session, schedule)
    return frozenset(
        one.company.code for one in said if one.kind is Happened.COMPANY_GONE and one.company is not None
    )


def _wishes(session: Session, fair: Fair) -> Mapping[Pair, Wish]:
    asked = sa.select(Wish).where(Wish.fair_id == fair.id).order_by(Wish.company_id, Wish.rank)
    loaded = asked.options(
        joinedload(Wish.company), joinedload(Wish.desk), joinedload(Wish.answer), selectinload(Wish.needs)
    )
    return {Pair(wish.company.code, wish.desk.code): wish for wish in session.scalars(loaded)}

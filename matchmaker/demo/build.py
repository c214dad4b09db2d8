"""The life of the demonstration fair, deed after deed, and a snapshot at each of the four moments."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.demo import moments, opinions
from matchmaker.demo.fair import REQUESTS_CLOSE_AT, add_fair, paris
from matchmaker.demo.moments import Moment
from matchmaker.demo.people import People, add_people
from matchmaker.demo.requests import Requests
from matchmaker.demo.source import Edition, Source
from matchmaker.models import Desk, Fair, Need, Procedure, Schedule
from matchmaker.scheduling.solve import solve
from matchmaker.services import draws, needs, planning, tables
from matchmaker.services.nomenclature import load_nomenclatures
from matchmaker.services.publishing import publication

NEEDS_VALIDATED_AT = paris(9, 11)
NEEDS_PUBLISHED_AT = paris(9, 15, 9)
COMMITTED_AT = paris(9, 15, 10)
REVEALED_AT = paris(10, 23, 9, 30)
CONSULTATION_AT = paris(10, 24, 9)
SIGNALLED_AT = paris(10, 26, 10)
TRIAL_AT = paris(10, 30, 9, 0)
DRAFT_AT = paris(10, 30, 9, 20)
SHOWN_AT = paris(10, 30, 9, 25)
PUBLISHED_AT = paris(11, 2, 14)

PUBLIC_SOURCE = (
    "Tirage de démonstration : le nombre est fictif et peut être recalculé. "
    "Un vrai salon désigne à l’avance un tirage national à venir."
)
TRIED_DESK = "CHA"
TRIAL_NAME = f"Essai avec une table de plus au stand {TRIED_DESK}"
DRAFT_NAME = "Avec les tables prévues"


class Built(NamedTuple):
    """What a build leaves: the draft that is published, and the seconds its solving took."""

    schedule: Schedule
    seconds: float


class Building:
    """A fair under construction in ``folder``'s live database, which is migrated and empty."""

    def __init__(self, session: Session, edition: Edition, folder: Path, say: Callable[[str], None]) -> None:
        self._session, self._edition, self._folder, self._say = session, edition, folder, say

    def build(self) -> Built:
        """Live through the fair, committing at each moment; it then stands at the first one seen."""
        self._say(_("Nomenclatures CPV et NAF"))
        load_nomenclatures(self._session)
        self._say(_("Salon, stands et projets d’achat"))
        fair = add_fair(self._session, self._edition)
        people = add_people(self._session, fair)
        _prepare(self._session, fair, people, self._edition)
        requests = self._take_requests(fair, people)
        self._answer(fair, people, requests)
        self._say(_("Calcul du planning"))
        built = _make_drafts(self._session, fair, people)
        opinions.gather(self._session, built.schedule, people, SHOWN_AT)
        self._keep(moments.DRAFTS)
        self._say(_("Publication"))
        publication.publish(self._session, built.schedule, people.organiser, PUBLISHED_AT)
        self._keep(moments.PUBLISHED)
        self._keep(moments.THE_DAY)
        moments.go_to(moments.FIRST_SEEN, self._folder)
        return built

    def _take_requests(self, fair: Fair, people: People) -> Requests:
        self._say(_("Inscriptions et demandes de rendez-vous"))
        requests = Requests(self._session, fair, Source(self._edition), people)
        requests.live_until(moments.REQUESTS_OPEN.now)
        self._keep(moments.REQUESTS_OPEN)
        requests.live_until(REQUESTS_CLOSE_AT)
        return requests

    def _answer(self, fair: Fair, people: People, requests: Requests) -> None:
        self._say(_("Tirage public et réponses des directions"))
        number = demonstration_digits(self._edition)
        draws.reveal(self._session, fair, number, people.organiser, REVEALED_AT)
        requests.answer()
        _launch_a_consultation(self._session, fair, people)
        requests.signal(SIGNALLED_AT)
        requests.countersign()

    def _keep(self, moment: Moment) -> None:
        self._session.commit()
        moments.keep(moment, self._folder)


def demonstration_secret(edition: Edition) -> str:
    """A secret that is none: derived from a known text, so that every build makes the same draw."""
    return _digest(f"matchmaker demonstration secret {edition.name}")[:32]


def demonstration_digits(edition: Edition) -> str:
    """The fictitious public number: six digits of another known text."""
    return f"{int(_digest(f'matchmaker demonstration public number {edition.name}'), 16) % 10**6:06d}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _prepare(session: Session, fair: Fair, people: People, edition: Edition) -> None:
    """Projects are validated and published, and the draw committed, before anybody may register."""
    for need in _needs(session, fair):
        needs.validate(session, need, people.procurement, NEEDS_VALIDATED_AT)
    for need in _needs(session, fair):
        needs.publish(session, need, people.procurement, NEEDS_PUBLISHED_AT)
    draws.commit(session, fair, demonstration_secret(edition), PUBLIC_SOURCE, people.organiser, COMMITTED_AT)


def _needs(session: Session, fair: Fair) -> list[Need]:
    return list(session.scalars(sa.select(Need).where(Need.fair_id == fair.id).order_by(Need.code)))


def _launch_a_consultation(session: Session, fair: Fair, people: People) -> None:
    """The open procedures of the first quarter begin: their projects take no more meetings."""
    for need in _needs(session, fair):
        if need.quarter == "2024-T1" and need.procedure is Procedure.OPEN:
            needs.launch_consultation(session, need, people.procurement, CONSULTATION_AT)


def _make_drafts(session: Session, fair: Fair, people: People) -> Built:
    """A trial with one more table, given up for want of people to hold it; then the tables there are."""
    desk = session.scalars(sa.select(Desk).where(Desk.fair_id == fair.id, Desk.code == TRIED_DESK)).one()
    table = tables.add(session, desk, people.organiser, TRIAL_AT)
    trial = _draft(session, fair, people, TRIAL_AT).schedule
    planning.rename(session, trial, TRIAL_NAME, people.organiser, TRIAL_AT)
    tables.remove(session, table, people.organiser, DRAFT_AT)
    built = _draft(session, fair, people, DRAFT_AT)
    planning.rename(session, built.schedule, DRAFT_NAME, people.organiser, DRAFT_AT)
    return built


def _draft(session: Session, fair: Fair, people: People, at: datetime) -> Built:
    """What the organiser's button and the worker do, one after the other."""
    run = planning.ask_for_run(session, fair, people.organiser, at)
    problem, revision = planning.question(session, fair), planning.live_revision(session, fair)
    started = time.perf_counter()
    result = solve(problem, seed=run.seed)
    seconds = time.perf_counter() - started
    return Built(planning.keep_draft(session, run, problem, result, revision, at), seconds)

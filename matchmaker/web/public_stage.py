"""Where a fair stands, in words: its stage, what comes next for whom and by when, its dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from flask_babel import gettext as _

from matchmaker.models import Fair
from matchmaker.services.stages import Stage
from matchmaker.web.language import hour, short_day


@dataclass(frozen=True)
class NextStep:
    """Whose turn it is, to do what, and before when."""

    who: str
    what: str
    by: datetime | None


class Milestone(NamedTuple):
    """One date in the life of the fair, as the macro ``steps`` takes it."""

    title: str
    state: Literal["done", "current", "coming"]
    when: str


def headline(stage: Stage) -> str:
    """The stage of a fair in one sentence."""
    headlines = {
        Stage.PREPARATION: _("Le salon se prépare"),
        Stage.REQUESTS_OPEN: _("Les demandes de rendez-vous sont ouvertes"),
        Stage.REQUESTS_CLOSED: _("Les demandes de rendez-vous sont closes"),
        Stage.DRAFTS: _("Le planning des rendez-vous se prépare"),
        Stage.PUBLISHED: _("Le planning des rendez-vous est publié"),
        Stage.THE_DAY: _("C’est aujourd’hui"),
        Stage.CLOSED: _("Le salon est terminé"),
        Stage.ARCHIVED: _("Cette édition est archivée"),
    }
    return headlines[stage]


def next_steps(fair: Fair, stage: Stage) -> tuple[NextStep, ...]:
    """What is to be done at ``stage``, by whom and before when."""
    steps = {
        Stage.PREPARATION: _steps_before_opening,
        Stage.REQUESTS_OPEN: _steps_while_open,
        Stage.REQUESTS_CLOSED: _steps_towards_timetable,
        Stage.DRAFTS: _steps_towards_timetable,
        Stage.PUBLISHED: _steps_once_published,
        Stage.THE_DAY: _steps_of_the_day,
        Stage.CLOSED: _steps_afterwards,
        Stage.ARCHIVED: _steps_afterwards,
    }
    return steps[stage](fair)


def _steps_before_opening(fair: Fair) -> tuple[NextStep, ...]:
    return (
        NextStep(_("Directions"), _("Décrire leurs projets d’achat."), fair.requests_open_at),
        NextStep(_("Organisateur"), _("Publier les règles et l’empreinte du tirage."), fair.requests_open_at),
        NextStep(
            _("Entreprises"),
            _("S’inscrire ensuite, et demander des rendez-vous."),
            fair.requests_close_at,
        ),
    )


def _steps_while_open(fair: Fair) -> tuple[NextStep, ...]:
    return (
        NextStep(
            _("Entreprises"),
            _("Demander des rendez-vous et les classer ; tout peut encore changer jusque-là."),
            fair.requests_close_at,
        ),
        NextStep(_("Directions"), _("Lire les demandes et y répondre."), None),
        NextStep(
            _("Organisateur"), _("Révéler le tirage après la clôture, puis préparer le planning."), None
        ),
    )


def _steps_towards_timetable(fair: Fair) -> tuple[NextStep, ...]:
    is_drawn = fair.draw is not None and fair.draw.revealed_at is not None
    timetable = _("Préparer et publier le planning.")
    return (
        NextStep(
            _("Organisateur"),
            timetable if is_drawn else _("Révéler le tirage, puis préparer et publier le planning."),
            fair.opens_at,
        ),
        NextStep(_("Directions"), _("Finir de répondre, et relire le planning de leurs stands."), None),
        NextStep(
            _("Entreprises"),
            _(
                "Rien à faire : chacune recevra ses rendez-vous, "
                "et une raison pour chaque demande sans créneau."
            ),
            None,
        ),
    )


def _steps_once_published(fair: Fair) -> tuple[NextStep, ...]:
    return (
        NextStep(_("Entreprises"), _("Confirmer leurs rendez-vous, ou y renoncer."), fair.confirm_by),
        NextStep(
            _("Organisateur"), _("Proposer à la liste d’attente les places qui se libèrent."), fair.opens_at
        ),
    )


def _steps_of_the_day(fair: Fair) -> tuple[NextStep, ...]:
    return (
        NextStep(_("Entreprises"), _("Se présenter à l’accueil, puis à la table indiquée."), None),
        NextStep(
            _("Sans rendez-vous"),
            _("L’accueil acheteurs reçoit sans réservation, jusqu’à la fin des échanges."),
            fair.exchange_ends_at,
        ),
    )


def _steps_afterwards(_fair: Fair) -> tuple[NextStep, ...]:
    return (
        NextStep(
            _("Entreprises"),
            _("Retrouver ici chaque projet d’achat, avec le trimestre où sa consultation est prévue."),
            None,
        ),
    )


def milestones(fair: Fair, published_at: datetime | None, now: datetime) -> Iterator[Milestone]:
    """The dates in order; the first one that is not past is what everybody waits for."""
    is_next = True
    for title, at in _dates(fair, published_at):
        when = _("%(day)s, %(hour)s", day=short_day(at), hour=hour(at)) if at else _("date à venir")
        if at is not None and at <= now:
            yield Milestone(title, "done", when)
        else:
            yield Milestone(title, "current" if is_next else "coming", when)
            is_next = False


def _dates(fair: Fair, published_at: datetime | None) -> Iterator[tuple[str, datetime | None]]:
    draw = fair.draw
    yield _("Empreinte du tirage publiée"), draw.committed_at if draw else None
    yield _("Ouverture des demandes"), fair.requests_open_at
    yield _("Clôture des demandes"), fair.requests_close_at
    yield _("Tirage révélé"), draw.revealed_at if draw else None
    yield _("Planning publié"), published_at
    if fair.confirm_by is not None:
        yield _("Dernier moment pour confirmer"), fair.confirm_by
    yield _("Le salon"), fair.opens_at

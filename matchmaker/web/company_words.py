"""What a company's pages say: where its registration and its requests stand, why, and what it can do next."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from matchmaker.models import Company, RulesVersion
from matchmaker.services.company_day import Refused, Request, State
from matchmaker.services.reasons import Voice, next_step, reason_name, reason_sentence, walk_in
from matchmaker.services.words import refusal_name, withdrawn
from matchmaker.web.language import day, hour


class Explained(NamedTuple):
    """Why a request is not a meeting: in two words, in a sentence, and what the company can do itself."""

    name: str
    sentence: str
    step: str


def registration_state(company: Company) -> tuple[str, str]:
    """Where a registration stands, and the colour of its tag."""
    if company.withdrawn_at is not None:
        return _("inscription retirée"), "plain"
    if company.refused_at is not None:
        return _("inscription à corriger"), "bad"
    if company.validated_at is None:
        return _("inscription en attente de validation"), "warn"
    return _("inscription validée"), "good"


def request_state(state: State) -> tuple[str, str]:
    """Where a request stands, and the colour of its tag."""
    names = {
        State.SENT: (_("envoyée"), "good"),
        State.WAITING: (_("en attente du planning"), "plain"),
        State.REFUSED: (_("refusée"), "bad"),
        State.CONSULTATION: (_("consultation lancée"), "warn"),
        State.MEETING: (_("rendez-vous obtenu"), "good"),
        State.UNPLACED: (_("sans créneau"), "warn"),
        State.GIVEN_UP: (_("rendez-vous abandonné"), "plain"),
        State.LAPSED: (_("non confirmé à temps"), "plain"),
        State.LOST: (_("rendez-vous supprimé"), "warn"),
        State.DROPPED: (_("retirée par l’organisation"), "warn"),
        State.TOO_LATE: (_("arrivée après le calcul"), "plain"),
    }
    return names[state]


def explained(request: Request, now: datetime) -> Explained | None:
    """Why this request is not a meeting; None while nothing is decided, or if it is one."""
    if request.refused is not None:
        return _refusal(request.refused, now)
    if request.reason is not None:
        code, voice = request.reason.code, Voice.COMPANY
        return Explained(reason_name(code), reason_sentence(request.reason, voice), next_step(code, voice))
    if request.state is State.DROPPED:
        return Explained(_("Demande retirée par l’organisation"), withdrawn(request.words), walk_in())
    return _without_witness(request.state)


def _refusal(refused: Refused, now: datetime) -> Explained:
    until = refused.contest_until
    if now < until:
        step = _(
            "Vous pouvez le contester par écrit auprès du service des achats jusqu’au %(day)s à %(hour)s.",
            day=day(until),
            hour=hour(until),
        )
    else:
        step = _("Le délai de contestation de 48 heures est passé. %(walk_in)s", walk_in=walk_in())
    sentence = _(
        "La direction a refusé cette demande. Motif : %(refusal)s.", refusal=refusal_name(refused.refusal)
    )
    return Explained(_("Refus de la direction"), f"{sentence} {refused.words}".strip(), step)


def _without_witness(state: State) -> Explained | None:
    explanations = {
        State.CONSULTATION: Explained(
            _("Consultation lancée"),
            _(
                "La consultation des projets choisis est lancée : par égalité envers toutes les entreprises, "
                "ils ne donnent plus lieu à rendez-vous."
            ),
            _("Suivez l’avis de marché pour y répondre."),
        ),
        State.GIVEN_UP: Explained(
            _("Rendez-vous abandonné"), _("Vous avez renoncé à ce rendez-vous."), walk_in()
        ),
        State.LAPSED: Explained(
            _("Non confirmé à temps"),
            _("Ce rendez-vous n’a pas été confirmé à l’heure dite : sa place est libérée."),
            walk_in(),
        ),
        State.LOST: Explained(
            _("Rendez-vous supprimé"),
            _("Des places ont manqué depuis la publication, et ce rendez-vous n’a pas pu être gardé."),
            walk_in(),
        ),
        State.TOO_LATE: Explained(
            _("Arrivée après le calcul"),
            _("Cette demande n’était pas encore comptée quand le planning a été calculé."),
            _("Elle le sera au prochain calcul, s’il y en a un. %(walk_in)s", walk_in=walk_in()),
        ),
    }
    return explanations.get(state)


def points_of_choices(rules: RulesVersion) -> str:
    """« 100, 70, 45 et 25 » for as many choices as the rules allow."""
    points = [str(points) for points in rules.weights.choices[: rules.requests_per_company]]
    if len(points) == 1:
        return points[0]
    return _("%(first)s et %(last)s", first=", ".join(points[:-1]), last=points[-1])


def hours_of(company: Company) -> str:
    """« de 10 h 30 à 11 h 30 », or all along."""
    if not company.presences:
        return _("pendant tous les échanges")
    return ", ".join(
        _("de %(start)s à %(end)s", start=hour(one.starts_at), end=hour(one.ends_at))
        for one in company.presences
    )

"""What the pages of leads and buyers say: the one thing to do next, the closed list of answers, seats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.models import Answer, AnswerKind, Fair, Refusal, Seat
from matchmaker.services.askers import Tally
from matchmaker.services.hosts import Chair
from matchmaker.services.stages import Stage
from matchmaker.services.words import answer_name, refusal_name
from matchmaker.web.language import hour


class NextStep(NamedTuple):
    """What to do, why, by when if there is an hour, and where (address, label)."""

    title: str
    text: str
    by: datetime | None = None
    link: tuple[str, str] | None = None


def next_step(fair: Fair, stage: Stage, tallies: Sequence[Tally], to_correct: int) -> NextStep:
    """The first thing that waits for the directorate; else what the others are doing."""
    if to_correct and stage.number < Stage.CLOSED.number:
        return _corrections(fair, stage, to_correct)
    if stage is Stage.PREPARATION:
        return NextStep(
            _("Déclarez vos projets d’achat"),
            _("Le service des achats les relit, puis les publie : les entreprises choisissent d’après eux."),
            fair.requests_open_at,
            (url_for(".new_project"), _("Déclarer un projet")),
        )
    if stage.number < Stage.PUBLISHED.number:
        return _answers(fair, stage, tallies)
    return _timetable(fair, stage)


def _corrections(fair: Fair, stage: Stage, to_correct: int) -> NextStep:
    title = ngettext(
        "Corrigez le projet renvoyé par le service des achats",
        "Corrigez les %(num)d projets renvoyés par le service des achats",
        to_correct,
    )
    text = _("Sa remarque est affichée sur la fiche. Une fois corrigé, un projet est relu puis publié.")
    by = fair.requests_open_at if stage is Stage.PREPARATION else None
    return NextStep(title, text, by, (url_for(".projects"), _("Voir mes projets")))


def _answers(fair: Fair, stage: Stage, tallies: Sequence[Tally]) -> NextStep:
    missing = sum(tally.missing for tally in tallies)
    is_open = stage is Stage.REQUESTS_OPEN
    if not missing:
        title = _("Toutes les demandes reçues ont une réponse")
        still = _("D’autres peuvent arriver ; vos réponses se changent jusqu’à la publication du planning.")
        done = _("Le planning est en préparation. Vos réponses se changent jusqu’à sa publication.")
        return NextStep(title, still if is_open else done, fair.requests_close_at if is_open else None)
    title = ngettext("Répondez à %(num)d demande", "Répondez à %(num)d demandes", missing)
    text = _("À faire avant la publication du planning. Sans réponse, une demande vaut « sans préférence ».")
    first = next(tally for tally in tallies if tally.missing)
    link = url_for(".requests", code=first.desk.code), _("Répondre aux demandes")
    return NextStep(title, text, None, link)


def _timetable(fair: Fair, stage: Stage) -> NextStep:
    mine = url_for(".my_planning"), _("Voir mon planning")
    if stage is Stage.PUBLISHED:
        text = _("Relisez les demandes des entreprises que vous recevrez, et préparez vos questions.")
        return NextStep(_("Préparez vos rendez-vous"), text, fair.opens_at, mine)
    if stage is Stage.THE_DAY:
        text = _("Les rendez-vous ont lieu de %(start)s à %(end)s.", start=_start(fair), end=_end(fair))
        return NextStep(_("C’est aujourd’hui"), text, None, mine)
    return NextStep(_("Le salon est terminé"), _("Merci d’avoir reçu les entreprises."), None, None)


def _start(fair: Fair) -> str:
    return hour(fair.exchange_starts_at)


def _end(fair: Fair) -> str:
    return hour(fair.exchange_ends_at)


def answer_tag(answer: Answer | None) -> tuple[str, str]:
    """What was answered, and the colour of its tag; the reason of a refusal says more than the word."""
    if answer is None:
        return _("sans réponse"), "warn"
    if answer.refusal is not None:
        return refusal_name(answer.refusal), "bad"
    kind = "plain" if answer.kind is AnswerKind.NEUTRAL else "good"
    return answer_name(answer.kind), kind


def answer_choices() -> list[tuple[str, str]]:
    """The closed list, each entry with what it does."""
    return [
        (AnswerKind.PRIORITY.value, _("Prioritaire : un projet et une raison objective à donner")),
        (AnswerKind.INTERESTED.value, _("Intéressée : nous aimerions recevoir cette entreprise")),
        (AnswerKind.NEUTRAL.value, _("Sans préférence : le choix de l’entreprise et le tirage décident")),
        (Refusal.OUT_OF_SCOPE.value, _("Refus : hors périmètre du stand")),
        (Refusal.CONSULTATION_RUNNING.value, _("Refus : consultation en cours")),
        (Refusal.SAME_GROUP_MET.value, _("Refus : même groupe déjà reçu")),
        (Refusal.EXCLUSION_NOTIFIED.value, _("Refus : exclusion notifiée")),
    ]


def demand_sentence(tally: Tally) -> str:
    """« 73 demandes pour 18 places »."""
    if not tally.requests:
        return ngettext(
            "Aucune demande pour %(num)d place", "Aucune demande pour %(num)d places", tally.places
        )
    requests = ngettext("%(num)d demande", "%(num)d demandes", tally.requests)
    places = ngettext("%(num)d place", "%(num)d places", tally.places)
    return _("%(requests)s pour %(places)s", requests=requests, places=places)


def priorities_sentence(tally: Tally) -> str:
    """« 2 priorités données sur 4 »."""
    return ngettext(
        "%(num)d priorité donnée sur %(most)d",
        "%(num)d priorités données sur %(most)d",
        tally.priorities,
        most=tally.most_priorities,
    )


def seat_name(seat: Seat | None) -> str:
    return {Seat.LEAD: _("référent métier"), Seat.BUYER: _("acheteur")}.get(seat or Seat.LEAD, "")


def chair(one: Chair) -> str:
    """« Référent, stand EAU, table 1 (référent métier) », with the hours of who does not stay."""
    if not one.slots:
        return _("%(name)s (%(seat)s)", name=one.name, seat=seat_name(one.seat))
    hours = ", ".join(hour(slot.starts_at) for slot in one.slots)
    return _("%(name)s (%(seat)s) : %(hours)s", name=one.name, seat=seat_name(one.seat), hours=hours)

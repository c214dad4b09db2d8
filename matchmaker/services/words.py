"""The closed lists of the model as people read them, and the notice that every result carries."""

from __future__ import annotations

from flask_babel import gettext as _

from matchmaker.models import AnswerKind, Refusal


def answer_name(kind: AnswerKind | None) -> str:
    """What the directorate answered; nothing yet counts as no preference."""
    if kind is None:
        return _("pas encore de réponse")
    names = {
        AnswerKind.PRIORITY: _("prioritaire"),
        AnswerKind.INTERESTED: _("intéressée"),
        AnswerKind.NEUTRAL: _("sans préférence"),
        AnswerKind.REFUSED: _("refusée"),
    }
    return names[kind]


def refusal_name(refusal: Refusal) -> str:
    """Why the directorate refused, as the company reads it."""
    names = {
        Refusal.OUT_OF_SCOPE: _("hors périmètre du stand"),
        Refusal.CONSULTATION_RUNNING: _("consultation en cours"),
        Refusal.SAME_GROUP_MET: _("même groupe déjà reçu"),
        Refusal.EXCLUSION_NOTIFIED: _("exclusion notifiée"),
    }
    return names[refusal]


def withdrawn(reason: str) -> str:
    """That organisers took a request out of the timetable, and why."""
    return _("L’organisation a retiré cette demande. Motif : %(reason)s.", reason=reason.rstrip(" ."))


def notice() -> str:
    """The notice of algorithmic decisions (CRPA, article L. 311-3-1)."""
    return _(
        "Ce planning résulte d’un traitement algorithmique : le plus possible de premiers rendez-vous, puis "
        "le tirage public, puis les choix des entreprises et les réponses des directions. Toute personne "
        "concernée peut demander les règles suivies et leur application à son cas (code des relations "
        "entre le public et l’administration, article L. 311-3-1)."
    )

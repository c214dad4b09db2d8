"""A project's figures and terms as a page writes them: quarters, amounts, procedures."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from matchmaker.models import Need, Procedure
from matchmaker.services.closed_lists import procedure_names
from matchmaker.web.language import amount as euros
from matchmaker.web.language import hour, local


def quarter(code: str) -> str:
    """« 2024-T2 » → « 2e trimestre 2024 »."""
    year, number = code.split("-T")
    names = {
        "1": _("1er trimestre %(year)s", year=year),
        "2": _("2e trimestre %(year)s", year=year),
        "3": _("3e trimestre %(year)s", year=year),
        "4": _("4e trimestre %(year)s", year=year),
    }
    return names[number]


def amount(need: Need) -> str:
    """The range of a project: what is unknown or has no limit is said, never shown as zero."""
    least, most = need.amount_min or None, need.amount_max
    if least is not None and most is not None:
        return _("de %(least)s à %(most)s", least=euros(least), most=euros(most))
    if most is not None:
        return _("moins de %(most)s", most=euros(most))
    if least is not None:
        return _("plus de %(least)s", least=euros(least))
    return _("montant à préciser")


def period(starts_at: datetime, ends_at: datetime) -> str:
    """« de 10 h 30 à midi »."""
    return _("de %(start)s à %(end)s", start=_noon_or_hour(starts_at), end=_noon_or_hour(ends_at))


def _noon_or_hour(instant: datetime) -> str:
    here = local(instant)
    return _("midi") if (here.hour, here.minute) == (12, 0) else hour(instant)


def procedure(kind: Procedure) -> str:
    return procedure_names()[kind]


def procedure_explained(kind: Procedure) -> str:
    """One sentence for somebody who has never answered a public tender."""
    sentences = {
        Procedure.ADAPTED: _(
            "L’acheteur adapte les étapes à la taille du marché ; il peut négocier s’il l’a annoncé."
        ),
        Procedure.OPEN: _(
            "Toute entreprise peut remettre une offre ; la meilleure est choisie sans négociation."
        ),
        Procedure.FRAMEWORK: _(
            "Le marché fixe les conditions une fois ; les commandes viennent ensuite, au fil des besoins."
        ),
        Procedure.NEGOTIATED: _(
            "L’acheteur négocie les offres avec les entreprises dont il a retenu la candidature."
        ),
        Procedure.OTHER: _("L’avis de marché dira comment répondre."),
    }
    return sentences[kind]

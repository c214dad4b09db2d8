"""The deeds of the journal in words, for those who read what happened to a company."""

from __future__ import annotations

from flask_babel import gettext as _

from matchmaker.models import JournalEntry


def deed_in_words(entry: JournalEntry) -> str:
    """What was done; a deed for which we have no words is shown as the journal writes it."""
    words = _of_companies() | _of_requests()
    return words.get(entry.deed, entry.deed)


def stand_of(entry: JournalEntry, company: str) -> str:
    """The code of the stand or project that a line names beside the company; empty if it names none."""
    return " ".join(part for part in entry.about.split() if part != company)


def _of_companies() -> dict[str, str]:
    return {
        "company.register": _("Inscription reçue"),
        "company.validate": _("Inscription validée"),
        "company.refuse": _("Inscription refusée"),
        "company.resubmit": _("Inscription corrigée et renvoyée"),
        "company.withdraw": _("Inscription retirée"),
        "company.come_back": _("Retour après un retrait"),
        "company.accept_charter": _("Charte acceptée"),
        "company.set_details": _("Fiche modifiée"),
        "company.set_presence": _("Heures de présence modifiées"),
        "company.set_sectors": _("Secteurs modifiés"),
        "company.add_cpv": _("Code CPV ajouté"),
        "company.remove_cpv": _("Code CPV retiré"),
    }


def _of_requests() -> dict[str, str]:
    return {
        "wish.ask": _("Rendez-vous demandé"),
        "wish.reword": _("Demande modifiée"),
        "wish.move": _("Ordre des choix modifié"),
        "wish.withdraw": _("Demande retirée"),
        "answer.give": _("Réponse de la direction"),
        "answer.countersign": _("Refus contresigné"),
        "need.point_out": _("Projet signalé à l’entreprise"),
    }

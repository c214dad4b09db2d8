"""The deeds of the journal in words, for those who read what happened to a company."""

from __future__ import annotations

from flask_babel import gettext as _

from matchmaker.models import JournalEntry
from matchmaker.services.on_behalf import BEGIN, END, Mode, read


def deed_in_words(entry: JournalEntry) -> str:
    """What was done; a deed for which we have no words is shown as the journal writes it."""
    if entry.deed == BEGIN:
        return _beginning(entry)
    words = _of_companies() | _of_requests() | _of_projects()
    return words.get(entry.deed, entry.deed)


def _beginning(entry: JournalEntry) -> str:
    """Of seeing or acting in somebody's place."""
    begun = read(entry)
    if begun.mode is Mode.SEE:
        return _("L’organisation regarde à sa place")
    return _("L’organisation agit à sa place : %(reason)s", reason=begun.reason)


def is_in_its_place(entry: JournalEntry) -> bool:
    """Whether somebody who prepares the fair did it for the company or the host that it is about."""
    return " for " in entry.role and entry.deed not in (BEGIN, END)


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
        "happening.undo": _("Retour à une version d’avant : ce changement est annulé"),
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


def _of_projects() -> dict[str, str]:
    return {
        "need.declare": _("Projet déclaré"),
        "need.edit": _("Projet modifié"),
        "need.remove": _("Projet supprimé"),
        "review.approve": _("Brouillon du stand validé"),
        "review.ask_for_change": _("Changement demandé dans le brouillon du stand"),
        END: _("L’organisation n’est plus à sa place"),
    }

"""Why a card may not be laid down, in general terms: the rule alone, without names or hours."""

from __future__ import annotations

from flask_babel import gettext as _

from matchmaker.scheduling.moves import Forbids


def refusal_in_general(rule: Forbids) -> str:
    """The rule as a sentence; a page that knows the names says more (web/organiser_workbench_words.py)."""
    sentences: dict[Forbids, str] = {
        "known": _("Ce brouillon ne connaît pas cette entreprise, ce stand, cette table ou ce créneau."),
        "asked": _("Personne n’a demandé ce rendez-vous : seul son verrou le permet."),
        "open": _("La table est fermée à ce créneau."),
        "present": _("L’entreprise n’est pas là à ce créneau."),
        "one_place": _("L’entreprise a déjà un rendez-vous à ce créneau."),
        "one_company": _("La table reçoit déjà une entreprise à ce créneau."),
        "once": _("L’entreprise a déjà son rendez-vous à ce stand."),
        "quota": _("L’entreprise a déjà tous les rendez-vous permis."),
        "breathing": _("L’entreprise a demandé une pause entre deux rendez-vous."),
        "pin": _("Ce rendez-vous n’est pas verrouillé."),
        "pinned": _("Ce rendez-vous est verrouillé : déverrouillez-le d’abord."),
        "earliest": _("Personne n’est reçu avant l’heure qui lui a été annoncée."),
    }
    return sentences[rule]

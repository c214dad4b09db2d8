"""Why a wish is not a meeting, in the reader's language: a name, a sentence and a next step for every code.

The core gives a code and its witnesses, which are counts and the company's own draw number; the sentences
with figures (reason_figures.py) say the same and nothing more, so that no reason can disclose another
company. Organisers read of the company and of what they can do before another run; the company is spoken to,
and reads what it can do itself.
"""

from __future__ import annotations

from enum import Enum

from flask_babel import gettext as _

from matchmaker.scheduling.timetable import Reason, ReasonCode
from matchmaker.services.reason_figures import OF_A_COMPANY, TO_A_COMPANY


class Voice(Enum):
    """To whom a reason is told."""

    ORGANISER = "organiser"
    COMPANY = "company"


def reason_name(code: ReasonCode) -> str:
    """The reason in two or three words, for a list or a filter."""
    names = {
        "draw": _("Tirage au sort"),
        "desk_full": _("Stand complet"),
        "quota_used": _("Nombre de rendez-vous atteint"),
        "no_common_slot": _("Aucun créneau commun"),
        "own_meeting": _("Déjà en rendez-vous"),
        "outranked": _("Demandes mieux placées"),
        "stopped": _("Aucun obstacle démontré"),
    }
    return names[code]


def reason_sentence(reason: Reason, voice: Voice = Voice.ORGANISER) -> str:
    """The reason with its figures; without them, in general terms."""
    if not reason.witnesses:
        return _IN_GENERAL[voice]()[reason.code]
    return _SENTENCES[voice][reason.code]({name: int(value) for name, value in reason.witnesses})


def next_step(code: ReasonCode, voice: Voice = Voice.ORGANISER) -> str:
    """What can still be done: by organisers before another run, or by the company itself."""
    return _NEXT_STEPS[voice]()[code]


def walk_in() -> str:
    """What is open to every company, with or without a meeting."""
    return _("L’accueil acheteurs vous reçoit sans réservation, pendant tous les échanges.")


def _steps_of_the_organiser() -> dict[ReasonCode, str]:
    welcome = _("Proposer l’accueil acheteurs, ouvert sans rendez-vous")
    crowded = _("%(welcome)s ; une table de plus à ce stand pourrait changer le résultat.", welcome=welcome)
    return {
        "draw": crowded,
        "desk_full": crowded,
        "outranked": crowded,
        "quota_used": _("Rien à faire : le nombre de rendez-vous est le même pour toutes."),
        "no_common_slot": _("Vérifier avec l’entreprise ses heures de présence, puis recalculer."),
        "own_meeting": _("Des heures de présence plus larges lui ouvriraient d’autres créneaux."),
        "stopped": _("Placer la demande à la main, ou relancer le calcul."),
    }


def _steps_of_the_company() -> dict[ReasonCode, str]:
    return {
        "draw": walk_in(),
        "desk_full": walk_in(),
        "outranked": walk_in(),
        "quota_used": walk_in(),
        "no_common_slot": _(
            "Si vous pouvez venir à d’autres heures, dites-le à l’organisateur. %(walk_in)s",
            walk_in=walk_in(),
        ),
        "own_meeting": _(
            "Si vous pouvez venir plus longtemps, dites-le à l’organisateur. %(walk_in)s", walk_in=walk_in()
        ),
        "stopped": _(
            "L’organisateur peut relancer le calcul : demandez-le-lui. %(walk_in)s", walk_in=walk_in()
        ),
    }


def _of_the_organiser_in_general() -> dict[ReasonCode, str]:
    return {
        "draw": _("Les places possibles vont à des entreprises mieux placées au tirage."),
        "desk_full": _("Toutes les places du stand sont prises."),
        "quota_used": _("L’entreprise a déjà tous les rendez-vous permis."),
        "no_common_slot": _("L’entreprise n’est jamais présente quand le stand reçoit."),
        "own_meeting": _("Quand le stand a une place, l’entreprise est en rendez-vous ailleurs."),
        "outranked": _("Les places vont à des demandes de plus grande priorité."),
        "stopped": _("Aucun obstacle n’est démontré : un meilleur planning est peut-être possible."),
    }


def _of_the_company_in_general() -> dict[ReasonCode, str]:
    return {
        **_of_the_organiser_in_general(),
        "quota_used": _("Vous avez déjà tous les rendez-vous permis."),
        "no_common_slot": _("Aucune de vos heures de présence ne tombe quand le stand reçoit."),
        "own_meeting": _("Quand le stand a une place, vous êtes en rendez-vous ailleurs."),
    }


_SENTENCES = {Voice.ORGANISER: OF_A_COMPANY, Voice.COMPANY: TO_A_COMPANY}
_IN_GENERAL = {
    Voice.ORGANISER: _of_the_organiser_in_general,
    Voice.COMPANY: _of_the_company_in_general,
}
_NEXT_STEPS = {Voice.ORGANISER: _steps_of_the_organiser, Voice.COMPANY: _steps_of_the_company}

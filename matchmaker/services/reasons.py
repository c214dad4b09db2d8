"""Why a wish is not a meeting, in the reader's language: a name, a sentence and a next step for every code.

The core gives a code and its witnesses, which are counts and the company's own draw number; these sentences
say the same and nothing more, so that no reason can disclose another company. Organisers read of the company
and of what they can do before another run; the company is spoken to, and reads what it can do itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.scheduling.timetable import Reason, ReasonCode

Witnesses = Mapping[str, int]


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
        "stopped": _("Calcul interrompu"),
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
        "stopped": _("Relancer le calcul : une place est peut-être restée libre."),
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
        "stopped": _("Le calcul a été interrompu : une place est peut-être restée libre."),
    }


def _of_the_company_in_general() -> dict[ReasonCode, str]:
    return {
        **_of_the_organiser_in_general(),
        "quota_used": _("Vous avez déjà tous les rendez-vous permis."),
        "no_common_slot": _("Aucune de vos heures de présence ne tombe quand le stand reçoit."),
        "own_meeting": _("Quand le stand a une place, vous êtes en rendez-vous ailleurs."),
    }


def _no_common_slot(found: Witnesses) -> str:
    return _(
        "Sur %(slots)d créneaux, l’entreprise est présente pour %(present)d et le stand reçoit pour "
        "%(open)d, jamais en même temps.",
        **found,
    )


def _no_common_slot_of_yours(found: Witnesses) -> str:
    return _(
        "Sur %(slots)d créneaux, vos heures en couvrent %(present)d et le stand reçoit pour %(open)d, "
        "jamais en même temps.",
        **found,
    )


def _quota_used(found: Witnesses) -> str:
    if found["quota"] == 0:
        return _("L’entreprise n’a droit à aucun rendez-vous.")
    return ngettext(
        "L’entreprise a déjà le seul rendez-vous permis à chacune : %(parts)s.",
        "L’entreprise a déjà les %(num)d rendez-vous permis à chacune : %(parts)s.",
        found["quota"],
        parts=_quota_parts(found),
    )


def _quota_used_by_you(found: Witnesses) -> str:
    if found["quota"] == 0:
        return _("Votre entreprise n’a droit à aucun rendez-vous.")
    return ngettext(
        "Vous avez déjà le seul rendez-vous permis à chaque entreprise : %(parts)s.",
        "Vous avez déjà les %(num)d rendez-vous permis à chaque entreprise : %(parts)s.",
        found["quota"],
        parts=_quota_parts(found),
    )


def _quota_parts(found: Witnesses) -> str:
    parts = [
        _part(
            found["preferred"],
            ngettext(
                "%(num)d pour une demande valant au moins autant",
                "%(num)d pour des demandes valant au moins autant",
                found["preferred"],
            ),
        ),
        _part(
            found["pinned"],
            ngettext("%(num)d fixé par l’organisateur", "%(num)d fixés par l’organisateur", found["pinned"]),
        ),
        _part(
            found["other"],
            ngettext(
                "%(num)d pour une demande valant moins",
                "%(num)d pour des demandes valant moins",
                found["other"],
            ),
        ),
    ]
    return _list(parts)


def _draw(found: Witnesses) -> str:
    return _(
        "Numéro de tirage %(rank)d sur %(parties)d. Sur %(slots)s, le stand a %(places)s, et chacune est "
        "le seul rendez-vous d’une entreprise tirée avant celle-ci.",
        **_draw_figures(found),
    )


def _your_draw(found: Witnesses) -> str:
    return _(
        "Votre numéro de tirage est %(rank)d sur %(parties)d. Sur %(slots)s, le stand a %(places)s, et "
        "chacune est le seul rendez-vous d’une entreprise tirée avant vous.",
        **_draw_figures(found),
    )


def _draw_figures(found: Witnesses) -> dict[str, int | str]:
    places = ngettext("%(num)d place", "%(num)d places", found["places"])
    return {**found, "slots": _common(found), "places": places}


def _own_meeting(found: Witnesses) -> str:
    parts = [
        _part(found["meeting"], _("%(num)d où l’entreprise est déjà reçue ailleurs", num=found["meeting"])),
        _part(found["breathing"], _("%(num)d où elle a besoin d’une pause", num=found["breathing"])),
    ]
    return _still_free(found, parts)


def _still_free(found: Witnesses, parts: list[str]) -> str:
    return ngettext(
        "Le stand a encore une place à %(num)d créneau commun sur %(common)d : %(parts)s.",
        "Le stand a encore une place à %(num)d créneaux communs sur %(common)d : %(parts)s.",
        found["free"],
        common=found["common"],
        parts=_list(parts),
    )


def _your_own_meeting(found: Witnesses) -> str:
    parts = [
        _part(found["meeting"], _("%(num)d où vous êtes déjà reçu ailleurs", num=found["meeting"])),
        _part(found["breathing"], _("%(num)d où vous avez demandé une pause", num=found["breathing"])),
    ]
    return _still_free(found, parts)


def _taken(found: Witnesses) -> str:
    parts = [
        _part(
            found["greater"],
            ngettext(
                "%(num)d par une demande de plus de %(worth)d points",
                "%(num)d par des demandes de plus de %(worth)d points",
                found["greater"],
                worth=found["worth"],
            ),
        ),
        _part(
            found["only"],
            ngettext(
                "%(num)d par une entreprise dont c’est le seul rendez-vous",
                "%(num)d par des entreprises dont c’est le seul rendez-vous",
                found["only"],
            ),
        ),
        _part(
            found["pinned"],
            ngettext(
                "%(num)d par un rendez-vous fixé par l’organisateur",
                "%(num)d par des rendez-vous fixés par l’organisateur",
                found["pinned"],
            ),
        ),
        _part(
            found["other"],
            ngettext("%(num)d par une autre demande", "%(num)d par d’autres demandes", found["other"]),
        ),
    ]
    return ngettext(
        "Sur %(slots)s, la seule place du stand est prise : %(parts)s.",
        "Sur %(slots)s, les %(num)d places du stand sont prises : %(parts)s.",
        found["places"],
        slots=_common(found),
        parts=_list(parts),
    )


def _common(found: Witnesses) -> str:
    return ngettext("%(num)d créneau commun", "%(num)d créneaux communs", found["common"])


def _part(number: int, words: str) -> str:
    return words if number else ""


def _list(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)


_ANY_VOICE: dict[ReasonCode, Callable[[Witnesses], str]] = {"outranked": _taken, "desk_full": _taken}
_SENTENCES: dict[Voice, dict[ReasonCode, Callable[[Witnesses], str]]] = {
    Voice.ORGANISER: {
        **_ANY_VOICE,
        "no_common_slot": _no_common_slot,
        "quota_used": _quota_used,
        "draw": _draw,
        "own_meeting": _own_meeting,
    },
    Voice.COMPANY: {
        **_ANY_VOICE,
        "no_common_slot": _no_common_slot_of_yours,
        "quota_used": _quota_used_by_you,
        "draw": _your_draw,
        "own_meeting": _your_own_meeting,
    },
}
_IN_GENERAL = {
    Voice.ORGANISER: _of_the_organiser_in_general,
    Voice.COMPANY: _of_the_company_in_general,
}
_NEXT_STEPS = {Voice.ORGANISER: _steps_of_the_organiser, Voice.COMPANY: _steps_of_the_company}

"""A reason with its figures: the witnesses of the core, in a sentence about a company or to it.

Only counts are said, and the company's own draw number: nothing else is among the witnesses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.scheduling.timetable import ReasonCode

Witnesses = Mapping[str, int]


def _no_common_slot(found: Witnesses) -> str:
    if found["early"]:
        return _(
            "Sur %(slots)d créneaux, l’entreprise est présente pour %(present)d et le stand reçoit pour "
            "%(open)d, en même temps seulement avant l’heure qui lui a été annoncée.",
            **found,
        )
    return _(
        "Sur %(slots)d créneaux, l’entreprise est présente pour %(present)d et le stand reçoit pour "
        "%(open)d, jamais en même temps.",
        **found,
    )


def _no_common_slot_of_yours(found: Witnesses) -> str:
    if found["early"]:
        return _(
            "Sur %(slots)d créneaux, vos heures en couvrent %(present)d et le stand reçoit pour %(open)d, "
            "en même temps seulement avant l’heure qui vous a été annoncée.",
            **found,
        )
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
            found["published"],
            ngettext("%(num)d déjà publié", "%(num)d déjà publiés", found["published"]),
        ),
    ]
    return _list(parts)


def _draw(found: Witnesses) -> str:
    told = ngettext(
        "Numéro de tirage %(rank)d sur %(parties)d. %(competitors)d entreprises, dont celle-ci, ne peuvent "
        "être reçues qu’à une seule et même place de ce stand ; l’autre a été tirée avant elle.",
        "Numéro de tirage %(rank)d sur %(parties)d. %(competitors)d entreprises, dont celle-ci, ne peuvent "
        "être reçues qu’aux %(num)d mêmes places %(stands)s ; toutes les autres ont été tirées avant elle.",
        found["places"],
        **_draw_figures(found),
    )
    return _groups_counted_once(told, found)


def _your_draw(found: Witnesses) -> str:
    told = ngettext(
        "Votre numéro de tirage est %(rank)d sur %(parties)d. %(competitors)d entreprises, dont la vôtre, ne "
        "peuvent être reçues qu’à une seule et même place de ce stand ; l’autre a été tirée avant vous.",
        "Votre numéro de tirage est %(rank)d sur %(parties)d. %(competitors)d entreprises, dont la vôtre, ne "
        "peuvent être reçues qu’aux %(num)d mêmes places %(stands)s ; toutes les autres ont été tirées avant "
        "vous.",
        found["places"],
        **_draw_figures(found),
    )
    return _groups_counted_once(told, found)


def _draw_figures(found: Witnesses) -> dict[str, int | str]:
    figures = {name: found[name] for name in ("rank", "parties", "competitors")}
    return {**figures, "stands": ngettext("de ce stand", "de %(num)d stands", found["desks"])}


def _groups_counted_once(told: str, found: Witnesses) -> str:
    return f"{told} {_('Un groupe déclaré compte pour une seule.')}" if found["groups"] else told


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
    told = ngettext(
        "%(num)d par une demande valant moins, mais il faudrait aussi retirer un rendez-vous à l’entreprise",
        "%(num)d par des demandes valant moins, mais il faudrait aussi retirer un rendez-vous à l’entreprise",
        found["exchange"],
    )
    busy = _("%(num)d quand l’entreprise est elle-même en rendez-vous ou en pause", num=found["busy"])
    return _all_taken(found, [_part(found["busy"], busy), _part(found["exchange"], told)])


def _taken_from_you(found: Witnesses) -> str:
    told = ngettext(
        "%(num)d par une demande valant moins, mais il vous faudrait aussi renoncer à un rendez-vous",
        "%(num)d par des demandes valant moins, mais il vous faudrait aussi renoncer à un rendez-vous",
        found["exchange"],
    )
    busy = _("%(num)d quand vous êtes vous-même en rendez-vous ou en pause", num=found["busy"])
    return _all_taken(found, [_part(found["busy"], busy), _part(found["exchange"], told)])


def _all_taken(found: Witnesses, own_parts: list[str]) -> str:
    return ngettext(
        "Sur %(slots)s, la seule place du stand est prise : %(parts)s.",
        "Sur %(slots)s, les %(num)d places du stand sont prises : %(parts)s.",
        found["places"],
        slots=_common(found),
        parts=_list([*_takers(found), *own_parts]),
    )


def _takers(found: Witnesses) -> list[str]:
    """Who has the places, but for those that the company could not have had."""
    return [
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
            found["published"],
            ngettext(
                "%(num)d par un rendez-vous déjà publié",
                "%(num)d par des rendez-vous déjà publiés",
                found["published"],
            ),
        ),
        _part(
            found["equal"],
            ngettext(
                "%(num)d par une demande valant autant",
                "%(num)d par des demandes valant autant",
                found["equal"],
            ),
        ),
    ]


def _common(found: Witnesses) -> str:
    return ngettext("%(num)d créneau commun", "%(num)d créneaux communs", found["common"])


def _part(number: int, words: str) -> str:
    return words if number else ""


def _list(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)


OF_A_COMPANY: dict[ReasonCode, Callable[[Witnesses], str]] = {
    "outranked": _taken,
    "desk_full": _taken,
    "no_common_slot": _no_common_slot,
    "quota_used": _quota_used,
    "draw": _draw,
    "own_meeting": _own_meeting,
}
TO_A_COMPANY: dict[ReasonCode, Callable[[Witnesses], str]] = {
    "outranked": _taken_from_you,
    "desk_full": _taken_from_you,
    "no_common_slot": _no_common_slot_of_yours,
    "quota_used": _quota_used_by_you,
    "draw": _your_draw,
    "own_meeting": _your_own_meeting,
}

"""What the scheduler found, in the reader's language: for each level what was reached, and how it is known.

The core speaks plain English and codes, so that its files can be read by any program; people read these
sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from matchmaker.scheduling.timetable import Figure, Level
from matchmaker.services.figures import Figures


@dataclass(frozen=True)
class Finding:
    """One level of the objective in words: its name, what was reached, and how sure we are of it."""

    title: str
    reached: str
    proof: str
    is_proven: bool


def findings(figures: Figures) -> tuple[Finding, ...]:
    """One finding for each level, in the order in which the levels count."""
    return tuple(_finding(level, figures) for level in figures.levels)


def _finding(level: Level, figures: Figures) -> Finding:
    title, reached, best = _WORDS[level.name](level.value, figures)
    proof = _proven(best, level) if level.is_proven else _not_proven(level)
    return Finding(title, reached, proof, level.is_proven)


def _proven(best: str, level: Level) -> str:
    if level.proof is None:
        return _("%(best)s.", best=best)
    return _("%(best)s : c’est démontré %(how)s.", best=best, how=proof_in_words(level.proof))


def proof_in_words(proof: str) -> str:
    """The kind of argument behind a bound, as it ends a sentence."""
    words = {
        "matching": _("par couplage"),
        "flow": _("par un flot de coût minimal"),
        "two-sided flow": _("par un flot de coût minimal des deux côtés"),
        "linear programme": _("par un programme linéaire"),
        "exhausted search": _("par une recherche complète"),
        "zero": _("puisqu’on ne peut pas descendre sous zéro"),
    }
    return words[proof]


def _not_proven(level: Level) -> str:
    if isinstance(level.bound, int):
        return _(
            "Il n’est pas démontré que ce soit le mieux possible : la limite connue est %(bound)s.",
            bound=format_decimal(level.bound),
        )
    return _("Il n’est pas démontré que ce soit le mieux possible.")


def _served(value: Figure, figures: Figures) -> tuple[str, str, str]:
    reached = ngettext(
        "%(count)s entreprise sur %(all)s est reçue au moins une fois.",
        "%(count)s entreprises sur %(all)s sont reçues au moins une fois.",
        figures.served,
        count=format_decimal(figures.served),
        all=format_decimal(figures.parties),
    )
    if figures.parties < sum(count for _met, count in figures.companies_by_meetings):
        reached += " " + _("Un groupe déclaré compte pour une seule.")
    return _("Premiers rendez-vous"), reached, _("Personne ne peut faire mieux")


def _draw(value: Figure, figures: Figures) -> tuple[str, str, str]:
    title, best = _("Tirage au sort"), _("Aucun autre choix ne suit mieux l’ordre du tirage")
    ranks = value if isinstance(value, tuple) else ()
    if not ranks:
        return title, _("Le tirage n’a eu personne à départager."), best
    numbers = ", ".join(str(rank) for rank in ranks)
    if not _draw_alone_says(figures):
        reached = ngettext(
            "Reste sans rendez-vous le numéro de tirage %(ranks)s.",
            "Restent sans rendez-vous les numéros de tirage %(ranks)s.",
            len(ranks),
            ranks=numbers,
        )
        return title, reached, best
    reached = ngettext(
        "Le tirage seul désigne qui reste sans rendez-vous : le numéro %(ranks)s.",
        "Le tirage seul désigne qui reste sans rendez-vous : les numéros %(ranks)s.",
        len(ranks),
        ranks=numbers,
    )
    return title, reached, best


def _draw_alone_says(figures: Figures) -> bool:
    """Not where a hand has changed who is received, nor where promises come before the draw (rule 1)."""
    names = {level.name: level for level in figures.levels}
    return "kept" not in names and names["draw"].is_proven


def _worth(value: Figure, figures: Figures) -> tuple[str, str, str]:
    reached = _(
        "Les %(meetings)s rendez-vous accordés valent %(points)s points de priorité.",
        meetings=format_decimal(figures.meetings),
        points=_number(value),
    )
    return (
        _("Choix et réponses"),
        reached,
        _("Aucun planning recevant les mêmes entreprises ne réunit plus de points"),
    )


def _idle(value: Figure, figures: Figures) -> tuple[str, str, str]:
    title, best = _("Matinées courtes"), _("Ces rendez-vous ne peuvent pas être plus resserrés")
    if value == 0:
        return title, _("Aucune entreprise n’attend entre deux rendez-vous."), best
    reached = ngettext(
        "%(count)s créneau d’attente entre deux rendez-vous, toutes entreprises confondues.",
        "%(count)s créneaux d’attente entre deux rendez-vous, toutes entreprises confondues.",
        _count(value),
        count=_number(value),
    )
    return title, reached, best


def _kept(value: Figure, figures: Figures) -> tuple[str, str, str]:
    reached = ngettext(
        "%(count)s rendez-vous publié est maintenu.",
        "%(count)s rendez-vous publiés sont maintenus.",
        _count(value),
        count=_number(value),
    )
    return _("Rendez-vous promis"), reached, _("On ne peut pas en maintenir davantage")


def _moved(value: Figure, figures: Figures) -> tuple[str, str, str]:
    reached = ngettext(
        "%(count)s rendez-vous change d’heure.",
        "%(count)s rendez-vous changent d’heure.",
        _count(value),
        count=_number(value),
    )
    return _("Changements d’heure"), reached, _("On ne peut pas en déplacer moins")


def _number(value: Figure | None) -> str:
    return format_decimal(value) if isinstance(value, int) else "–"


def _count(value: Figure) -> int:
    return value if isinstance(value, int) else len(value)


_WORDS: dict[str, Callable[[Figure, Figures], tuple[str, str, str]]] = {
    "served": _served,
    "draw": _draw,
    "worth": _worth,
    "idle": _idle,
    "kept": _kept,
    "moved": _moved,
}

"""The rules of a timetable gone through once more before it is published, each said in words.

The list is the core's own (scheduling/rules.py): what the page calls checked is what the publication checks.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from flask_babel import gettext as _

from matchmaker.scheduling.rules import RuleName, Violation, violations
from matchmaker.services.figures import Document

RULES: tuple[tuple[RuleName, ...], ...] = (
    ("known",),
    ("asked",),
    ("one_place",),
    ("one_company",),
    ("once",),
    ("quota",),
    ("open",),
    ("present",),
    ("breathing",),
    ("pin", "pinned"),
)
"""Every rule of the core, those that are one and the same to people together."""


@dataclass(frozen=True)
class Checked:
    """One rule in words, and every place where it is broken."""

    sentence: str
    broken: tuple[Violation, ...]

    @property
    def holds(self) -> bool:
        return not self.broken


def last_check(content: Document) -> tuple[Checked, ...]:
    """Every rule of the timetable, in the order in which people think of them."""
    found: dict[RuleName, list[Violation]] = defaultdict(list)
    for violation in violations(content.problem, content.result.meetings):
        found[violation.rule].append(violation)
    sentences = _sentences()
    return tuple(
        Checked(sentences[names[0]], tuple(one for name in names for one in found[name])) for names in RULES
    )


def _sentences() -> dict[RuleName, str]:
    return {
        "known": _("Chaque rendez-vous est à une table et à une heure du salon."),
        "asked": _("Chaque rendez-vous a été demandé par l’entreprise, ou verrouillé par l’organisation."),
        "one_place": _("Aucune entreprise n’est attendue à deux endroits à la fois."),
        "one_company": _("Chaque table reçoit une entreprise à la fois."),
        "once": _("Aucune entreprise ne rencontre deux fois le même stand."),
        "quota": _("Aucune entreprise n’a plus de rendez-vous que les règles n’en permettent."),
        "open": _("Aucun rendez-vous n’est à une table fermée."),
        "present": _("Chaque entreprise est présente à l’heure de ses rendez-vous."),
        "breathing": _("Les pauses demandées entre deux rendez-vous sont respectées."),
        "pin": _("Ce que l’organisation a verrouillé est à sa place."),
    }

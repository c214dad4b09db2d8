"""Lists people choose from and spreadsheets write in words: procedures, classes of size, sectors, stands.

In a file somebody writes a code, or a label in either language, with or without accents; both are understood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from flask_babel import force_locale
from flask_babel import gettext as _

from matchmaker.models import Desk, NeedStage, Procedure, Sector, SizeClass
from matchmaker.services.nomenclature import fold

LANGUAGES = ("fr", "en")
T = TypeVar("T")


def procedure_names() -> dict[Procedure, str]:
    """How each procedure is called."""
    return {
        Procedure.ADAPTED: _("procédure adaptée"),
        Procedure.OPEN: _("appel d’offres ouvert"),
        Procedure.FRAMEWORK: _("accord-cadre à bons de commande"),
        Procedure.NEGOTIATED: _("procédure avec négociation"),
        Procedure.OTHER: _("autre procédure"),
    }


def size_names() -> dict[SizeClass, str]:
    """How each class of size is called, in as few words as a cell holds."""
    return {
        SizeClass.MICRO: _("microentreprise"),
        SizeClass.SMALL_OR_MEDIUM: _("petite ou moyenne entreprise"),
        SizeClass.INTERMEDIATE: _("entreprise de taille intermédiaire"),
        SizeClass.LARGE: _("grande entreprise"),
    }


def stage_names() -> dict[NeedStage, str]:
    """Where a project is in its life."""
    return {
        NeedStage.DRAFT: _("en préparation"),
        NeedStage.VALIDATED: _("validé"),
        NeedStage.PUBLISHED: _("publié"),
        NeedStage.CONSULTATION: _("consultation lancée"),
        NeedStage.WITHDRAWN: _("retiré"),
    }


def in_each_language(words: Callable[[], T]) -> Iterator[T]:
    """The same words in French, then in English."""
    for locale in LANGUAGES:
        with force_locale(locale):
            yield words()


def by_procedure() -> dict[str, set[Procedure]]:
    """What somebody may write for each procedure, folded."""
    spellings = {kind: {kind.value} for kind in Procedure}
    for names in in_each_language(procedure_names):
        for kind, name in names.items():
            spellings[kind].add(name)
    return _turned(spellings)


def by_size() -> dict[str, set[SizeClass]]:
    """What somebody may write for each class of size, folded; the usual initials too."""
    spellings = {
        SizeClass.MICRO: {"TPE", "micro"},
        SizeClass.SMALL_OR_MEDIUM: {"PME", "SME", "small_or_medium"},
        SizeClass.INTERMEDIATE: {"ETI", "intermediate"},
        SizeClass.LARGE: {"GE", "large"},
    }
    for names in in_each_language(size_names):
        for kind, name in names.items():
            spellings[kind].add(name)
    return _turned(spellings)


def by_sector(sectors: list[Sector]) -> dict[str, set[str]]:
    """What somebody may write for each sector, folded, and its code."""
    return _turned({sector.code: {sector.code, sector.label_fr, sector.label_en} for sector in sectors})


def by_desk(desks: list[Desk]) -> dict[str, set[Desk]]:
    """What somebody may write for each stand, folded; a label that two stands bear leads to both."""
    return _turned({desk: {desk.code, desk.label_fr, desk.label_en or desk.code} for desk in desks})


def _turned(spellings: Mapping[T, set[str]]) -> dict[str, set[T]]:
    found: dict[str, set[T]] = {}
    for one, names in spellings.items():
        for name in names:
            found.setdefault(fold(name), set()).add(one)
    return found

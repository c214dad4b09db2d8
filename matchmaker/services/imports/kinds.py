"""The three kinds of import, and the lists that their help shows."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from matchmaker.models import Fair, ImportKind
from matchmaker.services.closed_lists import procedure_names, size_names
from matchmaker.services.imports import companies, projects, wishes
from matchmaker.services.imports.kind import Kind, known_of

KINDS: dict[ImportKind, Kind] = {
    ImportKind.COMPANIES: companies.KIND,
    ImportKind.NEEDS: projects.KIND,
    ImportKind.WISHES: wishes.KIND,
}


def kind_called(word: str) -> ImportKind | None:
    """The kind that an address names."""
    return next((kind for kind, about in KINDS.items() if about.word == word), None)


def choices_of(session: Session, fair: Fair, locale: str) -> dict[str, list[str]]:
    """What may be written in the columns with a closed list, by field."""
    known = known_of(session, fair)
    sectors = [sector.label(locale) for sector in known.sectors]
    return {
        "sectors": sectors,
        "sector": sectors,
        "desk": [f"{desk.code} – {desk.label(locale)}" for desk in known.desks],
        "procedure": _sorted(procedure_names().values()),
        "size_class": list(size_names().values()),
    }


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names, key=str.casefold)

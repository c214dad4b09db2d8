"""The difference of two timetables as rows: figures side by side, then each meeting from where to where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from matchmaker.services.comparison import Change, Kind
from matchmaker.services.figures import Figures
from matchmaker.services.schedules import Card, CompanyName, DeskName, Names


@dataclass(frozen=True)
class FigureRow:
    """One figure of both; ``difference`` is right less left."""

    label: str
    left: int
    right: int

    @property
    def difference(self) -> int:
        return self.right - self.left


@dataclass(frozen=True)
class ChangeRow:
    """One meeting that differs, with names."""

    kind: Kind
    kind_name: str
    company: CompanyName
    desk: DeskName
    before: Card | None
    after: Card | None


def figure_rows(left: Figures, right: Figures) -> tuple[FigureRow, ...]:
    """What organisers weigh, in the order in which it counts."""
    return (
        FigureRow(_("Entreprises reçues au moins une fois"), left.served, right.served),
        FigureRow(_("Entreprises sans rendez-vous"), left.unserved, right.unserved),
        FigureRow(_("Rendez-vous"), left.meetings, right.meetings),
        FigureRow(_("Points de priorité"), figure_of(left, "worth"), figure_of(right, "worth")),
        FigureRow(_("Créneaux d’attente"), figure_of(left, "idle"), figure_of(right, "idle")),
        FigureRow(_("Places ouvertes"), left.places, right.places),
        FigureRow(_("Demandes"), left.requests, right.requests),
    )


def figure_of(figures: Figures, name: str) -> int:
    """The value that a level of the objective reached; not the draw's, which is a list of ranks."""
    value = next(level.value for level in figures.levels if level.name == name)
    assert isinstance(value, int)
    return value


def change_rows(changes: Iterable[Change], before: Names, after: Names) -> tuple[ChangeRow, ...]:
    """The changes with the names of the schedules they come from."""
    return tuple(_row(change, before, after) for change in changes)


def _row(change: Change, before: Names, after: Names) -> ChangeRow:
    left = None if change.before is None else before.card(change.before)
    right = None if change.after is None else after.card(change.after)
    known = right or left
    assert known is not None
    return ChangeRow(change.kind, kind_name(change.kind), known.company, known.desk, left, right)


def kind_name(kind: Kind) -> str:
    names = {
        Kind.LOST: _("perd ce rendez-vous"),
        Kind.GAINED: _("obtient ce rendez-vous"),
        Kind.MOVED: _("change d’heure"),
        Kind.OTHER_TABLE: _("change de table, à la même heure"),
    }
    return names[kind]

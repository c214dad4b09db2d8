"""The published instances (CSPLib 062, see csplib062/README.md), read as problems of ours.

A student is a company here, and a company is a desk that holds ``Parallel`` interviews at once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.instances import slots_of
from matchmaker.scheduling.problem import Company, Desk, Problem, Table, Wish, drawn_by_seed

FOLDER = Path(__file__).parent / "csplib062"
SESSIONS, QUOTA, NO_WISH = 20, 3, 5


class Published(NamedTuple):
    """An instance by the suffix of its files and the file of the students' sessions."""

    suffix: str
    sessions: str
    students: int

    def __str__(self) -> str:
        return f"CSPLib 062, {self.students} students"

    def problem(self, seed: int) -> Problem:
        """The instance with the draw of that seed."""
        names = [row["Company"] for row in _table(f"company{self.suffix}.csv")]
        preferences = [list(row.values()) for row in _table(f"test{self.suffix}.csv")]
        free = [list(row.values())[1:] for row in _table(f"{self.sessions}.csv")][: len(preferences)]
        slots = slots_of(SESSIONS)
        everywhere = {slot.id for slot in slots}
        companies = tuple(
            Company(_student(number), QUOTA, frozenset(everywhere - {f"s{int(session)}" for session in own}))
            for number, own in enumerate(free)
        )
        draw = drawn_by_seed((company.id for company in companies), seed)
        return Problem(slots, self._desks(), companies, tuple(_wishes(names, preferences)), draw)

    def _desks(self) -> tuple[Desk, ...]:
        return tuple(
            Desk(row["Company"], row["Company"], _tables(row["Company"], int(row["Parallel"])))
            for row in _table(f"company{self.suffix}.csv")
        )


INSTANCES = (Published("", "slots", 26), Published("2", "slots", 37), Published("100", "slots100", 100))


def _table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as lines:  # one of them has the line ends of old Macs
        return list(csv.DictReader(lines, skipinitialspace=True))


def _tables(desk: str, count: int) -> tuple[Table, ...]:
    return tuple(Table(f"{desk}-{number}") for number in range(1, count + 1))


def _student(number: int) -> str:
    return f"S{number + 1:03d}"


def _wishes(names: list[str], preferences: list[list[str]]) -> Iterator[Wish]:
    """The columns are in the order of the companies' file."""
    for number, own in enumerate(preferences):
        for name, preference in zip(names, own, strict=True):
            if int(preference) < NO_WISH:
                yield Wish(_student(number), name, NO_WISH + 1 - int(preference))

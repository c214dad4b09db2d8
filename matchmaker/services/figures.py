"""A schedule in figures: what organisers compare, and what the equal-treatment file shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

from matchmaker.models import Schedule
from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.files import read_problem, read_timetable
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.timetable import Level, Result, Unplaced


@dataclass(frozen=True)
class DeskLoad:
    """How full one desk is: places are open (table, slot) seats."""

    code: str
    tables: int
    places: int
    requests: int
    meetings: int


@dataclass(frozen=True)
class Figures:
    """What a timetable gives, to whom, and how well that is proven."""

    places: int
    requests: int
    parties: int
    served: int
    meetings: int
    is_optimal: bool
    levels: tuple[Level, ...]
    companies_by_meetings: tuple[tuple[int, int], ...]
    desks: tuple[DeskLoad, ...]

    @property
    def unserved(self) -> int:
        return self.parties - self.served


@dataclass(frozen=True)
class Document:
    """The two halves of a schedule, read from its bytes."""

    problem: Problem
    result: Result

    @cached_property
    def figures(self) -> Figures:
        return figures(self.problem, self.result)

    @cached_property
    def unplaced(self) -> tuple[Unplaced, ...]:
        """The unplaced wishes with the witnesses of their reasons, which the stored file leaves out.

        Looked for once per document: at 1,000 companies and 60 desks it takes a tenth of a second.
        """
        problem, result = self.problem, self.result
        found = {
            (wish.company, wish.desk, wish.reason.code): wish
            for wish in explain(problem, result.meetings, stopped=True, repaired=result.is_repaired)
        }
        return tuple(found.get((wish.company, wish.desk, wish.reason.code), wish) for wish in result.unplaced)


def document(schedule: Schedule) -> Document:
    """What a stored schedule says; read once per bytes, since they never change."""
    return _read(schedule.problem, schedule.timetable)


def witnessed(content: Document) -> tuple[Unplaced, ...]:
    """The unplaced wishes, each with its reason and the reason's witnesses."""
    return content.unplaced


@lru_cache(maxsize=32)
def _read(problem: bytes, timetable: bytes) -> Document:
    result = read_timetable(timetable)
    return Document(_read_problem(problem, result.seed), result)


@lru_cache(maxsize=32)
def _read_problem(problem: bytes, seed: int) -> Problem:
    """Most steps of a draft leave the question as it is."""
    return read_problem(problem, seed=seed)


def figures(problem: Problem, result: Result) -> Figures:
    """Count a timetable; companies that asked for nothing are not counted."""
    asking = {wish.company for wish in problem.wishes} | {pin.company for pin in problem.pins}
    met = Counter(meeting.company for meeting in result.meetings)
    party_of = {company.id: company.party for company in problem.companies}
    per_company = Counter(met[company] for company in asking)
    desks = tuple(_load(problem, result, desk.id) for desk in problem.desks)
    return Figures(
        places=sum(desk.places for desk in desks),
        requests=len(problem.wishes),
        parties=len({party_of[company] for company in asking}),
        served=len({party_of[company] for company in met}),
        meetings=len(result.meetings),
        is_optimal=result.status == "optimal",
        levels=result.objective,
        companies_by_meetings=tuple(sorted(per_company.items())),
        desks=desks,
    )


def _load(problem: Problem, result: Result, desk_id: str) -> DeskLoad:
    desk = problem.desk[desk_id]
    return DeskLoad(
        code=desk_id,
        tables=len(desk.tables),
        places=sum(len(problem.slots) - len(table.closed) for table in desk.tables),
        requests=sum(wish.desk == desk_id for wish in problem.wishes),
        meetings=sum(meeting.desk == desk_id for meeting in result.meetings),
    )

"""Matchmaker itself, as the service calls it: all levels, tables, reasons and certificate."""

from __future__ import annotations

import time

from benchmarks.answer import Answer
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.repair import preview, repair
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Figure, Result

AFTER_THE_WORTH = "shortening the days"
AFTER_THE_MOVES = "letting the draw decide"


def whole(problem: Problem, patience: float) -> Answer:
    """``solve`` with a time limit; settled once the search turns from who meets whom to short days."""
    watch = _Stages()
    result = solve(problem, seed=1, time_limit=patience, progress=watch)
    return _answer(result, watch)


def previewed(problem: Problem, _patience: float) -> Answer:
    """``preview`` of a repair: mended by hand, nothing proven."""
    return _answer(preview(problem, seed=1), _Stages())


def repaired(problem: Problem, patience: float) -> Answer:
    """``repair`` with a time limit; ``fewest_moves``: seconds until kept, served and moved were settled."""
    watch = _Stages()
    result = repair(problem, seed=1, time_limit=patience, progress=watch)
    answer = _answer(result, watch)
    return answer._replace(figures={**answer.figures, "fewest_moves": watch.entered.get(AFTER_THE_MOVES)})


class _Stages:
    """Notes when each stage of a search began."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()
        self.entered: dict[str, float] = {}

    def __call__(self, stage: str, _share: float) -> None:
        self.entered.setdefault(stage, time.perf_counter() - self._begun)


def _answer(result: Result, watch: _Stages) -> Answer:
    """Proven is what all levels before idle are, even where the time was over for idle."""
    proven = [level.name for level in result.objective if level.is_proven]
    kept: dict[str, Figure] = {
        level.name: level.value for level in result.objective if level.name in ("kept", "moved")
    }
    worth = result.level("worth")
    return Answer(
        result.meetings,
        is_proven=all(level.is_proven for level in result.objective[:-1]),
        settled=watch.entered.get(AFTER_THE_WORTH),
        figures={**kept, "bound": worth.bound, "proof": worth.proof, "levels_proven": proven},
    )

"""The two fairs made of real requests: every level proven, and equal to what two other ways find."""

from __future__ import annotations

from pathlib import Path

import pytest

import matchmaker.data
from matchmaker.scheduling.check import check
from matchmaker.scheduling.solve import solve
from tests.first_meetings import unserved_by_the_draw
from tests.scheduling.problems import real_fair
from tests.time_indexed import greatest_worth

DATA = Path(next(iter(matchmaker.data.__path__))) / "fair"


@pytest.mark.parametrize("absences", [False, True], ids=["all present", "some late or early"])
@pytest.mark.parametrize("full", [False, True], ids=["120 companies", "186 companies"])
def test_every_level_is_proven_and_equal_to_what_others_find(full: bool, absences: bool) -> None:
    problem = real_fair(DATA, full, absences)
    result = solve(problem)
    served, unserved = unserved_by_the_draw(problem)

    assert (result.status, [level.is_proven for level in result.objective]) == ("optimal", [True] * 4)
    assert (result.level("served").value, result.level("draw").value) == (served, unserved)
    assert result.level("worth").value == greatest_worth(problem, unserved)
    assert check(problem, result).violations == ()

"""What the checker says of what it could not verify."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaker.scheduling.check import check
from matchmaker.scheduling.checking.check_figures import standing
from matchmaker.scheduling.problem import Company
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Level
from tests.scheduling.checking.test_check_figures import SCARCE, claiming
from tests.scheduling.problems import desk
from tests.scheduling.small_fairs import fair


def test_a_bound_that_is_unknown_is_said_to_be() -> None:
    result = claiming(replace(solve(SCARCE), status="feasible"), "worth", bound=None, proof=None)

    assert list(standing(result))[2] == "worth: 26, bound unknown"
    assert check(SCARCE, result).violations == ()


@pytest.mark.parametrize(
    ("value", "bound", "said"),
    [(99, 100, "bound 100 (gap 1.00%)"), (100, 100, "bound 100,"), (3, 0, "bound 0 (gap 3)")],
)
def test_what_is_not_proven_is_said_with_its_gap(value: int, bound: int, said: str) -> None:
    level = Level("idle", value, bound, None)
    timetable = replace(solve(fair(1, [desk("A")], [Company("C1", 1)], "C1-A:1")), objective=(level,))

    assert said in next(standing(timetable))

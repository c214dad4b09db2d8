"""``make bench``: how fast, how large and how much better, as ratios in one run.

The machine's speed is measured in the same run (a fixed piece of pure Python), so that figures of two days or
two machines can be compared: "12 units" is twelve times that piece.
"""

from __future__ import annotations

import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

from benchmarks.baselines import first_come_first_served, greatest_worth_first
from benchmarks.instances import SIZES, Size, an_instance
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Result

SEEDS = range(1, 6)


def seconds(deed: Callable[[], object]) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


def unit() -> float:
    """Half a million additions and dictionary look-ups: one unit of this machine, now."""

    def piece() -> None:
        counts: dict[int, int] = {}
        for number in range(500_000):
            counts[number % 1000] = counts.get(number % 1000, 0) + number

    return min(seconds(piece) for _ in range(5))


def measured(problem: Problem) -> tuple[float, Result]:
    begun = time.perf_counter()
    result = solve(problem, seed=1)
    return time.perf_counter() - begun, result


def row(size: Size, one_unit: float) -> str:
    problems = [an_instance(size, seed) for seed in SEEDS]
    runs = [measured(problem) for problem in problems]
    times = sorted(spent / one_unit for spent, _ in runs)
    proven = sum(result.status == "optimal" for _, result in runs)
    served = sum(len({meeting.company for meeting in result.meetings}) for _, result in runs)
    worth = sum(figure for _, result in runs if isinstance(figure := result.level("worth").value, int))
    arrivals = [first_come_first_served(problem) for problem in problems]
    greedy = [greatest_worth_first(problem) for problem in problems]
    cells = [
        str(size),
        f"{statistics.median(times):.1f} ({times[-1]:.1f})",
        f"{proven}/{len(runs)}",
        f"{sum(f.served for f in arrivals) / served:.0%}",
        f"{sum(f.worth for f in arrivals) / worth:.0%}",
        f"{sum(f.served for f in greedy) / served:.0%}",
        f"{sum(f.worth for f in greedy) / worth:.0%}",
    ]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    one_unit = unit()
    solve(an_instance(SIZES[0], 0), seed=1)
    write = sys.stdout.write
    write(f"Python {platform.python_version()}, {platform.machine()}, ")
    write(f"ortools {version('ortools')}, networkx {version('networkx')}; one unit = {one_unit:.3f} s\n\n")
    write(
        "| companies × desks × slots | solving, units: median (worst) | proven | first come: served | worth "
    )
    write("| greedy: served | worth |\n|---|---|---|---|---|---|---|\n")
    for size in SIZES:
        write(row(size, one_unit) + "\n")
        sys.stdout.flush()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    write(f"\nSolving excludes imports. Largest memory of the whole run: {memory:.0f} MiB.\n")


if __name__ == "__main__":
    main()

"""``make bench``: how many are served, how well, how fast and in how much memory, as ratios in one run.

The machine's speed is measured in the same run (a fixed piece of pure Python), so that figures of two days or
two machines can be compared: "12 units" is twelve times that piece.
"""

from __future__ import annotations

import platform
import statistics
import sys
from importlib.metadata import version

from benchmarks.instances import SIZES
from benchmarks.measure import Measured, Way, apart, unit

SEEDS = range(1, 6)
WAYS = (
    Way("**Matchmaker**", "baselines.matchmaker", SEEDS),
    Way("first come, first served", "baselines.first_come_first_served", SEEDS),
    Way("first choices first", "baselines.first_choices_first", SEEDS),
    Way("greatest worth first", "baselines.greatest_worth_first", SEEDS),
    Way("one integer programme", "one_model.one_model", SEEDS[:1]),
)


def row(way: Way, found: Measured, ours: Measured, one_unit: float) -> str:
    same = ours.first(len(found.seconds))
    times = statistics.median(found.seconds), max(found.seconds)
    cells = (
        way.name,
        f"{found.total('served') / same.total('served'):.1%}",
        f"{found.total('worth') / same.total('worth'):.1%}",
        f"{short(times[0] / one_unit)} ({short(times[1] / one_unit)})",
        short(times[0] / statistics.median(same.seconds)),
        f"{found.memory:.0f}",
        f"{found.total('proven')} of {len(found.seconds)}",
    )
    return "| " + " | ".join(cells) + " |"


def short(number: float) -> str:
    """Two figures are all that a measurement of time is good for."""
    return f"{number:.0f}" if number >= 10 else f"{number:.2g}" if number >= 0.01 else "< 0.01"


HEADING = """
**{size}**, wishes for {demand:g} times the places

| | served | worth | units of time: median (worst) | × Matchmaker | MiB | proven best |
|---|---|---|---|---|---|---|"""


def main() -> None:
    say = sys.stdout.write
    libraries = ", ".join(f"{name} {version(name)}" for name in ("ortools", "highspy", "networkx"))
    one_unit = unit()
    say(f"Python {platform.python_version()}, {platform.machine()}, {libraries}; ")
    say(f"one unit = {one_unit:.3f} s\n")
    for size in SIZES:
        say(HEADING.format(size=size, demand=size.demand) + "\n")
        ours = apart(WAYS[0], size)
        for way in WAYS:
            say(row(way, ours if way is WAYS[0] else apart(way, size), ours, one_unit) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()

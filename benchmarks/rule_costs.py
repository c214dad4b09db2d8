"""``python -m benchmarks.rule_costs``: what the rules cost, written into docs/rules-cost.md.

The two demonstration fairs are built for the purpose, from the packaged records; the others are drawn from
seeds, ten of each size. Every fair is solved twice, under both policies. About a minute.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean

import sqlalchemy as sa

from benchmarks.instances import Fair, an_instance
from benchmarks.record import machine, today
from matchmaker.commands import demonstration
from matchmaker.db import db
from matchmaker.demo.source import EDITIONS
from matchmaker.models import Fair as StoredFair
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.rule_costs import Column, RuleCosts, Share, rule_costs
from matchmaker.services.problems import problem_for

PAGE = Path(__file__).parents[1] / "docs" / "rules-cost.md"
BEGIN, END = "<!-- measured -->\n", "<!-- end -->\n"
SIZES = (Fair(60, 10, 7, 0.9), Fair(300, 30, 8, 0.9), Fair(1000, 60, 12, 0.9))
SEEDS = range(1, 11)
MOST = 4

HEADING = f"""
| | received | nobody to meet | meetings | worth | {" | ".join(map(str, range(MOST + 1)))} |
|---|---|---|---|---|{"---|" * (MOST + 1)}
"""


def main() -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}{''.join(_measured())}{END}{after}", encoding="utf-8")


def _measured() -> Iterator[str]:
    yield f"{today()}, {machine()}.\n"
    for name, edition in EDITIONS.items():
        problem = _demonstration(name)
        yield f"\n**The demonstration of {edition.companies} companies** ({_size(problem)})\n"
        yield from _table([rule_costs(problem)])
    for size in SIZES:
        costs = [rule_costs(an_instance(size, seed)) for seed in SEEDS]
        yield f"\n**{size}**, the mean of {len(costs)} fairs\n"
        yield from _table(costs)


def _demonstration(name: str) -> Problem:
    """As it stands after the deadline, the draw revealed."""
    with tempfile.TemporaryDirectory() as folder:
        demonstration.build(Path(folder), EDITIONS[name], lambda _line: None)
        with demonstration.application(Path(folder)).app_context():
            problem = problem_for(db.session(), db.session.scalars(sa.select(StoredFair)).one())
            db.engine.dispose()
    return problem


def _size(problem: Problem) -> str:
    places = sum(len(problem.slots) - len(table.closed) for desk in problem.desks for table in desk.tables)
    return f"{len(problem.wishes)} wishes for {places} places"


def _table(costs: Sequence[RuleCosts]) -> Iterator[str]:
    yield HEADING
    yield _row("floor, then worth", costs, lambda cost: cost.floor)
    yield _row("worth alone", costs, lambda cost: cost.worth)
    yield _differences(costs)
    proven = sum(cost.floor.is_proven and cost.worth.is_proven for cost in costs)
    yield f"\n{'; '.join(_concerned(costs))}. Proven: {proven} of {len(costs)}.\n"


def _concerned(costs: Sequence[RuleCosts]) -> Iterator[str]:
    """How many companies have more or fewer meetings, and in what way."""
    sides: dict[str, Callable[[RuleCosts], Sequence[Share]]] = {
        "Companies received thanks to the floor": lambda cost: cost.received_by_the_floor,
        "only without it": lambda cost: cost.left_out_by_the_floor,
        "received either way with fewer meetings": lambda cost: cost.paying,
        "with more": lambda cost: cost.gaining,
    }
    for name, of in sides.items():
        yield f"{name}: {_mean([len(of(cost)) for cost in costs])}"


def _row(name: str, costs: Sequence[RuleCosts], of: Callable[[RuleCosts], Column]) -> str:
    columns = [of(cost) for cost in costs]
    parties = _mean([cost.parties for cost in costs])
    cells = [
        name,
        f"{_mean([column.served for column in columns])} of {parties}",
        _mean([cost.parties - column.served for cost, column in zip(costs, columns, strict=True)]),
        _mean([column.meetings for column in columns]),
        f"{fmean(column.worth for column in columns):.0f}",
        *(_mean([_with(column, number) for column in columns]) for number in range(MOST + 1)),
    ]
    return _line(cells)


def _differences(costs: Sequence[RuleCosts]) -> str:
    """What the floor changes; worth as a share."""
    floor, worth = [cost.floor for cost in costs], [cost.worth for cost in costs]

    def more(of: Callable[[Column], int]) -> str:
        difference = fmean(map(of, floor)) - fmean(map(of, worth))
        return f"{difference:+.{0 if len(costs) == 1 else 1}f}" if difference else "0"

    share = sum(column.worth for column in floor) / sum(column.worth for column in worth) - 1
    cells = [
        "difference",
        more(lambda column: column.served),
        more(lambda column: -column.served),
        more(lambda column: column.meetings),
        f"{share:+.1%}",
        *(more(lambda column, n=number: _with(column, n)) for number in range(MOST + 1)),  # type: ignore[misc]  # a lambda with a default
    ]
    return _line(cells)


def _with(column: Column, number: int) -> int:
    """Companies that have so many meetings."""
    return column.by_meetings[number] if number < len(column.by_meetings) else 0


def _mean(counts: Sequence[int]) -> str:
    """A count as it is, a mean to a tenth."""
    return str(counts[0]) if len(counts) == 1 else f"{fmean(counts):.1f}"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    main()

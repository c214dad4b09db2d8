"""Whether a set of pairings can be placed at all: a satisfaction problem without objective, for CP-SAT.

At the whiteboard: one truth value per pairing and slot, exactly one true for each pairing, at most one for
each company and slot (or each two neighbouring slots if it breathes), at most as many as there are places
for each desk and slot. CP-SAT learns clauses from its failures, which is what decides tight cases (many
pins, Latin squares), where neither chains nor linear programmes get anywhere. It answers yes with a
placement, no with certainty, or nothing within its deterministic limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matchmaker.scheduling.solving.grid import NOWHERE, Grid
from matchmaker.scheduling.solving.limit import Limit, interruptible
from matchmaker.scheduling.solving.openings import Openings, bits

EFFORT = 10.0
"""CP-SAT's own unit of work; about a second of an ordinary processor, and the same on every machine."""


def place_exactly(
    openings: Openings, chosen: Sequence[int], limit: Limit, effort: float = EFFORT
) -> Grid | None:
    """A grid in which all these pairings stand, or None if there is none or the effort was in vain."""
    model = PlacementModel(openings, chosen)
    if not solved(model, limit, effort):
        return None
    return Grid.of(openings, model.slots())


class PlacementModel:
    """The rules of placing as clauses; ``at[n, t]`` is true if pairing n stands in slot t."""

    def __init__(self, openings: Openings, chosen: Sequence[int]) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - solvers are loaded when first used

        self.model: Any = cp_model.CpModel()
        self.solver: Any = cp_model.CpSolver()
        self.openings = openings
        self.at: dict[tuple[int, int], Any] = {}
        self.of_company: dict[int, dict[int, list[Any]]] = {}
        self._of_desk: dict[tuple[int, int], list[Any]] = {}
        for number in chosen:
            self._add(number)
        for c, by_slot in self.of_company.items():
            self._keep_apart(c, by_slot)
        for (d, t), there in self._of_desk.items():
            self._fit(there, openings.places[d][t])

    def _add(self, number: int) -> None:
        pairing = self.openings.pairings[number]
        for t in bits(pairing.slots):
            here = self.at[number, t] = self.model.new_bool_var("")
            self.of_company.setdefault(pairing.company, {}).setdefault(t, []).append(here)
            self._of_desk.setdefault((pairing.desk, t), []).append(here)
        self.model.add_exactly_one(self.at[number, t] for t in bits(pairing.slots))

    def _keep_apart(self, company: int, by_slot: dict[int, list[Any]]) -> None:
        span = 1 if self.openings.companies[company].breathing else 0
        for t, here in by_slot.items():
            together = here + (by_slot.get(t + 1, []) if span else [])
            if len(together) > 1:
                self.model.add_at_most_one(together)

    def _fit(self, there: list[Any], places: int) -> None:
        if places == 1:
            self.model.add_at_most_one(there)
        elif len(there) > places:
            self.model.add(sum(there) <= places)

    @property
    def is_refuted(self) -> bool:
        """Whether the solver, having run, has shown that there is no placement."""
        from ortools.sat.python import cp_model  # noqa: PLC0415 - solvers are loaded when first used

        return bool(self.solver.response_proto.status == cp_model.INFEASIBLE)

    def slots(self) -> list[int]:
        """The slot of every pairing in the solution found."""
        found = [NOWHERE] * len(self.openings.pairings)
        for (number, t), here in self.at.items():
            if self.solver.boolean_value(here):
                found[number] = t
        return found


def solved(model: PlacementModel, limit: Limit, effort: float) -> bool:
    """Let CP-SAT work, one thread, within its effort and the time left; whether it has a solution."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - solvers are loaded when first used

    parameters = model.solver.parameters
    parameters.num_workers = 1
    parameters.max_deterministic_time = effort
    parameters.catch_sigint_signal = False
    if limit.left < float("inf"):
        parameters.max_time_in_seconds = limit.left
    status = interruptible(lambda: model.solver.solve(model.model), model.solver.stop_search)
    limit.check()
    return status in (cp_model.OPTIMAL, cp_model.FEASIBLE)

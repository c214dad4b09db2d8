"""The proof that nobody can wait less: idle time as clauses, for CP-SAT.

At the whiteboard: beside the placement of the chosen pairs, say for each company with at least two meetings
and each slot whether it has begun (a meeting now or before) and whether it is unfinished (now or after). Who
has begun, is unfinished and neither meets now nor has just met with a breathing space, waits. Minimise
how many wait. Everything is a clause and nothing is linear: with linearisation off and a core-guided search
CP-SAT proves in seconds what it cannot prove in minutes otherwise (Bofill et al., JAIR 2022, for MaxSAT).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matchmaker.scheduling.exact_placement import PlacementModel, solved
from matchmaker.scheduling.grid import NOWHERE, Grid, idle
from matchmaker.scheduling.limit import Limit
from matchmaker.scheduling.openings import Openings

EFFORT = 8.0
LARGEST = 12_000


@dataclass(frozen=True)
class Shortest:
    """The best slots known, and a number of idle slots below which no placement of these pairs gets."""

    slots: list[int]
    bound: int


def compact_exactly(openings: Openings, slots: Sequence[int], limit: Limit) -> Shortest | None:
    """Improve a placement or prove it best; None if it is too large or nothing came of it."""
    chosen = [number for number, slot in enumerate(slots) if slot != NOWHERE]
    if sum(openings.pairings[number].slots.bit_count() for number in chosen) > LARGEST:
        return None
    model = PlacementModel(openings, chosen)
    waits = _Waits(model)
    waits.minimise()
    for (number, t), here in model.at.items():
        model.model.add_hint(here, slots[number] == t)
    model.solver.parameters.linearization_level = 0
    model.solver.parameters.optimize_with_core = True
    if not solved(model, limit, EFFORT):
        return None
    # What is found within the effort may be worse than what was there: a hint is no promise.
    best = min((list(slots), model.slots()), key=lambda each: Grid.of(openings, each).idle_in_all())
    return Shortest(best, waits.fixed + round(model.solver.best_objective_bound))


class _Waits:
    """Adds who waits when to a model of the placement; ``fixed``: who has nothing but pins waits anyway."""

    def __init__(self, model: PlacementModel) -> None:
        self._model = model.model
        self._openings = model.openings
        self._waits: list[Any] = []
        self._true = model.model.new_constant(1)
        for company, by_slot in model.of_company.items():
            self._add(company, by_slot)
        self.fixed = sum(
            idle(held, company.breathing)
            for number, (company, held) in enumerate(
                zip(model.openings.companies, model.openings.held, strict=True)
            )
            if number not in model.of_company
        )

    def minimise(self) -> None:
        self._model.minimize(sum(self._waits))

    def _add(self, company: int, by_slot: dict[int, list[Any]]) -> None:
        held = self._openings.held[company]
        busy = [self._busy(held >> t & 1, by_slot.get(t, [])) for t in range(self._openings.slot_count)]
        begun = self._from(busy)
        unfinished = self._from(busy[::-1])[::-1]
        breathing = self._openings.companies[company].breathing
        for t in range(1, len(busy) - 1):
            wait = self._model.new_bool_var("")
            served = [busy[t], busy[t - 1]] if breathing else [busy[t]]
            self._model.add_bool_or([~begun[t], ~unfinished[t], *served, wait])
            self._waits.append(wait)

    def _busy(self, held: int, here: list[Any]) -> Any:
        if held:
            return self._true
        if not here:
            return ~self._true
        busy = self._model.new_bool_var("")
        self._model.add_exactly_one([*here, ~busy])
        return busy

    def _from(self, busy: list[Any]) -> list[Any]:
        """For each slot, whether there is a meeting in it or before it; true may be said without need."""
        found = [busy[0]]
        for here in busy[1:]:
            seen = self._model.new_bool_var("")
            self._model.add_implication(here, seen)
            self._model.add_implication(found[-1], seen)
            found.append(seen)
        return found

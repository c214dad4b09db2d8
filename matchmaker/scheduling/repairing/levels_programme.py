"""One linear programme for all levels of a repair, asked level by level where it stands.

At the whiteboard: the columns and rows of the time-indexed programme (programme.py), and a column for every
party that asks: it is at most 1, and at most the meetings of the party. The first aim is the objective; then
what it reached becomes a row of its own and the next aim the objective, and the simplex method goes on from
the vertex where it is. A row per level and no coefficient but 1 or a worth: one row of big weights was once a
unit short for the sake of the solver's tolerance, and nobody would have seen it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matchmaker.scheduling.repairing.aims import Agenda, Aim, LevelPrices
from matchmaker.scheduling.solving.certificate import Prices
from matchmaker.scheduling.solving.grid import NOWHERE
from matchmaker.scheduling.solving.highs import Outcome, quiet_highs, run
from matchmaker.scheduling.solving.limit import Limit
from matchmaker.scheduling.solving.programme import Programme, Row
from matchmaker.scheduling.timetable import LevelName

ITERATIONS = 2_000_000
NODES = 20_000


class LevelsProgramme:
    """The programme of an agenda; what the agenda settles is told to it with ``hold`` and ``settle``."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        base = Programme(agenda.openings)
        self.columns = base.columns
        self._rows: list[Row] = base.rows
        self._column_of_party = {party: len(self.columns) + at for at, party in enumerate(agenda.parties)}
        self._columns_of_party: dict[int, list[int]] = {party: [] for party in agenda.parties}
        for column, (number, _) in enumerate(self.columns):
            party = agenda.openings.party[agenda.openings.pairings[number].company]
            if party in self._columns_of_party:
                self._columns_of_party[party].append(column)
        self._held: list[LevelName] = []
        self._highs = quiet_highs(False, simplex_iteration_limit=ITERATIONS)
        self._highs.passModel(self._model())

    @property
    def _width(self) -> int:
        return len(self.columns) + len(self._column_of_party)

    def _model(self) -> Any:
        import highspy  # noqa: PLC0415 - solvers are loaded when first used
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        of_party = self._columns_of_party
        parties = [[column, *of_party[party]] for party, column in self._column_of_party.items()]
        entries = [row.columns for row in self._rows] + parties
        signs = [np.ones(len(row.columns)) for row in self._rows]
        signs += [np.concatenate([[1.0], -np.ones(len(columns) - 1)]) for columns in parties]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self._width, len(entries)
        model.col_cost_ = np.zeros(self._width)
        model.col_lower_, model.col_upper_ = np.zeros(self._width), np.ones(self._width)
        model.row_lower_ = np.full(len(entries), -highspy.kHighsInf)
        model.row_upper_ = np.array([row.limit for row in self._rows] + [0] * len(parties), float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0] + [len(columns) for columns in entries])
        model.a_matrix_.index_ = np.array([c for columns in entries for c in columns], dtype=np.int32)
        model.a_matrix_.value_ = np.concatenate([*signs, np.zeros(0)])
        return model

    def hold(self, aim: Aim, value: int) -> None:
        """From now on this aim must come to that much, beside the pins."""
        import highspy  # noqa: PLC0415 - solvers are loaded when first used
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        weights = self._weights(aim)
        used = np.nonzero(weights)[0].astype(np.int32)
        self._highs.addRow(float(value), highspy.kHighsInf, len(used), used, weights[used])
        self._held.append(aim.name)

    def settle(self, party: int, is_served: bool) -> None:
        """From now on this party must, or cannot, have a meeting."""
        self._highs.changeColBounds(self._column_of_party[party], float(is_served), float(is_served))
        for column in [] if is_served else self._columns_of_party[party]:
            self._highs.changeColBounds(column, 0.0, 0.0)

    def relax(self, aim: Aim, limit: Limit) -> Outcome:
        """The best vertex for this aim, from the one where the last question ended."""
        self._aim_at(self._highs, aim)
        return run(self._highs, False, limit)

    def search(self, prices: LevelPrices, least: int, slots: Sequence[int], limit: Limit) -> Outcome:
        """Branch and cut for a timetable in which the aim comes to ``least`` or more, beside the pins.

        Columns that by these prices cannot be part of one are left out. It begins with ``slots``, a timetable
        that respects everything settled.
        """
        highs = self._whole(slots)
        self._aim_at(highs, prices.aim)
        to_spare = prices.total(self._agenda) - prices.prices.scale * least
        best = [prices.best_gain(self._agenda, n) for n in range(len(self._agenda.openings.pairings))]
        for column, (number, slot) in enumerate(self.columns):
            if best[number] - prices.gain(self._agenda, number, slot) > to_spare:
                highs.changeColBounds(column, 0.0, 0.0)
        return run(highs, True, limit)

    def _whole(self, slots: Sequence[int]) -> Any:
        """The same programme in whole numbers, with a solution to begin with."""
        import highspy  # noqa: PLC0415 - solvers are loaded when first used

        highs = quiet_highs(True, mip_max_nodes=NODES)
        model = self._highs.getLp()
        model.integrality_ = [highspy.HighsVarType.kInteger] * self._width
        highs.passModel(model)
        begin = highspy.HighsSolution()
        standing = [slots[number] == slot for number, slot in self.columns]
        served = [any(standing[c] for c in columns) for columns in self._columns_of_party.values()]
        begin.col_value = [float(there) for there in (*standing, *served)]
        highs.setSolution(begin)
        return highs

    def _aim_at(self, highs: Any, aim: Aim) -> None:
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        highs.changeColsCost(self._width, np.arange(self._width, dtype=np.int32), -self._weights(aim))

    def _weights(self, aim: Aim) -> Any:
        import numpy as np  # noqa: PLC0415 - solvers are loaded when first used

        of_pairings = [aim.of_pairing(number, slot) for number, slot in self.columns]
        return np.array(of_pairings + [aim.of_party(party) for party in self._column_of_party], float)

    def slots(self, outcome: Outcome) -> list[int]:
        """The slot in which each pairing stands at a vertex for more than a half, or NOWHERE.

        If the vertex is a timetable, this is it; else it is where to look for one.
        """
        found = [NOWHERE] * len(self._agenda.openings.pairings)
        # After the columns of the pairings come those of the parties.
        for (number, slot), value in zip(self.columns, outcome.values, strict=False):
            if value > 0.5:
                found[number] = slot
        return found

    def prices(self, aim: Aim, outcome: Outcome, scale: int) -> LevelPrices:
        """The duals of a vertex as integer prices in units of 1/scale."""
        duals = [round(abs(dual) * scale) for dual in outcome.duals]
        prices = Prices(scale)
        for row, price in zip(self._rows, duals, strict=False):
            prices.put(row.kind, row.key, price)
        behind = len(self._rows)
        of_parties = zip(self._column_of_party, duals[behind:], strict=False)
        prices.party.update((party, price) for party, price in of_parties if party not in self._agenda.barred)
        earlier = dict(zip(self._held, duals[behind + len(self._column_of_party) :], strict=True))
        return LevelPrices(aim, prices, {name: price for name, price in earlier.items() if price})

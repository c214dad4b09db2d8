"""The levels of a repair, their prices, their programme and their order, spoilt in one place each."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

LEVELS = [
    Mutant(
        "keeping a promise worth nothing",
        "repairing/aims.py",
        "int(promises.is_promised(number))",
        "0",
        "repairing/test_aims.py test_repair.py",
    ),
    Mutant(
        "moving somebody costs nothing",
        "repairing/aims.py",
        "-int(promises.is_moved(number, slot))",
        "0",
        "repairing/test_aims.py test_repair.py",
    ),
    Mutant(
        "what the earlier levels demand not charged",
        "repairing/aims.py",
        "self.prices.stock(agenda.openings) - demanded + pairings",
        "self.prices.stock(agenda.openings) + pairings",
        "repairing/test_aims.py",
    ),
    Mutant(
        "a party that must be served thought free not to be",
        "repairing/aims.py",
        "return brings if party in agenda.served else max(0, brings)",
        "return max(0, brings)",
        "repairing/test_aims.py",
    ),
    Mutant(
        "a late programme not told what is settled",
        "repairing/repair_ladder.py",
        "for aim, value in agenda.held.values():\n            programme.hold",
        "for aim, value in ():\n            programme.hold",
        "test_repair_settled.py",
    ),
    Mutant(
        "a late programme not told who is served",
        "repairing/repair_ladder.py",
        "for party in agenda.served | agenda.barred:",
        "for party in ():",
        "test_repair_settled.py",
    ),
    Mutant(
        "a level held at nothing",
        "repairing/repair_ladder.py",
        "self._programme.hold(aim, value)",
        "pass",
        "test_repair_settled.py test_repair.py",
    ),
    Mutant(
        "what is settled given up for what is better",
        "repairing/repair_ladder.py",
        "if self._respects_what_is_settled(slots) and",
        "if",
        "test_repair_stopped.py",
    ),
    Mutant(
        "a search that was given up believed",
        "repairing/repair_ladder.py",
        "max(self.value(aim), min(searched.bound, finding.bound))",
        "self.value(aim)",
        "test_repair_stopped.py",
    ),
    Mutant(
        "the draw not asked who else could be had",
        "repairing/repair_ladder.py",
        "and self._can_be_had(party))",
        "and party in self._served())",
        "test_repair_settled.py",
    ),
    Mutant(
        "columns left out that a timetable could use to the last",
        "repairing/levels_programme.py",
        "> to_spare:",
        ">= to_spare:",
        "repairing/test_levels_programme.py",
    ),
    Mutant(
        "a party served by nobody",
        "repairing/levels_programme.py",
        "-np.ones(len(columns) - 1)",
        "np.zeros(len(columns) - 1)",
        "repairing/test_levels_programme.py",
    ),
    Mutant(
        "a party that cannot be served allowed meetings",
        "repairing/levels_programme.py",
        "for column in [] if is_served else self._columns_of_party[party]:",
        "for column in ():",
        "repairing/test_levels_programme.py",
    ),
    Mutant(
        "moves of all together not counted where days are shortened",
        "repairing/few_moves.py",
        "uses[_MOVES] += 1",
        "pass",
        "repairing/test_few_moves.py test_repair_settled.py test_repair.py",
    ),
    Mutant(
        "days listed without end",
        "repairing/few_moves.py",
        "if left < 0:",
        "if False:",
        "repairing/test_few_moves.py",
    ),
]

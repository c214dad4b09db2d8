"""Ways to spoil the scheduler, each of them one rule, one count or one comparison, and who must notice."""

from __future__ import annotations

from tests.mutants.by_hand import BY_HAND
from tests.mutants.checker import CHECK
from tests.mutants.levels import LEVELS
from tests.mutants.mutant import Mutant
from tests.mutants.solver import CONTRADICTIONS, OPENINGS, RULES, SOLVE
from tests.mutants.workbench import WORKBENCH

TABLE: list[Mutant] = [*RULES, *CONTRADICTIONS, *OPENINGS, *SOLVE, *CHECK, *LEVELS, *BY_HAND, *WORKBENCH]

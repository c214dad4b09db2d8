"""Rules, contradictions, what the pins leave open, and the solver, spoilt in one place each."""

from __future__ import annotations

from tests.mutants.mutant import Mutant


def _rule_dropped(rule: str) -> Mutant:
    return Mutant(f"rule {rule} dropped", "rules.py", f"    {rule},\n", "", "test_rules.py")


RULES = [
    _rule_dropped("known_ids"),
    _rule_dropped("asked_for"),
    _rule_dropped("open_table"),
    _rule_dropped("company_present"),
    _rule_dropped("company_in_one_place"),
    _rule_dropped("table_with_one_company"),
    _rule_dropped("pair_once"),
    _rule_dropped("within_quota"),
    _rule_dropped("breathing_space"),
    _rule_dropped("pins_honoured"),
    _rule_dropped("pins_marked"),
]
CONTRADICTIONS = [
    Mutant(
        f"contradiction {kind} dropped", "contradictions.py", f"    {kind},\n", "", "test_contradictions.py"
    )
    for kind in (
        "_company_in_two_places",
        "_table_taken_twice",
        "_desk_too_small",
        "_pair_pinned_twice",
        "_quota_exceeded",
        "_breathing_broken",
    )
]
OPENINGS = [
    Mutant(
        "absence ignored",
        "solving/openings.py",
        "everywhere & ~_mask(problem, company.absent) & ~taken",
        "everywhere & ~taken",
        "solving/test_openings.py test_solve.py",
    ),
    Mutant(
        "a pin leaves its company free beside it, though it breathes",
        "solving/openings.py",
        "held | (beside(held) if company.breathing else 0)",
        "held",
        "solving/test_openings.py test_solve.py",
    ),
    Mutant(
        "pins take no place",
        "solving/openings.py",
        "left[problem.slot_index[pin.slot]] -= 1",
        "pass",
        "solving/test_openings.py test_solve.py",
    ),
    Mutant(
        "pins take nothing from the quota",
        "solving/openings.py",
        "c.max_meetings - len(pins.get(c.id, ()))",
        "c.max_meetings",
        "solving/test_openings.py test_solve.py",
    ),
    Mutant(
        "a quota of nothing ignored",
        "solving/openings.py",
        "if slots and quota[c] > 0 and",
        "if slots and",
        "solving/test_openings.py test_solve.py",
    ),
    Mutant(
        "companies numbered as the file has them",
        "solving/openings.py",
        "for key in drawn_by_seed(problem.company, seed))",
        "for key in problem.company)",
        "solving/test_openings.py test_solve.py",
    ),
]
SOLVE = [
    Mutant(
        "each company of a group a party of its own",
        "problem.py",
        "return self.id if self.group is None else self.group",
        "return self.id",
        "test_solve.py test_draw.py",
    ),
    Mutant(
        "breathing ignored where a company is free",
        "solving/grid.py",
        "busy | beside(busy) if self._breathing[c] else busy",
        "busy",
        "solving/test_grid.py test_solve.py",
    ),
    Mutant(
        "the draw read from its end",
        "solving/serve.py",
        "for party in sorted(options):",
        "for party in sorted(options, reverse=True):",
        "solving/test_serve.py test_solve.py",
    ),
    Mutant(
        "quotas ignored by the choice",
        "solving/choice_network.py",
        "most = min(_most_meetings(self._openings, c, hours), quota[c])",
        "most = _most_meetings(self._openings, c, hours)",
        "solving/test_choose.py test_solve.py",
    ),
    Mutant(
        "where time is counted a slot holds as many as come",
        "solving/clock.py",
        "self._slot[t], units) for t",
        "self._slot[t], 99) for t",
        "solving/test_choose.py solving/test_tighten.py",
    ),
    Mutant(
        "who is left at the door of a full desk stays there",
        "solving/network.py",
        "while lying.any():",
        "while lying.sum():",
        "solving/test_network.py solving/test_tighten.py",
    ),
    Mutant(
        "a place of one table given twice",
        "solving/grid.py",
        "self.room[d][slot] -= 1",
        "pass",
        "solving/test_grid.py test_solve.py",
    ),
    Mutant(
        "breathing spaces counted as waiting",
        "quality.py",
        "pauses = len(held) - 1 if breathing else 0",
        "pauses = 0",
        "test_quality.py test_solve.py",
    ),
    Mutant(
        "a meeting seated at a closed table",
        "solving/seat.py",
        " if visit.slot not in table.closed]",
        "]",
        "solving/test_seat.py",
    ),
    Mutant(
        "tables taken one after the other",
        "solving/seat.py",
        "min((self._meetings[table.id], table.id) for table in free)[1]",
        "min(table.id for table in free)",
        "solving/test_seat.py",
    ),
]

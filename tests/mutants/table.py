"""Ways to spoil the scheduler, each of them one rule, one count or one comparison, and who must notice.

``old`` stands exactly once in the file; put ``new`` in its place and at least one of the tests fails.
"""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    """``file`` is a module of the scheduler, ``tests`` are files or tests in tests/scheduling."""

    what: str
    file: str
    old: str
    new: str
    tests: str


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
        "openings.py",
        "everywhere & ~_mask(problem, company.absent) & ~taken",
        "everywhere & ~taken",
        "test_openings.py test_solve.py",
    ),
    Mutant(
        "a pin leaves its company free beside it, though it breathes",
        "openings.py",
        "held | (beside(held) if company.breathing else 0)",
        "held",
        "test_openings.py test_solve.py",
    ),
    Mutant(
        "pins take no place",
        "openings.py",
        "left[problem.slot_index[pin.slot]] -= 1",
        "pass",
        "test_openings.py test_solve.py",
    ),
    Mutant(
        "pins take nothing from the quota",
        "openings.py",
        "c.max_meetings - len(pins.get(c.id, ()))",
        "c.max_meetings",
        "test_openings.py test_solve.py",
    ),
    Mutant(
        "a quota of nothing ignored",
        "openings.py",
        "and bare.quota[c] > 0 and slots",
        "and slots",
        "test_openings.py test_solve.py",
    ),
    Mutant(
        "companies numbered as the file has them",
        "openings.py",
        "for key in drawn_by_seed(problem.company, seed))",
        "for key in problem.company)",
        "test_openings.py test_solve.py",
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
        "grid.py",
        "busy | beside(busy) if self._breathing[pairing.company] else busy",
        "busy",
        "test_grid.py test_solve.py",
    ),
    Mutant(
        "the draw read from its end",
        "serve.py",
        "dict(sorted(options.items()))",
        "dict(sorted(options.items(), reverse=True))",
        "test_serve.py test_solve.py",
    ),
    Mutant(
        "quotas ignored by the choice",
        "choose.py",
        "cap = min(len(starts), self._openings.quota[c])",
        "cap = len(starts)",
        "test_choose.py test_solve.py",
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
        "seat.py",
        " if visit.slot not in table.closed]",
        "]",
        "test_seat.py",
    ),
    Mutant(
        "tables taken one after the other",
        "seat.py",
        "min((self._meetings[table.id], table.id) for table in free)[1]",
        "min(table.id for table in free)",
        "test_seat.py",
    ),
]
CHECK = [
    Mutant(
        "values not counted again",
        "check_figures.py",
        "if level.value != counted:",
        "if False:",
        "test_check_figures.py",
    ),
    Mutant(
        "optimal believed without proof",
        "check_figures.py",
        'if timetable.status == "optimal" and unproven:',
        "if False:",
        "test_check_figures.py test_check_repair.py",
    ),
    Mutant(
        "a certificate of solve not added up",
        "check_figures.py",
        'proven = {"worth": certified_bound(problem, served, certificate)}',
        "proven = {}",
        "test_check_figures.py test_check.py",
    ),
    Mutant(
        "a certificate of repair not added up",
        "check_figures.py",
        "proven = certified_bounds(problem, served, counted, certificate)",
        "proven = {}",
        "test_check_repair.py",
    ),
    Mutant(
        "what is proven not held against what is claimed",
        "check_figures.py",
        'bound < claimed if name == "moved" else bound > claimed',
        "False",
        "test_check_repair.py",
    ),
    Mutant(
        "prices below nothing allowed",
        "check_certificate.py",
        "price.integer(least=0)",
        "price.integer()",
        "test_check_repair.py",
    ),
    Mutant(
        "a price on an earlier level not charged",
        "check_certificate.py",
        "total = self._stock() - sum(price * demand for price, _, demand in paid)",
        "total = self._stock()",
        "test_aims.py test_check_repair.py",
    ),
    Mutant(
        "reasons not looked at",
        "check.py",
        "*wrong_figures(problem, timetable), *wrong_reasons(problem, timetable)",
        "*wrong_figures(problem, timetable),",
        "test_check_reasons.py test_check.py",
    ),
    Mutant(
        "a meeting before the hour announced accepted",
        "check.py",
        "wrong = (*wrong, *_moved_too_early(problem, timetable))",
        "pass",
        "test_check_repair.py",
    ),
    Mutant(
        "a pin held to the hour announced",
        "check.py",
        "if not meeting.pinned and meeting.slot",
        "if meeting.slot",
        "test_check_repair.py",
    ),
    Mutant(
        "nobody may stay who was announced for later",
        "occupancy.py",
        "[: index[promise.earliest]] if slot.id != promise.slot",
        "[: index[promise.earliest]]",
        "test_check_repair.py",
    ),
    Mutant(
        "a matching believed where promises come first",
        "check_bounds.py",
        'elif timetable.level("served").proof == "matching":',
        "elif False:",
        "test_check_repair.py",
    ),
    Mutant(
        "the draw believed where promises come first",
        "check_bounds.py",
        'elif timetable.level("draw").proof == "matching":',
        "elif False:",
        "test_check_repair.py",
    ),
]
REPAIR = [
    Mutant(
        "the hour announced ignored",
        "promises.py",
        "if promise.earliest is None:",
        "if True:",
        "test_promises.py test_repair.py",
    ),
    Mutant(
        "nobody may stay before the hour announced",
        "promises.py",
        "1 << problem.slot_index[promise.slot] | -1 <<",
        "-1 <<",
        "test_promises.py test_repair.py",
    ),
    Mutant(
        "a pinned promise counted as never moved",
        "promises.py",
        "sum(pin.slot != slot[pin.pair] for pin in pinned)",
        "0",
        "test_promises.py test_repair.py",
    ),
    Mutant(
        "moves not counted",
        "quality.py",
        "sum(booking.slot != published[booking.pair] for booking in kept)",
        "0",
        "test_check_repair.py test_repair.py",
    ),
    Mutant(
        "keeping a promise worth nothing",
        "aims.py",
        "int(promises.is_promised(number))",
        "0",
        "test_aims.py test_repair.py",
    ),
    Mutant(
        "moving somebody costs nothing",
        "aims.py",
        "-int(promises.is_moved(number, slot))",
        "0",
        "test_aims.py test_repair.py",
    ),
    Mutant(
        "what the earlier levels demand not charged",
        "aims.py",
        "self.prices.stock(agenda.openings) - demanded + pairings",
        "self.prices.stock(agenda.openings) + pairings",
        "test_aims.py",
    ),
    Mutant(
        "a party that must be served thought free not to be",
        "aims.py",
        "return brings if party in agenda.served else max(0, brings)",
        "return max(0, brings)",
        "test_aims.py",
    ),
    Mutant(
        "a late programme not told what is settled",
        "repair_ladder.py",
        "for aim, value in agenda.held.values():\n            programme.hold",
        "for aim, value in ():\n            programme.hold",
        "test_repair_settled.py",
    ),
    Mutant(
        "a late programme not told who is served",
        "repair_ladder.py",
        "for party in agenda.served | agenda.barred:",
        "for party in ():",
        "test_repair_settled.py",
    ),
    Mutant(
        "a level held at nothing",
        "repair_ladder.py",
        "self._programme.hold(aim, value)",
        "pass",
        "test_repair_settled.py test_repair.py",
    ),
    Mutant(
        "what is settled given up for what is better",
        "repair_ladder.py",
        "if self._respects_what_is_settled(slots) and",
        "if",
        "test_repair_stopped.py",
    ),
    Mutant(
        "a search that was given up believed",
        "repair_ladder.py",
        "max(self.value(aim), min(searched.bound, finding.bound))",
        "self.value(aim)",
        "test_repair_stopped.py",
    ),
    Mutant(
        "the draw not asked who else could be had",
        "repair_ladder.py",
        "and self._can_be_had(party))",
        "and party in self._served())",
        "test_repair_settled.py",
    ),
    Mutant(
        "columns left out that a timetable could use to the last",
        "levels_programme.py",
        "> to_spare:",
        ">= to_spare:",
        "test_levels_programme.py",
    ),
    Mutant(
        "a party served by nobody",
        "levels_programme.py",
        "-np.ones(len(columns) - 1)",
        "np.zeros(len(columns) - 1)",
        "test_levels_programme.py",
    ),
    Mutant(
        "a party that cannot be served allowed meetings",
        "levels_programme.py",
        "for column in [] if is_served else self._columns_of_party[party]:",
        "for column in ():",
        "test_levels_programme.py",
    ),
    Mutant(
        "quotas ignored by hand",
        "rehouse.py",
        "return self._left[self._openings.pairings[number].company] > 0",
        "return True",
        "test_rehouse.py",
    ),
    Mutant(
        "the most flexible stays",
        "rehouse.py",
        "key=lambda number: (choices[number], number)",
        "key=lambda number: (-choices[number], number)",
        "test_rehouse.py",
    ),
    Mutant(
        "the last drawn taken in first",
        "rehouse.py",
        "for party in sorted(waiting.keys() - served):",
        "for party in sorted(waiting.keys() - served, reverse=True):",
        "test_rehouse.py",
    ),
    Mutant(
        "a party that a pin serves taken in again",
        "rehouse.py",
        "zip(openings.party, openings.held, strict=True) if held}",
        "zip(openings.party, openings.held, strict=True) if False}",
        "test_rehouse.py",
    ),
    Mutant(
        "chains of one link only",
        "rehouse.py",
        "queue.append(victim)",
        "pass",
        "test_rehouse.py",
    ),
    Mutant(
        "a chain believed before it is tried out",
        "rehouse.py",
        "if not grid.vacant(number) >> slot & 1:",
        "if False:",
        "test_rehouse.py",
    ),
    Mutant(
        "a promised table given to somebody else",
        "seat.py",
        "(visit not in keeping, visit not in unnamed)",
        "visit not in unnamed",
        "test_seat_repair.py",
    ),
    Mutant(
        "no table kept",
        "seat.py",
        "if self.can_keep_its_table(visit):",
        "if False:",
        "test_seat_repair.py",
    ),
    Mutant(
        "whoever stays moved for a shorter day",
        "repair.py",
        "if slot == self._promises.slot[number] != NOWHERE else pairing",
        "if False else pairing",
        "test_repair.py test_rehouse.py test_check_repair.py",
    ),
    Mutant(
        "another table no reason to be written to",
        "changes.py",
        "for move in (*self.reseated, *self.moved)}",
        "for move in self.moved}",
        "test_changes.py",
    ),
    Mutant(
        "a pair published twice let pass",
        "contradictions.py",
        "if len(found) > 1\n    ]",
        "if len(found) > 2\n    ]",
        "commands/test_repair.py",
    ),
]
MORE = [
    Mutant(
        "the checker's draw deaf to the hours announced",
        "check_matching.py",
        "early = too_early(problem) if repaired else {}",
        "early = {}",
        "test_check_repair.py",
    ),
    Mutant(
        "the checker's prices deaf to the hours announced",
        "check_certificate.py",
        "self._too_early = too_early(problem) if repaired else {}",
        "self._too_early = {}",
        "test_aims.py",
    ),
    Mutant(
        "the reasons deaf to the hours announced",
        "occupancy.py",
        "self._too_early = too_early(problem) if repaired else {}",
        "self._too_early = {}",
        "test_explain_repair.py test_check_repair.py",
    ),
    Mutant(
        "fewer than were kept believed to be the most",
        "check_bounds.py",
        "if not isinstance(bound, int) or bound < counted.kept:",
        "if False:",
        "test_check_repair.py",
    ),
    Mutant(
        "more than were moved believed to be the fewest",
        "check_bounds.py",
        "if not isinstance(bound, int) or bound > counted.moved:",
        "if False:",
        "test_check_repair.py",
    ),
    Mutant(
        "a promise given up for worth thought allowed",
        "check_bounds.py",
        "promises = problem.published if timetable.is_repaired else ()",
        "promises = ()",
        "test_check_repair.py",
    ),
    Mutant(
        "moves of all together not counted where days are shortened",
        "few_moves.py",
        "uses[_MOVES] += 1",
        "pass",
        "test_few_moves.py test_repair_settled.py test_repair.py",
    ),
    Mutant(
        "days listed without end",
        "few_moves.py",
        "if left < 0:",
        "if False:",
        "test_few_moves.py",
    ),
    Mutant(
        "pins forgotten in what a repair says it kept",
        "repair.py",
        'return self._promises.pinned.kept if name == "kept" else self._promises.pinned.moved',
        "return 0",
        "test_check_repair.py test_repair.py",
    ),
    Mutant(
        "nothing said to be optimal unless the days are short",
        "repair.py",
        "all(level.is_proven for level in levels[:-1])",
        "all(level.is_proven for level in levels)",
        "test_repair.py test_repair_settled.py test_few_moves.py",
    ),
    Mutant(
        "a stopped repair said to be optimal",
        "repair.py",
        "is_optimal = not stopped and",
        "is_optimal =",
        "test_repair_stopped.py",
    ),
    Mutant(
        "places left given to whatever is worth least",
        "rehouse.py",
        "for number in sorted(range(len(pairings)), key=lambda number: (-pairings[number].worth, number)):",
        "for number in range(len(pairings)):",
        "test_rehouse.py",
    ),
    Mutant(
        "the day not kept short by hand",
        "rehouse.py",
        "key=lambda slot: (idle(busy | 1 << slot, breathing), slot)",
        "key=lambda slot: slot",
        "test_rehouse.py",
    ),
    Mutant(
        "a meeting taken in by a chain not counted",
        "rehouse.py",
        "        if taken:\n            self._left",
        "        if False:\n            self._left",
        "test_rehouse.py test_repair.py",
    ),
    Mutant(
        "repaired lists in the order of the letters of the slots",
        "changes.py",
        "(promise.company, problem.slot_index[promise.slot])",
        "(promise.company, promise.slot)",
        "test_changes.py",
    ),
]
TABLE: list[Mutant] = [*RULES, *CONTRADICTIONS, *OPENINGS, *SOLVE, *CHECK, *REPAIR, *MORE]

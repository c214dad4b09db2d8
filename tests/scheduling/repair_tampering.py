"""Ways to tamper with the timetable of a repair: those of ``tampering.py``, and lies about promises."""

from __future__ import annotations

import json
from random import Random

from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.files import read_timetable
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Booking
from tests.scheduling import repair_verdict, tampering
from tests.scheduling.tampering import Document, Tampering, sort_meetings, with_no_certificate


def moved_before_its_hour(document: Document, problem: Problem, random: Random) -> None:
    """A published meeting in a slot before its ``earliest``, at a table that is free and open then."""
    index = problem.slot_index
    announced = {p.pair: p for p in problem.published if p.earliest and index[p.earliest]}
    own = [m for m in document["meetings"] if (m["company"], m["desk"]) in announced and not m["pinned"]]
    meeting = random.choice(own)
    promise = announced[meeting["company"], meeting["desk"]]
    early = {slot.id for slot in problem.slots[: index[promise.earliest or ""]]} - {promise.slot}
    taken = {(other["table"], other["slot"]) for other in document["meetings"]}
    free = [
        (table.id, slot)
        for table in problem.desk[meeting["desk"]].tables
        for slot in sorted(early - table.closed - problem.company[meeting["company"]].absent)
        if (table.id, slot) not in taken
    ]
    meeting["table"], meeting["slot"] = random.choice(free)
    sort_meetings(document, problem)


def published_meeting_dropped(document: Document, problem: Problem, random: Random) -> None:
    published = {promise.pair for promise in problem.published}
    kept = [meeting for meeting in document["meetings"] if (meeting["company"], meeting["desk"]) in published]
    document["meetings"].remove(random.choice(kept))


def published_meeting_moved(document: Document, problem: Problem, random: Random) -> None:
    published = {promise.pair for promise in problem.published}
    kept = [meeting for meeting in document["meetings"] if (meeting["company"], meeting["desk"]) in published]
    random.choice(kept)["slot"] = random.choice(problem.slots).id
    sort_meetings(document, problem)


def _level(document: Document, *names: str) -> Document:
    return next(level for level in document["objective"] if level["name"] in names)


def kept_miscounted(document: Document, problem: Problem, random: Random) -> None:
    _miscount(_level(document, "kept"), random)


def moved_miscounted(document: Document, problem: Problem, random: Random) -> None:
    _miscount(_level(document, "moved"), random)


def _miscount(level: Document, random: Random) -> None:
    by = random.choice([-1, 1])
    for key in random.choice([["value"], ["bound"], ["value", "bound"]]):
        level[key] += by


def left_out_told_wrong(document: Document, problem: Problem, random: Random) -> None:
    """One rank other, more or less, as value, as bound or as both."""
    levels = [level for level in document["objective"] if level["name"] == "draw"]
    rank = random.randint(1, len(problem.draw))
    for key in random.choice([["value"], ["bound"], ["value", "bound"]]):
        random.choice(levels)[key] = sorted({*levels[0][key]} ^ {rank})


def _levels_with_prices(document: Document) -> list[str]:
    return [name for name in document["certificate"] if name != "kind"]


def of_one_level(tamper: Tampering) -> Tampering:
    """The prices of one level tampered with as those of ``solve`` are."""

    def prices(document: Document, problem: Problem, random: Random) -> None:
        name = random.choice(_levels_with_prices(document))
        tamper({"certificate": document["certificate"][name]}, problem, random)

    prices.__name__ = f"{tamper.__name__}_of_one_level"
    return prices


def earlier_price_changed(document: Document, problem: Problem, random: Random) -> None:
    rows = [document["certificate"][name]["earlier"] for name in _levels_with_prices(document)]
    row = random.choice([row for row in rows if row])
    row[random.choice(list(row))] += random.choice([-2, -1, 1, 2, 1000])


def earlier_price_forgotten(document: Document, problem: Problem, random: Random) -> None:
    rows = [document["certificate"][name]["earlier"] for name in _levels_with_prices(document)]
    random.choice([row for row in rows if row]).clear()


def earlier_price_invented(document: Document, problem: Problem, random: Random) -> None:
    """Of a level that comes before, after, or not at all."""
    row = document["certificate"][random.choice(_levels_with_prices(document))]["earlier"]
    row[random.choice(["kept", "served", "moved", "worth", "draw", "idle"])] = random.randint(1, 3)


def prices_of_another_level(document: Document, problem: Problem, random: Random) -> None:
    one, other = random.sample(_levels_with_prices(document), 2)
    document["certificate"][one] = document["certificate"][other]


def level_of_the_certificate_dropped(document: Document, problem: Problem, random: Random) -> None:
    del document["certificate"][random.choice(_levels_with_prices(document))]


def certificate_for_a_level_that_needs_none(document: Document, problem: Problem, random: Random) -> None:
    prices = document["certificate"][random.choice(_levels_with_prices(document))]
    document["certificate"][random.choice(["draw", "idle"])] = prices


def certificate_of_a_solved_one(document: Document, problem: Problem, random: Random) -> None:
    prices = dict(document["certificate"][_levels_with_prices(document)[-1]])
    del prices["earlier"]
    document["certificate"] = {"kind": "dual/1", **prices}


def with_the_figures_to_match(tamper: Tampering) -> Tampering:
    """The liar who counts again and says of every level that it is proven, with true reasons."""

    def counted(document: Document, problem: Problem, random: Random) -> None:
        tamper(document, problem, random)
        told = read_timetable(json.dumps(document).encode())
        if violations(problem, told.meetings):
            return
        figures = repair_verdict.figures(problem, told)
        for level in document["objective"]:
            figure = figures[level["name"]]
            level["value"] = level["bound"] = list(figure) if isinstance(figure, tuple) else figure
            document["proof"][level["name"]] = "exhausted search"
        document["unplaced"] = reasons(problem, told.meetings)

    counted.__name__ = f"{tamper.__name__}_with_the_figures_to_match"
    return counted


def reasons(problem: Problem, meetings: tuple[Booking, ...]) -> list[Document]:
    return [
        {"company": u.company, "desk": u.desk, "reason": {"code": u.reason.code, "text": u.reason.text}}
        for u in explain(problem, meetings, stopped=True, repaired=True)
    ]


OF_MEETINGS: list[Tampering] = [
    *tampering.OF_MEETINGS,
    moved_before_its_hour,
    published_meeting_dropped,
    published_meeting_moved,
]
COUNTED = [with_the_figures_to_match(tamper) for tamper in OF_MEETINGS]
OF_PRICES: list[Tampering] = [
    *map(
        of_one_level,
        [
            tampering.price_changed,
            tampering.prices_forgotten,
            tampering.scale_changed,
            tampering.price_invented,
        ],
    ),
    earlier_price_changed,
    earlier_price_forgotten,
    earlier_price_invented,
    prices_of_another_level,
    level_of_the_certificate_dropped,
    certificate_for_a_level_that_needs_none,
    certificate_of_a_solved_one,
]
OF_FIGURES: list[Tampering] = [
    kept_miscounted,
    moved_miscounted,
    left_out_told_wrong,
    tampering.figure_changed,
    tampering.bound_forgotten,
    tampering.levels_reordered,
    tampering.level_dropped,
    tampering.proof_changed,
    tampering.status_changed,
]
OF_PAPERS: list[Tampering] = [
    tampering.pin_told_wrong,
    tampering.meetings_reordered,
    tampering.unplaced_reordered,
    tampering.unplaced_dropped,
    tampering.unplaced_repeated,
    tampering.unplaced_added,
    tampering.code_changed,
    tampering.text_emptied,
    tampering.digest_changed,
    tampering.certificate_forgotten,
]
CATALOGUE = [
    *OF_MEETINGS,
    *COUNTED,
    *map(with_no_certificate, COUNTED),
    *OF_PRICES,
    *OF_FIGURES,
    *OF_PAPERS,
]

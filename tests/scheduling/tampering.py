"""Ways to tamper with a timetable file, each of them a function of the document and of chance.

What they do may break a rule, a figure, a reason, the order, or nothing at all; whether it does is for
``verdict.py`` to say. Nothing here looks at what the checker looks at.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Booking
from tests.scheduling import verdict

Document = dict[str, Any]
Tampering = Callable[[Document, Problem, Random], object]
CODES = ["draw", "desk_full", "quota_used", "no_common_slot", "own_meeting", "outranked", "stopped"]
PROOFS = ["matching", "flow", "two-sided flow", "linear programme", "exhausted search", "zero"]
SECTIONS = ["quota", "party", "company_slot", "breathing", "desk_slot"]


def meeting_moved(document: Document, problem: Problem, random: Random) -> None:
    random.choice(document["meetings"])["slot"] = random.choice(problem.slots).id


def meeting_at_another_table(document: Document, problem: Problem, random: Random) -> None:
    tables = [table.id for desk in problem.desks for table in desk.tables]
    random.choice(document["meetings"])["table"] = random.choice(tables)


def meeting_with_another_desk(document: Document, problem: Problem, random: Random) -> None:
    desk = random.choice([desk for desk in problem.desks if desk.tables])
    random.choice(document["meetings"]).update(desk=desk.id, table=random.choice(desk.tables).id)


def meeting_of_another_company(document: Document, problem: Problem, random: Random) -> None:
    random.choice(document["meetings"])["company"] = random.choice(problem.companies).id


def meeting_dropped(document: Document, problem: Problem, random: Random) -> None:
    document["meetings"].pop(random.randrange(len(document["meetings"])))


def meeting_repeated(document: Document, problem: Problem, random: Random) -> None:
    place = random.randrange(len(document["meetings"]))
    document["meetings"].insert(place, dict(document["meetings"][place]))


def meeting_added(document: Document, problem: Problem, random: Random) -> None:
    """A wish that found no place gets one, for all one knows taken or closed."""
    wish = random.choice(document["unplaced"])
    table = random.choice(problem.desk[wish["desk"]].tables).id
    place = {"slot": random.choice(problem.slots).id, "table": table, "pinned": False}
    document["meetings"].append({"company": wish["company"], "desk": wish["desk"], **place})
    document["unplaced"].remove(wish)
    sort_meetings(document, problem)


def meetings_of_two_swapped(document: Document, problem: Problem, random: Random) -> None:
    one, other = random.sample(document["meetings"], 2)
    one["company"], other["company"] = other["company"], one["company"]
    sort_meetings(document, problem)


def slots_of_two_swapped(document: Document, problem: Problem, random: Random) -> None:
    one, other = random.sample(document["meetings"], 2)
    one["slot"], other["slot"] = other["slot"], one["slot"]
    sort_meetings(document, problem)


def pin_told_wrong(document: Document, problem: Problem, random: Random) -> None:
    meeting = random.choice(document["meetings"])
    meeting["pinned"] = not meeting["pinned"]


def place_given_to_another_wish(document: Document, problem: Problem, random: Random) -> None:
    """The company drawn later, or the wish worth less, in the place of another at the same desk."""
    meeting, wish = random.choice(document["meetings"]), random.choice(document["unplaced"])
    meeting["company"], meeting["desk"] = wish["company"], wish["desk"]
    tables = problem.desk[wish["desk"]].tables
    meeting["table"] = random.choice(tables).id
    sort_meetings(document, problem)


def meetings_reordered(document: Document, problem: Problem, random: Random) -> None:
    random.shuffle(document["meetings"])


def unplaced_reordered(document: Document, problem: Problem, random: Random) -> None:
    random.shuffle(document["unplaced"])


def unplaced_dropped(document: Document, problem: Problem, random: Random) -> None:
    document["unplaced"].remove(random.choice(document["unplaced"]))


def unplaced_repeated(document: Document, problem: Problem, random: Random) -> None:
    document["unplaced"].insert(0, document["unplaced"][0])


def unplaced_added(document: Document, problem: Problem, random: Random) -> None:
    meeting, reason = random.choice(document["meetings"]), {"code": random.choice(CODES), "text": "So."}
    document["unplaced"].append({"company": meeting["company"], "desk": meeting["desk"], "reason": reason})
    document["unplaced"].sort(key=lambda entry: (entry["company"], entry["desk"]))


def code_changed(document: Document, problem: Problem, random: Random) -> None:
    random.choice(document["unplaced"])["reason"]["code"] = random.choice(CODES)


def text_emptied(document: Document, problem: Problem, random: Random) -> None:
    random.choice(document["unplaced"])["reason"]["text"] = " "


def figure_changed(document: Document, problem: Problem, random: Random) -> None:
    """Value, bound or both, one more or one less; a list of ranks with one rank other, more or less."""
    level, by = random.choice(document["objective"]), random.choice([-1, 1])
    for key in random.choice([["value"], ["bound"], ["value", "bound"]]):
        if isinstance(level[key], int):
            level[key] += by
        elif isinstance(level[key], list):
            level[key] = sorted({*level[key]} ^ {random.randint(1, len(problem.draw))})


def bound_forgotten(document: Document, problem: Problem, random: Random) -> None:
    random.choice(document["objective"])["bound"] = None


def levels_reordered(document: Document, problem: Problem, random: Random) -> None:
    random.shuffle(document["objective"])


def level_dropped(document: Document, problem: Problem, random: Random) -> None:
    level = document["objective"].pop(random.randrange(len(document["objective"])))
    del document["proof"][level["name"]]


def proof_changed(document: Document, problem: Problem, random: Random) -> None:
    document["proof"][random.choice(list(document["proof"]))] = random.choice([*PROOFS, None])


def status_changed(document: Document, problem: Problem, random: Random) -> None:
    """And "stopped" said of a wish, which a search that was stopped could say."""
    document["status"] = "feasible" if document["status"] == "optimal" else "optimal"
    if document["unplaced"] and random.random() < 0.5:
        random.choice(document["unplaced"])["reason"]["code"] = "stopped"


def digest_changed(document: Document, problem: Problem, random: Random) -> None:
    document["problem_sha256"] = random.choice(["", "0" * 64, document["problem_sha256"].upper() + "0"])


def certificate_forgotten(document: Document, problem: Problem, random: Random) -> None:
    document["certificate"] = None


def price_changed(document: Document, problem: Problem, random: Random) -> None:
    rows = [document["certificate"][name] for name in ("quota", "party")]
    rows += [row for name in SECTIONS[2:] for row in document["certificate"][name].values()]
    row = random.choice([row for row in rows if row])
    row[random.choice(list(row))] += random.choice([-2, -1, 1, 2, 1000])


def prices_forgotten(document: Document, problem: Problem, random: Random) -> None:
    named = [name for name in SECTIONS if document["certificate"][name]]
    document["certificate"][random.choice(named)] = {}


def scale_changed(document: Document, problem: Problem, random: Random) -> None:
    document["certificate"]["scale"] = random.choice([-1, 0, document["certificate"]["scale"] + 1])


def price_invented(document: Document, problem: Problem, random: Random) -> None:
    proof, slot, price = document["certificate"], random.choice(problem.slots).id, random.randint(1, 9)
    company, party = random.choice(problem.companies).id, random.choice(problem.draw)
    where: list[tuple[dict[str, int], str]] = [
        (proof["quota"], company),
        (proof["party"], party),
        (proof["company_slot"].setdefault(company, {}), slot),
        (proof["breathing"].setdefault(company, {}), slot),
        (proof["desk_slot"].setdefault(random.choice(problem.desks).id, {}), slot),
    ]
    row, key = random.choice(where)
    row[key] = price


def with_the_figures_to_match(tamper: Tampering) -> Tampering:
    """The liar who counts again and says of every level that it is proven, with true reasons."""

    def counted(document: Document, problem: Problem, random: Random) -> None:
        tamper(document, problem, random)
        bookings = [Booking(**meeting) for meeting in document["meetings"]]
        if violations(problem, bookings):
            return
        figures = verdict.figures(problem, bookings)
        for level in document["objective"]:
            figure = figures[level["name"]]
            level["value"] = level["bound"] = list(figure) if isinstance(figure, tuple) else figure
            proofs = {"worth": "flow", "idle": "exhausted search"}
            document["proof"][level["name"]] = proofs.get(level["name"], "matching")
        document["unplaced"] = [
            {"company": u.company, "desk": u.desk, "reason": {"code": u.reason.code, "text": u.reason.text}}
            for u in explain(problem, bookings, stopped=True)
        ]

    counted.__name__ = f"{tamper.__name__}_with_the_figures_to_match"
    return counted


def with_no_certificate(tamper: Tampering) -> Tampering:
    """The same, by somebody who shows no certificate."""

    def uncertified(document: Document, problem: Problem, random: Random) -> None:
        tamper(document, problem, random)
        document["certificate"] = None

    uncertified.__name__ = f"{tamper.__name__}_and_no_certificate"
    return uncertified


def sort_meetings(document: Document, problem: Problem) -> None:
    document["meetings"].sort(key=lambda entry: (entry["company"], problem.slot_index[entry["slot"]]))


OF_MEETINGS: list[Tampering] = [
    meeting_moved,
    meeting_at_another_table,
    meeting_with_another_desk,
    meeting_of_another_company,
    meeting_dropped,
    meeting_repeated,
    meeting_added,
    meetings_of_two_swapped,
    slots_of_two_swapped,
    place_given_to_another_wish,
]
COUNTED = [with_the_figures_to_match(tamper) for tamper in OF_MEETINGS]
CATALOGUE: list[Tampering] = [
    *OF_MEETINGS,
    *COUNTED,
    *map(with_no_certificate, COUNTED),
    pin_told_wrong,
    meetings_reordered,
    unplaced_reordered,
    unplaced_dropped,
    unplaced_repeated,
    unplaced_added,
    code_changed,
    text_emptied,
    figure_changed,
    bound_forgotten,
    levels_reordered,
    level_dropped,
    proof_changed,
    status_changed,
    digest_changed,
    certificate_forgotten,
    price_changed,
    prices_forgotten,
    scale_changed,
    price_invented,
]

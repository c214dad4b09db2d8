"""A move is offered if and only if the rules allow what it leads to, and it does what was said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.moves import (
    Cell,
    Illegal,
    Move,
    MoveKind,
    Moves,
    Place,
    cells,
    dropped,
    made,
    pinned,
    unpinned,
)
from matchmaker.scheduling.occupancy import too_early
from matchmaker.scheduling.problem import Pair, Problem, Wish
from matchmaker.scheduling.quality import quality
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Booking
from tests.scheduling.states import in_order, random_repaired_state, random_state

KINDS: tuple[MoveKind, ...] = ("add", "move", "swap", "replace")


def pairs_of(problem: Problem) -> list[Pair]:
    return [Pair(company.id, stand.id) for company in problem.companies for stand in problem.desks]


def places_of(problem: Problem, pair: Pair) -> list[Place]:
    tables = problem.desk[pair.desk].tables
    return [Place(slot.id, table.id) for table in tables for slot in problem.slots]


def after(bookings: Sequence[Booking], move: Move) -> list[Booking] | None:
    """What the move leads to, by its definition alone; None if it is not of that kind here."""
    here = {Place(booking.slot, booking.table): booking for booking in bookings}
    stands, occupant = {b.pair: b for b in bookings}.get(move.pair), here.get(move.place)
    kinds = {(False, False): ("add",), (True, False): ("move",), (False, True): ("replace",)}
    if stands == occupant is not None:
        return None
    if move.kind not in kinds.get((stands is not None, occupant is not None), ("swap", "replace")):
        return None
    if any(booking is not None and booking.pinned for booking in (stands, occupant)):
        return None
    left = [booking for booking in bookings if booking not in (stands, occupant)]
    moved = [Booking(*move.pair, *move.place)]
    if move.kind == "swap" and stands is not None and occupant is not None:
        moved.append(Booking(*occupant.pair, stands.slot, stands.table))
    return [*left, *moved]


def wishing(problem: Problem, pair: Pair) -> Problem:
    """The problem in which the pair is wished, if it was not, and worth nothing."""
    more = () if pair in problem.worth else (Wish(*pair, 0),)
    return replace(problem, wishes=(*problem.wishes, *more))


def is_allowed(problem: Problem, bookings: Sequence[Booking], move: Move, repaired: bool) -> bool:
    changed = after(bookings, move)
    if changed is None or violations(wishing(problem, move.pair), changed):
        return False
    early = too_early(problem) if repaired else {}
    moved = [booking for booking in changed if booking not in bookings]
    return not any(booking.slot in early.get(booking.pair, ()) for booking in moved)


def judge_every_cell(problem: Problem, bookings: Sequence[Booking], repaired: bool) -> None:
    moves = Moves(problem, bookings, repaired)
    for pair in pairs_of(problem):
        found = moves.cells(pair)
        assert [cell.place for cell in found] == places_of(problem, pair)
        offered = {option.move for cell in found for option in cell.options}
        every = [Move(kind, pair, place) for place, kind in product(places_of(problem, pair), KINDS)]
        assert offered == {move for move in every if is_allowed(problem, bookings, move, repaired)}


@pytest.mark.parametrize("seed", range(300))
def test_a_move_is_offered_if_and_only_if_the_rules_allow_what_it_leads_to(seed: int) -> None:
    judge_every_cell(*random_state(seed), repaired=False)


@pytest.mark.parametrize("seed", range(150))
def test_after_a_repair_nobody_is_moved_to_before_the_hour_announced(seed: int) -> None:
    judge_every_cell(*random_repaired_state(seed), repaired=True)


def options(moves: Moves, problem: Problem) -> Iterator[tuple[Move, Cell]]:
    for pair in pairs_of(problem):
        for cell in moves.cells(pair):
            for option in cell.options:
                yield option.move, cell


def served(problem: Problem, bookings: Sequence[Booking]) -> set[str]:
    return {problem.company[booking.company].party for booking in bookings}


@pytest.mark.parametrize("seed", range(150))
def test_a_move_made_is_what_was_offered_and_its_effect_is_the_difference_of_the_figures(seed: int) -> None:
    problem, bookings = random_state(seed)
    moves = Moves(problem, bookings)
    was = quality(problem, bookings)
    for move, cell in options(moves, problem):
        state = moves.made(move)
        now, effect = quality(*state), moves.option(move).effect
        assert violations(*state) == ()
        assert list(state.bookings) == in_order(problem, state.bookings)
        expected = after(bookings, move)
        assert expected is not None
        assert sorted((*b.pair, b.slot, b.table) for b in state.bookings) == sorted(
            (*b.pair, b.slot, b.table) for b in expected
        )
        figures = (now.served - was.served, now.worth - was.worth, now.idle - was.idle)
        assert (effect.served, effect.worth, effect.idle) == figures
        before_it, after_it = served(problem, bookings), served(*state)
        assert set(filter(None, [effect.gains])) == after_it - before_it
        assert set(filter(None, [effect.loses])) == before_it - after_it
        lost = {booking.pair for booking in bookings} - {booking.pair for booking in state.bookings}
        assert lost == ({effect.displaced.pair} if effect.displaced else set())
        assert (effect.exchanged in state.bookings) == (move.kind == "swap")
        assert effect == next(option.effect for option in cell.options if option.move == move)


@pytest.mark.parametrize("seed", range(200))
def test_a_refusal_names_a_rule_that_would_be_broken_and_the_meeting_in_the_way(seed: int) -> None:
    problem, bookings = random_state(seed)
    moves = Moves(problem, bookings)
    for pair in pairs_of(problem):
        for cell in moves.cells(pair):
            is_here = cell.occupant is not None and cell.occupant.pair == pair
            assert (cell.options == () and cell.refusal is None) == is_here
            if cell.refusal is not None:
                judge_refusal(problem, bookings, cell, pair)


def judge_refusal(problem: Problem, bookings: Sequence[Booking], cell: Cell, pair: Pair) -> None:
    """Forced through, the move breaks the rule that is named, and the witness takes part in it."""
    refusal, stands = cell.refusal, {booking.pair: booking for booking in bookings}
    assert refusal is not None
    if refusal.rule == "pinned":
        assert refusal.witness == stands[refusal.pair]
        assert refusal.witness.pinned
        return
    out = [stands[pair]] if pair in stands else []
    into = [Booking(*pair, *cell.place)]
    if cell.occupant is not None:
        out.append(cell.occupant)
    if cell.occupant is not None and pair in stands:
        into.append(Booking(*cell.occupant.pair, stands[pair].slot, stands[pair].table))
    forced = [booking for booking in bookings if booking not in out] + into
    found = [v for v in violations(wishing(problem, pair), forced) if v.rule == refusal.rule]
    named = [booking.pair for violation in found for booking in violation.meetings]
    assert refusal.pair in named
    assert refusal.witness is None or refusal.witness.pair in named


def passed_over(
    problem: Problem, bookings: Sequence[Booking], state: Sequence[Booking], move: Move
) -> list[str]:
    """Written down again, party by party."""
    before_it, after_it = served(problem, bookings), served(problem, state)
    gained, lost = after_it - before_it, before_it - after_it
    rank = problem.rank
    if problem.policy == "worth":
        return []
    if not gained:
        return [party for party in lost if any(rank[other] > rank[party] for other in after_it)]
    (taker,) = gained
    could = {
        company.party
        for company in problem.companies
        if (company.id, move.pair.desk) in problem.worth
        and move.place.slot not in company.absent
        and company.max_meetings > 0
    }
    without = (could - after_it) | lost
    return sorted((party for party in without if rank[party] < rank[taker]), key=lambda party: rank[party])


@pytest.mark.parametrize("seed", range(150))
def test_the_draw_is_passed_over_where_an_earlier_party_could_have_had_the_place(seed: int) -> None:
    problem, bookings = random_state(seed)
    moves = Moves(problem, bookings)
    for move, _ in options(moves, problem):
        state = moves.made(move)
        expected = passed_over(problem, bookings, state.bookings, move)
        assert list(moves.option(move).effect.passed_over) == expected


@pytest.mark.parametrize("seed", range(100))
def test_what_dropping_does_is_the_difference_of_the_figures(seed: int) -> None:
    problem, bookings = random_state(seed)
    moves, was = Moves(problem, bookings), quality(problem, bookings)
    for pair in pairs_of(problem):
        now = quality(problem, [booking for booking in bookings if booking.pair != pair])
        effect = moves.dropping(pair)
        figures = (now.served - was.served, now.worth - was.worth, now.idle - was.idle)
        assert (effect.served, effect.worth, effect.idle) == figures


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 10**6), lots=st.lists(st.integers(0, 10**6), max_size=25))
def test_no_sequence_of_deeds_ever_breaks_a_rule(seed: int, lots: list[int]) -> None:
    problem, standing = random_state(seed % 400)
    bookings: Sequence[Booking] = standing
    for lot in lots:
        pair = pairs_of(problem)[lot % len(pairs_of(problem))]
        moves = [option.move for cell in cells(problem, bookings, pair) for option in cell.options]
        try:
            if lot % 7 < 3 and moves:
                problem, bookings = made(problem, bookings, moves[lot % len(moves)])
            else:
                problem, bookings = (pinned, unpinned, dropped)[lot % 3](problem, bookings, pair)
        except Illegal:
            continue
        assert violations(problem, bookings) == ()

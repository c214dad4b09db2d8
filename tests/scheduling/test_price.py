"""The price of a wish is what trying everything with the wish pinned loses; a bound is never more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.price import Price, Prices, price
from matchmaker.scheduling.problem import Company, Pair, Pin, Problem, Promise
from matchmaker.scheduling.repair import repair
from matchmaker.scheduling.scarcity import scarcity
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Level, Result
from tests.scheduling import oracle
from tests.scheduling.problems import Shape, desk, large_problem, random_problem
from tests.scheduling.repairs import random_repair
from tests.scheduling.small_fairs import fair, meetings

CROWDED = Shape(companies=(4, 6), desks=(1, 3), tables=(1, 2), slots=(2, 3), pins=(0, 2), wished=0.9)
BREATHLESS = Shape(companies=(2, 4), desks=(2, 3), slots=(3, 4), breathing=0.9, absent=0.3)
FEW_PLACES = Shape(companies=(5, 7), desks=(1, 3), tables=(1, 1), slots=(2, 2), pins=(0, 1), absent=0.4)
Best = tuple[int, tuple[int, ...], int]


def unmet(problem: Problem, result: Result) -> list[Pair]:
    return sorted(problem.worth.keys() - {booking.pair for booking in result.meetings})


def with_it(problem: Problem, pair: Pair) -> Best | None:
    """The best that is possible with the wish pinned, in its best slot; None if it can be pinned nowhere."""
    company, room = problem.company[pair.company], oracle.places(problem)
    held = [pin for pin in problem.pins if pin.company == company.id]
    if len(held) >= company.max_meetings:
        return None
    slots = [t for t in oracle.free_slots(problem, company) if room[pair.desk, t]]
    pinned = (replace(problem, pins=(*problem.pins, Pin(*pair, problem.slots[t].id))) for t in sorted(slots))
    return max((oracle.best(one) for one in pinned), key=lambda best: _order(problem, best), default=None)


def _order(problem: Problem, best: Best) -> tuple[object, ...]:
    """Fewer served, then an earlier rank without, then less worth: each is worse."""
    return best if problem.policy == "floor" else (best[2],)


def is_true(problem: Problem, told: Price, best: Best, forced: Best | None) -> bool:
    if forced is None or told.impossible is not None:
        return forced is None and told.impossible is not None and (told.level, told.loss) == (None, 0)
    if problem.policy == "floor" and forced[:2] != best[:2]:
        lost, won = set(forced[1]) - set(best[1]), set(best[1]) - set(forced[1])
        level = "served" if forced[0] < best[0] else "draw"
        changed = ({told.loses}, {told.gains} - {None})
        return (told.level, told.loss, told.is_exact) == (level, 1, True) and changed == (lost, won)
    loss = best[2] - forced[2]
    if not told.is_exact:
        return told.level == "worth" and 0 <= told.loss <= loss
    return told.loss == loss and told.level == ("worth" if loss else None)


def changes_add_up(problem: Problem, told: Price) -> bool:
    """The worth of what is given up, less what comes in and the wish itself, is the loss."""
    if told.impossible or told.level in ("served", "draw") or not told.is_exact:
        return not told.given_up and not told.brought_in
    gone, come = (sum(problem.worth[pair] for pair in pairs) for pairs in (told.given_up, told.brought_in))
    return gone - come - problem.worth[told.pair] == told.loss


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED, BREATHLESS, FEW_PLACES]))
@settings(max_examples=150, deadline=None)
def test_the_price_is_what_trying_everything_loses(seed: int, shape: Shape) -> None:
    problem = random_problem(seed, shape)
    result, best = solve(problem), oracle.best(problem)
    prices = Prices(problem, result)

    for pair in unmet(problem, result):
        told = prices.of(pair)
        assert is_true(problem, told, best, with_it(problem, pair)), told
        assert changes_add_up(problem, told), told


@pytest.mark.nightly
@pytest.mark.parametrize("shape", [Shape(), CROWDED, BREATHLESS, FEW_PLACES])
def test_every_kind_of_price_is_asked_for_and_true(shape: Shape) -> None:
    for seed in range(500):
        problem = random_problem(seed, shape)
        result, best = solve(problem), oracle.best(problem)
        prices = Prices(problem, result)
        for pair in unmet(problem, result):
            assert is_true(problem, prices.of(pair), best, with_it(problem, pair)), (seed, pair)


def test_the_kinds_of_prices_all_occur_and_most_are_exact() -> None:
    kinds = Counter(kind for seed in range(150) for kind in kinds_of_prices(random_problem(seed, FEW_PLACES)))

    assert {"impossible", "served", "draw", "worth", "none"} <= kinds.keys()
    assert kinds["at least"] < kinds["worth"]


def kinds_of_prices(problem: Problem) -> Iterator[str]:
    result = solve(problem)
    prices = Prices(problem, result)
    for pair in unmet(problem, result):
        told = prices.of(pair)
        if told.impossible:
            yield "impossible"
        else:
            yield (told.level or "none") if told.is_exact else "at least"


def test_the_prices_of_a_large_fair_are_mostly_exact_even_where_time_is_scarce() -> None:
    problem = large_problem(3, companies=80, desks=10, availability=0.6)
    result = solve(problem)
    prices = Prices(problem, result)
    told = [prices.of(pair) for pair in unmet(problem, result)]

    assert result.level("worth").is_proven
    assert sum(one.is_exact for one in told) > 0.9 * len(told)
    assert all(changes_add_up(problem, one) for one in told)


# One example of each


THREE = [Company("C1", 2), Company("C2", 2), Company("C3", 2)]


def told(problem: Problem, wish: str) -> Price:
    company, desk_ = wish.split("-")
    return price(problem, solve(problem), Pair(company, desk_))


def test_somebody_would_go_without_and_nobody_come_in() -> None:
    """C1 has B and could have A as well, but that is the only place of C2."""
    found = fair(2, [desk("A", closed={1: {"s2"}}), desk("B")], THREE, "C1-A:90 C1-B:1 C2-A:1")

    assert told(found, "C1-A") == Price(Pair("C1", "A"), "served", 1, loses=2)


def test_somebody_drawn_earlier_would_go_without_in_the_place_of_the_company() -> None:
    found = fair(1, [desk("A", 2)], THREE, "C1-A:1 C2-A:1 C3-A:99")

    assert told(found, "C3-A") == Price(Pair("C3", "A"), "draw", 1, loses=2, gains=3)


def test_somebody_drawn_earlier_would_go_without_in_the_place_of_a_third() -> None:
    """C1 at A instead of B: then C3 can come in at B, and C2, who has A, cannot."""
    found = fair(1, [desk("A"), desk("B")], THREE, "C1-A:9 C1-B:1 C2-A:1 C3-B:1")

    assert told(found, "C1-A") == Price(Pair("C1", "A"), "draw", 1, loses=2, gains=3)


def test_the_policy_worth_has_a_price_in_worth_alone() -> None:
    found = replace(fair(1, [desk("A", 2)], THREE, "C1-A:1 C2-A:20 C3-A:99"), policy="worth")

    assert told(found, "C1-A") == Price(Pair("C1", "A"), "worth", 19, given_up=(Pair("C2", "A"),))


def test_what_would_be_given_up_and_come_in_is_told() -> None:
    """C2 at A sends C1 to B, for its quota is one."""
    companies = [Company("C1", 1), Company("C2", 2)]
    found = fair(
        2, [desk("A", closed={1: {"s2"}}), desk("B"), desk("C")], companies, "C1-A:9 C1-B:5 C2-A:3 C2-C:1"
    )

    assert told(found, "C2-A") == Price(
        Pair("C2", "A"), "worth", 1, given_up=(Pair("C1", "A"),), brought_in=(Pair("C1", "B"),)
    )


def test_a_wish_of_equal_worth_costs_nothing() -> None:
    found = fair(1, [desk("A"), desk("B")], [Company("C1", 1)], "C1-A:5 C1-B:5")
    (open_wish,) = unmet(found, solve(found))

    assert told(found, f"C1-{open_wish.desk}").level is None
    assert told(found, f"C1-{open_wish.desk}").impossible is None


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (fair(2, [desk("A", closed={1: {"s1"}})], [Company("C1", 1, frozenset({"s2"}))], "C1-A:1"),
         "no_common_slot"),
        (fair(2, [desk("A"), desk("B")], [Company("C1", 1)], "C1-A:1", [Pin("C1", "B", "s1")]), "quota_used"),
        (fair(1, [desk("A"), desk("B")], THREE, "C1-A:1", [Pin("C1", "B", "s1")]), "own_meeting"),
        (fair(1, [desk("A")], THREE, "C1-A:1", [Pin("C2", "A", "s1")]), "desk_full"),
        (fair(1, [desk("A")], [Company("C1", 0)], "C1-A:1"), "quota_used"),
    ],
)  # fmt: skip
def test_what_no_timetable_can_hold_has_a_reason_instead_of_a_price(found: Problem, code: str) -> None:
    impossible = told(found, "C1-A").impossible

    assert impossible is not None
    assert impossible.code == code


def test_only_a_wish_without_a_meeting_has_a_price() -> None:
    found = fair(1, [desk("A"), desk("B")], [Company("C1", 1)], "C1-A:5")

    for wish in ("C1-A", "C1-B"):
        with pytest.raises(ValueError, match="is not a wish without a meeting"):
            told(found, wish)


def test_beside_a_timetable_worth_less_than_it_could_be_the_price_is_a_bound_and_not_below_zero() -> None:
    """Nobody meets, though C1 could: placing C2 instead would even bring 3."""
    found = fair(1, [desk("A")], THREE, "C1-A:9 C2-A:3", policy="worth")
    nobody = replace(solve(found), meetings=(), status="feasible", objective=(Level("worth", 0, 9, None),))

    assert price(found, nobody, Pair("C2", "A")) == Price(Pair("C2", "A"), "worth", 0, is_exact=False)
    assert price(found, nobody, Pair("C1", "A")) == Price(Pair("C1", "A"), "worth", 0, is_exact=False)


def test_beside_a_timetable_that_serves_the_wrong_parties_no_price_is_exact() -> None:
    """C3 has the place of C1: what C4 would lose by another wish is known of the right timetable alone."""
    companies = [*THREE, Company("C4", 1)]
    found = fair(1, [desk(key) for key in "ABDE"], companies, "C1-A:9 C2-A:9 C2-B:9 C3-A:9 C4-D:9 C4-E:5")
    right = replace(solve(found), meetings=tuple(meetings("C1-A@s1 C2-B@s1 C4-D@s1")))
    wrong = replace(right, meetings=tuple(meetings("C2-B@s1 C3-A@s1 C4-D@s1")))

    assert all(Prices(found, right).of(pair).is_exact for pair in unmet(found, right))
    assert not any(Prices(found, wrong).of(pair).is_exact for pair in unmet(found, wrong))
    assert [Prices(found, one).of(Pair("C4", "E")).loss for one in (right, wrong)] == [4, 0]


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED, FEW_PLACES]), st.sampled_from([2, 3]))
@settings(max_examples=150, deadline=None)
def test_beside_any_timetable_every_wish_has_a_price_and_none_below_zero(
    seed: int, shape: Shape, every: int
) -> None:
    """Some meetings dropped: what is worth less than it could be proves nothing of the worth."""
    problem = random_problem(seed, shape)
    result = solve(problem)
    held = tuple(b for n, b in enumerate(result.meetings) if b.pinned or n % every)
    thinned = replace(result, meetings=held)
    prices = Prices(problem, thinned)

    for pair in unmet(problem, thinned):
        told = prices.of(pair)
        assert told.loss >= 0
        if len(held) < len(result.meetings) and told.level not in ("served", "draw"):
            assert told.impossible or not told.is_exact
    scarcity(problem, thinned)


def test_where_the_flow_knows_too_little_of_time_the_certificate_knows_more() -> None:
    """The worth of these timetables was proven by the linear programme; the flow thinks more is possible."""
    shape = Shape(companies=(3, 5), desks=(2, 3), tables=(1, 1), slots=(3, 4), pins=(0, 1), wished=0.9,
                  breathing=0.4, absent=0.5, closed=0.3)  # fmt: skip
    for seed, pair in ((49, Pair("C4", "D2")), (505, Pair("C0", "D0"))):
        problem = replace(random_problem(seed, shape), policy="floor")
        result = solve(problem)
        told = price(problem, result, pair)

        assert result.level("worth").proof == "linear programme"
        assert not told.is_exact
        assert price(problem, replace(result, certificate=None), pair).loss < told.loss
        assert is_true(problem, told, oracle.best(problem), with_it(problem, pair))


@given(st.integers(0, 2**32), st.sampled_from([Shape(), CROWDED, BREATHLESS]))
@settings(max_examples=60, deadline=None)
def test_after_a_repair_the_price_holds_with_the_published_meetings_standing(seed: int, shape: Shape) -> None:
    drawn = random_repair(seed, shape)
    problem = replace(drawn, published=tuple(replace(one, earliest=None) for one in drawn.published))
    result = repair(problem)
    promised = {promise.pair for promise in problem.published} - {pin.pair for pin in problem.pins}
    kept = [Pin(b.company, b.desk, b.slot, b.table) for b in result.meetings if b.pair in promised]
    standing = replace(problem, pins=(*problem.pins, *kept))
    prices, best = Prices(problem, result), oracle.best(standing)

    for pair in unmet(problem, result):
        told = prices.of(pair)
        assert is_true(standing, told, best, with_it(standing, pair)), told


def test_after_a_repair_what_was_promised_stands_in_the_way_and_is_said_to() -> None:
    """C2 was promised the only place of A; without the promise C1 there would cost C2 its only meeting."""
    found = fair(2, [desk("A", closed={1: {"s2"}}), desk("B")], THREE, "C1-A:90 C1-B:1 C2-A:1")
    promised = replace(found, published=(Promise("C2", "A", "s1", "A-1"),))
    impossible = price(promised, repair(promised), Pair("C1", "A")).impossible

    assert impossible is not None
    assert impossible.text == (
        "In the only common slot the only place of the desk is taken: 1 by a meeting already published."
    )
    assert price(promised, solve(promised), Pair("C1", "A")).level == "served"


def test_after_a_repair_a_lost_meeting_has_no_price_at_hours_before_the_one_announced() -> None:
    found = fair(2, [desk("A", closed={1: {"s2"}})], [Company("C1", 1)], "C1-A:9")
    promised = replace(found, published=(Promise("C1", "A", "s2", "A-1", earliest="s2"),))
    impossible = price(promised, repair(promised), Pair("C1", "A")).impossible

    assert impossible is not None
    assert (impossible.code, dict(impossible.witnesses)["early"]) == ("no_common_slot", 1)

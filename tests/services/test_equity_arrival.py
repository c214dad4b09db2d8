"""The order of arrival and what companies got: links that are there, links that are not."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from matchmaker.services.equity import arrival as equity_arrival
from matchmaker.services.equity.arrival import Reading, doubled_ranks, links

ORDER = list(range(60))
FIRST_COME = [1] * 40 + [0] * 20


def drawn(seed: int) -> list[int]:
    """Who is served by a draw: forty of sixty."""
    served = list(FIRST_COME)
    Random(seed).shuffle(served)
    return served


def test_first_come_first_served_is_found_out() -> None:
    link = links(ORDER, FIRST_COME)[0]

    assert link.reading is Reading.EARLY_FAVOURED
    assert link.value is not None
    assert link.value > 0.8
    assert link.as_strong == 0


def test_last_come_first_served_is_found_out_as_well() -> None:
    assert links(ORDER, FIRST_COME[::-1])[0].reading is Reading.LATE_FAVOURED


def test_a_milder_favour_is_found_out_by_the_number_of_meetings() -> None:
    """Everybody is received, but the first half twice as often as not."""
    meetings = [1 + (place % 3 < (2 if place < 30 else 0)) for place in ORDER]
    served, number = links(ORDER, [1] * 60, meetings)

    assert (served.reading, number.reading) == (Reading.ALL_ALIKE, Reading.EARLY_FAVOURED)


def test_a_draw_is_explained_by_nothing() -> None:
    """Of a hundred draws hardly any looks odd; that about one does is what "once in a hundred" means."""
    readings = [links(ORDER, drawn(seed))[0].reading for seed in range(100)]

    assert readings.count(Reading.NOTHING) >= 96


@pytest.mark.parametrize("alike", [([1] * 12, list(range(12))), (list(range(12)), [2] * 12)])
def test_where_all_are_alike_there_is_nothing_to_compare(alike: tuple[list[int], list[int]]) -> None:
    link = links(*alike)[0]

    assert (link.reading, link.value) == (Reading.ALL_ALIKE, None)


def test_of_nine_companies_nothing_is_read_and_of_ten_it_is() -> None:
    nine, ten = (links(range(n), [int(place < 5) for place in range(n)])[0] for n in (9, 10))

    assert (nine.reading, ten.reading) == (Reading.TOO_FEW, Reading.EARLY_FAVOURED)
    assert links([], [])[0].reading is Reading.TOO_FEW


def test_the_correlation_is_spearmans() -> None:
    """By hand: 1 - 6 (1 + 1 + 1 + 1) / (5 (25 - 1)) = 0.8, of the late ones."""
    assert links([1, 2, 3, 4, 5], [20, 10, 40, 30, 50])[0].value == pytest.approx(-0.8)


def test_equals_share_their_rank() -> None:
    assert doubled_ranks([7, 3, 7, 1]) == [7, 4, 7, 2]


def test_shuffles_agree_with_all_the_orders_there_are() -> None:
    outcome = [1, 1, 0, 1, 0, 0, 0]
    link = links(range(7), outcome)[0]
    assert link.value is not None
    strength = [
        abs(sum(a * b for a, b in zip(order, outcome, strict=True)) * 7 - 21 * 3)
        for order in permutations(range(7))
    ]
    here = abs(sum(a * b for a, b in zip(range(7), outcome, strict=True)) * 7 - 21 * 3)
    exact = sum(one >= here for one in strength) / len(strength)

    assert link.as_strong / link.shuffles == pytest.approx(exact, abs=0.04)


def test_the_same_figures_come_out_every_time() -> None:
    first = links(ORDER, drawn(3))
    equity_arrival._links.cache_clear()

    assert links(ORDER, drawn(3)) == first


def test_only_the_order_counts_and_not_the_hours_between() -> None:
    stretched = [place**3 for place in ORDER]

    assert links(stretched, drawn(5)) == links(ORDER, drawn(5))

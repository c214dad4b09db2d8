"""What a price and a picture of scarcity say, to whom."""

from __future__ import annotations

import pytest

from matchmaker.scheduling.explaining.price_wording import price_sentence, scarcity_lines
from matchmaker.scheduling.explaining.wording import reason
from matchmaker.scheduling.price import Price
from matchmaker.scheduling.problem import Pair
from matchmaker.scheduling.scarcity import Gain, ScarceDesk, Scarcity

WISH, OTHER, THIRD = Pair("C1", "A"), Pair("C2", "A"), Pair("C2", "B")


@pytest.mark.parametrize(
    ("price", "to_all", "to_one"),
    [
        (
            Price(WISH, "served", 1, loses=7),
            "Placing it would leave number 7 in the draw without a meeting, and serve nobody instead.",
            "Placing it would leave somebody without a meeting, and serve nobody instead.",
        ),
        (
            Price(WISH, "draw", 1, loses=7, gains=9),
            "Placing it would break the draw: number 7 would go without a meeting in the place of number 9.",
            "Placing it would break the draw: somebody drawn earlier would go without a meeting.",
        ),
    ],
)
def test_draw_numbers_of_others_are_for_the_organiser(price: Price, to_all: str, to_one: str) -> None:
    assert price_sentence(price, to_company=False) == to_all
    assert price_sentence(price, to_company=True) == to_one


@pytest.mark.parametrize(
    ("price", "sentence"),
    [
        (Price(WISH), "Placing it would cost no worth."),
        (
            Price(WISH, given_up=(OTHER,)),
            "Placing it would cost no worth: 1 meeting would be given up.",
        ),
        (
            Price(WISH, "worth", 12, given_up=(OTHER, THIRD), brought_in=(THIRD,)),
            "Placing it would cost 12 of worth: 2 meetings would be given up, and 1 other brought in.",
        ),
        (
            Price(WISH, "worth", 12, brought_in=(THIRD, OTHER), given_up=(THIRD,)),
            "Placing it would cost 12 of worth: 1 meeting would be given up, and 2 others brought in.",
        ),
        (Price(WISH, "worth", 12, is_exact=False), "Placing it would cost at least 12 of worth."),
        (
            Price(WISH, "worth", 0, is_exact=False),
            "What placing it would cost is not known, and may be nothing.",
        ),
        (
            Price(WISH, impossible=reason("quota_used", {"quota": 0})),
            "No timetable can hold it. The company may have no meeting: its quota is 0.",
        ),
    ],
)
def test_what_a_price_says(price: Price, sentence: str) -> None:
    assert price_sentence(price, to_company=False) == price_sentence(price, to_company=True) == sentence


def test_the_picture_names_who_competes_and_what_more_would_bring() -> None:
    eau = ScarceDesk("EAU", 12, 91, Gain(2, 45, True), "s3", Gain(1, 12, False))
    res = ScarceDesk("RES", 0, None, Gain(1, -4, True), "s1", Gain(1, -3, False))

    assert list(scarcity_lines(Scarcity(43, 42, (eau, res)))) == [
        "43 parties compete for 42 first meetings: they can be received at these places and at no other.",
        'Desk "EAU", 12 of its places contested',
        "  one more table: 2 parties more served, 45 of worth more",
        '  one more place, in slot "s3": 1 party more served, at most 12 of worth more',
        "  the same parties served, a place more at an hour when it receives is worth 91 at most",
        'Desk "RES"',
        "  one more table: 1 party more served, 4 of worth less",
        '  one more place, in slot "s1": 1 party more served, 3 of worth less, or lower still',
    ]


def test_where_nothing_is_scarce_it_is_said() -> None:
    assert list(scarcity_lines(Scarcity(0, 0, ()))) == [
        "No first meeting is contested.",
        "No place more would bring anything.",
    ]

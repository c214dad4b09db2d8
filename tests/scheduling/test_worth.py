"""Rule 5: the ranking by the company and the answer of the directorate."""

import pytest

from matchmaker.scheduling.worth import Part, Weights, explain_worth, worth

DEFAULT = Weights()


@pytest.mark.parametrize(("rank", "points"), [(1, 100), (2, 70), (3, 45), (4, 25)])
def test_a_choice_without_answer_is_worth_its_rank(rank: int, points: int) -> None:
    assert worth(rank, None, DEFAULT) == points


@pytest.mark.parametrize(("rank", "points"), [(1, 130), (2, 100), (3, 75), (4, 55)])
def test_a_priority_adds_thirty_points(rank: int, points: int) -> None:
    assert worth(rank, "priority", DEFAULT) == points


@pytest.mark.parametrize(("rank", "points"), [(1, 115), (2, 85), (3, 60), (4, 40)])
def test_an_interest_adds_fifteen_points(rank: int, points: int) -> None:
    assert worth(rank, "interested", DEFAULT) == points


def test_a_refusal_not_yet_in_force_and_no_preference_add_nothing() -> None:
    assert {worth(2, answer, DEFAULT) for answer in ("no_preference", "out_of_scope", None)} == {70}


def test_the_sum_is_explained_term_by_term() -> None:
    assert explain_worth(1, "interested", DEFAULT) == (Part("choice", 100, 1), Part("interest", 15))


def test_a_choice_alone_is_its_own_explanation() -> None:
    assert explain_worth(4, None, DEFAULT) == (Part("choice", 25, 4),)


def test_the_weights_of_another_fair_are_obeyed() -> None:
    assert worth(2, "priority", Weights(choices=(10, 5), priority=3, interest=1)) == 8


@pytest.mark.parametrize("rank", [0, -1, 5])
def test_a_choice_nobody_may_make_is_refused(rank: int) -> None:
    with pytest.raises(ValueError, match=f"from 1 to 4, not {rank}"):
        worth(rank, None, DEFAULT)


@pytest.mark.parametrize(
    ("weights", "fault"),
    [
        ({"choices": (70, 100)}, "less and less"),
        ({"choices": ()}, "less and less"),
        ({"interest": 31}, "at least as much"),
        ({"interest": -1}, "at least as much"),
        ({"choices": (100, 0)}, "worth 1 to 1000"),
        ({"choices": (971,)}, "worth 1 to 1000"),
    ],
)
def test_weights_that_would_turn_the_rule_over_are_refused(weights: dict, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Weights(**weights)


def test_a_wish_can_be_worth_as_much_as_the_file_format_allows() -> None:
    assert worth(1, "priority", Weights(choices=(970, 1))) == 1000

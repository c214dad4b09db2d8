"""What one wish is told, and how often each kind of taker is counted."""

from __future__ import annotations

from dataclasses import replace

from matchmaker.scheduling.explain import explain
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.timetable import Reason
from tests.scheduling.repairs import published
from tests.scheduling.small_fairs import meetings


def only_reason(found: Problem, held: str, stopped: bool = False, repaired: bool = False) -> Reason:
    (unplaced,) = explain(found, meetings(held), stopped, repaired)
    return unplaced.reason


def promising(found: Problem, held: str) -> Problem:
    """The problem after the publication of these meetings."""
    return replace(found, published=published(meetings(held)))


def taken(**counted: int) -> dict[str, int]:
    """The witnesses of a desk that is full; a common slot, a worth of 9 and none of a kind unless counted."""
    of_others = {"pinned": 0, "published": 0, "greater": 0, "only": 0}
    kinds = {**of_others, "busy": 0, "equal": 0, "exchange": 0}
    return {"common": 1, "places": 1, "worth": 9, **kinds} | counted

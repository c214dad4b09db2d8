"""What a wish is worth: the company's ranking first, then what the directorate answered.

Rule 5 of the allocation, as companies read it: "Then the ranking by the company and the answer of the
directorate decide which stand, and second meetings." A company's choices 1 to 4 are worth 100, 70, 45 and 25;
an answer "prioritaire" adds 30, "intéressée" adds 15, and any other answer, or none yet, adds nothing.

So an answer moves a wish by about one choice and no more: a second choice called "prioritaire" equals a
plain first (70 + 30 = 100), a third passes a plain second (75 over 70) but never reaches a first. The sum is
compared only between timetables that give a first meeting to the same parties, so a worth can never cost
anybody that meeting. Neither CPV codes nor sectors, size or place enter it; a pair that was refused has no
worth, because it is no wish any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

PRIORITY = "priority"
INTERESTED = "interested"
SMALLEST, LARGEST = 1, 1000


@dataclass(frozen=True)
class Weights:
    """The points of rule 5, locked when registration opens; ``choices`` counts from choice 1.

    ValueError if a lower choice is worth more than a higher one, if an answer takes points away, or if a
    wish could be worth less than 1 or more than 1000, the range of the problem file.
    """

    choices: tuple[int, ...] = (100, 70, 45, 25)
    priority: int = 30
    interest: int = 15

    def __post_init__(self) -> None:
        if not self.choices or list(self.choices) != sorted(self.choices, reverse=True):
            raise ValueError("choices are worth less and less, from choice 1 on")
        if not 0 <= self.interest <= self.priority:
            raise ValueError("an interest adds 0 or more, a priority at least as much")
        if self.choices[-1] < SMALLEST or self.choices[0] + self.priority > LARGEST:
            raise ValueError(f"a wish is worth {SMALLEST} to {LARGEST}")


class Part(NamedTuple):
    """One term of a worth: choice number ``rank``, or the answer of that name."""

    name: Literal["choice", "priority", "interest"]
    points: int
    rank: int | None = None


def worth(rank: int, answer: str | None, weights: Weights) -> int:
    """Points of choice number ``rank`` (from 1) with ``answer``, an integer from 1 to 1000."""
    return sum(part.points for part in explain_worth(rank, answer, weights))


def explain_worth(rank: int, answer: str | None, weights: Weights) -> tuple[Part, ...]:
    """The terms of the sum, for a page to write "100 (choix n° 1) + 15 (intéressée)".

    ValueError if the company may not rank so many stands.
    """
    if not 1 <= rank <= len(weights.choices):
        raise ValueError(f"choices go from 1 to {len(weights.choices)}, not {rank}")
    parts = [Part("choice", weights.choices[rank - 1], rank)]
    if answer == PRIORITY:
        parts.append(Part("priority", weights.priority))
    elif answer == INTERESTED:
        parts.append(Part("interest", weights.interest))
    return tuple(parts)

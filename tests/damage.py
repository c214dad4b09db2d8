"""Files that something happened to on their way, each of them a function of a number.

A value is replaced, left out, told twice, exchanged for another that stands under the same name, or bytes are
lost. Some of what comes out is still a sound file that says something else.
"""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

from tests.test_cli import PROBLEM

RICH: dict[str, Any] = PROBLEM | {
    "policy": "floor",
    "companies": [
        {"id": "C1", "max_meetings": 2},
        {"id": "C2", "max_meetings": 2, "absent": ["s2"], "breathing": True, "group": "G1"},
        {"id": "C3", "max_meetings": 1, "group": "G1"},
        {"id": "C4", "max_meetings": 0},
    ],
    "draw": ["C4", "G1", "C1"],
    "pins": [{"company": "C1", "desk": "CON", "slot": "s2", "table": "CON-1"}],
    "published": [
        {"company": "C2", "desk": "EAU", "slot": "s1", "table": "EAU-1", "earliest": "s1"},
        {"company": "C3", "desk": "CON", "slot": "s1", "table": "CON-1", "earliest": "s2"},
    ],
}
WORDS = [
    "",
    "C1",
    "EAU",
    "s1",
    "G1",
    "CON-1",
    "draw",
    "floor",
    "optimal",
    "é\u202e",
    "\ud800",
    "\x00",
    "x" * 300,
]
NUMBERS = [
    0,
    1,
    -1,
    2,
    3,
    7,
    1000,
    1001,
    10**6,
    2**31,
    2**63,
    -(2**70),
    0.5,
    1e308,
    float("nan"),
    float("inf"),
]
NEITHER = [None, True, False, [], {}, [[]], [None], {"": 0}]


def places_in(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a document."""
    children: list[tuple[Any, Any]] = []
    if isinstance(document, dict | list):
        children = list(document.items() if isinstance(document, dict) else enumerate(document))
    deeper = [place for key, value in children for place in places_in(value, (*path, key))]
    return [(*path, key) for key, _ in children] + deeper


def value_at(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def any_value(random: Random, depth: int = 2) -> Any:
    """Any JSON at all, and some that is none: NaN and half of a character."""
    kind = random.randrange(5 if depth else 3)
    if kind < 3:
        return random.choice([WORDS, NUMBERS, NEITHER][kind])
    count = random.randrange(3)
    if kind == 3:
        return [any_value(random, depth - 1) for _ in range(count)]
    return {random.choice(WORDS): any_value(random, depth - 1) for _ in range(count)}


def damaged(document: Any, random: Random) -> bytes:
    """The file of a document to which one to three things have happened."""
    hurt = copy.deepcopy(document)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        places = places_in(hurt)
        if places:
            _hurt(hurt, places, random)
    data = json.dumps(hurt).encode()
    return _bytes_lost(data, random) if random.random() < 0.1 else data


def _hurt(document: Any, places: list[tuple[Any, ...]], random: Random) -> None:
    path = random.choice(places)
    holder, last = value_at(document, path[:-1]), path[-1]
    match random.choice(["replace", "drop", "repeat", "repeat", *["alike"] * 5, "nudge", "nudge", "shuffle"]):
        case "drop":
            del holder[last]
        case "repeat" if isinstance(holder, list) and isinstance(holder[last], dict):
            holder.append(_alike(document, places, path, random))
        case "nudge" if isinstance(holder[last], int):
            holder[last] += random.choice([-1, 1])
        case "shuffle" if isinstance(holder[last], list):
            random.shuffle(holder[last])
        case "replace":
            holder[last] = any_value(random)
        case _:
            holder[last] = _alike(document, places, path, random)


def _alike(document: Any, places: list[tuple[Any, ...]], path: tuple[Any, ...], random: Random) -> Any:
    """A value that stands somewhere under the same name, or in the same list."""
    name, kind = _name(path), type(value_at(document, path))
    alike = [at for at in places if _name(at) == name and isinstance(value_at(document, at), kind)]
    found = copy.deepcopy(value_at(document, random.choice(alike)))
    if isinstance(found, dict):
        inner = [key for key, value in found.items() if not isinstance(value, dict | list)]
        for key in random.sample(inner, min(len(inner), random.randint(0, 2))):
            named = [value_at(document, at) for at in places if at[-1] == key]
            found[key] = random.choice([value for value in named if not isinstance(value, dict | list)])
    return found


def _name(path: tuple[Any, ...]) -> str:
    """The last name on a path: entries of a list are called like the list."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _bytes_lost(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data))
    match random.choice(["cut", "change", "twice", "deep", "long"]):
        case "cut":
            return data[:at]
        case "twice":
            return data.replace(b"{", b'{"id": 1, "id": 1, ', 1)
        case "deep":
            return data[:at] + b"[" * 100_000 + data[at:]
        case "long":
            return data.replace(b": 1", b": " + b"1" * 5000, 1)
        case _:
            return data[:at] + random.randbytes(3) + data[at + random.randrange(4) :]

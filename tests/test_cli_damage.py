"""Whatever happened to a file on its way, the commands say it in sentences and never with a traceback."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.terminal import run, written
from tests.test_cli import PROBLEM

ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["C1", "EAU", "s1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def places_in(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a document."""
    children: list[tuple[Any, Any]] = []
    if isinstance(document, dict | list):
        children = list(document.items() if isinstance(document, dict) else enumerate(document))
    deeper = [place for key, value in children for place in places_in(value, (*path, key))]
    return [(*path, key) for key, _ in children] + deeper


@st.composite
def damaged(draw: st.DrawFn, document: dict[str, Any]) -> bytes:
    """A document with one to three of its values replaced, repeated or taken away; or with bytes changed."""
    hurt = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        *parents, last = draw(st.sampled_from(places_in(hurt)))
        holder = hurt
        for step in parents:
            holder = holder[step]
        match draw(st.sampled_from(["replace", "replace", "drop", "repeat", "other"])):
            case "drop":
                del holder[last]
            case "repeat" if isinstance(holder, list):
                holder.insert(last, copy.deepcopy(holder[last]))
            case "other":
                holder[last] = draw(
                    st.integers(-2, 3) | st.sampled_from(["C2", "CON", "s2", "CON-1", "draw", None])
                )
            case _:
                holder[last] = draw(ANY_JSON)
        if not hurt:
            break
    data = json.dumps(hurt).encode()
    if draw(st.integers(0, 9)) == 0:
        cut = draw(st.integers(0, len(data)))
        data = data[:cut] + draw(st.binary(max_size=3)) + data[cut + draw(st.integers(0, 3)) :]
    return data


MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
RICH = PROBLEM | {
    "policy": "floor",
    "pins": [{"company": "C1", "desk": "CON", "slot": "s2", "table": "CON-1"}],
    "published": [{"company": "C2", "desk": "EAU", "slot": "s1", "table": "EAU-1", "earliest": "s1"}],
}


@given(data=damaged(RICH))
@MANY
def test_no_damage_to_a_problem_brings_a_traceback(data: bytes) -> None:
    assert run("solve", "-", stdin=data).exit_code in {0, 2, 3}


@given(data=st.data())
@MANY
def test_no_damage_to_a_timetable_brings_a_traceback(data: st.DataObject, tmp_path: Path) -> None:
    problem = written(tmp_path / "problem.json", PROBLEM)
    hurt = data.draw(damaged(json.loads(run("solve", problem).stdout)))

    assert run("check", problem, "-", stdin=hurt).exit_code in {0, 1, 2}
    assert run("explain", problem, "-", stdin=hurt).exit_code in {0, 2}


@given(document=ANY_JSON)
@settings(max_examples=50, deadline=None)
def test_no_json_at_all_brings_a_traceback(document: object) -> None:
    data = json.dumps(document).encode()

    assert run("solve", "-", stdin=data).exit_code == 2
    assert run("check", "-", os.devnull, stdin=data).exit_code == 2

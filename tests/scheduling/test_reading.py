"""What is no plain JSON object in UTF-8 is refused before anything is made of it."""

from __future__ import annotations

import json

import pytest

from matchmaker.scheduling.files import read_problem
from tests.scheduling.documents import PROBLEM, faults_of


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "problem: empty"),
        (b" \n", "problem: empty"),
        (b"\xef\xbb\xbf{}", "problem: begins with a byte order mark"),
        (b'{"format": "\xff"}', "problem: not UTF-8 (byte 12)"),
        ('{"format": "é"}'.encode("utf-16"), "problem: not UTF-8 (byte 0)"),
        (b"[]", "problem: expected an object, found a list"),
        (b"12", "problem: expected an object, found 12"),
        (b'"text"', 'problem: expected an object, found the string "text"'),
        (b"{", "problem: not JSON (Expecting property name enclosed in double quotes at line 1, column 2)"),
        (b"[" * 200_000, "problem: nested too deeply"),
        (b'{"a":' * 200_000, "problem: nested too deeply"),
    ],
)
def test_what_is_no_json_object_in_utf_8_is_refused(data: bytes, fault: str) -> None:
    assert faults_of(read_problem, data) == [fault]


def test_keys_given_twice_are_refused_wherever_they_are() -> None:
    text = json.dumps(PROBLEM)
    twice = text.replace('"max_meetings": 1', '"max_meetings": 1, "max_meetings": 1')
    at_the_top = text[:-1] + ', "policy": "floor"}'

    assert faults_of(read_problem, twice.encode()) == ["companies[1].max_meetings: key given more than once"]
    assert faults_of(read_problem, at_the_top.encode()) == ["policy: key given more than once"]


def test_halves_of_characters_are_refused_and_whole_ones_are_not() -> None:
    half = json.dumps(PROBLEM).replace('"DSEA"', r'"\ud83d"')
    key = json.dumps(PROBLEM).replace('"policy"', r'"\udc00"')
    whole = json.dumps(PROBLEM).replace('"DSEA"', r'"\ud83d\ude00"')

    assert faults_of(read_problem, half.encode()) == [r'desks[0].directorate: lone surrogate in "\ud83d"']
    assert r'["\udc00"]: lone surrogate in the key' in faults_of(read_problem, key.encode())
    assert read_problem(whole.encode()).desks[0].directorate == "😀"


@pytest.mark.parametrize("number", ["1e2", "1E2", "100.0", "-Infinity", "1" * 5000, "NaN"])
def test_numbers_that_are_no_plain_integers_are_refused(number: str) -> None:
    data = json.dumps(PROBLEM).replace('"worth": 100', f'"worth": {number}').encode()

    (fault,) = faults_of(read_problem, data)
    assert fault.startswith("wishes[0].worth: expected an integer, found ")
    assert len(fault) < 120

"""The draw as anybody computes it again, without learning who takes part."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from matchmaker.db import db
from matchmaker.models import DrawRank
from matchmaker.scheduling import draw as method
from matchmaker.scheduling.draw import commitment, digest
from matchmaker.web.public_draw import drawn, own_number, recipe
from tests.builders import AFTER_THE_DEADLINE, BEFORE_OPENING, DEADLINE
from tests.pages import Visitor
from tests.web.conftest import Clock
from tests.web.public.conftest import NUMBER, PAGES, SECRET, Stored, publish, reveal

DRAW = "/salons/2023/tirage"


def test_before_it_is_revealed_the_commitment_is_shown_and_the_secret_is_not(
    visitor: Visitor, stored: Stored, clock: Clock
) -> None:
    for clock.now in (BEFORE_OPENING, DEADLINE, AFTER_THE_DEADLINE):
        assert [address for address in PAGES if SECRET in visitor.open(address).html] == []

    page = visitor.open(DRAW).text

    assert commitment(SECRET) in page
    assert "Le tirage national du 21 octobre." in page
    assert "Révélé après la clôture." in page


def test_a_secret_revealed_at_an_instant_to_come_waits_for_it(
    visitor: Visitor, stored: Stored, clock: Clock
) -> None:
    reveal(stored, parties=60)

    clock.now = DEADLINE + timedelta(minutes=59)
    assert SECRET not in visitor.open(DRAW).html
    clock.now = DEADLINE + timedelta(minutes=60)
    assert SECRET in visitor.open(DRAW).html


def test_the_three_lines_do_what_the_page_says(visitor: Visitor, stored: Stored, clock: Clock) -> None:
    clock.now = AFTER_THE_DEADLINE
    reveal(stored, parties=60)

    page = visitor.open(f"{DRAW}?siren=000000007")
    lines = "".join(page.all("pre")[0].itertext()).splitlines()

    expected = digest(SECRET, NUMBER, "000000007")
    assert [said(line) for line in lines] == [commitment(SECRET), expected, expected]


@pytest.mark.parametrize("number", ["07 14 21 — n° 5", 'l\'un & "l’autre" $HOME `id` \\n %s', "é" * 30])
def test_the_three_lines_withstand_any_public_number(number: str) -> None:
    made = recipe(SECRET, number, "G000123456")

    expected = digest(SECRET, number, "G000123456")
    assert [said(line) for line in made] == [commitment(SECRET), expected, expected]


def said(line: str) -> str:
    """What a shell answers to one line of the page."""
    python = str(Path(sys.executable).parent)
    places = {"PATH": os.pathsep.join([python, os.environ["PATH"]]), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["sh", "-c", line], env=places, capture_output=True, text=True, check=True)
    return done.stdout.split()[0]


def test_everybody_s_number_lies_where_the_page_says(visitor: Visitor, stored: Stored, clock: Clock) -> None:
    clock.now = AFTER_THE_DEADLINE
    order = reveal(stored, parties=60)

    lies = {}
    for number, party in enumerate(order[::7], start=1):
        first, last = interval(visitor.open(f"{DRAW}?siren={party}").text)
        lies[party] = first <= 7 * number - 6 <= last

    assert len(lies) == 9
    assert [party for party, is_inside in lies.items() if not is_inside] == []


def test_the_numbers_of_the_sixteen_digits_follow_one_another() -> None:
    parties = method.drawn(SECRET, NUMBER, [f"{number:09d}" for number in range(60)])

    shares = drawn(SECRET, NUMBER, parties).shares

    numbers = [number for share in shares for number in range(share.first, share.last + 1)]
    assert numbers == list(range(1, 61))
    assert "".join(share.digit for share in shares) == "0123456789abcdef"
    assert [share.last - share.first + 1 for share in shares] == [share.count for share in shares]


def interval(text: str) -> tuple[int, int]:
    found = re.search(r"son numéro de tirage est entre (\d+) et (\d+)", text)
    assert found is not None
    return int(found[1]), int(found[2])


def test_no_party_and_no_digest_is_listed(visitor: Visitor, stored: Stored, clock: Clock) -> None:
    clock.now = AFTER_THE_DEADLINE
    order = reveal(stored, parties=60)

    html = unescape(visitor.open(DRAW).html)

    assert "60 entreprises (ou groupes) ont participé au tirage." in visitor.open(DRAW).text
    assert [party for party in order if party in html or digest(SECRET, NUMBER, party)[:8] in html] == []


def test_where_few_take_part_no_digit_is_counted(visitor: Visitor, stored: Stored, clock: Clock) -> None:
    clock.now = AFTER_THE_DEADLINE
    reveal(stored, parties=47)

    page = visitor.open(f"{DRAW}?siren=000000001")

    assert page.all("table") == []
    assert "son numéro de tirage est entre" not in page.text


def test_those_who_come_after_the_draw_are_counted_apart(
    visitor: Visitor, stored: Stored, clock: Clock
) -> None:
    clock.now = AFTER_THE_DEADLINE
    first, *_others = reveal(stored, parties=60)
    with stored.changed() as fair:
        # A newcomer whose digest would have come first, and takes the next number.
        early = next(n for n in map(str, range(10**8, 10**9)) if _comes_before(n, first))
        db.session.add(DrawRank(draw=fair.draw, party=early, rank=61))

    page = visitor.open(DRAW)

    assert "60 entreprises (ou groupes) ont participé au tirage." in page.text
    assert "Une autre, inscrite ensuite, a le numéro suivant." in page.text
    assert sum(int("".join(row[1].itertext())) for row in page.all("tr")[1:]) == 60


def _comes_before(party: str, other: str) -> bool:
    return digest(SECRET, NUMBER, party) < digest(SECRET, NUMBER, other)


@pytest.mark.parametrize(
    ("typed", "party", "remark"),
    [
        ("732 829 320", "732829320", ""),
        ("73282932000074", "732829320", "C’est un SIRET"),
        ("g732829320", "G732829320", ""),
        ("732829321", "732829321", "ne s’accordent pas"),
        ("DE 123", "DE 123", "Ce n’est pas un SIREN"),
    ],
)
def test_what_is_typed_is_understood_or_said(visitor: Visitor, typed: str, party: str, remark: str) -> None:
    with visitor.app.test_request_context():
        own = own_number(SECRET, NUMBER, typed, ())

    assert own is not None
    assert (own.party, own.digest) == (party, digest(SECRET, NUMBER, party))
    assert remark in own.remark
    assert bool(remark) == bool(own.remark)


def test_published_timetables_leave_their_fingerprints(
    visitor: Visitor, stored: Stored, clock: Clock
) -> None:
    clock.now = AFTER_THE_DEADLINE
    reveal(stored, parties=60)

    before = visitor.open(DRAW).text
    publish(stored)
    after = visitor.open(DRAW).text

    assert "Empreintes des plannings publiés" not in before
    assert f"Version 1, publiée le mercredi 8 novembre 2023 à 23 h 59 Données et règles {'0' * 64}" in after

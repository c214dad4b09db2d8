"""The draw on its two days: committed before registration opens, revealed after the deadline."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Company, Draw, DrawRank
from matchmaker.scheduling.draw import commitment, drawn
from matchmaker.services import draws
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    REQUESTS_OPEN,
    a_group,
)
from tests.pages import Opened, Visitor, words
from tests.services.small_fair import SIRENS, a_small_fair
from tests.web.conftest import Clock
from tests.web.organiser.conftest import DRAW, SmallFair, reads, said

COMMIT, REVEAL = f"{DRAW}/empreinte", f"{DRAW}/revelation"
SOURCE, NUMBER = {"public_source": "Le Loto du 11 novembre"}, {"public_number": " 7-14-21 "}
SECRET = "5ec4e7" + "ab" * 13


@pytest.fixture
def fair_id(app: Flask) -> int:
    """The same fair, before anything of its draw was done."""
    with app.app_context():
        fair = a_small_fair(db.session())
        db.session.commit()
        return fair.id


@pytest.fixture
def committed(fair: SmallFair) -> SmallFair:
    with fair.changed() as stored:
        draws.commit(db.session(), stored, SECRET, "Loto", None, BEFORE_OPENING)
    return fair


def stored_draw() -> Draw | None:
    return db.session.scalar(sa.select(Draw))


def numbers(page: Opened) -> list[tuple[str, str, str]]:
    """(number, names, drawn as) of every line."""
    lines = [[words(cell) for cell in row] for body in page.all("tbody") for row in body]
    return [(number, names, party) for number, names, party in lines]


def test_committing_publishes_the_hash_of_a_secret_that_stays_hidden(
    organiser: Visitor, fair: SmallFair, clock: Clock
) -> None:
    clock.now = BEFORE_OPENING
    assert organiser.post(COMMIT, SOURCE).location == DRAW
    page = organiser.open(DRAW)

    with fair.changed():
        draw = stored_draw()
        assert draw is not None
        secret, hashed = draw.secret, draw.commitment
    assert (hashed, len(secret)) == (commitment(secret), 32)
    assert hashed in page.html
    assert secret not in page.html
    assert "L’empreinte du tirage est publiée." in page.text
    assert "Nombre public attendu Le Loto du 11 novembre" in page.text
    assert fair.deeds() == ["draw.commit"]


def test_two_commitments_never_hide_the_same_secret(
    fair: SmallFair, organiser: Visitor, clock: Clock
) -> None:
    clock.now, secrets = BEFORE_OPENING, set()
    for _ in range(2):
        organiser.post(COMMIT, SOURCE)
        with fair.changed():
            draw = db.session.query(Draw).one()
            secrets.add(draw.secret)
            # A draw is never thrown away: the database itself has to be told to let this one go.
            db.session.execute(sa.text("DROP TRIGGER IF EXISTS frozen_draw_delete"))
            db.session.delete(draw)

    assert len(secrets) == 2


@pytest.mark.parametrize(
    ("now", "data", "sentence"),
    [
        (REQUESTS_OPEN, SOURCE, "se publie avant l’ouverture des inscriptions"),
        (BEFORE_OPENING, {"public_source": "  "}, "Dites d’où viendra le nombre public"),
        (BEFORE_OPENING, {}, "Dites d’où viendra le nombre public"),
    ],
)
def test_a_commitment_too_late_or_without_a_source_is_refused(
    organiser: Visitor, fair: SmallFair, clock: Clock, now: object, data: dict[str, str], sentence: str
) -> None:
    clock.now = now

    assert sentence in said(organiser.post(COMMIT, data, status=409))
    with fair.changed():
        assert stored_draw() is None


def test_a_second_click_on_commit_changes_nothing(organiser: Visitor, fair: SmallFair, clock: Clock) -> None:
    clock.now = BEFORE_OPENING
    organiser.post(COMMIT, SOURCE)
    before = organiser.open(DRAW).all("code")[0].text

    assert "elle ne change plus" in said(organiser.post(COMMIT, SOURCE, status=409))
    assert organiser.open(DRAW).all("code")[0].text == before


def test_revealing_gives_everybody_the_number_that_anybody_can_recompute(
    organiser: Visitor, committed: SmallFair
) -> None:
    assert organiser.post(REVEAL, NUMBER).location == DRAW
    page = organiser.open(DRAW)

    order = drawn(SECRET, "7-14-21", SIRENS)
    assert numbers(page) == [(str(n), f"Entreprise {s}", s) for n, s in enumerate(order, start=1)]
    assert "Le tirage est révélé" in page.text
    assert SECRET in page.html
    assert committed.deeds() == ["draw.commit", "draw.reveal"]


def test_companies_of_a_group_are_drawn_once(organiser: Visitor, committed: SmallFair) -> None:
    with committed.changed() as stored:
        group = a_group(stored)
        db.session.add(group)
        group.companies = list(db.session.query(Company).order_by(Company.siren).limit(2))
    organiser.post(REVEAL, NUMBER)

    read = {party: names for _number, names, party in numbers(organiser.open(DRAW))}

    assert read == {
        "G000000018": "Entreprise 000000018 ; Entreprise 000000026",
        "000000034": "Entreprise 000000034",
    }


@pytest.mark.parametrize(
    ("now", "data", "sentence"),
    [
        (BEFORE_THE_DEADLINE, NUMBER, "se révèle après la clôture des demandes"),
        (AFTER_THE_DEADLINE, {"public_number": " "}, "Indiquez le nombre public annoncé"),
        (AFTER_THE_DEADLINE, {}, "Indiquez le nombre public annoncé"),
    ],
)
def test_a_revelation_too_early_or_without_a_number_is_refused(
    organiser: Visitor, committed: SmallFair, clock: Clock, now: object, data: dict[str, str], sentence: str
) -> None:
    clock.now = now

    assert sentence in said(organiser.post(REVEAL, data, status=409))
    assert SECRET not in organiser.open(DRAW).html
    assert committed.deeds() == ["draw.commit"]


def test_a_draw_that_was_never_committed_cannot_be_revealed(organiser: Visitor, fair: SmallFair) -> None:
    assert "Aucune empreinte n’a été publiée" in said(organiser.post(REVEAL, NUMBER, status=409))


def test_a_second_revelation_changes_no_number(organiser: Visitor, committed: SmallFair) -> None:
    organiser.post(REVEAL, NUMBER)
    before = numbers(organiser.open(DRAW))

    answer = organiser.post(REVEAL, {"public_number": "8"}, status=409)

    assert "un numéro montré ne change plus" in said(answer)
    assert numbers(organiser.open(DRAW)) == before
    with committed.changed():
        assert db.session.query(DrawRank).count() == 3


@pytest.mark.parametrize(
    ("now", "deeds"),
    [
        (BEFORE_OPENING, ["Publier l’empreinte"]),
        (REQUESTS_OPEN, []),
        (AFTER_THE_DEADLINE, []),
    ],
)
def test_the_page_offers_what_can_be_done_and_nothing_else(
    organiser: Visitor, fair: SmallFair, clock: Clock, now: object, deeds: list[str]
) -> None:
    clock.now = now

    assert buttons(organiser.open(DRAW)) == deeds


def test_it_can_be_revealed_once_committed_and_after_the_deadline(
    organiser: Visitor, committed: SmallFair, clock: Clock
) -> None:
    found = {}
    for now in (BEFORE_OPENING, BEFORE_THE_DEADLINE, AFTER_THE_DEADLINE):
        clock.now = now
        found[now] = buttons(organiser.open(DRAW))

    assert list(found.values()) == [[], [], ["Révéler le tirage"]]


def buttons(page: Opened) -> list[str]:
    return [words(button) for button in page.all("main")[0].iter("button")]


def test_an_english_reader_reads_no_french(organiser: Visitor, committed: SmallFair) -> None:
    page = reads(organiser, "en").open(DRAW)

    assert page.heading == "Draw"
    assert "empreinte" not in page.text.lower()
    assert "tirage" not in page.text.lower()


def test_what_is_typed_is_shown_as_text(organiser: Visitor, fair: SmallFair, clock: Clock) -> None:
    clock.now = BEFORE_OPENING
    organiser.post(COMMIT, {"public_source": "<script>alert(1)</script>"})

    assert "<script>alert(1)</script>" in organiser.open(DRAW).text

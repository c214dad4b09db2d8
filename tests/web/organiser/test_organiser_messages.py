"""The outbox on screen: newest first, by address, and each message with links that can be followed."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from matchmaker.db import db
from matchmaker.models import Message
from matchmaker.services.outbox import PER_PAGE
from tests.builders import AFTER_THE_DEADLINE, a_fair, a_message
from tests.pages import Opened, Visitor, words
from tests.web.organiser.conftest import SmallFair

MESSAGES = "/organisateur/messages"


def written(fair: SmallFair, number: int = 1, **given: object) -> int:
    """A message of that minute, by its number."""
    with fair.changed() as stored:
        at = AFTER_THE_DEADLINE + timedelta(minutes=number)
        message = a_message(stored, **{"subject": f"Message {number}", "written_at": at} | given)
        db.session.add(message)
        db.session.flush()
        return message.id


def subjects(page: Opened) -> list[str]:
    return [words(head) for head in page.all("th") if head.get("scope") == "row"]


def test_the_newest_comes_first(organiser: Visitor, fair: SmallFair) -> None:
    for number in (1, 2):
        written(fair, number)

    page = organiser.open(MESSAGES)

    assert subjects(page) == ["Message 2", "Message 1"]
    assert "2 messages" in page.text


def test_it_says_honestly_that_nothing_is_sent_yet(organiser: Visitor, fair: SmallFair) -> None:
    number = written(fair)

    for address in (MESSAGES, f"{MESSAGES}/{number}"):
        page = organiser.open(address)
        assert "Cette version n’envoie pas encore de courriel" in page.text
        assert "en attente" in page.text


def test_what_was_sent_says_so(organiser: Visitor, fair: SmallFair) -> None:
    number = written(fair, sent_at=AFTER_THE_DEADLINE)

    page = organiser.open(f"{MESSAGES}/{number}")

    assert "envoyé" in page.text
    assert "n’envoie pas encore" not in page.text


def test_without_a_message_it_says_when_the_first_will_come(organiser: Visitor, fair: SmallFair) -> None:
    assert "Le premier sera écrit à la première inscription" in organiser.open(MESSAGES).text


def test_an_address_is_looked_for_and_what_is_not_found_is_said(organiser: Visitor, fair: SmallFair) -> None:
    written(fair, 1, email="contact@seine.example")
    written(fair, 2, email="contact@marne.example")

    assert subjects(organiser.open(f"{MESSAGES}?q=seine")) == ["Message 1"]
    assert "qui contient « girafe »" in organiser.open(f"{MESSAGES}?q=girafe").text


def test_older_messages_stand_on_the_next_page_which_keeps_the_question(
    organiser: Visitor, fair: SmallFair
) -> None:
    for number in range(PER_PAGE + 1):
        written(fair, number)

    first = organiser.open(f"{MESSAGES}?q=example")
    links = {words(a): a.get("href", "") for a in first.all("a")}

    assert len(subjects(first)) == PER_PAGE
    assert "51 messages, page 1 sur 2" in first.text
    assert "Plus récents" not in links
    assert subjects(organiser.open(links["Plus anciens"])) == ["Message 0"]


def test_a_message_is_read_whole_and_its_links_are_followed(organiser: Visitor, fair: SmallFair) -> None:
    body = "Bonjour,\n\nConfirmez : http://127.0.0.1/inscription/suite?x=1&y=2 <b>"
    page = organiser.open(f"{MESSAGES}/{written(fair, body=body, email='a@seine.example')}")

    assert (page.heading, "a@seine.example" in page.text, "Français" in page.text) == (
        "Message 1",
        True,
        True,
    )
    assert [a.get("href") for a in page.all("a") if "suite" in a.get("href", "")] == [
        "http://127.0.0.1/inscription/suite?x=1&y=2"
    ]
    assert "<b>" in page.text


def test_a_message_of_another_fair_is_not_found(app: Flask, organiser: Visitor, fair: SmallFair) -> None:
    with app.app_context():
        theirs = a_message(a_fair())
        db.session.add(theirs)
        db.session.commit()
        number = theirs.id

    for odd in (number, 0, "x", "9" * 30, "²"):
        organiser.open(f"{MESSAGES}/{odd}", status=404)


def test_reading_changes_nothing(organiser: Visitor, fair: SmallFair) -> None:
    number = written(fair)

    organiser.open(f"{MESSAGES}/{number}")

    with fair.changed():
        assert db.session.get_one(Message, number).sent_at is None

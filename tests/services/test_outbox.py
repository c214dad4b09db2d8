"""The outbox is read newest first, fifty at a time, and searched by address."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matchmaker.services.outbox import PER_PAGE, message_of, outbox
from tests.builders import BEFORE_THE_DEADLINE, a_fair, a_message


@pytest.fixture
def fair(session):
    fair = a_fair()
    session.add(fair)
    session.flush()
    return fair


def write(session, fair, number, **given):
    minutes = timedelta(minutes=number)
    message = a_message(fair, subject=f"Message {number}", written_at=BEFORE_THE_DEADLINE + minutes, **given)
    session.add(message)
    session.flush()
    return message


def test_the_newest_message_comes_first(session, fair):
    for number in (1, 3, 2):
        write(session, fair, number)

    assert [m.subject for m in outbox(session, fair, "", 1).messages] == [
        "Message 3",
        "Message 2",
        "Message 1",
    ]


def test_of_messages_of_the_same_instant_the_last_written_comes_first(session, fair):
    first, second = write(session, fair, 1), write(session, fair, 1)

    assert outbox(session, fair, "", 1).messages == (second, first)


def test_a_page_holds_fifty_and_knows_its_neighbours(session, fair):
    for number in range(PER_PAGE + 1):
        write(session, fair, number)

    first, last = outbox(session, fair, "", 1), outbox(session, fair, "", 2)

    assert (len(first.messages), first.newer, first.older, first.total) == (50, None, 2, 51)
    assert (len(last.messages), last.newer, last.older, last.pages) == (1, 1, None, 2)


def test_a_page_beyond_the_last_is_the_last(session, fair):
    write(session, fair, 1)

    assert (outbox(session, fair, "", 9).page, outbox(session, fair, "nobody", 9).page) == (1, 1)


def test_a_part_of_the_address_finds_it_whatever_its_case(session, fair):
    found = write(session, fair, 1, email="contact@seine.example")
    write(session, fair, 2, email="contact@marne.example")

    assert outbox(session, fair, "SEINE", 1).messages == (found,)


def test_a_sign_that_databases_give_a_meaning_is_looked_for_as_it_is(session, fair):
    write(session, fair, 1, email="contact@seine.example")

    assert [outbox(session, fair, odd, 1).total for odd in ("%", "_", "'")] == [0, 0, 0]


def test_those_that_nothing_has_sent_are_counted(session, fair):
    write(session, fair, 1)
    write(session, fair, 2, sent_at=BEFORE_THE_DEADLINE)

    assert outbox(session, fair, "", 1).waiting == 1


def test_the_messages_of_another_fair_are_never_read(session, fair):
    other = a_fair()
    session.add(other)
    session.flush()
    theirs = write(session, other, 1)

    assert outbox(session, fair, "", 1).total == 0
    assert message_of(session, fair, theirs.id) is None
    assert message_of(session, other, theirs.id) is theirs

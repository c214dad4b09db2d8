"""Companies may register between two dates, once everything they rely on is fixed."""

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.services import draws
from matchmaker.services.door import Door, charter_of, door, refuse_unless_open
from tests.builders import (
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    DEADLINE,
    REQUESTS_OPEN,
    a_charter,
    a_fair,
    some_rules,
)
from tests.open_fair import an_open_fair


@pytest.mark.parametrize(
    ("now", "state"),
    [(BEFORE_OPENING, Door.NOT_YET), (REQUESTS_OPEN, Door.OPEN), (DEADLINE, Door.CLOSED)],
)
def test_the_door_is_open_between_two_dates(session, now, state):
    assert door(session, an_open_fair(session), now) is state


@pytest.mark.parametrize("missing", ["charter", "locked rules", "draw"])
def test_the_door_waits_for_charter_rules_and_draw(session, missing):
    fair = a_fair()
    session.add_all([fair, some_rules(fair, locked_at=None if missing == "locked rules" else BEFORE_OPENING)])
    if missing != "charter":
        session.add(a_charter(fair))
    session.flush()
    if missing != "draw":
        draws.commit(session, fair, "0" * 32, "Loto", None, BEFORE_OPENING)

    assert door(session, fair, BEFORE_THE_DEADLINE) is Door.NOT_READY
    with pytest.raises(RuleBroken, match="revenez bientôt"):
        refuse_unless_open(session, fair, BEFORE_THE_DEADLINE)


def test_the_charter_is_the_newest_one(session):
    fair = an_open_fair(session)
    newest = a_charter(fair, number=2)
    session.add(newest)

    assert charter_of(session, fair) is newest

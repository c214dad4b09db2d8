"""The stands, as anybody reads them."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_THE_DEADLINE,
    REQUESTS_OPEN,
)
from tests.pages import Visitor
from tests.web.conftest import Clock
from tests.web.public.conftest import (
    Stored,
)


def test_requests_are_shown_as_they_were_last_midnight(
    visitor: Visitor, stored: Stored, clock: Clock
) -> None:
    clock.now = REQUESTS_OPEN
    before = visitor.open("/salons/2023/stands").text
    clock.now = BEFORE_THE_DEADLINE  # one minute before midnight in Créteil
    same_day = visitor.open("/salons/2023/stands").text
    clock.now = BEFORE_THE_DEADLINE + timedelta(minutes=1)
    next_day = visitor.open("/salons/2023/stands/EAU").text
    clock.now = AFTER_THE_DEADLINE
    closed = visitor.open("/salons/2023/stands").text

    assert "6 places" in before
    assert "demande pour" not in before
    assert "aucune demande pour 6 places" in same_day
    assert "1 demande pour 6 places" in next_day
    assert "Demandes comptées à la clôture" in closed

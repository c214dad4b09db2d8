"""The stage of a fair follows from its dates and from what was done."""

from datetime import timedelta

import pytest

from matchmaker.services.stages import Stage, stage_of
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    DEADLINE,
    EXCHANGE,
    REQUESTS_OPEN,
    a_fair,
    a_grid,
    a_schedule,
)

MIDNIGHT_IN_PARIS = EXCHANGE.replace(hour=0, minute=0) - timedelta(hours=1)


@pytest.fixture
def fair(session):
    fair = a_fair()
    session.add(fair)
    session.flush()
    return fair


@pytest.mark.parametrize(
    ("now", "stage"),
    [
        (BEFORE_OPENING, Stage.PREPARATION),
        (REQUESTS_OPEN, Stage.REQUESTS_OPEN),
        (BEFORE_THE_DEADLINE, Stage.REQUESTS_OPEN),
        (DEADLINE, Stage.REQUESTS_CLOSED),
        (MIDNIGHT_IN_PARIS - timedelta(seconds=1), Stage.REQUESTS_CLOSED),
        (MIDNIGHT_IN_PARIS, Stage.THE_DAY),
        (EXCHANGE + timedelta(hours=2, minutes=59), Stage.THE_DAY),
        (EXCHANGE + timedelta(hours=3), Stage.CLOSED),
    ],
)
def test_dates_alone_decide_most_stages(session, fair, now, stage):
    assert stage_of(session, fair, now) is stage


def test_an_archived_fair_says_so(session, fair):
    fair.archived_at = EXCHANGE + timedelta(days=30)

    assert stage_of(session, fair, fair.archived_at) is Stage.ARCHIVED


def test_a_draft_makes_the_stage_of_drafts_until_it_is_discarded(session, fair):
    draft = a_schedule(fair, a_grid(fair))
    session.add(draft)
    session.flush()
    assert stage_of(session, fair, AFTER_THE_DEADLINE) is Stage.DRAFTS

    draft.discarded_at = AFTER_THE_DEADLINE
    session.flush()
    assert stage_of(session, fair, AFTER_THE_DEADLINE) is Stage.REQUESTS_CLOSED


def test_a_published_schedule_makes_the_stage_published(session, fair):
    grid = a_grid(fair)
    published = a_schedule(fair, grid, version=1, published_at=AFTER_THE_DEADLINE)
    session.add_all([published, a_schedule(fair, grid)])
    session.flush()

    assert stage_of(session, fair, AFTER_THE_DEADLINE) is Stage.PUBLISHED


def test_stages_are_numbered_in_the_order_of_a_fairs_life():
    assert [stage.number for stage in (Stage.PREPARATION, Stage.DRAFTS, Stage.ARCHIVED)] == [0, 3, 7]

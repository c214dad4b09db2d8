"""Three ways to make up for a late opening, computed side by side and stored nowhere."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import DrawRank, Grid, Happened, LateWay, Presence, Schedule
from matchmaker.services.problems import current_grid
from matchmaker.services.rebalancing.late_opening import late_slots, previews
from matchmaker.services.rebalancing.outcome import outcome
from tests.builders import EXCHANGE, a_company, a_wish
from tests.pages import count_queries
from tests.services.rebalanced_fair import (
    AT_10_42,
    EVE,
    SIRENS,
    a_published_fair,
    company,
    live,
    places,
    rebalanced,
    said,
)


@pytest.fixture
def fair(session):
    return a_published_fair(session)


def three(session, fair, minutes=15, now=EVE):
    return previews(session, fair, current_grid(session, fair), minutes, now)


@pytest.mark.parametrize("now", [EVE, AT_10_42], ids=["eve", "day"])
def test_what_is_shown_is_what_the_draft_will_say(session, fair, now):
    company(session, fair, SIRENS[1]).presences = [
        Presence(starts_at=EXCHANGE, ends_at=EXCHANGE + timedelta(minutes=40))
    ]
    session.flush()
    for shown in three(session, fair, now=now):
        line = said(Happened.LATE_OPENING, minutes=15, way=shown.way.value)
        found = outcome(session, rebalanced(session, fair, line, now=now), "fr")

        assert (shown.kept, shown.lost, shown.moved) == (found.kept, len(found.lost), found.moved), shown.way
        assert (shown.shifted, shown.without) == (found.shifted, len(found.without)), shown.way


def test_the_three_ways_keep_their_promises(session, fair):
    drop, shorten, overrun = three(session, fair)
    all_of_them = len(places(session, fair))

    assert (drop.way, shorten.way, overrun.way) == tuple(LateWay)
    assert (drop.shifted, drop.minutes) == (0, (8,))
    assert drop.starts_at == EXCHANGE + timedelta(minutes=20)
    assert (shorten.kept, shorten.lost) == (all_of_them, 0)
    assert shorten.starts_at == EXCHANGE + timedelta(minutes=15)
    assert shorten.ends_at <= EXCHANGE + timedelta(minutes=58)
    assert (overrun.kept, overrun.shifted, overrun.minutes) == (all_of_them, all_of_them, (8,))
    assert overrun.ends_at == EXCHANGE + timedelta(minutes=73)


def test_a_way_that_leads_nowhere_says_why_beside_the_others(session, fair):
    drop, shorten, overrun = three(session, fair, minutes=55)

    assert (drop.refusal, overrun.refusal) == (
        "Tous les créneaux commencent avant cette heure : il n’en resterait aucun.",
        "",
    )
    assert shorten.refusal == "Les rendez-vous dureraient moins de cinq minutes."


def test_a_layout_that_cannot_be_is_refused(session, fair):
    with pytest.raises(RuleBroken) as refusal:
        late_slots(fair, current_grid(session, fair), 0, LateWay.OVERRUN)

    assert refusal.value.field == "minutes"


def test_nothing_is_stored_not_even_the_ranks_of_newcomers(session, fair):
    newcomer = a_company(fair)
    session.add_all([newcomer, a_wish(newcomer, live(session, fair)[0].desk)])
    session.flush()
    counts = [sa.select(sa.func.count(one.id)) for one in (Grid, Schedule, DrawRank)]
    before = [session.scalar(count) for count in counts]

    three(session, fair)

    assert not session.new
    assert not session.dirty
    assert [session.scalar(count) for count in counts] == before


def test_the_number_of_queries_does_not_depend_on_the_size_of_the_fair(session, fair):
    few = queries(session, fair)
    session.add_all(a_company(fair) for _ in range(20))
    session.flush()

    assert queries(session, fair) == few


def queries(session, fair):
    session.flush()
    session.expire_all()
    with count_queries(session.get_bind().engine) as sent:
        three(session, fair)
    return len(sent)

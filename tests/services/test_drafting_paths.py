"""What led to where a draft stands, its sources included; the wishes withdrawn on the way; what it asks."""

import pytest

from matchmaker.scheduling.files import write_problem
from matchmaker.services.drafts import copying, drafting
from matchmaker.services.drafts.drafted import drafted
from tests.pages import count_queries
from tests.services.drafts import LATER, drop, first_pair, pin, restore, unpin
from tests.services.small_fair import a_draft_of, a_small_fair, drawn


@pytest.fixture
def draft(either):
    return a_draft_of(either, drawn(either, a_small_fair(either)))


def numbers(steps):
    return [step.number for step in steps]


def copy_of(session, source):
    return copying.duplicate(session, source, None, LATER)


def test_the_path_leads_from_the_first_step_to_where_the_draft_stands(either, draft):
    pair = first_pair(draft)
    pin(either, draft, pair)
    drafting.undo(either, draft, 1, None, LATER)
    pin(either, draft, pair)
    unpin(either, draft, pair)
    drafting.undo(either, draft, 3, None, LATER)

    assert numbers(drafting.path(either, draft)) == [0, 2]
    assert numbers(drafting.path(either, draft, at=3)) == [0, 2, 3]
    assert numbers(drafting.path(either, draft, at=1)) == [0, 1]


def test_the_path_of_a_copy_goes_on_in_its_source_at_the_step_it_was_made_from(either, draft):
    pair = first_pair(draft)
    pin(either, draft, pair)
    copy = copy_of(either, draft)
    unpin(either, draft, pair)
    unpin(either, copy, pair)
    copy_of_copy = copy_of(either, copy)
    pin(either, draft, pair)

    walked = [(step.schedule_id, step.number) for step in drafting.path(either, copy_of_copy)]
    assert walked == [(draft.id, 0), (draft.id, 1), (copy.id, 0), (copy.id, 1), (copy_of_copy.id, 0)]


def test_the_path_costs_one_query_however_long_it_is(either, draft):
    pair = first_pair(draft)
    for number in range(8):
        (unpin if number % 2 else pin)(either, draft, pair)
    copy = copy_of(either, draft)
    either.flush()
    either.expire_all()
    assert (copy.step, draft.step) == (0, 8)

    with count_queries(either.get_bind().engine) as sent:
        found = drafting.path(either, copy)
        assert [step.by for step in found] == [None] * 10
    assert len(sent) == 1


def test_wishes_dropped_on_the_path_stay_dropped_in_copies(either, draft):
    pair = first_pair(draft)
    early = copy_of(either, draft)
    dropping = drop(either, draft, pair)
    copy = copy_of(either, draft)

    assert drafting.dropped(drafting.path(either, copy)) == {pair: dropping}
    assert drafting.dropped(drafting.path(either, early)) == {}


def test_a_drop_that_is_undone_or_taken_back_counts_no_more(either, draft):
    pair = first_pair(draft)
    drop(either, draft, pair)
    restore(either, draft, pair)
    assert drafting.dropped(drafting.path(either, draft)) == {}
    drafting.undo(either, draft, 2, None, LATER)
    assert drafting.dropped(drafting.path(either, draft)).keys() == {pair}
    drafting.undo(either, draft, 1, None, LATER)
    assert drafting.dropped(drafting.path(either, draft)) == {}


# The question of a draft


def test_a_draft_asks_what_is_stored_byte_for_byte(either, draft):
    assert write_problem(drafted(either, draft)) == draft.problem

    pair = first_pair(draft)
    pin(either, draft, pair)
    assert write_problem(drafted(either, draft)) == draft.problem
    drop(either, draft, pair)
    assert write_problem(drafted(either, draft)) == draft.problem


def test_a_draft_asks_what_it_asked_at_an_earlier_step(either, draft):
    pair = first_pair(draft)
    pin(either, draft, pair)
    pinned = draft.problem
    drop(either, draft, pair)

    assert write_problem(drafted(either, draft, at=1)) == pinned
    assert write_problem(drafted(either, draft, at=2)) == draft.problem

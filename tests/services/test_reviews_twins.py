"""Two people at the same instant: on PostgreSQL the second waits, and acts on what the first one left."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import Desk, Review, Schedule
from matchmaker.services.drafts import reviews
from matchmaker.services.drafts.reviews import Seen, digest
from matchmaker.services.figures import document
from tests.builders import an_account
from tests.services.drafts import LATER, drop, first_pair
from tests.services.small_fair import a_draft_of
from tests.services.test_drafting_twins import meanwhile, two_on

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("pg")]


def shown_to_both(twins):
    """The same draft, shown, for an organiser and for one of a stand; and what the latter says of it."""
    first, second = twins
    mine, theirs = two_on(twins)
    reviews.show(first, mine, None, LATER)
    who = an_account()
    second.add(who)
    first.commit()
    second.commit()
    desk = second.scalars(sa.select(Desk)).one()
    seen = Seen(theirs.public_id, digest(document(theirs), desk.code))
    return mine, lambda: reviews.approve(second, desk, seen, who, LATER)


def test_of_two_drafts_shown_at_once_the_second_takes_the_place_of_the_first(twins):
    first, second = twins
    mine, _ = two_on(twins)
    other_id = a_draft_of(first, mine.fair).id
    first.commit()
    other = second.get_one(Schedule, other_id)
    reviews.show(first, mine, None, LATER)

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(reviews.show, second, other, None, LATER)
        time.sleep(0.2)
        assert not late.done()
        first.commit()
        late.result()
    second.commit()

    first.expire_all()
    assert (reviews.shown(first, mine.fair).id, mine.shown_at) == (other_id, None)


def test_a_stand_does_not_approve_what_is_changed_at_that_instant(twins):
    mine, approve = shown_to_both(twins)
    drop(twins[0], mine, first_pair(mine))

    assert "a changé depuis" in str(meanwhile(twins[0], approve, RuleBroken))
    twins[1].rollback()
    assert twins[1].scalar(sa.select(sa.func.count(Review.id))) == 0


def test_a_stand_does_not_approve_what_is_taken_back_at_that_instant(twins):
    mine, approve = shown_to_both(twins)
    reviews.take_back(twins[0], mine, None, LATER)

    assert "plus soumis" in str(meanwhile(twins[0], approve, RuleBroken))

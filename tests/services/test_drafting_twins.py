"""Two organisers change one draft at the same instant: on PostgreSQL the second waits, then is told so."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import DraftStep, Schedule, StepDeed
from matchmaker.services import planning
from matchmaker.services.drafts import copying, drafting
from matchmaker.services.drafts.drafting import Overtaken
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from tests.builders import AFTER_THE_DEADLINE
from tests.services.drafts import LATER, drop, first_pair, pin
from tests.services.small_fair import a_draft_of, a_small_fair, drawn

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("pg")]


def two_on(twins):
    """The same draft on the pages of two organisers."""
    first, second = twins
    draft = a_draft_of(first, drawn(first, a_small_fair(first)))
    first.commit()
    return draft, second.get_one(Schedule, draft.id)


def meanwhile(first, deed, refusal):
    """``deed`` begins before what the first one did is stored; it waits, and is refused."""
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(deed)
        time.sleep(0.2)
        assert not late.done()
        first.commit()
        with pytest.raises(refusal) as said:
            late.result()
    return said.value


def test_the_second_of_two_steps_is_told_what_the_first_did(twins):
    first, second = twins
    mine, theirs = two_on(twins)
    pair = first_pair(mine)
    pin(first, mine, pair)

    refusal = meanwhile(first, lambda: drop(second, theirs, pair, seen=0), Overtaken)

    assert (refusal.seen, refusal.draft.step) == (0, 1)
    assert [step.deed for step in drafting.since(second, theirs, 0)] == [StepDeed.PINNED]
    second.rollback()
    assert second.scalar(sa.select(sa.func.count(DraftStep.id))) == 2


def test_two_undo_the_same_step_once(twins):
    first, second = twins
    mine, theirs = two_on(twins)
    pin(first, mine, first_pair(mine))
    first.commit()
    drafting.undo(first, mine, 1, None, LATER)

    meanwhile(first, lambda: drafting.undo(second, theirs, 1, None, LATER), Overtaken)


def test_a_step_taken_while_the_draft_is_published_is_refused(twins):
    first, second = twins
    mine, theirs = two_on(twins)
    publication.publish(first, mine, None, AFTER_THE_DEADLINE)

    refusal = meanwhile(first, lambda: pin(second, theirs, first_pair(theirs)), RuleBroken)

    assert "publié" in str(refusal)


def test_a_step_taken_while_the_draft_is_put_aside_is_refused(twins):
    first, second = twins
    mine, theirs = two_on(twins)
    planning.discard(first, mine, None, AFTER_THE_DEADLINE)

    refusal = meanwhile(first, lambda: pin(second, theirs, first_pair(theirs)), RuleBroken)

    assert "écarté" in str(refusal)


def test_what_is_published_is_what_stands_when_it_is_published(twins):
    """Somebody drops a meeting at that instant: the version and its live rows say the same."""
    first, second = twins
    mine, theirs = two_on(twins)
    drop(first, mine, first_pair(mine))

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(publication.publish, second, theirs, None, LATER)
        time.sleep(0.2)
        first.commit()
        late.result()
    second.commit()

    assert planning.live_revision(second, theirs.fair) == len(document(theirs).result.meetings) == 1


def test_a_copy_made_at_that_instant_is_of_what_stands_after_it(twins):
    first, second = twins
    mine, theirs = two_on(twins)
    pin(first, mine, first_pair(mine))

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(copying.duplicate, second, theirs, None, LATER)
        time.sleep(0.2)
        first.commit()
        copy = late.result()

    assert (copy.made_from_step, copy.timetable) == (1, mine.timetable)


def test_two_copies_made_at_the_same_instant_get_numbers_of_their_own(twins):
    first, second = twins
    mine, theirs = two_on(twins)
    copying.duplicate(first, mine, None, LATER)

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(copying.duplicate, second, theirs, None, LATER)
        time.sleep(0.2)
        first.commit()
        assert late.result().number == 3

"""Every draft and version at a glance: the same figures as the whole reading, in two queries."""

from matchmaker.services import planning
from matchmaker.services.drafts import copying
from matchmaker.services.drafts.shelf import Proof, glance, shelf, titles
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from tests.builders import an_account
from tests.pages import count_queries
from tests.services.drafts import LATER, drop, first_pair, two_stands
from tests.services.small_fair import a_draft_of


def test_a_glance_counts_what_the_whole_reading_counts(session):
    draft = a_draft_of(session, two_stands(session))
    drop(session, draft, first_pair(draft))
    seen, read = glance(draft.problem, draft.timetable), document(draft)

    figures = read.figures
    assert (seen.meetings, seen.served, seen.parties) == (figures.meetings, figures.served, figures.parties)
    assert (seen.worth, seen.is_optimal) == (read.result.level("worth").value, figures.is_optimal)


def test_what_was_changed_last_comes_first_with_who_changed_it(session):
    fair, who = two_stands(session), an_account(name="Aïcha Benali")
    first, second = a_draft_of(session, fair), a_draft_of(session, fair)
    drop(session, first, first_pair(first), who)
    lines = shelf(session, fair)

    assert [line.schedule for line in lines] == [first, second]
    assert (lines[0].steps, lines[0].changed_at, lines[0].changed_by) == (1, LATER, "Aïcha Benali")
    assert (lines[1].steps, lines[1].changed_at, lines[1].changed_by) == (0, second.created_at, None)


def test_a_timetable_is_proven_or_made_by_hand_or_neither(session):
    fair = two_stands(session)
    proven, hand = a_draft_of(session, fair), a_draft_of(session, fair)
    drop(session, hand, first_pair(hand))
    opened = copying.open_version(
        session, publication.publish(session, proven, None, LATER), None, LATER
    ).draft

    found = {line.schedule: line.proof for line in shelf(session, fair)}
    assert found == {proven: Proof.PROVEN, hand: Proof.BY_HAND, opened: Proof.UNPROVEN}


def test_the_shelf_costs_two_queries(session):
    fair = two_stands(session)
    drafts = [a_draft_of(session, fair)]
    drafts += [copying.duplicate(session, drafts[0], None, LATER) for _ in range(5)]
    session.flush()
    session.expire_all()
    assert fair.id

    with count_queries(session.get_bind().engine) as sent:
        lines = shelf(session, fair)
        assert [line.schedule.made_from.number for line in lines if line.schedule.made_from] == [1] * 5
    assert len(sent) == 2


def test_what_can_be_compared_has_those_put_aside_last(session):
    fair = two_stands(session)
    first, second, third = (a_draft_of(session, fair) for _ in range(3))
    planning.discard(session, third, None, LATER)

    assert list(titles(session, fair)) == [second, first, third]

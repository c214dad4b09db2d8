"""What the stands say of a draft as it is now: verdicts that still hold, and those to be given again."""

from dataclasses import replace

import pytest

from matchmaker.models import Schedule
from matchmaker.services.comparison import Kind
from matchmaker.services.drafts import drafting, opinions, reviews
from matchmaker.services.drafts.opinions import Opinion
from matchmaker.services.drafts.reviews import digest
from matchmaker.services.figures import Document, document
from tests.builders import a_desk
from tests.pages import count_queries
from tests.services.drafts import LATER, drop, pin, two_stands
from tests.services.reviewing import approved, asked, desk, meeting_of, said
from tests.services.small_fair import a_draft_of


@pytest.fixture
def fair(either):
    return two_stands(either)


@pytest.fixture
def draft(either, fair):
    """Two stands with three meetings each, shown to the directorates."""
    draft = a_draft_of(either, fair)
    reviews.show(either, draft, None, LATER)
    return draft


# What still holds


def test_a_stand_reads_again_what_has_changed_and_the_others_keep_their_approval(either, draft):
    approved(either, draft, "EAU")
    approved(either, draft, "RES")

    drop(either, draft, meeting_of(draft, "EAU"))

    assert said(either, draft) == {"EAU": Opinion.AGAIN, "RES": Opinion.APPROVED}


def test_a_change_that_was_asked_is_read_again_once_it_is_made(either, draft):
    asked(either, draft)

    drop(either, draft, meeting_of(draft))

    assert said(either, draft)["EAU"] is Opinion.AGAIN


def test_meetings_that_come_back_bring_their_approval_back(either, draft):
    approved(either, draft)
    drop(either, draft, meeting_of(draft))

    drafting.undo(either, draft, draft.step, None, LATER)

    assert said(either, draft)["EAU"] is Opinion.APPROVED


def test_a_lock_changes_no_meeting(either, draft):
    approved(either, draft)

    pin(either, draft, meeting_of(draft))

    assert said(either, draft)["EAU"] is Opinion.APPROVED


@pytest.mark.parametrize("other", [{"slot": "s9"}, {"table": "EAU-9"}, {"company": "999999999"}])
def test_who_when_and_at_which_table_is_what_a_digest_is_of(either, draft, other):
    content = document(draft)
    first = next(one for one in content.result.meetings if one.desk == "EAU")
    slots = (*content.problem.slots, replace(content.problem.slots[0], id="s9", start=LATER))
    rest = [one for one in content.result.meetings if one is not first]
    changed = replace(content.result, meetings=(*rest, replace(first, **other)))

    def found(result, code):
        return digest(Document(replace(content.problem, slots=slots), result), code)

    assert found(changed, "EAU") != found(content.result, "EAU") == digest(content, "EAU")
    assert found(changed, "RES") == found(content.result, "RES")


def test_what_has_become_of_the_meetings_that_were_read_is_told(either, draft):
    gone = meeting_of(draft)
    approved(either, draft)
    drop(either, draft, gone)
    drop(either, draft, meeting_of(draft, "RES"))

    stand = opinions.opinions(either, draft).of(desk(either))

    told = opinions.changed_since(either, draft, stand)
    assert [(one.kind, one.company, one.desk) for one in told] == [(Kind.LOST, gone.company, "EAU")]


def test_nothing_is_told_of_meetings_that_are_in_no_state_of_the_draft(either, draft):
    review = approved(either, draft)
    review.meetings_sha256 = "0" * 64
    either.flush()

    stand = opinions.opinions(either, draft).of(desk(either))

    assert (stand.opinion, opinions.changed_since(either, draft, stand)) == (Opinion.AGAIN, ())


def test_a_stand_that_has_said_nothing_is_told_nothing(either, draft):
    stand = opinions.opinions(either, draft).of(desk(either))

    assert opinions.changed_since(either, draft, stand) == ()


# Read together


def test_opinions_are_counted_and_what_is_missing_as_well(either, draft):
    approved(either, draft)
    found = opinions.opinions(either, draft)

    assert [found.count(one) for one in Opinion] == [0, 0, 1, 1]
    assert (found.missing, found.is_begun) == (1, True)
    assert [stand.desk.code for stand in found.that(Opinion.APPROVED, Opinion.WAITING)] == ["EAU", "RES"]


def test_a_draft_that_nobody_was_asked_about_has_no_opinion(either, fair):
    assert not opinions.opinions(either, a_draft_of(either, fair)).is_begun


def test_a_stand_that_the_draft_does_not_know_is_not_asked(either, fair, draft):
    new = a_desk(fair)
    either.add(new)
    either.flush()

    assert opinions.opinions(either, draft).of(new) is None
    assert opinions.asked_of(either, fair, [new]) is None


def test_only_the_stands_that_one_answers_for_are_read(either, fair, draft):
    asked_here = opinions.asked_of(either, fair, [desk(either, "RES")])

    assert [stand.desk.code for stand in asked_here.stands] == ["RES"]


def test_nobody_is_asked_while_no_draft_is_shown(either, fair):
    a_draft_of(either, fair)

    assert opinions.asked_of(either, fair, [desk(either)]) is None


def test_three_stands_or_thirty_take_the_same_queries(session):
    fair = two_stands(session)

    def read():
        draft = a_draft_of(session, fair)
        reviews.show(session, draft, None, LATER)
        for stand in opinions.opinions(session, draft).stands:
            approved(session, draft, stand.desk.code)
        session.expire_all()
        assert session.get_one(Schedule, draft.id).problem
        with count_queries(session.get_bind()) as sent:
            found = opinions.opinions(session, draft)
            assert all(stand.last.by.name and stand.desk.directorate.label("fr") for stand in found.stands)
        return len(sent), len(found.stands)

    few, stands = read()
    session.add_all(a_desk(fair) for _ in range(28))
    session.flush()
    assert (stands, read()) == (2, (few, 30))

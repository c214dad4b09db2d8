"""A draft goes on step by step: every state can be come back to, and nobody is overwritten."""

import hashlib
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, NoResultFound

from matchmaker.errors import RuleBroken
from matchmaker.models import DraftStep, JournalEntry, StepDeed
from matchmaker.scheduling.check import check
from matchmaker.services import planning
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafting import About, Overtaken, State
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from tests.builders import an_account
from tests.services.drafts import LATER, drop, first_pair, pin, unpin
from tests.services.small_fair import a_draft_of, a_small_fair, drawn


@pytest.fixture
def draft(either):
    return a_draft_of(either, drawn(either, a_small_fair(either)))


def bytes_of(draft):
    return draft.problem, draft.timetable, draft.problem_sha256, draft.timetable_sha256


def numbers(steps):
    return [step.number for step in steps]


def steps_of(session, draft):
    every = sa.select(DraftStep).filter_by(schedule_id=draft.id).order_by(DraftStep.number)
    return [(step.number, step.parent, step.deed) for step in session.scalars(every)]


# Steps


def test_a_draft_begins_with_its_own_bytes_as_step_nought(either, draft):
    first = drafting.step_of(either, draft, 0)

    assert (first.parent, first.deed, draft.step) == (None, StepDeed.COMPUTED, 0)
    assert (first.problem, first.timetable) == (draft.problem, draft.timetable)


def test_a_step_is_the_child_of_the_one_that_was_seen_and_holds_the_whole_state(either, draft):
    who = an_account()
    step = drop(either, draft, first_pair(draft), who, reason="Déjà rencontrée")

    either.refresh(step)
    assert (step.number, step.parent, step.deed, step.by) == (1, 0, StepDeed.DROPPED, who)
    assert (step.reason, step.at, draft.step) == ("Déjà rencontrée", LATER, 1)
    assert (step.problem, step.timetable) == (draft.problem, draft.timetable)
    assert draft.timetable_sha256 == hashlib.sha256(draft.timetable).hexdigest()
    assert draft.problem_sha256 == document(draft).problem.sha256


def test_what_a_step_stores_can_be_checked_by_anybody(either, draft):
    pin(either, draft, first_pair(draft))
    drop(either, draft, first_pair(draft))
    either.expire(draft)

    content = document(draft)
    assert check(content.problem, content.result).is_sound


def test_a_step_says_where_from_and_where_to(either, draft):
    about = About("A", "EAU", "s1", "EAU-1", "s2", "EAU-2", other="B")
    state = State(*vars(document(draft)).values())
    step = drafting.take_step(either, draft, 0, StepDeed.SWAPPED, state, None, LATER, about)

    either.refresh(step)
    places = step.slot_before, step.table_before, step.slot_after, step.table_after
    assert (step.company, step.desk, places, step.other, step.reason) == (
        *("A", "EAU"),
        ("s1", "EAU-1", "s2", "EAU-2"),
        *("B", ""),
    )


def test_an_answer_to_another_question_is_no_step(either, draft):
    content = document(draft)
    other = replace(content.problem, wishes=content.problem.wishes[1:])

    with pytest.raises(ValueError, match="another problem"):
        drafting.take_step(either, draft, 0, StepDeed.RUN, State(other, content.result), None, LATER)


def test_a_wish_is_not_dropped_without_a_reason(either, draft):
    with pytest.raises(IntegrityError):
        drop(either, draft, first_pair(draft), reason="")


@pytest.mark.parametrize("change", ["UPDATE draft_step SET reason = 'autre'", "DELETE FROM draft_step"])
def test_a_step_is_written_once(either, draft, change):
    with pytest.raises(sa.exc.DBAPIError, match="written once"):
        either.execute(sa.text(change))


# Back and forth


def test_undone_steps_come_back_byte_for_byte_without_limit(either, draft):
    pair = first_pair(draft)
    states = [bytes_of(draft)]
    for number in range(12):
        (unpin if number % 2 else pin)(either, draft, pair)
        states.append(bytes_of(draft))

    for expected in reversed(states[:-1]):
        drafting.undo(either, draft, draft.step, None, LATER)
        assert bytes_of(draft) == expected
    for expected in states[1:]:
        drafting.redo(either, draft, draft.step, None, LATER)
        assert bytes_of(draft) == expected


def test_what_is_undone_and_redone_is_the_step_itself(either, draft):
    step = pin(either, draft, first_pair(draft))

    assert drafting.undo(either, draft, 1, None, LATER) is step
    assert drafting.next_step(either, draft) is step
    assert drafting.redo(either, draft, 0, None, LATER) is step
    assert drafting.next_step(either, draft) is None


def test_a_new_step_after_an_undo_is_a_branch_and_the_other_one_stays(either, draft):
    pair = first_pair(draft)
    pin(either, draft, pair)
    drafting.undo(either, draft, 1, None, LATER)
    drop(either, draft, pair)

    assert steps_of(either, draft) == [
        (0, None, StepDeed.COMPUTED),
        (1, 0, StepDeed.PINNED),
        (2, 0, StepDeed.DROPPED),
    ]


def test_redoing_after_a_branch_goes_to_the_newest_child(either, draft):
    pair = first_pair(draft)
    pin(either, draft, pair)
    drafting.undo(either, draft, 1, None, LATER)
    newest = drop(either, draft, pair)
    state = bytes_of(draft)
    drafting.undo(either, draft, 2, None, LATER)

    assert drafting.redo(either, draft, 0, None, LATER) is newest
    assert bytes_of(draft) == state


def test_the_first_step_cannot_be_undone(either, draft):
    with pytest.raises(RuleBroken, match="rien à annuler"):
        drafting.undo(either, draft, 0, None, LATER)


def test_without_anything_undone_there_is_nothing_to_redo(either, draft):
    pin(either, draft, first_pair(draft))

    with pytest.raises(RuleBroken, match="rien à refaire"):
        drafting.redo(either, draft, 1, None, LATER)


def test_a_step_that_was_never_taken_is_not_found(either, draft):
    with pytest.raises(NoResultFound):
        drafting.step_of(either, draft, 7)


# Two organisers


def test_who_saw_an_older_step_is_told_so_and_nothing_is_done(either, draft):
    pair = first_pair(draft)
    pin(either, draft, pair)
    before = bytes_of(draft)

    for deed in (drafting.undo, drafting.redo):
        with pytest.raises(Overtaken) as refusal:
            deed(either, draft, 0, None, LATER)
        assert (refusal.value.draft, refusal.value.seen) == (draft, 0)
    with pytest.raises(Overtaken, match="a changé entre-temps"):
        drop(either, draft, pair, seen=0)
    assert (bytes_of(draft), draft.step, len(steps_of(either, draft))) == (before, 1, 2)


def test_they_can_be_shown_what_was_done_since_and_by_whom(either, draft):
    pair, who = first_pair(draft), an_account(name="Aïcha Benali")
    pin(either, draft, pair)
    drop(either, draft, pair, who)

    assert [(s.deed, s.by and s.by.name) for s in drafting.since(either, draft, 0)] == [
        (StepDeed.PINNED, None),
        (StepDeed.DROPPED, "Aïcha Benali"),
    ]
    assert numbers(drafting.since(either, draft, 1)) == [2]
    assert drafting.since(either, draft, 2) == []


def test_an_undo_by_somebody_else_is_seen_too(either, draft):
    pin(either, draft, first_pair(draft))
    drafting.undo(either, draft, 1, None, LATER)

    with pytest.raises(Overtaken):
        pin(either, draft, first_pair(draft), seen=1)


# Drafts that are none any more


def test_what_is_published_goes_no_further(either, draft):
    publication.publish(either, draft, None, LATER)

    with pytest.raises(RuleBroken, match="publié et ne change plus"):
        pin(either, draft, first_pair(draft))
    with pytest.raises(RuleBroken, match="publié et ne change plus"):
        drafting.undo(either, draft, 0, None, LATER)


def test_what_is_put_aside_goes_no_further(either, draft):
    planning.discard(either, draft, None, LATER)

    with pytest.raises(RuleBroken, match="écarté"):
        pin(either, draft, first_pair(draft))
    with pytest.raises(RuleBroken, match="écarté"):
        drafting.redo(either, draft, 0, None, LATER)


# The journal


def test_every_step_forth_and_back_is_in_the_journal(either, draft):
    who = an_account()
    either.add(who)
    pair = first_pair(draft)
    drop(either, draft, pair, who, reason="Doublon")
    after = draft.timetable_sha256
    drafting.undo(either, draft, 1, who, LATER)
    before = draft.timetable_sha256
    drafting.redo(either, draft, 0, None, LATER)

    lines = either.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc()).limit(3)).all()[::-1]
    meeting = f"{pair.company} {pair.desk} - - - - -"
    assert [(line.deed, line.about, line.detail, line.account) for line in lines] == [
        ("draft.dropped", "schedule 1 step 1", f"{meeting} timetable {after} Doublon", who),
        ("draft.undo", "schedule 1 step 1", f"{meeting} timetable {before} Doublon", who),
        ("draft.redo", "schedule 1 step 1", f"{meeting} timetable {after} Doublon", None),
    ]

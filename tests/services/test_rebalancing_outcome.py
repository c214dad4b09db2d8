"""What a rebalanced draft would change, told before it is decided; and accepting a part of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import DraftStep, Happened, Message, StepDeed
from matchmaker.scheduling.rules import violations
from matchmaker.services.drafts import drafting
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from matchmaker.services.rebalancing.accepting import accept, chains_of, key_of
from matchmaker.services.rebalancing.outcome import Cause, Certainty, outcome
from tests.builders import a_company, a_wish
from tests.services.rebalanced_fair import (
    AT_10_42,
    EVE,
    SIRENS,
    a_published_fair,
    live,
    places,
    proven,
    rebalanced,
    said,
)

TABLE = said(Happened.TABLE_LOST, table="EAU-1", from_slot="s4", until_slot="s6")
LATE = said(Happened.LATE_OPENING, minutes=15, way="overrun")


@pytest.fixture
def fair(session):
    return a_published_fair(session)


def gone(*codes):
    return said(Happened.COMPANY_GONE, companies=list(codes))


def at(session, fair, slot, desk="EAU"):
    return [m.company.code for m in live(session, fair) if (m.slot_code, m.desk.code) == (slot, desk)]


def test_the_figures_add_up_to_the_live_timetable(session, fair):
    before = len(places(session, fair))
    found = outcome(session, proven(session, rebalanced(session, fair, TABLE, gone(SIRENS[4]))), "fr")

    assert found.before == before
    assert found.kept + len(found.lost) == before


def test_a_preview_says_that_it_is_one_until_it_is_proven(session, fair):
    draft = rebalanced(session, fair, TABLE)
    assert outcome(session, draft, "fr").certainty is Certainty.PREVIEW

    assert outcome(session, proven(session, draft), "fr").certainty is Certainty.PROVEN


def test_a_company_that_is_gone_loses_for_that_reason(session, fair):
    leaves = live(session, fair)[-1].company
    found = outcome(session, proven(session, rebalanced(session, fair, gone(leaves.code), now=EVE)), "fr")

    causes = {lost.cause for lost in found.lost if lost.spot.pair.company == leaves.code}
    assert causes == {Cause.GONE}
    assert leaves.name not in found.without


def test_a_place_that_went_missing_is_explained(session, fair):
    line = said(Happened.PERSON_LATE, person="desk:EAU", from_slot="s6")
    found = outcome(session, proven(session, rebalanced(session, fair, line, now=EVE)), "fr")

    assert found.lost
    assert {lost.cause for lost in found.lost} == {Cause.NO_PLACE}
    assert all(lost.reason is not None for lost in found.lost)
    assert found.without


def test_a_wish_that_counts_no_more_is_told_apart(session, fair):
    lost = live(session, fair)[-1]
    wish = next(wish for wish in lost.company.wishes if wish.desk_id == lost.desk_id)
    session.delete(wish)
    session.flush()
    session.expire_all()

    found = outcome(session, proven(session, rebalanced(session, fair, TABLE, now=EVE)), "fr")

    assert Cause.NOT_ASKED in {one.cause for one in found.lost if one.spot.pair.company == lost.company.code}


def test_who_keeps_their_slot_at_another_hour_is_told_apart(session, fair):
    found = outcome(session, proven(session, rebalanced(session, fair, LATE, now=EVE)), "fr")

    assert found.shifted == found.kept == len(places(session, fair))
    assert (found.moved, found.changed) == (0, ())
    assert len(found.only_shifted) == len({place[0] for place in places(session, fair)})


def test_only_people_concerned_are_counted_and_then_written_to(session, fair):
    draft = proven(session, rebalanced(session, fair, TABLE, gone(SIRENS[4])))
    found = outcome(session, draft, "fr")
    publication.publish(session, draft, None, AT_10_42)

    written = sa.select(Message.email).where(Message.event.startswith("schedule v2 000"))
    assert len(session.scalars(written).all()) == found.addresses
    touched = {f"contact-{one.code}@example.org" for one in (*found.changed, *found.only_shifted)}
    assert set(session.scalars(written)) == touched


def a_draft_with_choice(session, fair):
    """The last company of EAU leaves: its place can be given to somebody else, or not."""
    added = said(Happened.TABLE_ADDED, desk="RES", from_slot="s4", until_slot="s6")
    leaves = live(session, fair)[-1].company.code
    newcomer = newcomer_of(session, fair)
    return proven(session, rebalanced(session, fair, added, gone(leaves), now=EVE), EVE), leaves, newcomer


def newcomer_of(session, fair):
    newcomer = a_company(fair)
    eau = next(m.desk for m in live(session, fair) if m.desk.code == "EAU")
    session.add_all([newcomer, a_wish(newcomer, eau)])
    session.flush()
    return newcomer.code


def test_what_has_to_be_made_is_made_and_what_is_left_stays(session, fair):
    draft, leaves, newcomer = a_draft_with_choice(session, fair)
    found = chains_of(session, draft)
    assert {chain.is_forced for chain in found} == {True, False}

    accept(session, draft, draft.step, [], None, EVE)

    after = {(b.company, b.desk, b.slot, b.table) for b in document(draft).result.meetings}
    assert after == {place for place in places(session, fair) if place[0] != leaves}
    assert newcomer not in {place[0] for place in after}


def test_what_is_accepted_in_part_obeys_the_rules_and_proves_nothing(session, fair):
    draft, _leaves, _newcomer = a_draft_with_choice(session, fair)
    accept(session, draft, draft.step, [], None, EVE)

    content = document(draft)
    assert violations(content.problem, content.result.meetings) == ()
    assert content.result.status == "feasible"
    assert drafting.step_of(session, draft, draft.step).deed is StepDeed.ACCEPTED
    assert outcome(session, draft, "fr").certainty is Certainty.ACCEPTED
    publication.publish(session, draft, None, EVE)
    assert draft.is_standing


def test_accepting_in_part_can_be_undone(session, fair):
    draft, _leaves, _newcomer = a_draft_with_choice(session, fair)
    before = draft.timetable
    accept(session, draft, draft.step, [], None, EVE)

    drafting.undo(session, draft, draft.step, None, EVE)

    assert draft.timetable == before


def test_accepting_everything_is_no_step(session, fair):
    draft, _leaves, _newcomer = a_draft_with_choice(session, fair)
    steps = sa.select(sa.func.count(DraftStep.id)).filter_by(schedule_id=draft.id)
    before = session.scalar(steps)

    accept(session, draft, draft.step, [key_of(c) for c in chains_of(session, draft)], None, EVE)

    assert session.scalar(steps) == before


def test_one_chain_can_be_taken_without_the_others(session, fair):
    draft, _leaves, newcomer = a_draft_with_choice(session, fair)
    free = [chain for chain in chains_of(session, draft) if not chain.is_forced]
    mine = [key_of(chain) for chain in free if newcomer in chain.concerned]

    accept(session, draft, draft.step, mine, None, EVE)

    assert newcomer in {b.company for b in document(draft).result.meetings}


def test_a_chain_that_is_not_there_is_refused(session, fair):
    draft, _leaves, _newcomer = a_draft_with_choice(session, fair)

    with pytest.raises(RuleBroken, match="ne sont plus proposées"):
        accept(session, draft, draft.step, ["rien"], None, EVE)


def test_a_draft_that_has_gone_on_is_not_accepted_by_mistake(session, fair):
    draft, _leaves, _newcomer = a_draft_with_choice(session, fair)

    with pytest.raises(drafting.Overtaken):
        accept(session, draft, draft.step - 1, [], None, EVE + timedelta(minutes=1))

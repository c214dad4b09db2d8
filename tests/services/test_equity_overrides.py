"""What was decided by hand on the way to a schedule: who, when, why, and who had to give way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from matchmaker.models import DraftStep, Schedule, StepDeed
from matchmaker.scheduling.problem import Pair
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafting import About
from matchmaker.services.equity.overrides import Override, Overrides, overrides
from matchmaker.services.figures import document
from matchmaker.services.schedules import readable
from tests.builders import an_account
from tests.services.drafts import LATER, drop, first_pair, hand, meetings, pin, two_stands, unpin
from tests.services.small_fair import a_draft_of, a_small_fair, drawn


@pytest.fixture
def draft(session: Session) -> Schedule:
    return a_draft_of(session, drawn(session, a_small_fair(session)))


def found(session: Session, draft: Schedule) -> Overrides:
    return overrides(session, draft, readable(session, draft, "fr"))


def only(session: Session, draft: Schedule) -> Override:
    (one,) = found(session, draft).listed
    return one


def take(
    session: Session, draft: Schedule, deed: StepDeed, bookings: list[Booking], **about: str
) -> DraftStep:
    state = hand(document(draft).problem, bookings)
    return drafting.take_step(session, draft, draft.step, deed, state, None, LATER, About(**about))


def give_place(session: Session, draft: Schedule) -> tuple[str, str]:
    """Whoever goes without is given the first meeting; who gets it and who loses it."""
    first, *rest = meetings(draft)
    newcomer = document(draft).result.unplaced[0].company
    seated = replace(first, company=newcomer)
    places = {"slot_after": first.slot, "table_after": first.table}
    about = {"company": newcomer, "desk": first.desk, "other": first.company, "reason": "Priorité oubliée"}
    take(session, draft, StepDeed.REPLACED, [seated, *rest], **places, **about)
    return newcomer, first.company


def test_what_the_scheduler_did_is_no_override(session: Session, draft: Schedule) -> None:
    assert found(session, draft) == Overrides((), frozenset(), 0)


def test_a_withdrawn_request_has_its_author_its_hour_and_its_reason(
    session: Session, draft: Schedule
) -> None:
    who = an_account(name="Claire Martin")
    drop(session, draft, first_pair(draft), who, reason="Déjà rencontrée")
    one = only(session, draft)

    assert (one.deed, one.author, one.at, one.reason) == (
        *(StepDeed.DROPPED, "Claire Martin", LATER),
        "Déjà rencontrée",
    )
    assert one.stands


def test_who_was_displaced_is_named(session: Session, draft: Schedule) -> None:
    newcomer, loser = give_place(session, draft)
    one = only(session, draft)

    assert one.company is not None
    assert one.company.code == newcomer
    assert [company.code for company in one.displaced] == [loser]
    assert found(session, draft).by_hand == {Pair(newcomer, "EAU")}


def test_a_withdrawn_request_that_had_a_place_displaces_its_company(
    session: Session, draft: Schedule
) -> None:
    first = meetings(draft)[0]
    rest = [one for one in meetings(draft) if one != first]
    places = {"slot_before": first.slot, "table_before": first.table, "reason": "Exclue"}
    take(session, draft, StepDeed.DROPPED, rest, company=first.company, desk=first.desk, **places)

    assert [company.code for company in only(session, draft).displaced] == [first.company]


def test_in_a_swap_nobody_loses_a_meeting_but_both_were_placed(session: Session, draft: Schedule) -> None:
    left, right = meetings(draft)
    swapped = [replace(left, slot=right.slot), replace(right, slot=left.slot)]
    places = {"slot_before": left.slot, "slot_after": right.slot}
    take(
        session,
        draft,
        StepDeed.SWAPPED,
        swapped,
        company=left.company,
        desk="EAU",
        other=right.company,
        **places,
    )
    one = only(session, draft)

    assert (one.displaced, one.moved and one.moved.code) == ((), right.company)
    assert found(session, draft).by_hand == {left.pair, right.pair}


def test_a_lock_taken_away_again_no_longer_stands(session: Session, draft: Schedule) -> None:
    pair = first_pair(draft)
    pin(session, draft, pair)
    assert only(session, draft).stands
    unpin(session, draft, pair)

    assert [one.stands for one in found(session, draft).listed] == [False, True]


def test_what_was_undone_is_not_on_the_way(session: Session, draft: Schedule) -> None:
    give_place(session, draft)
    drafting.undo(session, draft, 1, None, LATER)

    assert found(session, draft).listed == ()


def test_what_a_later_run_has_seated_elsewhere_is_listed_but_not_by_hand(
    session: Session, draft: Schedule
) -> None:
    before = list(meetings(draft))
    give_place(session, draft)
    take(session, draft, StepDeed.RUN, before)
    now = found(session, draft)

    assert ([one.stands for one in now.listed], now.by_hand, now.since_the_run) == ([False], frozenset(), 0)


def test_a_move_that_was_moved_on_and_a_withdrawal_taken_back_no_longer_stand(
    session: Session, draft: Schedule
) -> None:
    left, right = meetings(draft)
    alone, elsewhere = [replace(left, slot=right.slot)], [left]
    places = {"company": left.company, "desk": "EAU", "slot_after": right.slot}
    take(session, draft, StepDeed.MOVED, alone, **places)
    assert [one.stands for one in found(session, draft).listed] == [True]
    take(session, draft, StepDeed.RUN, elsewhere)
    assert [one.stands for one in found(session, draft).listed] == [False]

    take(session, draft, StepDeed.DROPPED, [], company=left.company, desk="EAU", reason="Erreur")
    take(session, draft, StepDeed.ADDED, elsewhere, company=left.company, desk="EAU", slot_after=left.slot)
    assert [one.stands for one in found(session, draft).listed] == [False, False, True]


def test_deeds_since_the_last_run_are_counted(session: Session, draft: Schedule) -> None:
    pin(session, draft, first_pair(draft))
    take(session, draft, StepDeed.RUN, list(meetings(draft)))
    unpin(session, draft, first_pair(draft))

    assert found(session, draft).since_the_run == 1


def test_a_proposal_accepted_in_part_names_all_who_lose(session: Session) -> None:
    draft = a_draft_of(session, two_stands(session))
    kept = list(meetings(draft))[2:]
    gone = sorted(one.company for one in list(meetings(draft))[:2])
    take(session, draft, StepDeed.ACCEPTED, kept)
    one = only(session, draft)

    assert (one.company, sorted(company.code for company in one.displaced)) == (None, sorted(set(gone)))

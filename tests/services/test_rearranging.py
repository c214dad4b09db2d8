"""Whatever is done to a draft, the rules hold, the reason is kept, and undoing brings the bytes back."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import Answer, AnswerKind, JournalEntry, Refusal, StepDeed, Wish
from matchmaker.scheduling.files import read_problem, read_timetable, write_problem
from matchmaker.scheduling.judge import judged
from matchmaker.scheduling.moves import Moves, Place
from matchmaker.scheduling.problem import Pair, Pin, Promise
from matchmaker.scheduling.rules import violations
from matchmaker.services.drafts import drafting, rearranging
from matchmaker.services.drafts.drafted import drafted
from matchmaker.services.drafts.drafting import Overtaken
from matchmaker.services.drafts.rearranging import Deed, Forbidden, Wanted
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from tests.builders import AFTER_THE_DEADLINE, an_account
from tests.services.bench_fair import ALPHA, BETA, DELTA, GAMMA, a_bench_draft


@pytest.fixture
def draft(session):
    return a_bench_draft(session)


@pytest.fixture
def do(session, draft):
    """Do a deed as the organiser would, from the step that stands."""

    def did(deed, pair, place=None, reason="", seen=None, account=None):
        at_step = draft.step if seen is None else seen
        wanted = Wanted(deed, pair, place, reason)
        step = rearranging.rearrange(session, draft, at_step, wanted, account, AFTER_THE_DEADLINE)
        stands_by_the_rules(draft)
        return step

    return did


def stands_by_the_rules(draft):
    """What is stored can be read again, belongs together, and breaks no rule."""
    problem, result = read_problem(draft.problem, seed=draft.seed), read_timetable(draft.timetable)
    assert violations(problem, result.meetings) == ()
    assert problem.sha256 == result.problem_sha256 == draft.problem_sha256
    assert {wish.pair for wish in problem.wishes} == {
        *({b.pair for b in result.meetings} & problem.worth.keys()),
        *((one.company, one.desk) for one in result.unplaced),
    }


def meetings(draft):
    return {booking.pair: booking for booking in document(draft).result.meetings}


def place_of(draft, pair):
    booking = meetings(draft)[pair]
    return Place(booking.slot, booking.table)


def a_free_place(draft, desk):
    problem = document(draft).problem
    taken = {Place(b.slot, b.table) for b in meetings(draft).values()}
    places = [Place(slot.id, table.id) for table in problem.desk[desk].tables for slot in problem.slots]
    return next(place for place in places if place not in taken)


def options(draft):
    """Every legal move of every pair that asks or meets."""
    content = document(draft)
    moves = Moves(content.problem, content.result.meetings)
    for pair in sorted(content.problem.worth.keys() | meetings(draft).keys()):
        for cell in moves.cells(pair):
            yield from (option.move for option in cell.options)


def unserved(draft):
    return next(Pair(one.company, one.desk) for one in document(draft).result.unplaced)


def test_every_move_that_the_page_offers_can_be_made_and_undone_to_the_byte(session, draft, do):
    offered = list(options(draft))
    before = draft.problem, draft.timetable

    for kind, pair, place in offered:
        step = do(Deed(kind), pair, place, reason="À la demande du référent.")
        assert place_of(draft, pair) == place
        assert (step.company, step.desk, step.slot_after, step.table_after) == (*pair, *place)
        drafting.undo(session, draft, draft.step, None, AFTER_THE_DEADLINE)
        assert (draft.problem, draft.timetable) == before
    assert {kind for kind, _, _ in offered} == {"move", "swap", "replace"}


def test_a_move_says_where_from_and_who_gave_way(session, draft, do):
    kind, pair, place = next(move for move in options(draft) if move.kind == "swap")
    standing = {Place(b.slot, b.table): b for b in meetings(draft).values()}
    before, other = place_of(draft, pair), standing[place].company

    step = do(Deed(kind), pair, place, account=an_account())

    assert (step.deed, step.other) == (StepDeed.SWAPPED, other)
    assert (step.slot_before, step.table_before) == before
    assert place_of(draft, Pair(other, pair.desk)) == before
    deed = session.scalars(sa.select(JournalEntry.deed).order_by(JournalEntry.id.desc())).first()
    assert deed == "draft.swapped"


def test_who_gives_a_place_up_does_so_for_a_reason_and_is_a_wish_again(draft, do):
    kind, pair, place = next(move for move in options(draft) if move.kind == "replace")
    standing = {Place(b.slot, b.table): b for b in meetings(draft).values()}
    other = standing[place].pair

    with pytest.raises(RuleBroken, match="Dites pourquoi") as refused:
        do(Deed(kind), pair, place)
    assert refused.value.field == "reason"

    do(Deed(kind), pair, place, reason="À la demande du référent.")

    assert other not in meetings(draft)
    assert other in {Pair(one.company, one.desk) for one in document(draft).result.unplaced}


def test_a_move_that_no_rule_allows_is_refused_with_the_rule(draft, do):
    here = place_of(draft, Pair(BETA, "EAU"))

    with pytest.raises(Forbidden, match="déjà son rendez-vous à ce stand") as refused:
        do(Deed.MOVE, Pair(BETA, "EAU"), here)

    assert refused.value.refusal.rule == "once"
    assert draft.step == 0


@pytest.mark.parametrize("place", [None, Place("s9", "EAU-1"), Place("s1", "VOI-1")])
def test_a_card_is_laid_at_a_place_of_its_stand(draft, do, place):
    with pytest.raises(RuleBroken):
        do(Deed.MOVE, Pair(BETA, "EAU"), place)


def test_what_is_locked_stays_where_it_is_until_the_lock_is_taken_away(draft, do):
    pair = Pair(BETA, "EAU")
    do(Deed.PIN, pair)
    assert meetings(draft)[pair].pinned

    with pytest.raises(Forbidden, match="verrouillé"):
        do(Deed.MOVE, pair, a_free_place(draft, "EAU"))
    with pytest.raises(Forbidden, match="verrouillé"):
        do(Deed.PIN, pair)
    do(Deed.UNPIN, pair)

    assert not meetings(draft)[pair].pinned
    assert document(draft).problem.pins == ()
    with pytest.raises(Forbidden, match="n’est pas verrouillé"):
        do(Deed.UNPIN, pair)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "oui\x00non"])
def test_dropping_asks_why_in_a_sentence(draft, do, reason):
    with pytest.raises(RuleBroken) as refused:
        do(Deed.DROP, Pair(BETA, "EAU"), reason=reason)

    assert refused.value.field == "reason"
    assert draft.step == 0


def test_a_dropped_wish_is_gone_from_the_question_and_can_be_restored_in_its_old_place(session, draft, do):
    before = document(draft).problem
    pair = Pair(ALPHA, "EAU")

    step = do(Deed.DROP, pair, reason=" Elle ne vient que pour la voirie. ")
    assert (step.reason, step.slot_after) == ("Elle ne vient que pour la voirie.", None)
    assert pair not in document(draft).problem.worth
    assert write_problem(drafted(session, draft)) == draft.problem
    with pytest.raises(RuleBroken, match="rétablissez-la d’abord"):
        do(Deed.ADD, pair, a_free_place(draft, "EAU"), "Elle revient.")

    do(Deed.RESTORE, pair)
    assert document(draft).problem == before
    assert pair not in meetings(draft)
    assert write_problem(drafted(session, draft)) == draft.problem
    do(Deed.ADD, pair, a_free_place(draft, "EAU"))
    assert not meetings(draft)[pair].pinned


def test_a_wish_without_a_place_can_be_dropped_as_well(draft, do):
    pair = unserved(draft)

    step = do(Deed.DROP, pair, reason="Reçue par téléphone.")

    assert (step.slot_before, pair in document(draft).problem.worth) == (None, False)
    with pytest.raises(Forbidden):
        do(Deed.DROP, pair, reason="Encore.")


def test_only_what_was_dropped_can_be_restored(draft, do):
    with pytest.raises(RuleBroken, match="rien à rétablir"):
        do(Deed.RESTORE, Pair(BETA, "EAU"))


def test_a_wish_that_its_company_took_back_cannot_be_restored(session, draft, do):
    do(Deed.DROP, Pair(BETA, "EAU"), reason="Doublon.")
    for wish in session.scalars(sa.select(Wish)):
        if wish.company.code == BETA:
            session.delete(wish)
    session.flush()
    session.expire_all()

    with pytest.raises(RuleBroken, match="ne demande plus"):
        do(Deed.RESTORE, Pair(BETA, "EAU"))


def test_a_pair_that_nobody_wished_comes_for_a_reason_and_as_a_lock(draft, do):
    pair = Pair(DELTA, "EAU")
    place = a_free_place(draft, "EAU")
    with pytest.raises(RuleBroken) as refused:
        do(Deed.ADD, pair, place)
    assert refused.value.field == "reason"

    step = do(Deed.ADD, pair, place, "Le référent le demande.")

    assert (step.deed, step.reason) == (StepDeed.ADDED, "Le référent le demande.")
    assert meetings(draft)[pair].pinned
    with pytest.raises(Forbidden, match="seul son verrou"):
        do(Deed.UNPIN, pair)
    do(Deed.DROP, pair, reason="Finalement non.")
    assert pair not in meetings(draft)


def test_a_wish_that_the_directorate_refused_is_not_placed_by_hand(session, draft, do):
    pair = Pair(BETA, "EAU")
    do(Deed.DROP, pair, reason="Hors périmètre.")
    for answer in session.scalars(sa.select(Answer)):
        if answer.wish.company.code == BETA:
            answer.kind, answer.refusal = AnswerKind.REFUSED, Refusal.OUT_OF_SCOPE
            answer.countersigned_at, answer.countersigned_by = AFTER_THE_DEADLINE, an_account()
    session.flush()

    for deed, place in ((Deed.RESTORE, None), (Deed.ADD, a_free_place(draft, "EAU"))):
        with pytest.raises(RuleBroken, match="direction a refusé"):
            do(deed, pair, place, "Tout de même.")


def test_whoever_is_overtaken_changes_nothing(draft, do):
    do(Deed.PIN, Pair(BETA, "EAU"))
    stands = draft.timetable

    with pytest.raises(Overtaken):
        do(Deed.DROP, Pair(ALPHA, "EAU"), reason="Trop tard.", seen=0)

    assert (draft.step, draft.timetable) == (1, stands)


def test_whether_a_deed_is_still_possible_is_said_without_doing_it(session, draft, do):
    do(Deed.PIN, Pair(BETA, "EAU"))
    wanted = Wanted(Deed.PIN, Pair(BETA, "EAU"))

    assert "verrouillé" in str(rearranging.refusal_of(session, draft, wanted))
    assert rearranging.refusal_of(session, draft, Wanted(Deed.PIN, Pair(GAMMA, "VOI"))) is None
    assert draft.step == 1


def test_what_is_published_is_not_rearranged(session, draft, do):
    publication.publish(session, draft, None, AFTER_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="publié"):
        do(Deed.PIN, Pair(BETA, "EAU"))


def test_a_rearranged_draft_claims_no_more_than_what_was_counted(draft, do):
    do(Deed.DROP, Pair(BETA, "EAU"), reason="Absente.")
    result = document(draft).result

    assert (result.status, result.certificate) == ("feasible", None)
    assert result.level("served").value == len({booking.company for booking in result.meetings})
    assert result.level("worth").bound is None


def test_a_meeting_that_only_its_lock_holds_before_the_hour_announced_keeps_it(session, draft, do):
    """On the day nobody is moved earlier than announced, unless the organiser says so."""
    content, pair = document(draft), Pair(BETA, "EAU")
    standing = replace(meetings(draft)[pair], slot="s1", pinned=True)
    others = [
        b for b in content.result.meetings if b.pair != pair and (b.slot, b.table) != ("s1", standing.table)
    ]
    promise = Promise(*pair, slot="s3", table=standing.table, earliest="s3")
    pin = Pin(*pair, "s1", standing.table)
    problem = read_problem(write_problem(replace(content.problem, pins=(pin,), published=(promise,))))
    state = drafting.State(problem, judged(problem, [*others, standing], repaired=True))
    drafting.take_step(session, draft, 0, StepDeed.PINNED, state, None, AFTER_THE_DEADLINE)

    with pytest.raises(Forbidden) as refused:
        do(Deed.UNPIN, pair)

    assert refused.value.refusal.rule == "earliest"

"""Random edits of a draft, in any order: no rule is ever broken, and every state comes back byte for byte.

The machine does what organisers do, sensibly or not: it picks a card and lays it down where a cell offers it,
or anywhere; it pins, unpins, drops, restores, lets the scheduler fill the empty seats, goes back and forth.
What may not be done must leave no trace. Beside the draft it keeps the bytes of every step that it has seen.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Schedule, Scope
from matchmaker.scheduling.check import check
from matchmaker.scheduling.files import read_problem, read_timetable, write_problem
from matchmaker.scheduling.moves import Move, Moves, Place
from matchmaker.scheduling.problem import Pair
from matchmaker.scheduling.rules import violations
from matchmaker.services.drafts import drafting, rearranging
from matchmaker.services.drafts.drafted import drafted
from matchmaker.services.drafts.rearranging import Deed, Wanted
from matchmaker.services.figures import document
from tests.services.drafts import LATER, asked, carried_out
from tests.services.rearranging_fair import ASKED, SLOTS, STANDS, a_stored_fair

SIRENS = [f"00000000{number}" for number in range(1, len(ASKED) + 1)]
TABLES = [f"{code}-{number}" for code, tables in STANDS.items() for number in range(1, tables + 1)]
TIMES = [f"s{number}" for number in range(1, SLOTS + 1)]
PAIRS = st.builds(Pair, st.sampled_from(SIRENS), st.sampled_from(sorted(STANDS)))
PLACES = st.builds(Place, st.sampled_from(TIMES), st.sampled_from(TABLES))
KINDS = st.sampled_from(["add", "move", "swap", "replace"])
WHY = "Demandé par la direction"

Bytes = tuple[bytes, bytes]


class Rearranging(RuleBasedStateMachine):
    """One draft, and beside it what it ought to be."""

    stored: tuple[Engine, dict[str, int]]

    def __init__(self) -> None:
        super().__init__()
        engine, self.drafts = self.stored
        self.connection = engine.connect()
        self.transaction = self.connection.begin()
        self.session = Session(self.connection, join_transaction_mode="create_savepoint")

    def teardown(self) -> None:
        self.session.close()
        self.transaction.rollback()
        self.connection.close()

    @initialize(name=st.sampled_from(["computed", "opened", "opened on the day"]))
    def begin(self, name: str) -> None:
        self.draft = self.session.get_one(Schedule, self.drafts[name])
        self.at = 0
        self.parent: dict[int, int | None] = {0: None}
        self.newest_child: dict[int, int] = {}
        self.bytes: dict[int, Bytes] = {0: self.read()}

    # What organisers do

    @rule(kind=KINDS, choice=st.data())
    def lay_where_a_cell_offers_it(self, kind: str, choice: st.DataObject) -> None:
        offered = [move for move in self.offered() if move.kind == kind]
        if offered:
            move = choice.draw(st.sampled_from(offered))
            before = self.at
            self.rearrange(Wanted(Deed(move.kind), move.pair, move.place, WHY))
            assert (self.at != before) or self.is_dropped(move.pair)

    @rule(kind=KINDS, pair=PAIRS, place=PLACES)
    def lay_anywhere(self, kind: str, pair: Pair, place: Place) -> None:
        self.rearrange(Wanted(Deed(kind), pair, place, WHY))

    @rule(deed=st.sampled_from([Deed.PIN, Deed.UNPIN, Deed.DROP]), choice=st.data())
    def do_to_a_meeting(self, deed: Deed, choice: st.DataObject) -> None:
        if meetings := document(self.draft).result.meetings:
            self.rearrange(Wanted(deed, choice.draw(st.sampled_from(meetings)).pair, reason=WHY))

    @rule(deed=st.sampled_from([Deed.PIN, Deed.UNPIN, Deed.DROP, Deed.RESTORE]), pair=PAIRS)
    def do_to_any_pair(self, deed: Deed, pair: Pair) -> None:
        self.rearrange(Wanted(deed, pair, reason=WHY))

    @rule(choice=st.data())
    def restore(self, choice: st.DataObject) -> None:
        if dropped := sorted(drafting.dropped(drafting.path(self.session, self.draft))):
            self.rearrange(Wanted(Deed.RESTORE, choice.draw(st.sampled_from(dropped))))

    @rule(scope=st.sampled_from([Scope.EMPTY_SEATS, Scope.EMPTY_SEATS, Scope.DESK, Scope.ALL]))
    def run_the_scheduler(self, scope: Scope) -> None:
        desk = "EAU" if scope is Scope.DESK else None
        before = set(document(self.draft).result.meetings)
        if self.does(lambda: carried_out(self.session, asked(self.session, self.draft, scope, desk))):
            self.went_on()
            if scope is Scope.EMPTY_SEATS:
                assert before <= set(document(self.draft).result.meetings)

    @rule()
    @precondition(lambda self: self.parent[self.at] is not None)
    def undo(self) -> None:
        drafting.undo(self.session, self.draft, self.at, None, LATER)
        self.at = self.parent[self.at] or 0

    @rule()
    @precondition(lambda self: self.at in self.newest_child)
    def redo(self) -> None:
        drafting.redo(self.session, self.draft, self.at, None, LATER)
        self.at = self.newest_child[self.at]

    @rule()
    def undo_everything_and_redo_it(self) -> None:
        while self.parent[self.at] is not None:
            self.undo()
            assert self.read() == self.bytes[self.at]
        assert not self.does(lambda: drafting.undo(self.session, self.draft, 0, None, LATER))
        while self.at in self.newest_child:
            self.redo()
            assert self.read() == self.bytes[self.at]
        assert not self.does(lambda: drafting.redo(self.session, self.draft, self.at, None, LATER))

    @rule()
    @precondition(lambda self: len(self.parent) > 1)
    def go_on_from_another_step_than_it_stands_at(self) -> None:
        other = next(number for number in self.parent if number != self.at)
        with pytest.raises(drafting.Overtaken):
            drafting.undo(self.session, self.draft, other, None, LATER)

    # What must hold after each of them

    @invariant()
    def no_rule_is_broken_and_anybody_can_check_it(self) -> None:
        problem, timetable = self.read()
        question, answer = read_problem(problem), read_timetable(timetable)
        assert violations(question, answer.meetings) == ()
        assert check(question, answer).violations == ()

    @invariant()
    def the_draft_is_where_it_ought_to_be_byte_for_byte(self) -> None:
        assert self.draft.step == self.at
        assert self.read() == self.bytes[self.at]

    @invariant()
    def the_draft_asks_what_is_stored(self) -> None:
        assert write_problem(drafted(self.session, self.draft)) == self.draft.problem

    def offered(self) -> list[Move]:
        """Every move that some cell of the page shows."""
        content = document(self.draft)
        moves = Moves(content.problem, content.result.meetings, content.result.is_repaired)
        pairs = [Pair(siren, code) for siren in SIRENS for code in STANDS]
        return [option.move for pair in pairs for cell in moves.cells(pair) for option in cell.options]

    def is_dropped(self, pair: Pair) -> bool:
        return pair in drafting.dropped(drafting.path(self.session, self.draft))

    def rearrange(self, wanted: Wanted) -> None:
        if self.does(lambda: rearranging.rearrange(self.session, self.draft, self.at, wanted, None, LATER)):
            self.went_on()

    def does(self, deed: Callable[[], object]) -> bool:
        """Whether it was done; one transaction, as on a page: what is refused leaves no trace."""
        try:
            with self.session.begin_nested():
                deed()
        except RuleBroken:
            return False
        return True

    def went_on(self) -> None:
        number = max(self.parent) + 1
        self.parent[number], self.newest_child[self.at] = self.at, number
        self.at = number
        self.bytes[number] = self.read()

    def read(self) -> Bytes:
        """The bytes as the database has them."""
        self.session.expire(self.draft)
        return self.draft.problem, self.draft.timetable


@pytest.fixture(scope="module", autouse=True)
def _stored() -> None:
    Rearranging.stored = a_stored_fair()


def run(sequences: int, steps: int, **given: object) -> None:
    usual = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
    how = settings(max_examples=sequences, stateful_step_count=steps, **usual | given)
    run_state_machine_as_test(Rearranging, settings=how)


def test_random_edits_never_break_a_rule_and_always_come_back() -> None:
    run(sequences=14, steps=15, derandomize=True)


@pytest.mark.nightly
def test_a_thousand_random_sequences_never_break_a_rule_and_always_come_back() -> None:
    run(sequences=1000, steps=25)

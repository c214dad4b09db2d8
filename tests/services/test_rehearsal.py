"""The rehearsal on the real demonstration fair: everything goes wrong at 10:42, and is put right.

A table is lost for three slots, ten companies are gone, five are new, one stand is twenty minutes late. The
preview comes at once, the fewest changes are proven, a part of them is accepted and published, only people
concerned are written to, and one click brings the former version back. No figure is known in advance: what
is said is held against the independent check, the live rows and the outbox.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from matchmaker.db import db
from matchmaker.demo.moments import THE_DAY
from matchmaker.models import (
    Account,
    Company,
    Desk,
    Fair,
    Happened,
    Message,
    Schedule,
    Scope,
    Sitting,
    StepDeed,
)
from matchmaker.scheduling.check import check
from matchmaker.scheduling.rules import violations
from matchmaker.scheduling.timetable import Result
from matchmaker.services.drafts import drafting, rerunning
from matchmaker.services.figures import document
from matchmaker.services.problems import current_grid
from matchmaker.services.publishing import publication, restoring
from matchmaker.services.rebalancing import rebalancing
from matchmaker.services.rebalancing.accepting import accept, chains_of, key_of
from matchmaker.services.rebalancing.outcome import Certainty, Outcome, outcome
from tests.builders import a_company, a_wish
from tests.demo_fixtures import DemoApp
from tests.services.rebalanced_fair import live, places, said

NOW = THE_DAY.now
MINUTE = timedelta(minutes=1)
NEWCOMERS = [f"00090020{n}" for n in range(5)]


@pytest.fixture
def app(demo_app: DemoApp) -> Flask:
    return demo_app(THE_DAY.name)


@pytest.fixture
def demo(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


def the_fair(demo: Session) -> Fair:
    return demo.scalars(sa.select(Fair)).one()


def organiser(demo: Session) -> Account:
    return demo.scalars(sa.select(Account).where(Account.email.startswith("organisation"))).one()


def busiest(demo: Session) -> list[Desk]:
    """The stands by how many meetings they hold after 11:00, the fullest first."""
    held = [m for m in live(demo, the_fair(demo)) if m.slot.starts_at > NOW + 20 * MINUTE]
    return sorted({m.desk for m in held}, key=lambda desk: (-sum(m.desk is desk for m in held), desk.code))


def roomiest(demo: Session) -> Desk:
    """The stand with the most places that nobody has yet."""
    held = Counter(meeting.desk.code for meeting in live(demo, the_fair(demo)))
    desks = demo.scalars(sa.select(Desk).order_by(Desk.code))
    return max(desks, key=lambda desk: (9 * len(desk.tables) - held[desk.code], desk.code))


def to_come(demo: Session) -> list[Company]:
    """The companies all of whose meetings are still to come, by number."""
    grid = current_grid(demo, the_fair(demo))
    begun = {slot.code for slot in grid.slots if slot.starts_at <= NOW}
    met = {m.company for m in live(demo, the_fair(demo)) if m.slot_code in begun}
    coming = {m.company for m in live(demo, the_fair(demo))} - met
    return sorted(coming, key=lambda company: company.code)


def five_newcomers(demo: Session, desk: Desk) -> None:
    """Validated this morning, they ask for a stand that has room."""
    for siren in NEWCOMERS:
        company = a_company(the_fair(demo), siren=siren, registered_at=NOW, validated_at=NOW)
        demo.add_all([company, a_wish(company, desk, asked_at=NOW)])
    demo.flush()


def what_happened(demo: Session) -> list[str]:
    """A table lost for three slots, ten companies gone, five newcomers, a stand there twenty minutes late."""
    first, second = busiest(demo)[:2]
    five_newcomers(demo, roomiest(demo))
    lost = {"table": first.tables[0].code, "from_slot": "s4", "until_slot": "s6"}
    return [
        said(Happened.TABLE_LOST, **lost),
        said(Happened.COMPANY_GONE, companies=[company.code for company in to_come(demo)[:10]]),
        said(Happened.NEWCOMERS),
        said(Happened.PERSON_LATE, person=f"desk:{second.code}", from_slot="s3"),
    ]


def proven(demo: Session, app: Flask, draft: Schedule) -> None:
    """What the button and the worker do."""
    run = rerunning.run_from_draft(demo, draft, 0, Scope.FEWEST_CHANGES, None, organiser(demo), NOW)
    run_id = run.id
    demo.commit()
    app.extensions["matchmaker_jobs"].carry_out_soon(run_id)
    demo.expire_all()


def written_to(demo: Session, version: int) -> set[str]:
    """The companies that were written to about a version, as the outbox has it."""
    events = demo.scalars(sa.select(Message.event).where(Message.event.startswith(f"schedule v{version} ")))
    codes = {company.code for company in demo.scalars(sa.select(Company))}
    return {event.split()[2] for event in events} & codes


class Morning:
    """What people knew before, and the draft that is made of what happened."""

    def __init__(self, demo: Session) -> None:
        self.demo, self.fair = demo, the_fair(demo)
        self.before = places(demo, self.fair)
        self.announced = {place[:2]: place[2] for place in self.before}
        self.gone = {company.code for company in to_come(demo)[:10]}
        self.late = busiest(demo)[1].code
        self.order = {slot.code: slot.position for slot in current_grid(demo, self.fair).slots}
        self.draft = rebalancing.rebalance(demo, self.fair, what_happened(demo), organiser(demo), NOW)

    @property
    def after(self) -> set[tuple[str, str, str, str]]:
        """The meetings of the draft as it stands."""
        return {(b.company, b.desk, b.slot, b.table) for b in document(self.draft).result.meetings}

    def was_begun(self, place: tuple[str, str, str, str]) -> bool:
        return self.order[place[2]] <= 3


def sound(draft: Schedule) -> Result:
    """The draft's result, which the independent check finds nothing against."""
    content = document(draft)
    assert check(content.problem, content.result).violations == ()
    return content.result


def test_the_morning_is_rehearsed_from_the_first_word_to_the_last(demo: Session, app: Flask) -> None:
    morning = Morning(demo)
    preview = sound(morning.draft)
    assert outcome(demo, morning.draft, "fr").certainty is Certainty.PREVIEW

    proven(demo, app, morning.draft)
    the_proof_is_no_worse(morning, preview)
    what_is_told_adds_up(morning)
    nobody_is_disturbed_or_called_earlier(morning)
    the_newcomers_are_left_out(morning)

    told = outcome(demo, morning.draft, "fr")
    publication.publish(demo, morning.draft, organiser(demo), NOW)
    only_people_concerned_are_written_to(morning, told)
    the_former_version_comes_back(morning)


def the_proof_is_no_worse(morning: Morning, preview: Result) -> None:
    result = sound(morning.draft)
    step = drafting.step_of(morning.demo, morning.draft, morning.draft.step)

    assert (step.deed, result.status) == (StepDeed.REPAIRED, "optimal")
    assert all(level.is_proven for level in result.objective[:-1])
    assert result.level("kept").value >= preview.level("kept").value


def what_is_told_adds_up(morning: Morning) -> None:
    found = outcome(morning.demo, morning.draft, "fr")

    assert found.certainty is Certainty.PROVEN
    assert (found.before, found.kept) == (len(morning.before), len(morning.before) - len(found.lost))
    assert {one.code for one in found.changed} >= morning.gone
    assert found.gained == len({place[:2] for place in morning.after} - morning.announced.keys()) > 0


def nobody_is_disturbed_or_called_earlier(morning: Morning) -> None:
    order, announced = morning.order, morning.announced
    earlier = [p for p in morning.after if order[p[2]] < order[announced.get(p[:2], p[2])]]
    disturbed = [p for p in morning.before - morning.after if morning.was_begun(p)]

    assert earlier == []
    assert [p for p in disturbed if p[0] not in morning.gone and p[1] != morning.late] == []


def the_newcomers_are_left_out(morning: Morning) -> None:
    """A part is accepted: what whoever is new would gain is left, all that had to be made is made."""
    demo, draft, whole = morning.demo, morning.draft, morning.after
    free = [chain for chain in chains_of(demo, draft) if not chain.is_forced]
    keys = [key_of(chain) for chain in free if not chain.concerned & set(NEWCOMERS)]
    assert len(keys) < len(free)

    accept(demo, draft, draft.step, keys, organiser(demo), NOW)

    assert violations(document(draft).problem, document(draft).result.meetings) == ()
    assert {p for p in whole if p[0] in NEWCOMERS}
    assert not {p for p in morning.after if p[0] in NEWCOMERS}
    assert outcome(demo, draft, "fr").certainty is Certainty.ACCEPTED


def only_people_concerned_are_written_to(morning: Morning, told: Outcome) -> None:
    demo, touched = morning.demo, (*told.changed, *told.only_shifted)

    assert places(demo, morning.fair) == morning.after
    assert written_to(demo, 2) == {one.code for one in touched if one.addresses}
    assert {p[0] for p in morning.before} - {one.code for one in touched} - written_to(demo, 2)
    assert set(demo.scalars(sa.select(Company.siren).where(Company.withdrawn_at == NOW))) == morning.gone


def the_former_version_comes_back(morning: Morning) -> None:
    """As far as the clock allows: what has begun meanwhile stays, and who was told a later hour keeps it."""
    demo, former, order = morning.demo, morning.draft.made_from, morning.order
    later = {p[:2] for p in morning.after if order[p[2]] > order[morning.announced.get(p[:2], p[2])]}
    back = restoring.restore(demo, former, organiser(demo), NOW)
    left_out = {(one.booking.company, one.booking.desk) for one in restoring.left_out(back, former)}
    publication.publish(demo, back, organiser(demo), NOW)

    assert back.version == 3
    assert {p[:2] for p in morning.before - places(demo, morning.fair)} == left_out
    assert all(order[morning.announced[pair]] <= 3 or pair in later for pair in left_out)
    assert {p for p in places(demo, morning.fair) if p[:2] not in later} <= morning.before
    assert not any(demo.scalars(sa.select(Company.withdrawn_at).where(Company.siren.in_(morning.gone))))
    assert current_grid(demo, morning.fair) is former.grid


def test_a_stand_that_is_late_has_nobody_at_its_tables_until_then(demo: Session) -> None:
    desk = busiest(demo)[0]
    line = said(Happened.PERSON_LATE, person=f"desk:{desk.code}", from_slot="s5")
    draft = rebalancing.rebalance(demo, the_fair(demo), [line], organiser(demo), NOW)

    codes = {slot.id: slot.code for slot in draft.grid.slots}
    tables = [table.id for table in desk.tables]
    there = demo.scalars(sa.select(Sitting).where(Sitting.table_id.in_(tables), Sitting.slot_id.in_(codes)))
    assert {codes[sitting.slot_id] for sitting in there} == {"s5", "s6", "s7", "s8", "s9"}

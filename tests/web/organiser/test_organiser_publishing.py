"""Publishing: what will happen is shown first, is exactly what happens, and happens once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.db import db
from matchmaker.demo.moments import DRAFTS
from matchmaker.models import (
    Company,
    Desk,
    Fair,
    Grid,
    Meeting,
    Message,
    Schedule,
    Slot,
    Table,
    Wish,
)
from matchmaker.scheduling.files import read_timetable
from matchmaker.services import tables
from tests.builders import AFTER_THE_DEADLINE, EXCHANGE, a_company, a_desk, a_wish
from tests.demo_fixtures import DemoApp
from tests.pages import Opened, Visitor, words
from tests.web.conftest import Clock
from tests.web.organiser.conftest import SCHEDULES, SmallFair, reads, said, schedule_called
from tests.web.organiser.test_organiser import figures, rows


def address_of(chosen: str) -> str:
    return f"{SCHEDULES}/{chosen}/publier"


def offers(page: Opened) -> list[str]:
    """The buttons that publish."""
    buttons = [words(button) for button in page.all("main")[0].iter("button")]
    return [label for label in buttons if label.startswith("Publier")]


def announced(page: Opened) -> tuple[int, int, int, int]:
    """(meetings, companies written to, messages to them, people of the stands) as the page promises them."""
    promised = figures(page)
    note = [words(e) for e in page.all("p") if e.get("class") == "figure-box__note"][-2]
    return int(promised[0]), int(promised[-2]), int(note.split()[0]), int(promised[-1])


def done(fair: SmallFair, version: int) -> tuple[int, int, int, int]:
    """The same, counted in the database after the deed."""
    with fair.changed() as stored:
        standing = sa.select(sa.func.count(Meeting.id)).filter_by(fair_id=stored.id, ended_at=None)
        written = sa.select(Message.event).where(Message.event.startswith(f"schedule v{version} "))
        events = list(db.session.scalars(written))
        companies = [event for event in events if not event.endswith(" host")]
        told = len(set(companies)), len(companies), len(events) - len(companies)
        return db.session.scalar(standing), *told


def publish(organiser: Visitor, fair: SmallFair, version: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(announced, done) for a new draft."""
    chosen = fair.draft()
    told = announced(organiser.open(address_of(chosen)))
    organiser.post(address_of(chosen))
    return told, done(fair, version)


def test_publishing_makes_the_draft_the_timetable_of_the_fair(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()

    assert organiser.post(address_of(chosen)).location == f"{SCHEDULES}/{chosen}"
    page = organiser.open(f"{SCHEDULES}/{chosen}")
    assert page.heading == "Planning, version 1"
    assert "La version 1 est publiée ; les messages sont écrits." in page.text
    with fair.changed():
        booked = read_timetable(schedule_called(chosen).timetable).meetings
        live = db.session.query(Meeting).filter_by(ended_at=None)
        assert {(m.company.code, m.slot.code, m.table.code) for m in live} == {
            (b.company, b.slot, b.table) for b in booked
        }
    assert fair.deeds()[-1] == "schedule.publish"


def test_what_the_page_announces_is_what_happens(organiser: Visitor, fair: SmallFair) -> None:
    told, happened = publish(organiser, fair, 1)
    assert told == happened == (2, 3, 3, 0)

    told, happened = publish(organiser, fair, 2)
    assert told == happened == (2, 0, 0, 0)


def test_the_demonstration_announces_what_happens(demo_app: DemoApp) -> None:
    visitor = Visitor(demo_app(DRAFTS.name))
    visitor.post("/demonstration/role", {"role": "organiser"})
    with visitor.app.app_context():
        fair = SmallFair(visitor.app, db.session.scalar(sa.select(Fair.id)))
        newest = sa.select(Schedule.public_id).order_by(Schedule.number.desc())
        chosen = db.session.scalars(newest).first()
    told = announced(visitor.open(address_of(chosen)))
    visitor.post(address_of(chosen))

    assert told == done(fair, 1)


def test_who_left_or_waits_for_validation_is_neither_counted_nor_written_to(
    organiser: Visitor, fair: SmallFair
) -> None:
    with fair.changed() as stored:
        desk = db.session.query(Desk).one()
        gone = a_company(stored, withdrawn_at=AFTER_THE_DEADLINE)
        waiting = a_company(stored, validated_at=None)
        db.session.add_all([gone, waiting, a_wish(gone, desk), a_wish(waiting, desk)])

    told, happened = publish(organiser, fair, 1)

    assert told == happened == (2, 3, 3, 0)


def test_a_company_that_left_loses_its_meeting_before_the_organiser_s_eyes(
    organiser: Visitor, fair: SmallFair
) -> None:
    fair.published()
    with fair.changed():
        lost = db.session.query(Meeting).first().company
        lost.withdrawn_at, name = AFTER_THE_DEADLINE, lost.name
    chosen = fair.draft()
    page = organiser.open(address_of(chosen))

    changes = [row[:2] for row in rows(page, "Rendez-vous qui diffèrent")[1:]]
    assert [name, "perd ce rendez-vous"] in changes
    organiser.post(address_of(chosen))
    assert announced(page) == done(fair, 2)


def test_a_table_that_is_gone_is_still_named_in_the_difference(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed() as stored:
        other = a_desk(stored, label_fr="Voirie")
        newcomer = a_company(stored, name="Pavés réunis")
        db.session.add_all([other, newcomer, a_wish(newcomer, other)])
    fair.published()
    with fair.changed():
        db.session.query(Wish).filter_by(company=company_called("Pavés réunis")).delete()
    page = organiser.open(address_of(fair.draft()))

    changes = {row[0]: row[1:] for row in rows(page, "Rendez-vous qui diffèrent")[1:]}
    assert changes["Pavés réunis"] == ["perd ce rendez-vous", "10 h 30, Voirie, table 1", "–"]


def company_called(name: str) -> Company:
    return db.session.query(Company).filter_by(name=name).one()


def test_where_the_clock_time_shifts_the_page_says_so(organiser: Visitor, fair: SmallFair) -> None:
    fair.published()
    with fair.changed() as stored:
        starts = [EXCHANGE + timedelta(minutes=15 + 10 * place) for place in range(2)]
        slots = [
            Slot(code=f"s{n}", position=n, starts_at=at, ends_at=at + timedelta(minutes=8))
            for n, at in enumerate(starts, start=1)
        ]
        db.session.add(Grid(fair=stored, number=2, slots=slots))
    chosen = fair.draft()
    page = organiser.open(address_of(chosen))
    organiser.post(address_of(chosen))

    changes = [row[1:] for row in rows(page, "Rendez-vous qui diffèrent")[1:]]
    assert sorted(changes) == [
        ["change d’heure", f"10 h {a}, Eau potable, table 1", f"10 h {b}, Eau potable, table 1"]
        for a, b in (("30", "45"), ("40", "55"))
    ]
    assert announced(page) == done(fair, 2) == (2, 2, 2, 0)


# Refusals


def test_a_second_click_publishes_nothing_more(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    organiser.post(address_of(chosen))

    assert "Ce planning est déjà publié." in said(organiser.post(address_of(chosen), status=409))
    assert done(fair, 1) == (2, 3, 3, 0)
    assert fair.deeds().count("schedule.publish") == 1


def put_aside(fair: SmallFair) -> str:
    chosen = fair.draft()
    with fair.changed():
        schedule_called(chosen).discarded_at = AFTER_THE_DEADLINE
    return chosen


def simulated(fair: SmallFair) -> str:
    return fair.draft(seed=2)


def overtaken(fair: SmallFair) -> str:
    chosen = fair.draft()
    fair.published()
    return chosen


def of_other_tables(fair: SmallFair) -> str:
    chosen = fair.draft()
    with fair.changed():
        tables.add(db.session(), db.session.query(Desk).one(), None, AFTER_THE_DEADLINE)
    return chosen


def of_other_requests(fair: SmallFair) -> str:
    chosen = fair.draft()
    with fair.changed():
        db.session.delete(db.session.query(Wish).first())
    return chosen


REFUSED = [
    (put_aside, "Ce brouillon a été écarté"),
    (simulated, "Ce brouillon est une simulation : il ne peut pas être publié."),
    (overtaken, "Le planning publié a changé depuis ce brouillon"),
    (of_other_tables, "Des demandes, des réponses ou des tables ont changé depuis ce brouillon"),
    (of_other_requests, "Des demandes, des réponses ou des tables ont changé depuis ce brouillon"),
]


@pytest.mark.parametrize(("prepare", "sentence"), REFUSED)
def test_what_cannot_be_published_says_why_before_and_after_the_click(
    organiser: Visitor, fair: SmallFair, prepare: object, sentence: str
) -> None:
    chosen = prepare(fair)
    before = fair.deeds()
    page = organiser.open(address_of(chosen))

    assert (sentence in page.text, offers(page)) == (True, [])
    assert sentence in said(organiser.post(address_of(chosen), status=409))
    assert fair.deeds() == before


def test_a_stale_draft_is_shown_with_its_difference_from_what_stands(
    organiser: Visitor, fair: SmallFair
) -> None:
    stale = of_other_tables(fair)
    fair.published()
    page = organiser.open(address_of(stale))

    changes = [row[1] for row in rows(page, "Rendez-vous qui diffèrent")[1:]]
    assert changes.count("perd ce rendez-vous") == 1


def test_a_refusal_is_read_in_english_by_who_reads_english(organiser: Visitor, fair: SmallFair) -> None:
    chosen = simulated(fair)
    answer = said(reads(organiser, "en").post(address_of(chosen), status=409))

    assert "simulation" in answer
    assert "publié" not in answer


def test_a_draft_offers_its_publication_and_a_version_does_not(organiser: Visitor, fair: SmallFair) -> None:
    links = []
    for chosen in (fair.draft(), fair.published()):
        page = organiser.open(f"{SCHEDULES}/{chosen}")
        links.append(address_of(chosen) in [a.get("href") for a in page.all("a")])

    assert links == [True, False]


def test_the_version_bears_the_hour_of_its_publication(
    organiser: Visitor, fair: SmallFair, clock: Clock
) -> None:
    chosen = fair.draft()
    clock.now = EXCHANGE - timedelta(days=1)
    organiser.post(address_of(chosen))

    assert "Publié le mardi 14 novembre 2023 à 10 h 30." in organiser.open(f"{SCHEDULES}/{chosen}").text
    with fair.changed():
        assert db.session.query(Table).count() == 1

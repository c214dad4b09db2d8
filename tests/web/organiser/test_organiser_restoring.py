"""One click brings a former version back, another publishes it; what cannot come back is said."""

from __future__ import annotations

from matchmaker.db import db
from matchmaker.models import Meeting
from matchmaker.scheduling.files import read_timetable
from tests.builders import AFTER_THE_DEADLINE
from tests.pages import Visitor
from tests.web.organiser.conftest import SCHEDULES, SmallFair, said, schedule_called
from tests.web.organiser.test_organiser_letters import edited, seal
from tests.web.organiser.test_organiser_publishing import address_of


def test_one_click_brings_a_former_version_back_and_another_publishes_it(
    organiser: Visitor, fair: SmallFair
) -> None:
    first = fair.published()
    organiser.post(address_of(edited(fair)))
    assert f"{SCHEDULES}/{first}/reprendre" in [
        form.get("action") for form in organiser.open(f"{SCHEDULES}/{first}").all("form")
    ]

    publish_page = organiser.post(f"{SCHEDULES}/{first}/reprendre").location
    page = organiser.open(publish_page)
    assert "Retour à la version 1" in page.text
    assert "Tous ses rendez-vous reviennent, à la même table et à la même heure." in page.text
    organiser.post(publish_page, {"read": seal(page)})

    with fair.changed():
        booked = read_timetable(schedule_called(first).timetable).meetings
        live = db.session.query(Meeting).filter_by(ended_at=None)
        assert {(m.company.code, m.slot.code, m.table.code) for m in live} == {
            (b.company, b.slot, b.table) for b in booked
        }
    assert fair.deeds()[-1] == "schedule.publish"


def test_what_cannot_come_back_is_said_one_by_one(organiser: Visitor, fair: SmallFair) -> None:
    first = fair.published()
    organiser.post(address_of(edited(fair)))
    with fair.changed():
        stays = db.session.query(Meeting).filter_by(ended_at=None).one().company
        stays.withdrawn_at, name = AFTER_THE_DEADLINE, stays.name

    page = organiser.open(organiser.post(f"{SCHEDULES}/{first}/reprendre").location)

    assert "Un rendez-vous de cette version ne peut pas revenir :" in page.text
    assert name in page.text
    assert "L’entreprise ne participe plus." in page.text


def test_the_version_that_stands_offers_no_way_back_to_itself(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.published()

    assert "Revenir à cette version" not in organiser.open(f"{SCHEDULES}/{chosen}").text
    assert "il n’y a rien à faire revenir" in said(
        organiser.post(f"{SCHEDULES}/{chosen}/reprendre", status=409)
    )


def test_a_version_of_another_fair_is_not_found(organiser: Visitor, fair: SmallFair) -> None:
    organiser.post(f"{SCHEDULES}/AAAAAAAAAAAAAAAA/reprendre", status=404)

"""From every schedule one may compare any two, and begins with the one that is read with it first."""

from __future__ import annotations

from matchmaker.db import db
from matchmaker.models import Schedule
from matchmaker.services import planning
from tests.builders import AFTER_THE_DEADLINE
from tests.pages import Visitor
from tests.web.organiser.conftest import SCHEDULES, SmallFair, schedule_called


def test_comparing_from_a_schedule_begins_with_its_source(organiser: Visitor, fair: SmallFair) -> None:
    first = fair.draft()
    fair.published()
    organiser.post(f"{SCHEDULES}/{first}/copier")
    with fair.changed():
        newest = db.session.query(Schedule).order_by(Schedule.number.desc()).first()
        copy = newest.public_id

    location = organiser.client.get(f"{SCHEDULES}/{copy}/comparer").location
    assert location.endswith(f"avant={first}&apres={copy}")


def test_else_with_what_is_published_else_with_another_else_with_itself(
    organiser: Visitor, fair: SmallFair
) -> None:
    def beside(chosen: str) -> str:
        return (
            organiser.client.get(f"{SCHEDULES}/{chosen}/comparer").location.split("avant=")[1].split("&")[0]
        )

    first = fair.draft()
    assert beside(first) == first
    second = fair.draft()
    assert beside(first) == second
    published = fair.published()
    assert (beside(first), beside(published)) == (published, second)


def test_any_two_can_be_chosen_from_every_schedule(organiser: Visitor, fair: SmallFair) -> None:
    first, second = fair.draft(), fair.draft()
    with fair.changed():
        planning.discard(db.session(), schedule_called(second), None, AFTER_THE_DEADLINE)
    for page in (
        organiser.open(f"{SCHEDULES}/{first}"),
        organiser.open(SCHEDULES),
        organiser.open(f"{SCHEDULES}/comparer?avant={first}&apres={second}"),
    ):
        chosen = [s for s in page.all("select") if s.get("name") in ("avant", "apres")]
        offered = [[option.get("value") for option in select.iter("option")] for select in chosen]
        assert offered == [[first, second]] * 2
        assert "(écarté)" in page.text

"""The dashboard shows the timetable that counts: the published one, else the newest draft that could be."""

from __future__ import annotations

from matchmaker.db import db
from tests.builders import AFTER_THE_DEADLINE
from tests.pages import Opened, Visitor, words
from tests.web.organiser.conftest import HOME, SCHEDULES, SmallFair, schedule_called


def panel(page: Opened) -> str:
    """What the panel reads; empty if there is none."""
    found = [part for part in page.all("section") if part.get("aria-labelledby") == "glance"]
    return words(found[0]) if found else ""


def test_before_the_first_run_there_is_nothing_to_glance_at(organiser: Visitor) -> None:
    assert panel(organiser.open(HOME)) == ""


def test_a_draft_says_how_many_are_received_and_whom_the_draw_left_out(
    organiser: Visitor, fair: SmallFair
) -> None:
    chosen = fair.draft()

    page = organiser.open(HOME)

    assert "2 entreprises sur 3 sont reçues au moins une fois." in panel(page)
    assert "c’est démontré par couplage" in panel(page)
    links = {words(a): a.get("href") for a in page.all("a")}
    assert links["Voir le planning"] == f"{SCHEDULES}/{chosen}/par-table"
    assert links["Qui n’est pas reçu, et pourquoi"] == f"{SCHEDULES}/{chosen}/sans-creneau"


def test_what_is_published_counts_before_a_newer_draft(organiser: Visitor, fair: SmallFair) -> None:
    fair.published()
    fair.draft()

    assert panel(organiser.open(HOME)).startswith("Planning, version 1")


def test_neither_a_simulation_nor_a_draft_set_aside_counts(organiser: Visitor, fair: SmallFair) -> None:
    fair.draft(seed=2)
    aside = fair.draft()
    with fair.changed():
        schedule_called(aside).discarded_at = AFTER_THE_DEADLINE
        db.session.flush()

    assert panel(organiser.open(HOME)) == ""

"""One schedule by table, by slot and by company: the same meetings each time, those of its file."""

from __future__ import annotations

import pytest

from matchmaker.db import db
from matchmaker.models import Company, Table, TableClosure
from matchmaker.scheduling.files import read_problem, read_timetable
from tests.demo_fixtures import DemoApp
from tests.pages import Opened, Visitor, words
from tests.web.organiser.conftest import SCHEDULES, SmallFair, reads, schedule_called
from tests.web.organiser.test_organiser import rows
from tests.web.organiser.test_organiser_schedules import demo_draft

Found = set[tuple[str, str, str, str]]


def in_the_file(visitor: Visitor, chosen: str) -> Found:
    """(hour, stand, table, company) of every meeting, as the pages write them."""
    with visitor.app.app_context():
        stored = schedule_called(chosen)
        problem = read_problem(stored.problem, seed=1)
        names = {c.code: c.name for c in db.session.query(Company)}
        tables = {
            t.code: (t.desk.label_fr.replace("\u00a0", " "), str(t.number)) for t in db.session.query(Table)
        }
        hours = {s.id: f"{s.start.hour} h {s.start:%M}".removesuffix(" 00") for s in problem.slots}
        found = read_timetable(stored.timetable).meetings
        return {(hours[b.slot], *tables[b.table], names[b.company]) for b in found}


def by_table(page: Opened) -> Found:
    head, *body = rows(page, page_caption(page))
    found = set()
    for row in body:
        stand, _, table = row[0].rpartition(" table ")
        for hour, cell in zip(head[1:], row[1:], strict=True):
            if cell not in {"libre", "fermé"}:
                found.add((hour, stand, table, cell.partition(" choix n°")[0]))
    return found


def page_caption(page: Opened) -> str:
    return words(page.all("caption")[0])


def by_slot(page: Opened) -> Found:
    hours = [words(heading) for heading in page.all("h2")]
    found = set()
    for hour, body in zip(hours, page.all("tbody"), strict=True):
        for row in body:
            stand, table, company, _asked = (words(cell) for cell in row)
            found.add((hour, stand, table, company))
    return found


def by_company(page: Opened) -> Found:
    found = set()
    for row in page.all("tbody")[0]:
        for item in row.iter("li"):
            place, _, table = words(item).partition(" (")[0].rpartition(", table ")
            hour, _, stand = place.partition(", ")
            found.add((hour, stand, table, words(row[0])))
    return found


READERS = {"par-table": by_table, "par-creneau": by_slot, "par-entreprise": by_company}


@pytest.mark.parametrize("view", READERS)
def test_each_view_has_exactly_the_meetings_of_the_file(demo_app: DemoApp, view: str) -> None:
    visitor, chosen = demo_draft(demo_app)

    found = READERS[view](visitor.open(f"{SCHEDULES}/{chosen}/{view}"))

    assert found == in_the_file(visitor, chosen)
    assert len(found) == 114


def test_each_slot_counts_its_meetings_and_its_free_places(demo_app: DemoApp) -> None:
    visitor, chosen = demo_draft(demo_app)
    page = visitor.open(f"{SCHEDULES}/{chosen}/par-creneau")

    for caption, body in zip(page.all("caption"), page.all("tbody"), strict=True):
        free = 14 - len(body)
        places = {0: "aucune place libre", 1: "1 place libre"}.get(free, f"{free} places libres")
        assert words(caption) == f"{len(body)} rendez-vous, {places}"


def test_a_closed_place_is_said_to_be_closed_and_not_free(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed() as stored:
        slots = stored.grids[0].slots
        db.session.add(TableClosure(table=db.session.query(Table).one(), slot=slots[0]))
    page = organiser.open(f"{SCHEDULES}/{fair.draft()}/par-table")
    cells = [words(cell) for cell in page.all("td")]
    caption = words(organiser.open(f"{SCHEDULES}/{fair.draft()}/par-creneau").all("caption")[0])

    assert cells[0] == "fermé"
    assert cells[1].startswith("Entreprise")
    assert caption == "0 rendez-vous, aucune place libre"


def test_a_company_is_found_by_name_or_number(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed():
        company = db.session.query(Company).filter_by(siren="000000018").one()
        company.name = "Société des Égouts"
    address = f"{SCHEDULES}/{fair.draft()}/par-entreprise"
    found = {
        q: names(organiser.open(f"{address}?q={q}")) for q in ("egouts", "000000018", "ÉGOUTS ", "girafe")
    }

    assert found == {
        "egouts": ["Société des Égouts"],
        "000000018": ["Société des Égouts"],
        "ÉGOUTS ": ["Société des Égouts"],
        "girafe": [],
    }
    assert "1 entreprise sur 3" in organiser.open(f"{address}?q=egouts").text
    assert "0 entreprise sur 3" in organiser.open(f"{address}?q=girafe").text


def names(page: Opened) -> list[str]:
    return [words(row[0]) for body in page.all("tbody") for row in body]


def test_what_is_sought_is_shown_as_text(organiser: Visitor, fair: SmallFair) -> None:
    address = f"{SCHEDULES}/{fair.draft()}/par-entreprise"
    page = organiser.open(address, query_string={"q": '"><script>alert(1)</script>'})

    assert (
        next(i for i in page.all("input") if i.get("id") == "q").get("value") == '"><script>alert(1)</script>'
    )


def test_a_company_without_a_meeting_leads_to_its_reasons(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    page = organiser.open(f"{SCHEDULES}/{chosen}/par-entreprise")
    link = next(a.get("href") for a in page.all("a") if "voir pourquoi" in words(a))
    address, _, anchor = link.partition("#")
    reached = {e.get("id") for e in organiser.open(address).document.iter()}

    assert (address, anchor in reached) == (f"{SCHEDULES}/{chosen}/sans-creneau", True)


@pytest.mark.parametrize("view", [*READERS, "sans-creneau"])
def test_every_view_says_which_version_as_of_when_and_by_which_rules(
    organiser: Visitor, fair: SmallFair, view: str
) -> None:
    chosen = fair.published()
    french = organiser.open(f"{SCHEDULES}/{chosen}/{view}").text
    english = reads(organiser, "en").open(f"{SCHEDULES}/{chosen}/{view}").text

    assert "v1, publiée le 8 novembre à 23 h 59 – état du 8 novembre à 23 h 59" in french
    assert "L. 311-3-1" in french
    assert "v1, published on 8 November at 23:59" in english
    assert "L. 311-3-1" in english


def test_what_is_not_for_paper_is_not_printed(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(f"{SCHEDULES}/{fair.draft()}/par-entreprise")
    sheets = [(link.get("media"), link.get("href")) for link in page.all("link") if link.get("media")]
    hidden = [form for form in page.all("main")[0].iter("form") if "no-print" in form.get("class", "")]

    assert [media for media, _ in sheets] == ["print"]
    with organiser.client.get(sheets[0][1]) as sheet:
        assert (sheet.status_code, ".no-print" in sheet.get_data(as_text=True)) == (200, True)
    assert len(hidden) == 1

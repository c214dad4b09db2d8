"""Drafts and versions: the list, one schedule in figures, its name, putting it aside, comparing two."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa

from matchmaker.db import db
from matchmaker.models import Meeting, Schedule, Table
from matchmaker.scheduling.files import read_timetable
from matchmaker.services import tables
from tests.builders import AFTER_THE_DEADLINE
from tests.demo_fixtures import DemoApp
from tests.pages import Opened, Visitor, words
from tests.web.organiser.conftest import SCHEDULES, SmallFair, reads, said, schedule_called
from tests.web.organiser.test_organiser import rows


def lines(page: Opened, caption: str) -> list[tuple[str, ...]]:
    """(title with what made it, when changed, received, meetings, proof) of every line of one list."""
    return [(r[0], r[1], r[2], r[3], r[5]) for r in rows(page, caption)[1:]]


def test_the_list_has_every_draft_and_version_with_its_figures(organiser: Visitor, fair: SmallFair) -> None:
    fair.published()
    fair.published()
    aside = fair.draft()
    organiser.post(f"{SCHEDULES}/{aside}/ecarter")
    fair.draft(seed=2)
    page = organiser.open(SCHEDULES)

    made, figures = "créé le 8 novembre à 23 h 59", ("2 sur 3", "2", "démontré")
    rest, published = ("pas encore", *figures), ("publié le 8 novembre à 23 h 59", *figures)
    assert lines(page, "Le planning publié") == [(f"Planning, version 2 publié {made}", *published)]
    assert lines(page, "1 brouillon, ") == [
        (f"Brouillon n° 4 : Brouillon calculé simulation {made}", *rest),
    ]
    assert lines(page, "Brouillons écartés") == [(f"Brouillon n° 3 : Brouillon calculé écarté {made}", *rest)]
    assert lines(page, "Versions publiées, puis") == [(f"Planning, version 1 remplacé {made}", *published)]


def test_without_a_draft_the_list_says_so(organiser: Visitor, fair: SmallFair) -> None:
    assert "Aucun planning pour l’instant." in organiser.open(SCHEDULES).text


def demo_draft(demo_app: DemoApp) -> tuple[Visitor, str]:
    visitor = Visitor(demo_app("drafts"))
    visitor.post("/demonstration/role", {"role": "organiser"})
    with visitor.app.app_context():
        newest = sa.select(Schedule.public_id).order_by(Schedule.number.desc())
        return visitor, db.session.scalars(newest).first()


def bookings(app: object, public_id: str) -> list[object]:
    with app.app_context():
        return list(read_timetable(schedule_called(public_id).timetable).meetings)


def test_a_schedule_counts_companies_and_places_as_its_file_does(demo_app: DemoApp) -> None:
    visitor, chosen = demo_draft(demo_app)
    page = visitor.open(f"{SCHEDULES}/{chosen}")
    found = bookings(visitor.app, chosen)

    met = Counter(Counter(b.company for b in found).values())
    none = 120 - sum(met.values())
    by_number = [row[:2] for row in rows(page, "Entreprises selon")[1:]]
    assert by_number == [["Aucun rendez-vous", str(none)]] + [
        [f"{n} rendez-vous", str(met[n])] for n in sorted(met)
    ]
    by_desk = [int(row[2]) for row in rows(page, "Places prises")[1:]]
    assert sorted(by_desk) == sorted(Counter(b.desk for b in found).values())
    assert sum(by_desk) == len(found)


def test_a_schedule_says_how_to_check_it_elsewhere(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    page = organiser.open(f"{SCHEDULES}/{chosen}")

    with fair.changed():
        stored = schedule_called(chosen)
        hashes = [stored.problem_sha256, stored.timetable_sha256]
    assert [words(c) for c in page.all("code")] == ["matchmaker check probleme.json planning.json", *hashes]


# A draft's name


def test_a_draft_is_renamed(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    address = f"{SCHEDULES}/{chosen}"

    assert organiser.post(f"{address}/nom", {"name": "  Avec <deux> tables "}).location == address
    page = organiser.open(address)
    assert page.heading == "Brouillon n° 1 : Avec <deux> tables"
    assert "Le brouillon s’appelle maintenant « Avec <deux> tables »." in page.text
    assert fair.deeds()[-1] == "draft.rename"


@pytest.mark.parametrize("data", [{}, {"name": ""}, {"name": " \u00a0\t"}])
def test_a_draft_without_a_name_keeps_the_one_it_has(
    organiser: Visitor, fair: SmallFair, data: dict[str, str]
) -> None:
    address = f"{SCHEDULES}/{fair.draft()}"

    assert "Donnez un nom au brouillon." in said(organiser.post(f"{address}/nom", data, status=409))
    assert organiser.open(address).heading == "Brouillon n° 1 : Brouillon calculé"


def test_a_name_that_is_too_long_is_cut(organiser: Visitor, fair: SmallFair) -> None:
    address = f"{SCHEDULES}/{fair.draft()}"
    organiser.post(f"{address}/nom", {"name": "a" * 500})

    assert organiser.open(address).heading == "Brouillon n° 1 : " + "a" * 80


@pytest.mark.parametrize("deed", ["nom", "ecarter"])
def test_what_is_published_is_neither_renamed_nor_put_aside(
    organiser: Visitor, fair: SmallFair, deed: str
) -> None:
    address = f"{SCHEDULES}/{fair.published()}"

    refusal = {"nom": "Un planning publié garde son nom.", "ecarter": "Un planning publié ne s’efface pas"}
    assert refusal[deed] in said(organiser.post(f"{address}/{deed}", {"name": "Autre"}, status=409))
    assert organiser.open(address).heading == "Planning, version 1"


# Putting aside


def test_a_draft_put_aside_stays_to_be_read_and_can_only_be_taken_up_again(
    organiser: Visitor, fair: SmallFair
) -> None:
    address = f"{SCHEDULES}/{fair.draft()}"

    assert organiser.post(f"{address}/ecarter").location == SCHEDULES
    assert "Le brouillon « Brouillon calculé » est écarté." in organiser.open(SCHEDULES).text
    page = organiser.open(address)
    assert [words(button) for button in page.all("main")[0].iter("button")] == ["Reprendre ce brouillon"]


def test_putting_aside_twice_is_done_once(organiser: Visitor, fair: SmallFair) -> None:
    address = f"{SCHEDULES}/{fair.draft()}/ecarter"
    organiser.post(address)
    with fair.changed():
        first = db.session.scalar(sa.select(Schedule.discarded_at))
    organiser.post(address)

    with fair.changed():
        assert db.session.scalar(sa.select(Schedule.discarded_at)) == first
    assert fair.deeds().count("draft.discard") == 1


# Comparing


def test_two_schedules_are_compared_figure_by_figure_and_meeting_by_meeting(
    organiser: Visitor, fair: SmallFair
) -> None:
    left = fair.draft()
    with fair.changed():
        desk = db.session.query(Table).one().desk
        tables.add(db.session(), desk, None, AFTER_THE_DEADLINE)
    right = fair.draft()
    page = organiser.open(f"{SCHEDULES}/comparer?avant={left}&apres={right}")

    figures = {
        row[0]: [value.replace("−", "-") for value in row[1:]] for row in rows(page, "Les chiffres")[1:]
    }
    assert figures["Entreprises reçues au moins une fois"] == ["2", "3", "+1"]
    assert figures["Entreprises sans rendez-vous"] == ["1", "0", "-1"]
    assert figures["Rendez-vous"] == ["2", "3", "+1"]
    assert figures["Places ouvertes"] == ["2", "4", "+2"]
    assert figures["Demandes"] == ["3", "3", "0"]
    gained = {b.company for b in bookings(organiser.app, right)} - {
        b.company for b in bookings(organiser.app, left)
    }
    told = [row for row in rows(page, "Rendez-vous qui diffèrent") if row[1] == "obtient ce rendez-vous"]
    assert [row[0] for row in told] == [f"Entreprise {siren}" for siren in gained]


def test_a_schedule_does_not_differ_from_itself(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    page = organiser.open(f"{SCHEDULES}/comparer?avant={chosen}&apres={chosen}")

    assert "Aucun rendez-vous ne diffère." in page.text
    assert {row[3] for row in rows(page, "Les chiffres")[1:]} == {"0"}


@pytest.mark.parametrize("question", ["", "?avant={0}", "?apres={0}", "?avant={0}&apres=rien"])
def test_a_comparison_needs_two_schedules_of_the_fair(
    organiser: Visitor, fair: SmallFair, question: str
) -> None:
    address = f"{SCHEDULES}/comparer" + question.format(fair.draft())

    assert organiser.open(address, status=404).heading == "Page introuvable"


def test_a_comparison_is_offered_once_there_are_two(organiser: Visitor, fair: SmallFair) -> None:
    fair.draft()
    assert organiser.open(SCHEDULES).all("select") == []
    fair.draft()
    chosen = [[o.get("value") for o in s.iter("option")] for s in organiser.open(SCHEDULES).all("select")]

    assert [len(options) for options in chosen] == [2, 2]


def test_the_words_of_a_schedule_follow_the_reader(organiser: Visitor, fair: SmallFair) -> None:
    fair.published()
    with fair.changed():
        assert db.session.query(Meeting).count() == 2

    assert words(reads(organiser, "en").open(SCHEDULES).all("tbody")[0][0]).startswith("Timetable, version 1")

"""The published timetable as those who receive read it; before it, when it comes."""

from __future__ import annotations

from matchmaker.db import db
from matchmaker.models import TableClosure
from tests.pages import Opened, Visitor, count_queries, words
from tests.web.host.conftest import MINE, PLANNING, Stand


def cells(page: Opened) -> list[str]:
    return [words(cell) for cell in page.all("td")]


def test_before_publication_both_say_when_it_comes(lead: Visitor) -> None:
    for address in (PLANNING, MINE):
        page = lead.open(address)
        assert "Le planning n’est pas encore publié" in page.text
        assert "lundi 6 novembre 2023" in page.text


def test_a_stand_reads_hour_by_hour_who_comes_and_what_stays_free(
    lead: Visitor, buyer: Visitor, stand: Stand
) -> None:
    asked = stand.asked("Sources et Fils")
    stand.published("Sources et Fils")
    with stand.changed() as desk:
        db.session.add(TableClosure(table=desk.tables[0], slot=desk.fair.grids[0].slots[3]))

    page = lead.open(PLANNING)

    assert cells(page) == ["Sources et Fils", "libre", "libre", "fermé"]
    assert "1 rendez-vous, 2 places libres" in page.text
    assert asked in [a.get("href") for a in page.all("a")]
    assert "(référent métier) : 10 h 30, 10 h 40" in page.text


def test_my_planning_says_where_i_sit_and_whom_i_receive(buyer: Visitor, stand: Stand) -> None:
    stand.asked("Sources et Fils")
    stand.published("Sources et Fils")

    page = buyer.open(MINE)

    assert [words(h) for h in page.all("h2")] == ["10 h 30 Sources et Fils", "10 h 40 place libre"]
    assert "Vous recevez 1 entreprise." in page.text


def test_who_sits_nowhere_is_told_so(lead: Visitor, stand: Stand) -> None:
    stand.published()

    assert "Aucune table ne vous est réservée" in lead.open(MINE).text


def test_one_meeting_or_three_take_the_same_queries(lead: Visitor, buyer: Visitor, stand: Stand) -> None:
    def read() -> int:
        with lead.app.app_context():
            engine = db.engine
        with count_queries(engine) as sent:
            lead.open(PLANNING)
            buyer.open(MINE)
        return len(sent)

    for name in "ABC":
        stand.asked(name)
    stand.published("A")
    few = read()
    stand.meets("B", "C")

    assert read() == few

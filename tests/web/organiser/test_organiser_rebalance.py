"""« Rééquilibrer »: what has happened is said in short forms, and nothing typed is lost on the way."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Fair, Happened, Happening, JournalEntry, Schedule
from tests.builders import AFTER_THE_DEADLINE, EXCHANGE, a_company
from tests.pages import Opened, Visitor, count_queries, words
from tests.services.rebalanced_fair import AT_10_42, SIRENS, a_published_fair, company, said
from tests.services.small_fair import a_small_fair, drawn
from tests.web.conftest import Clock, signed_in
from tests.web.organiser.conftest import SCHEDULES, SmallFair, reads
from tests.web.organiser.conftest import said as told

HERE = "/organisateur/reequilibrer"
TABLE = {"table": "EAU-1", "from_slot": "s4", "until_slot": "s5"}
FILLED_IN = {
    "table-perdue": TABLE,
    "personne-en-retard": {"person": "desk:RES", "from_slot": "s5"},
    "entreprises-absentes": {"companies": [SIRENS[0], SIRENS[4]]},
    "entreprise-en-retard": {"company": SIRENS[1], "from_slot": "s5"},
    "table-en-plus": {"desk": "RES", "from_slot": "s4", "until_slot": "s6"},
    "retard": {"minutes": "15", "way": "overrun"},
}


@pytest.fixture
def clock() -> Clock:
    return Clock(AT_10_42)


@pytest.fixture
def fair_id(app: Flask) -> int:
    with app.app_context():
        fair = a_published_fair(db.session())
        db.session.commit()
        return fair.id


def lines(location: str) -> list[str]:
    """What an address says was told so far."""
    return parse_qs(urlsplit(location).query).get("dit", [])


def offers(page: Opened) -> list[str]:
    return [words(button) for button in page.all("main")[0].iter("button")]


def value(page: Opened, name: str) -> str | None:
    """What stands in a field."""
    [field] = [e for e in page.document.iter() if e.get("name") == name and e.tag in ("input", "select")]
    if field.tag == "input":
        return field.get("value")
    return next((o.get("value") for o in field.iter("option") if o.get("selected") is not None), None)


def ticked(page: Opened) -> list[str | None]:
    boxes = (e for e in page.all("input") if e.get("name") in ("companies", "company"))
    return [box.get("value") for box in boxes if box.get("checked") is not None]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_likeliest_comes_first_and_the_others_follow(organiser: Visitor, language: str) -> None:
    page = reads(organiser, language).open(HERE)

    assert value(page, "minutes") == "15"
    links = [a.get("href", "") for a in page.all("main")[0].iter("a")]
    assert sum(link.startswith(f"{HERE}/") for link in links) == 7


def test_before_anything_is_published_the_page_says_so(app: Flask, clock: Clock) -> None:
    clock.now = AFTER_THE_DEADLINE
    with app.app_context():
        fair = drawn(db.session(), a_small_fair(db.session()))
        db.session.commit()
        fair_id = fair.id
    visitor = signed_in(app, fair_id)

    for address in (HERE, f"{HERE}/retard", f"{HERE}/table-perdue"):
        page = visitor.open(address)
        assert "Aucun planning n’est publié" in page.text
        assert offers(page) == []
    assert "Aucun planning n’est publié" in told(visitor.post(f"{HERE}/table-perdue", TABLE, status=422))


def test_after_the_last_meeting_the_page_says_so(organiser: Visitor, clock: Clock) -> None:
    clock.now = EXCHANGE.replace(hour=12)

    assert "terminés" in organiser.open(HERE).text
    assert "terminés" in told(organiser.post(HERE, {"dit": said(Happened.TABLE_LOST, **TABLE)}, status=409))


@pytest.mark.parametrize("kind", FILLED_IN)
def test_each_kind_leads_to_a_draft_in_one_form(organiser: Visitor, fair: SmallFair, kind: str) -> None:
    organiser.open(f"{HERE}/{kind}")

    answer = organiser.post(f"{HERE}/{kind}", {**FILLED_IN[kind], "puis": "voir"})

    assert organiser.open(answer.location).heading == "Ce que cela change"
    with fair.changed():
        assert db.session.query(Happening).count() >= 1
    assert "rebalance.begin" in fair.deeds()


@pytest.mark.parametrize("kind", FILLED_IN)
def test_each_kind_can_be_said_beside_others(organiser: Visitor, fair: SmallFair, kind: str) -> None:
    first = said(Happened.COMPANY_GONE, companies=[SIRENS[8]])

    answer = organiser.post(f"{HERE}/{kind}", {**FILLED_IN[kind], "dit": first, "puis": "ajouter"})

    assert lines(answer.location)[0] == first
    assert len(lines(answer.location)) == 2
    page = organiser.open(answer.location)
    assert "« Entreprise 8 » ne vient pas" in page.text
    organiser.post(HERE, {"dit": lines(answer.location)})
    with fair.changed():
        draft = db.session.query(Schedule).order_by(Schedule.id.desc()).first()
        assert db.session.query(Happening).filter_by(schedule_id=draft.id).count() >= 2


@pytest.mark.parametrize("kind", FILLED_IN)
def test_a_form_sent_empty_says_what_is_missing_beside_each_field(organiser: Visitor, kind: str) -> None:
    answer = organiser.post(f"{HERE}/{kind}", {"puis": "voir"}, status=422)

    assert "Quelque chose reste à corriger" in told(answer)


def test_what_was_typed_stays_when_something_is_wrong(organiser: Visitor) -> None:
    sent = {"table": "EAU-2", "from_slot": "s6", "until_slot": "s4", "dit": "quoi=newcomers", "puis": "voir"}
    page = Opened(organiser.post(f"{HERE}/table-perdue", sent, status=422))

    assert [value(page, name) for name in ("table", "from_slot", "until_slot")] == ["EAU-2", "s6", "s4"]
    assert value(page, "dit") == "quoi=newcomers"


def test_a_new_form_proposes_from_now_until_the_end(organiser: Visitor) -> None:
    page = organiser.open(f"{HERE}/table-perdue")

    assert (value(page, "table"), value(page, "until_slot")) == (None, "s6")
    starts = [o.get("value") for o in page.document.iter("option")]
    assert "s1" not in starts


def test_a_search_keeps_what_is_ticked(organiser: Visitor) -> None:
    sent = {"search": "prise 3", "companies": [SIRENS[8]], "puis": "chercher", "dit": "quoi=newcomers"}
    answer = organiser.post(f"{HERE}/entreprises-absentes", sent)
    page = organiser.open(answer.location)

    assert (ticked(page), value(page, "search")) == ([SIRENS[8]], "prise 3")
    assert {SIRENS[8], SIRENS[3]} == {
        e.get("value") for e in page.all("input") if e.get("name") == "companies"
    }
    assert lines(answer.location) == ["quoi=newcomers"]


def test_a_search_that_finds_nobody_says_so(organiser: Visitor) -> None:
    assert "Aucune entreprise ne correspond" in organiser.open(f"{HERE}/entreprise-en-retard?search=x").text


@pytest.mark.parametrize("search", ["%00", "é" * 200, "<b>"])
def test_an_odd_search_gets_a_page(organiser: Visitor, search: str) -> None:
    organiser.open(f"{HERE}/entreprises-absentes?search={search}&companies={search}")


def test_a_company_that_left_can_come_back(organiser: Visitor, fair: SmallFair) -> None:
    assert "Aucune entreprise ne correspond" in organiser.open(f"{HERE}/entreprise-de-retour").text
    with fair.changed() as stored:
        company(db.session(), stored, SIRENS[4]).withdrawn_at = AFTER_THE_DEADLINE

    assert "Entreprise 4" in organiser.open(f"{HERE}/entreprise-de-retour").text
    organiser.post(f"{HERE}/entreprise-de-retour", {"company": SIRENS[4], "puis": "voir"})


def test_newcomers_are_listed_before_they_are_counted(organiser: Visitor, fair: SmallFair) -> None:
    address = f"{HERE}/nouvelles-entreprises"
    assert "il n’y a personne à ajouter" in organiser.open(address).text
    organiser.post(address, {"puis": "voir"}, status=422)
    with fair.changed() as stored:
        db.session.add(a_company(stored, name="Girafes et fils"))

    page = organiser.open(address)
    assert "1 entreprise de plus" in page.text
    assert "Girafes et fils" in page.text
    organiser.post(address, {"puis": "voir"})


def test_an_unknown_kind_is_a_page_not_found(organiser: Visitor) -> None:
    organiser.open(f"{HERE}/meteore", status=404)
    organiser.post(f"{HERE}/meteore", status=404)


def test_one_thing_said_can_be_taken_back(organiser: Visitor) -> None:
    first, second = said(Happened.TABLE_LOST, **TABLE), said(Happened.COMPANY_GONE, companies=[SIRENS[0]])
    page = organiser.open(HERE, query_string={"dit": [first, second]})
    removals = [a.get("href", "") for a in page.all("a") if words(a).startswith("Retirer")]

    assert [lines(address) for address in removals] == [[second], [first]]


def test_what_has_become_wrong_meanwhile_is_said(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed() as stored:
        company(db.session(), stored, SIRENS[0]).withdrawn_at = AFTER_THE_DEADLINE

    page = organiser.open(HERE, query_string={"dit": said(Happened.COMPANY_GONE, companies=[SIRENS[0]])})
    assert "« Entreprise 0 » ne participe plus : c’est déjà pris en compte." in page.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_three_ways_stand_side_by_side_and_nothing_is_stored(
    organiser: Visitor, fair: SmallFair, language: str
) -> None:
    page = reads(organiser, language).open(f"{HERE}/retard")

    assert len([h for h in page.all("h2") if h.text]) >= 3
    assert len(offers(page)) == 1 + 3 * 2
    with fair.changed():
        assert db.session.query(Schedule).count() == 1


@pytest.mark.parametrize("minutes", ["0", "abc", "121", ""])
def test_minutes_that_make_no_sense_are_kept_and_refused(organiser: Visitor, minutes: str) -> None:
    page = organiser.open(f"{HERE}/retard?minutes={minutes}")

    assert value(page, "minutes") == minutes
    assert "Écrivez un nombre de minutes, de 1 à 120." in page.text
    assert offers(page) == ["Recalculer"]


def test_a_way_that_is_impossible_says_why_and_is_not_offered(organiser: Visitor) -> None:
    page = organiser.open(f"{HERE}/retard?minutes=55")
    assert "il n’en resterait aucun" in page.text
    assert len(offers(page)) == 1 + 2


def test_minutes_tampered_with_are_refused_on_the_page(organiser: Visitor) -> None:
    answer = organiser.post(f"{HERE}/retard", {"minutes": "55", "way": "drop"}, status=409)
    assert "il n’en resterait aucun" in told(answer)

    answer = organiser.post(f"{HERE}/retard", {"minutes": "0", "way": "drop"}, status=422)
    assert "de 1 à 120" in told(answer)


def test_drafts_under_way_are_found_again(organiser: Visitor, fair: SmallFair) -> None:
    draft = organiser.post(f"{HERE}/table-perdue", {**TABLE, "puis": "voir"}).location

    assert draft in {a.get("href") for a in organiser.open(HERE).all("a")}
    organiser.post(f"{SCHEDULES}/{draft.split('/')[-2]}/ecarter")
    assert draft not in {a.get("href") for a in organiser.open(HERE).all("a")}


def test_saying_something_else_first_is_no_deed_for_the_fair(organiser: Visitor, fair: SmallFair) -> None:
    organiser.post(f"{HERE}/table-perdue", {**TABLE, "puis": "ajouter"})

    with fair.changed():
        assert db.session.query(Happening).count() == 0
        assert db.session.scalar(sa.select(JournalEntry).filter_by(deed="rebalance.begin")) is None


def test_another_calculation_under_way_does_not_stop_the_preview(organiser: Visitor, fair: SmallFair) -> None:
    fair.run(progress=30)

    draft = organiser.post(f"{HERE}/table-perdue", {**TABLE, "puis": "voir"}).location
    page = organiser.open(draft)

    assert "aperçu" in page.text
    assert "Chercher un meilleur planning, et le démontrer" in offers(page)


def test_the_number_of_queries_is_constant(app: Flask, organiser: Visitor, fair: SmallFair) -> None:
    pages = ("", "/retard", "/entreprises-absentes", "/table-perdue", "/personne-en-retard")
    few = [queries(app, organiser, path) for path in pages]
    with fair.changed() as stored:
        db.session.add_all(a_company(stored) for _ in range(30))

    assert [queries(app, organiser, path) for path in pages] == few


def queries(app: Flask, visitor: Visitor, path: str) -> int:
    with app.app_context():
        engine = db.engine
    with count_queries(engine) as sent:
        visitor.open(f"{HERE}{path}")
    return len(sent)


def test_another_fair_is_not_rebalanced(app: Flask, fair: SmallFair, empty: Visitor, clock: Clock) -> None:
    clock.now = AT_10_42

    assert "Aucun planning n’est publié" in empty.open(HERE).text
    empty.post(HERE, {"dit": said(Happened.TABLE_LOST, **TABLE)}, status=409)
    with app.app_context():
        assert db.session.query(Happening).count() == 0
        assert db.session.query(Fair).count() == 2

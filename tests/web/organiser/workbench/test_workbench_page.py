"""The workbench page: what it shows, in which states, and at what cost."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.models import AnswerKind, Company, Desk, Meeting, TableClosure
from matchmaker.scheduling.problem import Pair
from matchmaker.services.drafts import workbench
from matchmaker.web import organiser_workbench_view
from tests.builders import (
    AFTER_THE_DEADLINE,
    a_company,
    a_desk,
    a_sector,
    a_wish,
    an_answer,
)
from tests.pages import Opened, Visitor, count_queries, words
from tests.services.bench_fair import ALPHA, BETA, GAMMA, NAMES, OMEGA
from tests.web.organiser.conftest import SCHEDULES, SmallFair, reads, said
from tests.web.organiser.workbench.conftest import Found, buttons, cards, form, rows_of


def test_the_grid_has_every_meeting_of_the_draft_by_table_and_by_company(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    by_table, by_company = organiser.open(bench), organiser.open(f"{bench}?vue=entreprise")
    meetings = Found(fair, chosen).result.meetings

    assert sorted(cards(by_table)) == sorted(NAMES[booking.company] for booking in meetings)
    assert len(cards(by_company)) == len(meetings)
    assert [words(th) for th in by_table.all("th") if th.get("scope") == "row"] == [
        "Eau potable table 1",
        "Eau potable table 2",
        "Voirie table 1",
    ]
    rows = [words(th) for th in by_company.all("th") if th.get("scope") == "row"]
    assert [row.partition(" ")[0] for row in rows] == ["Alpha", "Beta", "Delta", "Gamma", "Oméga"]


def test_a_card_says_its_choice_its_answer_and_its_lock(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    organiser.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "pin"))
    card = next(a for a in organiser.open(bench).all("a") if a.get("id") == f"c-{BETA}.EAU")

    assert words(card) == "Betan° 1 ★verrouillé choix n° 1, intéressée, verrouillé"


def test_what_found_no_place_stands_beside_the_grid_with_its_reason_and_its_price(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    missed = Found(fair, chosen).result.unplaced[0]
    code = f"{missed.company}.{missed.desk}"
    page = organiser.open(bench)
    listed = next(a for a in page.all("a") if a.get("id") == f"w-{code}")
    held = organiser.open(f"{bench}?carte={code}")
    priced = organiser.open(f"{bench}?carte={code}&prix=1")

    assert NAMES[missed.company] in words(listed)
    assert "Ce que cela coûterait" in held.text
    assert "Ce que cela coûterait : La placer" in priced.text


def test_before_a_card_is_laid_every_place_says_what_it_would_do_or_which_rule_forbids_it(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    found = Found(fair, chosen)
    pair = Pair(GAMMA, "VOI")
    page = organiser.open(f"{bench}?carte={GAMMA}.VOI")
    offered = {
        f"{kind} {place}" for kind, of, place in found.moves("add", "move", "swap", "replace") if of == pair
    }

    assert set(buttons(page)) == offered
    assert "Échanger, " in page.text
    assert "perd ce rendez-vous." in page.text


def test_a_rule_is_said_with_the_meeting_that_stands_in_the_way(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    found = Found(fair, chosen)
    twice = next(c for c in (ALPHA, GAMMA) if {Pair(c, "EAU"), Pair(c, "VOI")} <= found.places.keys())

    text = organiser.open(f"{bench}?carte={twice}.EAU").text

    assert f"{NAMES[twice]} est déjà au stand Voirie à 1" in text


def test_a_large_grid_comes_in_pages_and_opens_at_the_card(
    organiser: Visitor, fair: SmallFair, monkeypatch: pytest.MonkeyPatch, bench: str
) -> None:
    monkeypatch.setattr(organiser_workbench_view, "PLACES_A_PAGE", 6)
    monkeypatch.setattr(organiser_workbench_view, "ROWS_A_PAGE", 2)

    first, second = organiser.open(bench), organiser.open(f"{bench}?page=2")
    at_the_card = organiser.open(f"{bench}?carte={GAMMA}.VOI")
    companies = organiser.open(f"{bench}?vue=entreprise&carte={OMEGA}.VOI")

    assert rows_of(first) == ["Eau potable table 1", "Eau potable table 2"]
    assert rows_of(second) == rows_of(at_the_card) == ["Voirie table 1"]
    assert [row.partition(" ")[0] for row in rows_of(companies)] == ["Oméga"]


def test_at_a_large_fair_conflicts_are_looked_for_where_they_are_asked_for(
    organiser: Visitor, fair: SmallFair, monkeypatch: pytest.MonkeyPatch, bench: str
) -> None:
    monkeypatch.setattr(workbench, "LARGE", 4)
    with fair.changed():
        for company in db.session.query(Company).filter_by(siren=BETA):
            company.withdrawn_at = AFTER_THE_DEADLINE

    assert "conflit" not in " ".join(cards(organiser.open(bench)))
    assert "ne sont plus possibles" in organiser.open(f"{bench}?montrer=conflits").text.replace(
        "n’est plus possible", "ne sont plus possibles"
    )


def test_a_version_is_shown_and_not_changed(organiser: Visitor, fair: SmallFair) -> None:
    version = f"{SCHEDULES}/{fair.published()}/atelier"
    page = organiser.open(f"{version}?carte={BETA}.EAU")

    assert "Ce planning ne change plus" in page.text
    assert buttons(page) == []
    assert [f for f in page.all("form") if "/atelier/" in f.get("action", "")] == []
    assert "publié" in said(organiser.post(f"{version}/deplacer", form(Pair(BETA, "EAU"), "pin"), 409))


def test_the_grid_is_narrowed_by_stand_slot_name_and_number(organiser: Visitor, bench: str) -> None:
    desk = organiser.open(f"{bench}?stand=VOI")
    slot = organiser.open(f"{bench}?creneau=s2")
    name = organiser.open(f"{bench}?q=beta")
    number = organiser.open(f"{bench}?vue=entreprise&q={OMEGA}")

    assert {words(th) for th in desk.all("th") if th.get("scope") == "row"} == {"Voirie table 1"}
    assert [words(th) for th in slot.all("th") if th.get("scope") == "col"] == ["Stand et table", "10 h 40"]
    assert "1 rendez-vous sur " in name.text
    assert {words(th) for th in name.all("th") if th.get("scope") == "row"} == {
        "Eau potable table 1",
        "Eau potable table 2",
    }
    assert "1 entreprise sur 5" in number.text


def test_the_grid_is_narrowed_by_sector(organiser: Visitor, fair: SmallFair, bench: str) -> None:
    with fair.changed():
        company = db.session.query(Company).filter_by(siren=BETA).one()
        company.sectors.append(a_sector(code="ASS", label_fr="Assainissement"))

    page = organiser.open(f"{bench}?secteur=ASS&vue=entreprise")

    assert {words(th) for th in page.all("th") if th.get("scope") == "row"} == {"Beta"}
    assert "Assainissement" in page.text
    assert "Rien ne correspond" in organiser.open(f"{bench}?secteur=RIEN").text


def test_who_meets_nobody_is_shown_alone(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    found = Found(fair, chosen)
    without = {NAMES[one.company] for one in found.result.unplaced} - {NAMES[p.company] for p in found.places}

    page = organiser.open(f"{bench}?vue=entreprise&montrer=sans-rendez-vous")

    rows = [words(th) for th in page.all("th") if th.get("scope") == "row"]
    assert rows == [f"{name} sans rendez-vous" for name in sorted(without)]


def test_what_differs_from_the_published_version_is_marked_and_can_be_shown_alone(
    organiser: Visitor, fair: SmallFair
) -> None:
    fair.published()
    chosen = fair.draft()
    bench = f"{SCHEDULES}/{chosen}/atelier"
    kind, pair, place = Found(fair, chosen).moves("move", "swap")[0]
    same = organiser.open(f"{bench}?montrer=modifies")
    organiser.post(f"{bench}/deplacer", form(pair, f"{kind} {place}"))

    page = organiser.open(f"{bench}?montrer=modifies")

    assert "Rien ne correspond" in same.text
    card = next(a for a in page.all("a") if a.get("id") == f"c-{pair.company}.{pair.desk}")
    assert re.search("autre heure|autre table", words(card))
    assert "bench-card--beside" not in card.get("class", "")


def test_a_meeting_that_its_company_confirmed_says_so_until_it_is_moved(
    organiser: Visitor, fair: SmallFair
) -> None:
    fair.published()
    chosen = fair.draft()
    bench = f"{SCHEDULES}/{chosen}/atelier"
    found = Found(fair, chosen)
    moves = found.moves("move")
    kind, pair, place = next(m for m in moves if m[2].split()[0] != found.places[m[1]].split()[0])
    with fair.changed():
        for meeting in db.session.query(Meeting):
            if (meeting.company.code, meeting.desk.code) == pair:
                meeting.confirmed_at = AFTER_THE_DEADLINE
    confirmed = [card for card in cards_in_words(organiser.open(bench)) if "confirmé" in card]
    organiser.post(f"{bench}/deplacer", form(pair, f"{kind} {place}"))
    moved = [card for card in cards_in_words(organiser.open(bench)) if "confirmé" in card]

    assert [card.startswith(NAMES[pair.company]) for card in confirmed] == [True]
    assert moved == []


def cards_in_words(page: Opened) -> list[str]:
    return [words(a) for a in page.all("a") if a.get("id", "").startswith("c-")]


def test_what_the_fair_no_longer_allows_is_a_conflict(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    assert "le salon a changé" not in organiser.open(bench).text
    place = Found(fair, chosen).places[Pair(BETA, "EAU")].split()
    with fair.changed() as stored:
        table = next(
            t for t in db.session.query(Desk).filter_by(code="EAU").one().tables if t.code == place[1]
        )
        slot = next(slot for slot in stored.grids[0].slots if slot.code == place[0])
        db.session.add(TableClosure(table=table, slot=slot))
        for company in db.session.query(Company).filter_by(siren=GAMMA):
            company.withdrawn_at = AFTER_THE_DEADLINE

    page = organiser.open(f"{bench}?montrer=conflits")

    assert "le salon a changé" in page.text
    cards_found = {
        a.get("id") for a in page.all("a") if "conflit" in words(a) and a.get("id", "").startswith("c-")
    }
    assert f"c-{BETA}.EAU" in cards_found
    assert any(GAMMA in code for code in cards_found if code)


def test_an_odd_question_gets_a_page(organiser: Visitor, bench: str) -> None:
    odd = "vue=x stand=RIEN creneau=x page=99 carte=x carte=. carte=a.b.c q=%00 prix=1 montrer=x"
    for question in (*odd.split(), "entreprise=&aupres=EAU", "entreprise=a&aupres=x"):
        organiser.open(f"{bench}?{question}")


def test_the_page_is_sound_in_english(organiser: Visitor, fair: SmallFair, bench: str) -> None:
    reads(organiser, "en")
    page = organiser.open(f"{bench}?carte={GAMMA}.VOI")

    assert page.heading == "Workbench"
    assert "Swap" in page.text


def test_the_workbench_of_another_fair_is_not_found(empty: Visitor, bench: str) -> None:
    empty.open(bench, status=404)
    for deed in ("deplacer", "annuler", "refaire"):
        empty.post(f"{bench}/{deed}", form(Pair(BETA, "EAU"), "pin"), status=404)


def test_the_page_and_a_move_cost_as_many_queries_for_thirty_rows_as_for_three(
    app: Flask, organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    few = costs(organiser, fair, chosen)
    with fair.changed() as stored:
        for _ in range(27):
            desk, company = a_desk(stored, tables=2), a_company(stored)
            company.sectors.append(a_sector())
            db.session.add_all([desk, company])
            db.session.flush()
            db.session.add(an_answer(a_wish(company, desk), AnswerKind.INTERESTED))
    many = costs(organiser, fair, fair.draft())

    assert many == few


def costs(visitor: Visitor, fair: SmallFair, chosen: str) -> dict[str, int]:
    """How many statements each state of the page sends, and one move; the draft has been worked upon."""
    bench = f"{SCHEDULES}/{chosen}/atelier"
    visitor.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "drop", reason="Absente."))
    kind, pair, place = Found(fair, chosen).moves("move", "swap")[0]
    with visitor.app.app_context():
        engine = db.engine
    sent = {}
    for state in ("", "?vue=entreprise", f"?carte={pair.company}.{pair.desk}", "?montrer=conflits"):
        with count_queries(engine) as statements:
            assert visitor.client.get(bench + state).status_code == 200
        sent[state.partition("=")[0]] = len(statements)
    token = visitor.token()
    with count_queries(engine) as statements:
        data = form(pair, f"{kind} {place}", seen=1) | {"csrf_token": token}
        assert visitor.client.post(f"{bench}/deplacer", data=data).status_code == 302
    return sent | {"move": len(statements)}

"""Every page of the organiser, found by its address: sound at every stage and in both languages."""

from __future__ import annotations

import hashlib
import html
import itertools
import re
from collections import defaultdict

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.demo.moments import MOMENTS, Moment
from matchmaker.models import AnswerKind, Company, Fair, Refusal, Role, Run, Schedule
from tests.builders import (
    AFTER_THE_DEADLINE,
    a_company,
    a_desk,
    a_directorate,
    a_message,
    a_need,
    a_wish,
    an_answer,
)
from tests.demo_fixtures import DemoApp
from tests.pages import Opened, Visitor, count_queries
from tests.web.conftest import signed_in
from tests.web.organiser.conftest import DRAW, HOME, RUNS, SCHEDULES, SmallFair, reads

FILES = (".json", ".xlsx", ".csv", "/etat")
QUESTIONS = ("?stand=VIDE", "?raison=draw", "?q=girafe&page=9", "?avant=rien&apres=rien", "?etat=x&page=-1")
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def addresses(app: Flask) -> list[str]:
    """Every address of the organiser that is read, for everything that is stored."""
    with app.app_context():
        schedules = db.session.scalars(sa.select(Schedule.public_id)).all()
        runs = db.session.scalars(sa.select(Run.public_id)).all()
        companies = db.session.scalars(sa.select(Company.public_id).limit(3)).all()
    ids = {"plannings": schedules, "calculs": runs, "inscriptions": companies}
    found = lists(app)
    for address in (a for a in read_by_organisers(app) if "<public_id>" in a):
        found += [address.replace("<public_id>", str(one)) for one in ids.get(address.split("/")[2], ())]
    pairs = itertools.pairwise([*schedules[:1], *schedules])
    return found + [f"{SCHEDULES}/comparer?avant={left}&apres={right}" for left, right in pairs]


def read_by_organisers(app: Flask) -> list[str]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("organiser.")]
    return sorted(rule.rule for rule in rules if "GET" in (rule.methods or ()))


def lists(app: Flask) -> list[str]:
    """The pages that are there whatever is stored."""
    return [a for a in read_by_organisers(app) if "<" not in a and not a.endswith("/comparer")]


def is_file(address: str) -> bool:
    return address.endswith(FILES)


def open_all(visitor: Visitor) -> dict[str, Opened]:
    """Every page inspected; files only have to be there, runs may lead on to their draft."""
    pages = {}
    for address in addresses(visitor.app):
        if is_file(address):
            assert visitor.client.get(address).status_code == 200
        else:
            pages[address] = visitor.open(address, follow_redirects=True)
    return pages


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_every_page_is_sound_at_every_moment_of_the_demonstration(
    demo_app: DemoApp, moment: Moment, language: str
) -> None:
    visitor = Visitor(demo_app(moment.name), language)
    visitor.post("/demonstration/role", {"role": "organiser"})

    assert {HOME, DRAW, SCHEDULES} <= open_all(visitor).keys()


def some_of_each(addresses: set[str]) -> set[str]:
    """The workbench has an address for every card: of those that differ in their question a dozen will do."""
    pages: dict[str, list[str]] = defaultdict(list)
    for address in sorted(addresses, key=lambda one: hashlib.sha256(one.encode()).digest()):
        pages[address.partition("?")[0]].append(address)
    return {address for found in pages.values() for address in found[:12]}


def test_every_link_leads_to_something_and_every_anchor_is_there(demo_app: DemoApp) -> None:
    visitor = Visitor(demo_app("drafts"))
    visitor.post("/demonstration/role", {"role": "organiser"})
    pages = {
        a: visitor.client.get(a, follow_redirects=True) for a in addresses(visitor.app) if not is_file(a)
    }
    links = {link for page in pages.values() for link in re.findall(rb'<a [^>]*href="(/[^"]*)"', page.data)}
    inside = {html.unescape(link.decode()).partition("#")[::2] for link in links}
    others = some_of_each({address for address, _ in inside} - pages.keys())
    inside = {(address, anchor) for address, anchor in inside if address in others | pages.keys()}
    opened = pages | {address: visitor.client.get(address) for address in others}

    assert {address: page.status_code for address, page in opened.items() if page.status_code != 200} == {}
    anchors = sorted((address, anchor) for address, anchor in inside if anchor)
    assert anchors
    assert [a for a in anchors if f'id="{a[1]}"'.encode() not in opened[a[0]].data] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_a_fair_where_nothing_is_prepared_is_sound(empty: Visitor, language: str) -> None:
    assert open_all(reads(empty, language)).keys() == {a for a in lists(empty.app) if not is_file(a)}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_sound_in_every_state_of_a_schedule(
    organiser: Visitor, fair: SmallFair, language: str
) -> None:
    reads(organiser, language)
    fair.published()
    fair.published()
    fair.draft(seed=2)
    fair.run(failed_at=AFTER_THE_DEADLINE, failure="ValueError: <b>deux verrous</b>")
    fair.run(progress=30)

    assert len(open_all(organiser)) > 20


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_odd_question_gets_a_page(organiser: Visitor, fair: SmallFair, question: str) -> None:
    chosen = fair.draft()
    for view in ("par-entreprise", "sans-creneau", "par-table", "par-creneau"):
        organiser.open(f"{SCHEDULES}/{chosen}/{view}{question}")
    for address in (a for a in lists(organiser.app) if not is_file(a)):
        organiser.open(address + question)


@pytest.mark.parametrize("named", [UNKNOWN, "rien", "%00", "é" * 300, "1 OR 1=1"])
def test_an_id_that_names_nothing_is_a_page_not_found(
    app: Flask, organiser: Visitor, fair: SmallFair, named: str
) -> None:
    fair.draft()
    for rule in (r for r in app.url_map.iter_rules() if r.endpoint.startswith("organiser.")):
        if rule.arguments and "GET" in (rule.methods or ()):
            address = rule.rule.replace("<public_id>", named)
            assert organiser.open(address, status=404).heading == "Page introuvable"


def test_schedules_and_runs_of_another_fair_are_not_found(
    app: Flask, empty: Visitor, fair: SmallFair
) -> None:
    fair.draft()
    fair.run()
    theirs = [address for address in addresses(app) if address not in lists(app)]

    assert len(theirs) > 10
    assert {empty.client.get(address).status_code for address in theirs} == {404}


def test_deeds_on_a_schedule_of_another_fair_are_not_found(
    app: Flask, empty: Visitor, fair: SmallFair
) -> None:
    chosen = fair.draft()

    for deed in ("nom", "ecarter", "publier"):
        empty.post(f"{SCHEDULES}/{chosen}/{deed}", {"name": "Pris"}, status=404)
    with fair.changed():
        kept = db.session.query(Schedule).filter_by(public_id=chosen).one()
        assert (kept.name, kept.is_draft) == ("Brouillon calculé", True)


@pytest.mark.parametrize("role", [Role.COMPANY, Role.HOST])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_anybody_else_reads_that_the_page_is_reserved(
    app: Flask, fair: SmallFair, fair_id: int, role: Role, language: str
) -> None:
    chosen = fair.draft()
    member = reads(signed_in(app, fair_id, role=role, **_needed_for(fair, role)), language)
    heading = {"fr": "Page réservée", "en": "Reserved page"}[language]

    read = [member.open(a, status=403).heading for a in (HOME, SCHEDULES, f"{SCHEDULES}/{chosen}")]

    assert read == [heading] * 3


def _needed_for(fair: SmallFair, role: Role) -> dict[str, object]:
    with fair.changed() as stored:
        company, directorate = a_company(stored), a_directorate(stored)
        db.session.add_all([company, directorate])
        db.session.flush()
        of_host = {"directorate_id": directorate.id}
        return {"company_id": company.id} if role is Role.COMPANY else of_host


@pytest.mark.parametrize(
    ("method", "address"),
    [("GET", f"{DRAW}/empreinte"), ("GET", RUNS), ("POST", DRAW), ("PUT", SCHEDULES), ("DELETE", HOME)],
)
def test_the_wrong_method_gets_a_kind_page(organiser: Visitor, method: str, address: str) -> None:
    answer = organiser.client.open(address, method=method, data={"csrf_token": organiser.token()})

    assert answer.status_code == 405
    assert "Action impossible ici" in answer.get_data(as_text=True)


@pytest.mark.parametrize("token", [{}, {"csrf_token": "vieux"}])
def test_a_deed_without_its_token_or_with_an_old_one_changes_nothing(
    organiser: Visitor, fair: SmallFair, token: dict[str, str]
) -> None:
    chosen = fair.draft()
    before = fair.deeds()

    for deed in (f"{chosen}/publier", f"{chosen}/ecarter", f"{chosen}/nom"):
        answer = organiser.client.post(f"{SCHEDULES}/{deed}", data={"name": "Autre"} | token)
        assert (answer.status_code, "Formulaire expiré" in answer.get_data(as_text=True)) == (400, True)
    assert fair.deeds() == before


def test_signed_in_pages_are_kept_by_no_browser(organiser: Visitor, fair: SmallFair) -> None:
    fair.draft()

    kept = {organiser.client.get(a).headers["Cache-Control"] for a in addresses(organiser.app)}

    assert kept == {"no-store"}


def test_pages_cost_as_many_queries_for_thirty_rows_as_for_three(
    app: Flask, organiser: Visitor, fair: SmallFair
) -> None:
    with fair.changed() as stored:
        for _ in range(3):
            grow(stored)
    first = fair.published()
    fair.draft()
    few = costs(organiser, first)
    with fair.changed() as stored:
        for _ in range(27):
            grow(stored)
    second = fair.published()
    for _ in range(3):
        fair.draft()

    assert costs(organiser, second) == few


def costs(visitor: Visitor, chosen: str) -> dict[str, int]:
    """How many statements each page of that schedule sends, with the pages that list everything."""
    with visitor.app.app_context():
        engine = db.engine
    found: dict[str, int] = {}
    compared = f"{SCHEDULES}/comparer?avant={chosen}&apres={chosen}"
    for address in {*addresses(visitor.app), compared}:
        if chosen in address.partition("?")[0] or address == compared or address in lists(visitor.app):
            with count_queries(engine) as sent:
                assert visitor.client.get(address).status_code in (200, 302)
            found[address.replace(chosen, "…")] = len(sent)
    return found


def grow(stored: Fair) -> None:
    """One more stand, project, company, request, refusal and message."""
    desk, company = a_desk(stored, tables=2), a_company(stored)
    db.session.add_all([desk, company, a_need(desk), a_message(stored)])
    db.session.flush()
    refusal = {"kind": AnswerKind.REFUSED, "refusal": Refusal.OUT_OF_SCOPE}
    db.session.add(an_answer(a_wish(company, desk), **refusal))

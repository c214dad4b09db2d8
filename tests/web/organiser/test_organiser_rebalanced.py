"""What a rebalanced draft would change: read before it is decided, then accepted whole, in part, or not."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Desk, DraftStep, Happened, Run, Schedule, Scope, StepDeed
from tests.builders import a_company, a_wish
from tests.pages import Opened, Visitor, count_queries, words
from tests.services.rebalanced_fair import AT_10_42, EVE, SIRENS, a_published_fair, live, said
from tests.web.conftest import Clock
from tests.web.organiser.conftest import SCHEDULES, SmallFair, reads, schedule_called
from tests.web.organiser.conftest import said as told

HERE = "/organisateur/reequilibrer"
TABLE = said(Happened.TABLE_LOST, table="EAU-1", from_slot="s4", until_slot="s6")
LATE = said(Happened.LATE_OPENING, minutes=15, way="shorten")


@pytest.fixture
def clock() -> Clock:
    return Clock(EVE)


@pytest.fixture
def fair_id(app: Flask) -> int:
    with app.app_context():
        fair = a_published_fair(db.session())
        db.session.commit()
        return fair.id


def begun(organiser: Visitor, *lines: str) -> str:
    """The address of what would change; the proof has been found meanwhile."""
    return organiser.post(HERE, {"dit": list(lines)}).location


def offers(page: Opened) -> list[str]:
    return [words(button) for button in page.all("main")[0].iter("button")]


def links(page: Opened) -> set[str]:
    return {a.get("href", "") for a in page.all("main")[0].iter("a")}


def with_choice(organiser: Visitor, fair: SmallFair) -> str:
    """Somebody leaves, and somebody new could have the place."""
    with fair.changed() as stored:
        newcomer = a_company(stored, name="Girafes et fils")
        eau = db.session.scalars(sa.select(Desk).filter_by(code="EAU")).one()
        leaves = live(db.session(), stored)[-1].company.code
        db.session.add_all([newcomer, a_wish(newcomer, eau)])
    added = said(Happened.TABLE_ADDED, desk="EAU", from_slot="s4", until_slot="s6")
    return begun(organiser, said(Happened.COMPANY_GONE, companies=[leaves]), added)


def boxes(page: Opened) -> list[str]:
    return [e.get("value", "") for e in page.all("input") if e.get("name") == "chains"]


def steps(fair: SmallFair, address: str) -> list[StepDeed]:
    with fair.changed():
        draft = schedule_called(address.split("/")[-2])
        rows = sa.select(DraftStep.deed).filter_by(schedule_id=draft.id).order_by(DraftStep.number)
        return list(db.session.scalars(rows))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_proof_follows_the_preview_by_itself(organiser: Visitor, fair: SmallFair, language: str) -> None:
    address = begun(reads(organiser, language), TABLE, LATE)

    assert steps(fair, address) == [StepDeed.PREVIEWED, StepDeed.REPAIRED]
    page = organiser.open(address)
    assert ("démontré" if language == "fr" else "proven") in page.text
    if language == "fr":
        assert "La table 1 du stand « Eau » manque de 11 h à 11 h 28." in page.text
        assert "L’ouverture a 15 minutes de retard" in page.text


def test_every_company_concerned_is_named_with_what_it_will_read(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(begun(organiser, said(Happened.COMPANY_GONE, companies=[SIRENS[4]])))

    row = next(tr for tr in page.all("tr") if "Entreprise 4" in words(tr))
    assert "perd" in words(row)
    assert "L’entreprise ne vient plus." in page.text
    assert "Entreprise 8" not in page.text


def test_where_nobody_is_concerned_the_page_says_so(organiser: Visitor, fair: SmallFair) -> None:
    added = said(Happened.TABLE_ADDED, desk="RES", from_slot="s4", until_slot="s6")

    assert "chaque rendez-vous reste où il est" in organiser.open(begun(organiser, added)).text


def test_on_the_day_the_page_says_what_does_not_move(organiser: Visitor, clock: Clock) -> None:
    clock.now = AT_10_42

    assert "Situation à 10 h 42" in organiser.open(begun(organiser, TABLE)).text


def test_accepting_everything_leads_to_the_messages(organiser: Visitor) -> None:
    address = begun(organiser, TABLE)

    assert f"{address.removesuffix('/reequilibrage')}/publier" in links(organiser.open(address))


def test_the_draft_can_be_retouched_by_hand(organiser: Visitor) -> None:
    address = begun(organiser, TABLE)

    assert f"{address.removesuffix('/reequilibrage')}/atelier" in links(organiser.open(address))


def test_accepting_nothing_puts_the_draft_aside(organiser: Visitor, fair: SmallFair) -> None:
    address = begun(organiser, TABLE)
    organiser.post(f"{address.removesuffix('/reequilibrage')}/ecarter")

    assert organiser.client.get(address).location == address.removesuffix("/reequilibrage")


def test_chains_are_ticked_and_the_forced_ones_said_to_be_so(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(with_choice(organiser, fair))

    assert boxes(page)
    assert "Girafes et fils (EAU) obtient" in page.text
    assert "Ceux-ci se font dans tous les cas" in page.text


def test_keeping_all_that_is_ticked_is_no_step(organiser: Visitor, fair: SmallFair) -> None:
    address = with_choice(organiser, fair)
    page, before = organiser.open(address), steps(fair, address)

    answer = organiser.post(f"{address}/accepter", {"seen": "1", "chains": boxes(page)})

    assert (answer.location, steps(fair, address)) == (address.replace("reequilibrage", "publier"), before)


def test_a_part_is_accepted_and_said_not_to_be_proven(organiser: Visitor, fair: SmallFair) -> None:
    address = with_choice(organiser, fair)

    organiser.post(f"{address}/accepter", {"seen": "1", "chains": []})

    assert steps(fair, address)[-1] is StepDeed.ACCEPTED
    page = organiser.open(address)
    assert "accepté en partie" in page.text
    assert "Girafes et fils" not in page.text


@pytest.mark.parametrize("sent", [{"seen": "0"}, {"seen": "x"}, {}, {"seen": "1", "chains": "rien"}])
def test_a_page_that_is_out_of_date_is_shown_again(
    organiser: Visitor, fair: SmallFair, sent: dict[str, str]
) -> None:
    address = with_choice(organiser, fair)
    before = steps(fair, address)

    answer = organiser.post(f"{address}/accepter", sent, status=409)

    assert "Girafes et fils" in told(answer)
    assert steps(fair, address) == before


def test_the_proof_can_be_asked_for_again(organiser: Visitor, fair: SmallFair) -> None:
    blocking = fair.run(progress=30)
    address = begun(organiser, TABLE)
    assert steps(fair, address) == [StepDeed.PREVIEWED]
    organiser.post(f"{address}/demontrer")
    assert "Un autre calcul est en cours" in organiser.open(address).text
    with fair.changed():
        db.session.query(Run).filter_by(public_id=blocking).one().finished_at = EVE

    organiser.post(f"{address}/demontrer")

    assert steps(fair, address)[-1] is StepDeed.REPAIRED


def test_while_the_proof_is_looked_for_the_page_says_how_far(organiser: Visitor, fair: SmallFair) -> None:
    waiting = fair.run(progress=1)
    address = begun(organiser, TABLE)
    assert json.loads(organiser.client.get(f"{address}/etat").data)["is_over"] is True
    with fair.changed():
        draft = schedule_called(address.split("/")[-2])
        run = db.session.query(Run).filter_by(public_id=waiting).one()
        run.draft_id, run.draft_step, run.scope = draft.id, 0, Scope.FEWEST_CHANGES
        draft_id = draft.public_id
    state = organiser.client.get(f"{address}/etat")

    assert json.loads(state.data)["is_over"] is False
    assert json.loads(state.data)["page"] == f"{SCHEDULES}/{draft_id}/reequilibrage"
    again = organiser.client.get(f"{address}/etat", headers={"If-None-Match": state.headers["ETag"]})
    assert again.status_code == 304
    assert "aperçu" in organiser.open(address).text


def test_a_schedule_that_supposes_nothing_is_read_elsewhere(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed():
        version = db.session.query(Schedule).one().public_id

    address = organiser.client.get(f"{SCHEDULES}/{version}/reequilibrage").location
    assert address == f"{SCHEDULES}/{version}"


def test_a_draft_of_another_fair_is_not_found(organiser: Visitor, empty: Visitor) -> None:
    address = begun(organiser, TABLE)

    for path in ("", "/etat"):
        assert empty.client.get(address + path).status_code == 404
    for path in ("/demontrer", "/accepter"):
        empty.post(address + path, status=404)


def test_the_number_of_queries_is_constant(app: Flask, organiser: Visitor, fair: SmallFair) -> None:
    few = queries(app, organiser, begun(organiser, TABLE))
    with fair.changed() as stored:
        eau = db.session.scalars(sa.select(Desk).filter_by(code="EAU")).one()
        for _ in range(25):
            newcomer = a_company(stored)
            db.session.add_all([newcomer, a_wish(newcomer, eau)])

    assert queries(app, organiser, begun(organiser, TABLE, LATE)) == few


def queries(app: Flask, visitor: Visitor, address: str) -> int:
    with app.app_context():
        engine = db.engine
    with count_queries(engine) as sent:
        visitor.open(address)
    return len(sent)

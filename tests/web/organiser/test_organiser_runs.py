"""Runs of the scheduler: one is asked for, watched, and leads to its draft."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Company, DrawRank, Run, Schedule, Slot
from matchmaker.web import clock as clocks
from matchmaker.web.organiser_runs import SILENT_AFTER, state_of
from tests.builders import AFTER_THE_DEADLINE, BEFORE_THE_DEADLINE, a_company, a_wish
from tests.pages import Opened, Visitor, words
from tests.services.small_fair import a_small_fair
from tests.web.conftest import Clock, signed_in
from tests.web.organiser.conftest import RUNS, SCHEDULES, SmallFair, reads, said


def offers(page: Opened) -> list[str]:
    return [words(button) for button in page.all("main")[0].iter("button")]


def test_a_run_leaves_a_draft_and_leads_to_it(organiser: Visitor, fair: SmallFair) -> None:
    run = organiser.post(RUNS).location
    draft = organiser.client.get(run).location

    assert organiser.open(draft).heading == "Brouillon n° 1 : Brouillon calculé"
    with fair.changed():
        schedule = db.session.query(Schedule).one()
        assert schedule.created_by is not None
        assert (schedule.number, schedule.is_draft, schedule.is_simulation) == (1, True, False)
    assert fair.deeds()[-2:] == ["run.ask", "run.finish"]


def test_before_the_deadline_no_run_is_offered_or_accepted(
    organiser: Visitor, fair: SmallFair, clock: Clock
) -> None:
    clock.now = BEFORE_THE_DEADLINE

    page = organiser.open(SCHEDULES)
    assert (offers(page), "Il pourra être lancé après la clôture" in page.text) == ([], True)
    assert "se calcule après la clôture" in said(organiser.post(RUNS, status=409))
    with fair.changed():
        assert db.session.query(Run).count() == 0


def test_a_fair_without_slots_says_what_to_do_first(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed():
        db.session.execute(sa.delete(Slot))

    assert "définissez-les d’abord" in said(organiser.post(RUNS, status=409))


def test_a_second_click_joins_the_run_that_is_under_way(organiser: Visitor, fair: SmallFair) -> None:
    under_way = fair.run(progress=30)

    assert organiser.post(RUNS).location == f"{RUNS}/{under_way}"
    assert "Un calcul était déjà en cours" in organiser.open(f"{RUNS}/{under_way}").text
    with fair.changed():
        assert db.session.query(Run).count() == 1


def test_the_list_leads_to_the_run_that_is_under_way(organiser: Visitor, fair: SmallFair) -> None:
    under_way = fair.run()
    page = organiser.open(SCHEDULES)

    assert f"{RUNS}/{under_way}" in [a.get("href") for a in page.all("a")]
    assert offers(page) == []


def test_before_the_draw_is_revealed_a_run_is_announced_as_a_simulation(app: Flask) -> None:
    with app.app_context():
        undrawn = a_small_fair(db.session())
        db.session.commit()
        undrawn_id = undrawn.id
    member = signed_in(app, undrawn_id)

    assert "ce calcul sera une simulation" in member.open(SCHEDULES).text
    draft = member.client.get(member.post(RUNS).location).location
    assert "simulation" in member.open(draft).text


def test_a_company_that_came_after_the_draw_gets_a_number_with_the_next_run(
    organiser: Visitor, fair: SmallFair
) -> None:
    with fair.changed() as stored:
        newcomer = a_company(stored)
        desk = db.session.query(Company).first().wishes[0].desk
        db.session.add_all([newcomer, a_wish(newcomer, desk)])
    organiser.post(RUNS)

    with fair.changed():
        assert sorted(db.session.scalars(sa.select(DrawRank.rank))) == [1, 2, 3, 4]
        assert db.session.query(Schedule).count() == 1


def test_a_run_that_fails_says_so_and_can_be_started_again(organiser: Visitor, fair: SmallFair) -> None:
    failed = fair.run(failed_at=AFTER_THE_DEADLINE, failure="ValueError: deux <verrous>")
    page = organiser.open(f"{RUNS}/{failed}")

    assert "rien n’a été modifié" in page.text
    assert [words(code) for code in page.all("code")] == ["ValueError: deux <verrous>"]
    assert offers(page) == ["Relancer le calcul"]
    assert organiser.client.get(organiser.post(RUNS).location).location.startswith(SCHEDULES)


@pytest.mark.parametrize(
    ("given", "silent", "state"),
    [
        ({}, 0, (0, "Le calcul attend son tour ; il commence dans un instant.", False)),
        ({"progress": 5}, 0, (5, "Le calcul attribue les premiers rendez-vous.", False)),
        ({"progress": 40}, 0, (40, "Le calcul choisit qui rencontre qui.", False)),
        ({"progress": 90}, 0, (90, "Le calcul resserre les matinées.", False)),
        ({"progress": 90}, 11, (90, "Le calcul s’est interrompu ; il sera repris de lui-même.", False)),
        ({"progress": 90, "failed_at": 1}, 0, (90, "Le calcul s’est arrêté sur un incident.", True)),
        ({"progress": 90, "finished_at": 1}, 0, (100, "Le planning est prêt.", True)),
    ],
)
def test_a_run_says_how_far_it_is(
    organiser: Visitor, given: dict[str, object], silent: int, state: tuple[int, str, bool]
) -> None:
    run = Run(**{"progress": 0} | given)
    run.heartbeat_at = AFTER_THE_DEADLINE if "progress" in given else None
    with organiser.app.test_request_context():
        seen = state_of(run, AFTER_THE_DEADLINE + timedelta(seconds=silent))

    assert (seen.progress, seen.sentence, seen.is_over) == state
    assert timedelta(seconds=10) == SILENT_AFTER


def test_the_state_is_sent_again_only_once_it_has_changed(organiser: Visitor, fair: SmallFair) -> None:
    run = fair.run()
    address = f"{RUNS}/{run}/etat"
    first = organiser.client.get(address)
    same = organiser.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    with fair.changed():
        db.session.query(Run).update({"progress": 40, "heartbeat_at": clocks.real_time()})
    changed = organiser.client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, same.status_code, changed.status_code) == (200, 304, 200)
    assert changed.json == {
        "progress": 40,
        "sentence": "Le calcul choisit qui rencontre qui.",
        "is_over": False,
        "page": f"{RUNS}/{run}",
    }


def test_the_state_is_said_in_the_language_of_the_reader(organiser: Visitor, fair: SmallFair) -> None:
    address = f"{RUNS}/{fair.run()}/etat"
    french = organiser.client.get(address).json["sentence"]
    english = reads(organiser, "en").client.get(address).json["sentence"]

    assert (french, english) == (
        "Le calcul attend son tour ; il commence dans un instant.",
        "The run is waiting its turn; it starts in a moment.",
    )

"""How many tables, which slots: the page on which organisers try variants, before anybody asks and after."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Company, Desk, JournalEntry, Policy, Role, RulesVersion, Schedule, Table
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    a_company,
    a_desk,
    a_directorate,
    a_need,
    a_wish,
)
from tests.demo_fixtures import DemoApp
from tests.pages import Opened, Visitor, count_queries
from tests.web.conftest import Clock, signed_in
from tests.web.organiser.capacity import CAPACITY, EXPECTED, a_prepared_fair, tried, typed_in
from tests.web.organiser.conftest import SmallFair, reads
from tests.web.organiser.test_organiser import rows


def figures(page: Opened) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in rows(page, "Les variantes")[1:]}


@pytest.fixture
def prepared(app: Flask, clock: Clock) -> Visitor:
    clock.now = BEFORE_OPENING
    return signed_in(app, a_prepared_fair(app))


# Real requests


def test_real_requests_are_counted_as_they_are_and_give_what_the_scheduler_gives(
    organiser: Visitor, fair: SmallFair
) -> None:
    page = organiser.open(CAPACITY)

    assert page.heading == "Combien de tables, quels créneaux ?"
    assert "telles qu’elles sont maintenant : 3 demandes de 3 entreprises ou groupes." in page.text
    assert figures(page) == {
        "Créneaux": ["2 jusqu’à 10 h 48"],
        "Places": ["2"],
        "Entreprises reçues au moins une fois": ["2"],
        "Entreprises sans rendez-vous": ["1"],
        "Entreprises avec deux rendez-vous ou plus": ["0"],
        "Rendez-vous": ["2"],
        "Demandes sans créneau": ["1"],
        "Places libres": ["0"],
        "Points de priorité": ["200"],
    }


def test_what_would_be_enough_is_said_in_tables_and_in_slots(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(CAPACITY)

    assert "Pour que chaque entreprise ait un premier rendez-vous, il faut 1 place de plus." in page.text
    assert "Par exemple : une table de plus au stand « Eau potable »." in page.text
    assert "Ou 1 créneau de plus : finir à 10 h 58" in page.text


def test_with_that_table_everybody_is_received(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(f"{CAPACITY}?variantes=2&b-table-EAU=2")

    assert figures(page)["Entreprises reçues au moins une fois"] == ["2", "3"]
    assert figures(page)["Places libres"] == ["0", "1"]
    assert "Chaque entreprise qui demande peut avoir un premier rendez-vous." in page.text
    assert "8 + 2 minutes, 2 tables, 3 rendez-vous au plus" in page.text


def test_real_requests_that_cannot_be_counted_yet_say_why(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed() as stored:
        late = a_company(stored, validated_at=AFTER_THE_DEADLINE)
        db.session.add_all([late, a_wish(late, db.session.scalars(sa.select(Desk)).one())])
    page = organiser.open(CAPACITY)

    assert "ne peuvent pas encore être comptées : Une entreprise validée depuis le tirage" in page.text
    assert "salons simulés" in page.text


# Before anybody has asked


def test_before_registration_opens_the_demand_is_simulated_and_said_to_be(prepared: Visitor) -> None:
    page = prepared.open(CAPACITY)

    assert "Compté sur 20 salons simulés de 200 entreprises, avec environ 400 demandes." in page.text
    assert "Aucune demande ne peut encore être comptée" in page.text
    assert "Un stand attire selon le nombre de ses projets d’achat." in page.text
    assert (typed_in(page, "entreprises"), typed_in(page, "demandes")) == ("200", "2")
    assert [typed_in(page, f"a-{name}") for name in ("minutes", "battement", "quota", "table-EAU")] == [
        *("8", "2", "3", "2")
    ]


def test_each_figure_stands_between_the_smallest_and_the_largest(prepared: Visitor) -> None:
    page = tried(prepared, {"demandes": "1,5", "entreprises": "60"})

    assert figures(page)["Places"] == ["27"]
    assert " de " in figures(page)["Demandes sans créneau"][0]
    assert typed_in(page, "demandes") == "1,5"


def test_enough_places_are_said_to_be_enough(prepared: Visitor) -> None:
    page = tried(prepared, {"a-table-EAU": "3", "a-table-VOI": "3"})

    assert "Chaque entreprise a un premier rendez-vous dans 20 simulations sur 20." in page.text


def test_by_points_alone_the_number_received_is_not_called_exact(prepared: Visitor) -> None:
    assert "aucun planning ne peut en recevoir davantage" in prepared.open(CAPACITY).text
    with prepared.app.app_context():
        db.session.execute(sa.update(RulesVersion).values(policy=Policy.WORTH))
        db.session.commit()

    assert "À points égaux, plusieurs plannings se valent" in prepared.open(CAPACITY).text


def test_without_any_project_all_stands_attract_alike(prepared: Visitor) -> None:
    with prepared.app.app_context():
        db.session.execute(sa.text("DELETE FROM question"))
        db.session.execute(sa.text("DELETE FROM need"))
        db.session.commit()

    assert "Tous les stands attirent autant" in prepared.open(CAPACITY).text


def test_three_variants_stand_side_by_side_each_begun_like_the_one_before(prepared: Visitor) -> None:
    page = tried(prepared, {"variantes": "3", "b-minutes": "7", "b-battement": "1", "c-quota": "1"})

    assert rows(page, "Les variantes")[0][1:] == ["Variante A", "Variante B", "Variante C"]
    assert figures(page)["Créneaux"] == ["9 jusqu’à 11 h 58", *["11 jusqu’à 11 h 57"] * 2]
    assert [typed_in(page, f"{letter}-quota") for letter in "abc"] == ["3", "3", "1"]
    assert "8 + 2 minutes, 3 tables, 3 rendez-vous au plus : comme aujourd’hui" in page.text


def test_a_variant_more_or_less_is_a_button_that_keeps_what_was_typed(prepared: Visitor) -> None:
    """The browser sends the hidden count, then the button that was pressed."""
    query = urlencode([*EXPECTED.items(), ("a-minutes", "6"), ("variantes", "1"), ("variantes", "2")])
    page = prepared.open(f"{CAPACITY}?{query}")

    assert (typed_in(page, "a-minutes"), typed_in(page, "b-minutes")) == ("6", "6")
    assert [b.get("value") for b in page.all("button") if b.get("name") == "variantes"] == ["3", "1"]


def test_real_requests_that_nobody_made_are_simulated(prepared: Visitor) -> None:
    assert "salons simulés" in tried(prepared, {"source": "reelles"}).text


@pytest.mark.parametrize("odd", ["?variantes=9", "?variantes=x&z-minutes=5", "?a-table-RIEN=4", "?page=-1"])
def test_an_odd_address_is_answered_as_if_it_said_nothing(prepared: Visitor, odd: str) -> None:
    assert rows(prepared.open(CAPACITY + odd), "Les variantes")[0] == ["Chiffre", "Variante A"]


def test_a_fair_without_stands_has_nothing_to_try(empty: Visitor) -> None:
    page = empty.open(CAPACITY)

    assert "Aucun stand n’est encore installé : il n’y a rien à essayer." in page.text
    assert page.all("table") == []


# Around it


def test_nothing_is_stored(organiser: Visitor, fair: SmallFair) -> None:
    before = counts(organiser.app)
    organiser.open(f"{CAPACITY}?variantes=3&b-table-EAU=5&c-minutes=5")

    assert counts(organiser.app) == before


def counts(app: Flask) -> list[int | None]:
    with app.app_context():
        kinds = (Table, Schedule, JournalEntry, Company)
        return [db.session.scalar(sa.select(sa.func.count()).select_from(kind)) for kind in kinds]


@pytest.mark.parametrize("role", [Role.HOST, Role.COMPANY])
def test_nobody_else_reads_it(app: Flask, fair: SmallFair, fair_id: int, role: Role) -> None:
    with fair.changed() as stored:
        company, directorate = a_company(stored), a_directorate(stored)
        db.session.add_all([company, directorate])
        db.session.flush()
        theirs = {"company_id": company.id} if role is Role.COMPANY else {"directorate_id": directorate.id}

    assert signed_in(app, fair_id, role=role, **theirs).client.get(CAPACITY).status_code == 403


def test_the_same_in_english(prepared: Visitor) -> None:
    page = reads(prepared, "en").open(f"{CAPACITY}?entreprises=60&demandes=1.5")

    assert page.heading == "How many tables, which slots?"
    assert "For every company to have a first meeting, 33 more places are needed." in page.text


def test_locked_rules_are_not_to_be_changed_by_a_try(demo_app: DemoApp) -> None:
    visitor = Visitor(demo_app("requests_open"))
    visitor.post("/demonstration/role", {"role": "organiser"})
    page = visitor.open(f"{CAPACITY}?source=simulees")

    assert "Les règles sont verrouillées" in page.text
    assert "Celles que les entreprises ont faites" in page.text


def test_it_asks_no_more_often_for_thirty_stands_than_for_three(app: Flask, prepared: Visitor) -> None:
    def queries() -> int:
        with count_queries(engine) as sent:
            prepared.open(CAPACITY)
        return len(sent)

    with app.app_context():
        engine = db.engine
    prepared.open(CAPACITY)
    few = queries()
    with app.app_context():
        fair = db.session.scalars(sa.select(Desk)).all()[0].fair
        for _ in range(28):
            desk = a_desk(fair, tables=2)
            db.session.add_all([desk, a_need(desk)])
        db.session.commit()

    assert queries() == few

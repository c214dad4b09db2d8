"""What the rules cost, as the organiser reads it: figures side by side, who gains and who pays."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Company, DrawRank, Fair, Wish
from matchmaker.scheduling.rule_costs import rule_costs
from matchmaker.services import rule_costs as service
from matchmaker.services.problems import problem_for
from tests.builders import BEFORE_THE_DEADLINE, a_company, a_desk, a_wish
from tests.demo_fixtures import DemoApp
from tests.pages import Opened, Visitor, count_queries, words
from tests.services.test_rule_costs import a_costly_fair
from tests.web.conftest import Clock, signed_in
from tests.web.organiser.conftest import SCHEDULES, SmallFair, reads
from tests.web.organiser.test_organiser import rows

COSTS = f"{SCHEDULES}/cout-des-regles"
WAITING = "Les demandes peuvent encore changer : le compte se fait après leur clôture."


@pytest.fixture
def costly(app: Flask) -> Visitor:
    """An organiser of a fair whose floor costs 20 points of 115."""
    with app.app_context():
        fair = a_costly_fair(db.session())
        db.session.commit()
        fair_id = fair.id
    return signed_in(app, fair_id)


def boxes(page: Opened) -> list[list[str]]:
    """Value, label and note of every big number."""
    found = [e for e in page.document.iter("div") if e.get("class") == "figure-box"]
    return [[words(part) for part in box] for box in found]


def test_the_figures_stand_side_by_side(costly: Visitor) -> None:
    page = costly.open(COSTS)

    assert boxes(page) == [
        ["+1", "Entreprise reçue de plus", "2 au lieu de 1"],
        ["+1", "Rendez-vous", "2 au lieu de 1"],
        ["−17,4 %", "Points de priorité", "95 au lieu de 115"],
    ]
    assert rows(page, "Les chiffres")[1:] == [
        ["Entreprises reçues au moins une fois", "1", "2", "+1"],
        ["Entreprises sans rendez-vous", "1", "0", "−1"],
        ["Rendez-vous", "1", "2", "+1"],
        ["Points de priorité", "115", "95", "−20"],
    ]
    assert rows(page, "Entreprises selon")[1:] == [
        ["Aucun rendez-vous", "1", "0"],
        ["1 rendez-vous", "1", "2"],
    ]
    assert "sont démontrés" in page.text


def test_each_policy_has_its_sentence(costly: Visitor) -> None:
    page = costly.open(COSTS)

    assert (
        "Le plus grand nombre possible d’entreprises obtient un premier rendez-vous, et le tirage"
        in page.text
    )
    assert "quitte à laisser des entreprises sans aucun rendez-vous" in page.text


def test_who_gains_is_named(costly: Visitor) -> None:
    page = costly.open(COSTS)

    assert "1 entreprise n’est reçue que grâce au plancher." in page.text
    assert rows(page, "Entreprises dont")[1:] == [["E6", "–", "reçue grâce au plancher", "1 au lieu de 0"]]
    assert "Le tirage n’est pas encore révélé" in page.text


def test_the_same_in_english(costly: Visitor) -> None:
    page = reads(costly, "en").open(COSTS)

    assert page.heading == "What the rules cost"
    assert boxes(page)[2] == ["−17.4%", "Priority points", "95 instead of 115"]
    assert "1 company is received only thanks to the floor." in page.text


def test_where_the_floor_costs_nothing_nobody_is_named(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(COSTS)

    assert boxes(page)[0] == ["0", "Entreprise reçue de plus", "2 dans les deux cas"]
    assert boxes(page)[2] == ["0 %", "Points de priorité", "200 dans les deux cas"]
    assert "Personne : chaque entreprise a autant de rendez-vous dans les deux cas." in page.text
    assert "Le tirage n’est pas encore révélé" not in page.text


def test_a_fair_without_a_request_has_nothing_to_compare(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed():
        db.session.execute(sa.delete(Wish))

    assert "il n’y a rien à comparer" in organiser.open(COSTS).text


def test_before_the_deadline_it_says_when(organiser: Visitor, clock: Clock) -> None:
    clock.now = BEFORE_THE_DEADLINE
    page = organiser.open(COSTS)

    assert WAITING in page.text
    assert "Les demandes ferment le lundi 6 novembre 2023 à 23 h 59." in page.text
    assert boxes(page) == []


def test_a_refusal_is_a_page_and_not_an_error(empty: Visitor, clock: Clock, fair: SmallFair) -> None:
    clock.now = fair_closed(empty)
    page = empty.open(COSTS)

    assert "Le salon n’a pas encore de règles d’attribution" in page.text
    assert "ferment" not in page.text


def fair_closed(visitor: Visitor) -> object:
    with visitor.app.app_context():
        return db.session.scalars(sa.select(Fair.requests_close_at)).first()


def test_a_count_that_was_stopped_is_not_called_proven(
    costly: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "TIME_LIMIT_SECONDS", 0.0)
    page = costly.open(COSTS)

    assert "les points ne le sont pas" in page.text
    assert "aucun calcul ne ferait mieux" not in page.text


def test_the_list_of_schedules_leads_there(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(SCHEDULES)
    links = {words(link): link.get("href") for link in page.all("a")}

    assert links["ce que coûtent les règles"] == COSTS


def test_the_page_is_a_part_of_the_schedules(organiser: Visitor, fair: SmallFair) -> None:
    marked = [words(a) for a in organiser.open(COSTS).all("a") if a.get("aria-current") == "true"]

    assert marked == ["Plannings"]


def test_the_demonstration_shows_what_the_core_counts(demo_app: DemoApp) -> None:
    visitor = Visitor(demo_app("drafts"))
    visitor.post("/demonstration/role", {"role": "organiser"})
    page = visitor.open(COSTS)
    with visitor.app.app_context():
        found = rule_costs(problem_for(db.session(), db.session.scalars(sa.select(Fair)).one()))

    shown = rows(page, "Entreprises selon")[1:]
    assert [(int(row[1]), int(row[2])) for row in shown] == list(
        zip(found.worth.by_meetings, found.floor.by_meetings, strict=True)
    )
    assert found.floor.served > found.worth.served
    sides = (found.received_by_the_floor, found.left_out_by_the_floor, found.paying, found.gaining)
    assert len(rows(page, "Entreprises dont")) - 1 == sum(map(len, sides)) > 10
    assert found.paying
    in_order = sorted(rows(page, "Entreprises dont")[1:], key=lambda row: int(row[1]))
    for effect in {row[2] for row in in_order}:
        shown_so = [row for row in rows(page, "Entreprises dont")[1:] if row[2] == effect]
        assert [row[1] for row in shown_so] == [row[1] for row in in_order if row[2] == effect]
    assert "cèdent un deuxième rendez-vous" in page.text


def test_it_asks_the_database_no_more_often_for_thirty_companies_than_for_three(
    app: Flask, organiser: Visitor, fair: SmallFair
) -> None:
    def queries() -> int:
        with count_queries(engine) as sent:
            organiser.open(COSTS)
        return len(sent)

    with app.app_context():
        engine = db.engine
    organiser.open(COSTS)
    few = queries()
    with fair.changed() as stored:
        draw = stored.draw
        for number in range(27):
            company = a_company(stored, siren=f"000{500000 + number}")
            db.session.add_all([company, a_wish(company, a_desk(stored))])
            db.session.flush()
            rank = DrawRank(draw=draw, party=company.party, rank=4 + number)
            db.session.add(rank)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Company.id))) == 30

    assert queries() == few

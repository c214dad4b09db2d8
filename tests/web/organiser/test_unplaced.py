"""Who meets nobody, and every request that found no place, with a reason and a next step."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from matchmaker.db import db
from matchmaker.models import AnswerKind, Company, Refusal, Wish
from tests.builders import AFTER_THE_DEADLINE, a_company, a_desk, a_group, a_wish, an_account, an_answer
from tests.demo_fixtures import DemoApp
from tests.pages import Opened, Visitor, words
from tests.services.drafts import drop, first_pair
from tests.web.organiser.conftest import SCHEDULES, SmallFair, schedule_called
from tests.web.organiser.test_organiser import rows
from tests.web.organiser.test_organiser_schedules import bookings, demo_draft


def address_of(chosen: str) -> str:
    return f"{SCHEDULES}/{chosen}/sans-creneau"


def without_meeting(page: Opened) -> list[str]:
    return [words(heading) for heading in page.all("h3")]


def requests(page: Opened) -> list[list[str]]:
    """(company, stand, reason, next step) of every request without a slot."""
    return [row for body in page.all("tbody") for row in [[words(c) for c in line] for line in body]]


def choices(page: Opened, name: str) -> dict[str, str]:
    select = next(s for s in page.all("select") if s.get("name") == name)
    return {option.get("value", ""): words(option) for option in select.iter("option")}


def test_every_request_that_is_no_meeting_is_there_with_its_reason(demo_app: DemoApp) -> None:
    visitor, chosen = demo_draft(demo_app)
    page = visitor.open(address_of(chosen))
    booked = bookings(visitor.app, chosen)
    met = {b.company for b in booked}
    with visitor.app.app_context():
        wanted = db.session.query(Wish).count() - len(booked)
        unserved = sorted(c.name for c in db.session.query(Company) if c.code not in met)

    assert len(requests(page)) == wanted == 253
    assert all(reason and step for _, _, reason, step in requests(page))
    assert sorted(without_meeting(page)) == unserved


def test_the_choices_count_what_they_keep(demo_app: DemoApp) -> None:
    visitor, chosen = demo_draft(demo_app)
    offered = {name: choices(visitor.open(address_of(chosen)), name) for name in ("stand", "raison")}

    for name, options in offered.items():
        assert sum(int(label.rpartition("(")[2][:-1]) for value, label in options.items() if value) == 253
        value, label = list(options.items())[1]
        kept = requests(visitor.open(address_of(chosen), query_string={name: value}))
        assert label.endswith(f"({len(kept)})")


def test_two_choices_keep_what_is_in_both(demo_app: DemoApp) -> None:
    visitor, chosen = demo_draft(demo_app)
    everything = requests(visitor.open(address_of(chosen)))
    both = visitor.open(address_of(chosen) + "?stand=CHA&raison=draw")
    stand = choices(both, "stand")["CHA"].rpartition(" (")[0]

    assert requests(both) == [
        r for r in everything if r[1].startswith(stand) and r[2].startswith("Tirage au sort")
    ]
    assert f"Demandes affichées : {len(requests(both))} sur 253" in both.text


@pytest.mark.parametrize("question", ["stand=VIDE", "raison=rien", "stand=%0A&raison=%0A"])
def test_an_unknown_choice_finds_nothing(organiser: Visitor, fair: SmallFair, question: str) -> None:
    page = organiser.open(address_of(fair.draft()) + "?" + question)

    assert requests(page) == []
    assert "Aucune demande ne correspond à ce choix." in page.text
    assert len(without_meeting(page)) == 1


def test_when_everybody_is_received_the_page_says_so(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed():
        db.session.delete(db.session.query(Wish).first())

    page = organiser.open(address_of(fair.draft()))

    assert "Chaque entreprise qui a demandé un rendez-vous en a au moins un." in page.text
    assert without_meeting(page) == []


def test_a_countersigned_refusal_is_shown_with_its_reason(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed():
        wish = db.session.query(Wish).first()
        name = wish.company.name
        signed = {"countersigned_at": AFTER_THE_DEADLINE, "countersigned_by": an_account()}
        given = {"refusal": Refusal.OUT_OF_SCOPE} | signed
        db.session.add(an_answer(wish, AnswerKind.REFUSED, **given))
    page = organiser.open(address_of(fair.draft()) + "?raison=refused")

    assert without_meeting(page) == [name]
    assert requests(page) == [
        [
            name,
            "Eau potable (choix n° 1, refusée)",
            "Refus de la direction Motif : hors périmètre du stand.",
            "L’entreprise peut contester sous 48 heures.",
        ]
    ]


def test_a_request_made_after_the_run_is_told_apart(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    with fair.changed() as stored:
        desk = a_desk(stored, label_fr="Voirie")
        company = db.session.query(Company).first()
        db.session.add_all([desk, a_wish(company, desk, rank=2)])
    page = organiser.open(address_of(chosen))

    # The draft does not know the stand, so nothing can be said of it there.
    assert not [row for row in requests(page) if row[1].startswith("Voirie")]


def test_a_late_request_for_a_known_stand_asks_for_another_run(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed() as stored:
        late = a_company(stored, name="Retard et fils")
        db.session.add(late)
    chosen = fair.draft()
    with fair.changed():
        desk = db.session.query(Wish).first().desk
        db.session.add(a_wish(db.session.query(Company).filter_by(name="Retard et fils").one(), desk))
    page = organiser.open(address_of(chosen) + "?raison=later")

    assert [row[0] for row in requests(page)] == ["Retard et fils"]
    assert "Relancer le calcul pour en tenir compte." in page.text


def test_a_company_whose_group_is_received_is_said_to_be(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed() as stored:
        group = a_group(stored)
        db.session.add(group)
        group.companies = list(db.session.query(Company))[:2]
    with fair.changed():
        db.session.delete(db.session.query(Wish).filter(Wish.company.has(Company.siren == "000000026")).one())
    page = organiser.open(address_of(fair.draft()))

    assert page.text.count("Une autre entreprise de son groupe est reçue.") == len(without_meeting(page)) == 0


def test_no_reason_names_another_company(demo_app: DemoApp) -> None:
    visitor, chosen = demo_draft(demo_app)
    read = requests(visitor.open(address_of(chosen)))
    with visitor.app.app_context():
        names = [company.name for company in db.session.query(Company)]

    told = [(row[0], name) for row in read for name in names if len(name) > 8 and name in row[2] + row[3]]
    assert told == []


def test_the_page_is_in_the_table_s_words(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(address_of(fair.draft()))

    assert rows(page, "Demandes affichées : 1")[0] == ["Entreprise", "Stand", "Raison", "Suite possible"]


def test_a_request_that_organisers_withdrew_says_why(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    with fair.changed():
        draft = schedule_called(chosen)
        drop(db.session(), draft, first_pair(draft), reason="Doublon avec un autre stand")
    (withdrawn,) = [row for row in requests(organiser.open(address_of(chosen))) if "retirée" in row[2]]
    file = organiser.client.get(f"{SCHEDULES}/{chosen}/planning.xlsx").data

    assert "L’organisation a retiré cette demande. Motif : Doublon avec un autre stand." in withdrawn[2]
    reasons = [row[-1] for row in load_workbook(io.BytesIO(file))["Demandes sans créneau"].values]
    assert "L’organisation a retiré cette demande. Motif : Doublon avec un autre stand." in reasons

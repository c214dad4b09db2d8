"""Equal treatment, as the organiser reads it: what is fair, what is odd, what was done by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Account, AnswerKind, Company, Role, StepDeed
from matchmaker.services.drafts import drafting
from matchmaker.services.drafts.drafting import About
from matchmaker.services.draws import ranks
from matchmaker.services.figures import document
from matchmaker.services.problems import taking_part
from tests.builders import a_company, a_directorate, an_answer
from tests.pages import Opened, Visitor, count_queries, words
from tests.services.drafts import LATER, drop, hand
from tests.services.small_fair import a_draft_of, drawn
from tests.services.test_equity import a_fair_of, seat_in_order
from tests.web.conftest import signed_in
from tests.web.organiser.conftest import SCHEDULES, SmallFair, reads, schedule_called
from tests.web.organiser.test_organiser import rows


def panel(visitor: Visitor, chosen: str, question: str = "") -> Opened:
    return visitor.open(f"{SCHEDULES}/{chosen}/egalite{question}")


def findings(page: Opened) -> list[str]:
    """The last words of each of the four panels: its tag."""
    tags = [e for e in page.document.iter("span") if "word-tag" in (e.get("class") or "")]
    return [words(tag) for tag in tags[:4]]


def preferred(fair: SmallFair) -> str:
    """A draft in which the directorate would rather meet the company that the draw leaves out."""
    with fair.changed() as stored:
        first = a_draft_of(db.session(), stored)
        code = document(first).result.unplaced[0].company
        company = next(one for one in db.session.scalars(sa.select(Company)) if one.code == code)
        db.session.add(an_answer(company.wishes[0], AnswerKind.INTERESTED))
        db.session.flush()
        return a_draft_of(db.session(), stored).public_id


def test_a_draft_by_the_rules_has_nothing_to_explain(organiser: Visitor, fair: SmallFair) -> None:
    page = panel(organiser, fair.draft())

    assert page.heading == "Égalité de traitement"
    assert findings(page) == ["1 sans rendez-vous", "trop peu d’entreprises", "aucune", "aucune"]
    assert "2 entreprises reçues sur 3 qui ont demandé un rendez-vous." in page.text
    assert "3 entreprises : une corrélation ne dirait rien." in page.text
    assert "Aucune : à chaque stand, les demandes reçues sont les mieux notées." in page.text


def test_of_few_companies_no_percentage_is_given(organiser: Visitor, fair: SmallFair) -> None:
    row = rows(panel(organiser, fair.draft()), "Selon la taille")[1]

    assert row == ["non déclarée", "3", "2", "1", "3", "2", "3 entreprises : un pourcentage ne dirait rien"]


def test_territory_is_what_was_declared_and_no_more(organiser: Visitor, fair: SmallFair) -> None:
    page = panel(organiser, fair.draft())

    assert rows(page, "Selon le pays")[1][:2] == ["France", "3"]
    assert "L’inscription ne demande ni commune ni département" in page.text


def test_every_place_of_lower_worth_has_its_sentence(organiser: Visitor, fair: SmallFair) -> None:
    page = panel(organiser, preferred(fair))
    case = rows(page, "1 demande sans créneau")[1]

    assert findings(page)[3] == "toutes expliquées"
    assert case[1] == "115"
    assert "L’entreprise reçue n’a que ce rendez-vous, et le tirage l’a placée avant (règle 4)." in case[2]
    assert case[2].count("(100 points)") == 2
    assert rows(page, "Par stand")[1] == ["Eau potable", "1", "Tirage : 2"]
    assert "Ce planning est démontré optimal" in page.text


def test_each_case_leads_to_the_reason_of_the_request(organiser: Visitor, fair: SmallFair) -> None:
    chosen = preferred(fair)
    links = [a.get("href") for a in panel(organiser, chosen).all("a")]

    assert f"{SCHEDULES}/{chosen}/sans-creneau?stand=EAU&raison=draw" in links
    assert organiser.open(f"{SCHEDULES}/{chosen}/sans-creneau?stand=EAU&raison=draw")


def test_a_stand_without_such_cases_says_so(organiser: Visitor, fair: SmallFair) -> None:
    assert "Aucune demande de ce genre à ce stand." in panel(organiser, preferred(fair), "?stand=VIDE").text


def by_hand(fair: SmallFair, chosen: str, author: str, reason: str) -> tuple[str, str]:
    """Whoever goes without is given the first meeting: names of who gets it and who loses it."""
    with fair.changed():
        draft = schedule_called(chosen)
        content = document(draft)
        first, *rest = content.result.meetings
        newcomer = content.result.unplaced[0].company
        state = hand(content.problem, [replace(first, company=newcomer), *rest])
        about = About(
            newcomer, "EAU", slot_after=first.slot, table_after="EAU-1", other=first.company, reason=reason
        )
        who = Account(email="claire@example.org", name=author, created_at=LATER)
        db.session.add(who)
        drafting.take_step(db.session(), draft, draft.step, StepDeed.REPLACED, state, who, LATER, about)
        names = {one.code: one.name for one in db.session.scalars(sa.select(Company))}
        return names[newcomer], names[first.company]


def test_who_decided_by_hand_when_why_and_who_gave_way(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    newcomer, loser = by_hand(fair, chosen, "Claire Martin", "Engagement pris au salon 2022")
    page = panel(organiser, chosen)
    row = rows(page, "Décisions prises à la main")[1]

    assert findings(page)[2] == "toutes motivées"
    assert row[0] == f"{newcomer} Eau potable"
    assert row[1] == "mise à la place d’une autre 10 h 30, table 1 en vigueur"
    assert row[2:4] == [f"{loser} perd ce rendez-vous", "Engagement pris au salon 2022"]
    assert row[4] == "Claire Martin le 9 novembre à 0 h 59"


def test_of_a_proposal_accepted_in_part_it_is_said_who_does_not_get_what(
    organiser: Visitor, fair: SmallFair
) -> None:
    chosen = fair.draft()
    with fair.changed():
        draft = schedule_called(chosen)
        kept, left = document(draft).result.meetings
        state = hand(document(draft).problem, [kept])
        drafting.take_step(db.session(), draft, 0, StepDeed.ACCEPTED, state, None, LATER)
        names = {one.code: one.name for one in db.session.scalars(sa.select(Company))}
    row = rows(panel(organiser, chosen), "Décisions prises à la main")[1]

    assert row[:2] == ["Plusieurs entreprises", "proposition acceptée en partie en vigueur"]
    assert row[2] == f"{names[left.company]} n’obtient pas le rendez-vous proposé"


def test_a_deed_without_a_reason_is_marked(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    with fair.changed():
        draft = schedule_called(chosen)
        content = document(draft)
        first, *rest = content.result.meetings
        state = hand(content.problem, [first, *rest])
        about = About(*first.pair, slot_after=first.slot, table_after=first.table)
        drafting.take_step(db.session(), draft, draft.step, StepDeed.PINNED, state, None, LATER, about)

    assert findings(panel(organiser, chosen))[2] == "1 sans motif"


def test_a_withdrawn_request_is_listed(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    with fair.changed():
        draft = schedule_called(chosen)
        drop(db.session(), draft, document(draft).result.meetings[0].pair, reason="Déjà rencontrée")
    row = rows(panel(organiser, chosen), "Décisions prises à la main")[1]

    assert (row[1], row[3]) == ("demande retirée en vigueur", "Déjà rencontrée")


def test_a_place_that_nothing_explains_is_to_be_looked_at(organiser: Visitor, fair: SmallFair) -> None:
    """The last one drawn sits where the second, whom the directorate prefers, could: somebody moved them."""
    with fair.changed() as stored:
        by_rank = sorted(
            taking_part(db.session(), stored), key=lambda c: ranks(db.session(), stored)[c.party]
        )
        db.session.add(an_answer(by_rank[1].wishes[0], AnswerKind.INTERESTED))
        db.session.flush()
        draft = a_draft_of(db.session(), stored)
        content = document(draft)
        seated = [
            replace(one, company=by_rank[2].code) if one.company == by_rank[1].code else one
            for one in content.result.meetings
        ]
        state = hand(content.problem, seated)
        drafting.take_step(db.session(), draft, 0, StepDeed.MOVED, state, None, LATER)
        chosen = draft.public_id
    page = panel(organiser, chosen)

    assert findings(page)[3] == "1 à revoir"
    assert "Ce planning a été modifié à la main depuis le dernier calcul" in page.text
    assert "Rien ne s’y oppose" in rows(page, "1 demande sans créneau")[1][2]
    assert "Ce planning est démontré optimal" not in page.text


def test_a_timetable_in_the_order_of_arrival_comes_out_bad(app: Flask) -> None:
    with app.app_context():
        chosen, fair_id = a_crowd(30)
    page = panel(signed_in(app, fair_id), chosen)

    assert findings(page)[1] == "à examiner"
    assert "Les premières arrivées sont mieux servies : corrélation 0,79 sur 30 entreprises." in page.text
    assert rows(page, "Corrélation entre")[1][3] == "à examiner"


def test_a_fair_without_requests_has_nothing_to_compare(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed():
        for company in db.session.scalars(sa.select(Company)):
            db.session.delete(company)
    page = panel(organiser, fair.draft())

    assert "Aucune entreprise n’a demandé de rendez-vous : il n’y a rien à comparer." in page.text


def test_the_files_can_be_taken_away(organiser: Visitor, fair: SmallFair) -> None:
    chosen = preferred(fair)
    workbook = organiser.client.get(f"{SCHEDULES}/{chosen}/egalite.xlsx")
    places = organiser.client.get(f"{SCHEDULES}/{chosen}/egalite.csv")

    assert workbook.data.startswith(b"PK")
    assert "le tirage l’a placée avant" in places.get_data(as_text=True)
    assert "egalite" in places.headers["Content-Disposition"]


def test_every_view_of_a_schedule_leads_there(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    links = {words(a): a.get("href") for a in organiser.open(f"{SCHEDULES}/{chosen}/par-table").all("a")}

    assert links["Égalité de traitement"] == f"{SCHEDULES}/{chosen}/egalite"


@pytest.mark.parametrize("role", [Role.HOST, Role.COMPANY])
def test_nobody_else_reads_it(app: Flask, fair: SmallFair, fair_id: int, role: Role) -> None:
    chosen = fair.draft()
    member = signed_in(app, fair_id, role=role, **belonging(fair, role))

    for ending in ("", ".xlsx", ".csv"):
        assert member.client.get(f"{SCHEDULES}/{chosen}/egalite{ending}").status_code == 403


def belonging(fair: SmallFair, role: Role) -> dict[str, int]:
    """A company has a member of its own; a host belongs to a directorate."""
    with fair.changed() as stored:
        company, directorate = a_company(stored), a_directorate(stored)
        db.session.add_all([company, directorate])
        db.session.flush()
        return {"company_id": company.id} if role is Role.COMPANY else {"directorate_id": directorate.id}


def test_the_same_in_english(organiser: Visitor, fair: SmallFair) -> None:
    page = panel(reads(organiser, "en"), preferred(fair))

    assert page.heading == "Equal treatment"
    assert "it was drawn earlier (rule 4)" in page.text


def test_it_asks_no_more_often_for_thirty_companies_than_for_three(app: Flask) -> None:
    assert queries(app, 30) == queries(app, 3)


def queries(app: Flask, companies: int) -> int:
    with app.app_context():
        engine, (chosen, fair_id) = db.engine, a_crowd(companies)
    visitor = signed_in(app, fair_id)
    panel(visitor, chosen)
    with count_queries(engine) as sent:
        panel(visitor, chosen)
    return len(sent)


def a_crowd(companies: int) -> tuple[str, int]:
    """That many companies for nine places, the first nine seated by hand as they came."""
    stored = drawn(db.session(), a_fair_of(db.session(), companies, slots=9))
    draft = a_draft_of(db.session(), stored)
    seat_in_order(db.session(), draft, [f"0001{number:05d}" for number in range(9)])
    db.session.commit()
    return draft.public_id, stored.id

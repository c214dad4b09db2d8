"""An organiser acts for somebody: what is stored, who reads it, and the strip above every page."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import (
    Account,
    Answer,
    AnswerKind,
    Contact,
    Desk,
    Role,
)
from tests.builders import (
    a_company,
    a_directorate,
    a_membership,
    a_wish,
)
from tests.pages import Visitor, count_queries
from tests.web.conftest import signed_in
from tests.web.on_behalf.conftest import (
    ASK,
    CHOOSE,
    FIRM,
    HOST,
    NAME,
    REASON,
    ROLE,
    WISHES,
    Office,
    bar,
    said,
)


def test_a_journey_from_a_telephone_call_to_what_the_company_reads(app: Flask, office: Office) -> None:
    organiser = office.visitor
    page = organiser.open(f"/organisateur/inscriptions/{office.public_id}")
    assert office.firm in [link.get("href") for link in page.all("a")]
    assert "Voir seulement" in organiser.open(office.firm).text

    office.acts()
    page = organiser.open(FIRM)
    assert page.heading == "Mon espace"
    assert bar(page).startswith("Vous agissez pour « Canalisations Durand » depuis")
    assert f"Motif : {REASON}" in bar(page)
    assert "Encore 30 minutes." in bar(page)

    organiser.post(ASK, {"motivation": "Pour parler de conduites."})
    assert office.ends() == f"/organisateur/inscriptions/{office.public_id}"
    page = organiser.open(f"/organisateur/inscriptions/{office.public_id}")
    assert "Vous avez retrouvé votre rôle." in page.text
    assert bar(page) == ""
    assert f"L’organisation agit à sa place : {REASON}" in page.text

    assert office.lines() == [
        ("on_behalf.begin", ROLE, office.account_id),
        ("wish.ask", ROLE, office.account_id),
        ("on_behalf.end", ROLE, office.account_id),
    ]
    firm = signed_in(app, office.fair_id, role=Role.COMPANY, company_id=office.company_id)
    text = firm.open(FIRM).text
    assert "Fait par l’organisation à votre place" in text
    assert "Rendez-vous demandé EAU" in text
    assert REASON in text


def test_the_list_is_not_there_when_nothing_was_done(app: Flask, office: Office) -> None:
    firm = signed_in(app, office.fair_id, role=Role.COMPANY, company_id=office.company_id)
    office.acts()
    office.ends()

    assert "à votre place" not in firm.open(FIRM).text


def test_a_host_reads_what_was_done_in_their_place_and_the_answer_is_the_organiser_s(
    app: Flask, office: Office
) -> None:
    with office.changed():
        desk = db.session.scalars(sa.select(Desk)).one()
        wish = a_wish(office.company(), desk)
        db.session.add(wish)
        db.session.flush()
        address = f"/direction/stands/EAU/demandes/{wish.public_id}"

    office.acts(office.lead)
    assert office.visitor.open(address).status == 200
    office.visitor.post(address, {"kind": "out_of_scope", "seen": "none"})

    with office.changed():
        answer = db.session.scalars(sa.select(Answer)).one()
        assert (answer.kind, answer.answered_by_id) == (AnswerKind.REFUSED, office.account_id)
    assert office.lines()[-1] == (
        "answer.give",
        f"organiser for host {office.host_account_id}",
        office.account_id,
    )
    host = Visitor(app).acts_as(office.host_id, office.host_account_id)
    for reader in (host, office.visitor):
        assert "Fait par l’organisation à votre place" in reader.open(HOST).text
    assert REASON in host.open(HOST).text


def test_a_host_is_seen_with_their_own_stands_and_planning(app: Flask, office: Office) -> None:
    office.sees(office.lead)

    assert "Eau potable" in office.visitor.open(HOST).text
    assert office.visitor.open("/direction/mon-planning").status == 200
    refused = office.visitor.post("/direction/projets/nouveau", status=403)
    assert "Rien n’a été enregistré" in said(refused)


def test_the_strip_is_on_every_page_of_every_kind(office: Office) -> None:
    office.acts()

    for address in ("/", "/salons/2023", "/compte", "/connexion", WISHES, CHOOSE):
        assert NAME in bar(office.visitor.open(address)), address
    assert NAME in bar(office.visitor.open("/rien", status=404))


def test_the_language_is_the_organiser_s_own(office: Office) -> None:
    office.acts()
    office.visitor.post("/langue", {"language": "en", "next": FIRM})
    office.visitor.language = "en"

    assert "You have been acting for" in bar(office.visitor.open(FIRM))
    with office.changed():
        assert db.session.get_one(Account, office.account_id).locale == "en"
    assert office.lines()[-1] == ("account.change_language", "organiser", office.account_id)


def test_to_look_at_another_ends_the_first(office: Office) -> None:
    office.sees()
    office.sees(office.lead)

    assert office.deeds() == ["on_behalf.begin", "on_behalf.end", "on_behalf.begin"]
    assert office.visitor.client.get(FIRM).status_code == 403


def test_from_looking_one_goes_on_to_act_and_both_are_on_record(office: Office) -> None:
    office.sees()
    office.acts()

    assert office.deeds() == ["on_behalf.begin", "on_behalf.end", "on_behalf.begin"]
    assert bar(office.visitor.open(FIRM)).startswith("Vous agissez pour")


def test_a_reason_that_is_code_is_words(office: Office) -> None:
    office.acts(reason="<script>alert(1)</script>")

    assert "<script>alert(1)</script>" in bar(office.visitor.open(FIRM))


def test_no_page_of_it_is_kept_by_the_browser(office: Office) -> None:
    office.acts()

    assert office.visitor.open(FIRM).response.headers["Cache-Control"] == "no-store"


def test_a_company_from_a_file_is_opened_though_nobody_signs_in_for_it(office: Office) -> None:
    with office.changed() as fair:
        alone = a_company(fair, name="Sans compte")
        alone.contacts[:] = [Contact(name="Personne", email="personne@example.org")]
        db.session.add(alone)
        db.session.flush()
        address = f"{CHOOSE}/entreprise/{alone.public_id}"
    office.acts(address)

    for page in (FIRM, WISHES, "/entreprise/fiche", "/entreprise/collegues", "/entreprise/fiche/coordonnees"):
        office.visitor.open(page)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_a_company_and_of_a_host_is_sound_meanwhile(
    app: Flask, office: Office, language: str
) -> None:
    office.visitor.post("/langue", {"language": language, "next": "/"})
    office.visitor.language = language
    for whom, blueprint in ((office.firm, "company"), (office.lead, "host")):
        office.acts(whom)
        for rule in app.url_map.iter_rules():
            named = {"code": "P001" if "projets" in rule.rule else "EAU"}
            if not rule.endpoint.startswith(f"{blueprint}.") or "GET" not in (rule.methods or ()):
                continue
            if rule.arguments <= {"code"}:
                address = rule.rule.replace("<code>", named["code"])
                assert bar(office.visitor.open(address, follow_redirects=True)), address
        office.ends()


def test_the_home_needs_the_same_queries_however_much_was_done(app: Flask, office: Office) -> None:
    office.acts()
    firm = signed_in(app, office.fair_id, role=Role.COMPANY, company_id=office.company_id)
    with app.app_context():
        engine = db.engine

    asked = {}
    for deeds in (3, 30):
        office.did(deeds - (3 if asked else 0))
        with count_queries(engine) as sent:
            assert f"{deeds} actions" in firm.open(FIRM).text
        asked[deeds] = len(sent)
    assert asked[3] == asked[30]


def test_acting_needs_the_same_queries_on_every_page(app: Flask, office: Office) -> None:
    """Who acts is looked up once a page: seven more than for the company itself, however long the journal."""
    firm = signed_in(app, office.fair_id, role=Role.COMPANY, company_id=office.company_id)
    with app.app_context():
        engine = db.engine
    with count_queries(engine) as own:
        firm.open(WISHES)

    office.acts()
    for more in (0, 30):
        office.did(more)
        with count_queries(engine) as acting:
            office.visitor.open(WISHES)
        assert len(acting) - len(own) <= 7


def test_those_to_choose_from_need_the_same_queries_however_many_they_are(app: Flask, office: Office) -> None:
    with app.app_context():
        engine = db.engine
    asked = {}
    for companies in (3, 30):
        with office.changed() as fair:
            more = [a_company(fair) for _ in range(companies - (3 if asked else 1))]
            leads = [a_membership(fair, Role.HOST, directorate=a_directorate(fair)) for _ in more]
            db.session.add_all([*more, *leads])
        with count_queries(engine) as sent:
            assert "Canalisations Durand" in office.visitor.open(CHOOSE, query_string={"q": "durand"}).text
            office.visitor.open(CHOOSE)
        asked[companies] = len(sent)
    assert asked[3] == asked[30]

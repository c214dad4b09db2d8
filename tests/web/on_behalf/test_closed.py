"""What stays closed to who is in somebody else’s place, and to whoever pretends to be."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import (
    Account,
    Answer,
    Desk,
    Role,
)
from matchmaker.web.access import BEGUN, is_file
from matchmaker.web.on_behalf import OPEN_DEEDS, OWN_DEEDS
from tests.builders import (
    a_company,
    a_membership,
    a_wish,
)
from tests.pages import Visitor
from tests.web.conftest import signed_in
from tests.web.on_behalf.conftest import (
    ASK,
    CHOOSE,
    END,
    FIRM,
    NAME,
    ORGANISER,
    REASON,
    Office,
    bar,
    deeds_of,
    said,
)


def test_who_refused_in_the_place_of_a_directorate_does_not_countersign(app: Flask, office: Office) -> None:
    with office.changed() as fair:
        account = db.session.get_one(Account, office.account_id)
        desk = db.session.scalars(sa.select(Desk)).one()
        wish = a_wish(office.company(), desk)
        procurement = a_membership(fair, Role.PROCUREMENT, account=account)
        db.session.add_all([procurement, wish])
        db.session.flush()
        procurement_id, public_id = procurement.id, wish.public_id
    office.visitor.acts_as(procurement_id, office.account_id)
    office.acts(office.lead)
    office.visitor.post(
        f"/direction/stands/EAU/demandes/{public_id}", {"kind": "out_of_scope", "seen": "none"}
    )

    office.visitor.post(f"/organisateur/refus/{public_id}/contresigner", status=403)
    office.ends()
    refused = office.visitor.post(f"/organisateur/refus/{public_id}/contresigner", status=409)

    assert "une autre personne que celle qui l’a prononcé" in said(refused)
    with office.changed():
        assert db.session.scalars(sa.select(Answer)).one().countersigned_at is None


def test_to_see_opens_every_page_of_the_person_and_changes_none(app: Flask, office: Office) -> None:
    office.sees()
    page = office.visitor.open(FIRM)
    assert bar(page).startswith("Vous voyez le service comme « Canalisations Durand »")

    sent = deeds_of(app, "company")
    assert len(sent) > 10
    for address in sent:
        refused = office.visitor.post(address, status=403)
        assert "dites d’abord pourquoi" in said(refused)
        assert f'href="{office.firm}"' in said(refused)
    assert office.deeds() == ["on_behalf.begin"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/entreprise/charte", "engagement personnel"),
        ("/entreprise/fiche/numero", "elle seule le corrige"),
        ("/entreprise/collegues", "entre collègues"),
        ("/entreprise/collegues/quitter", "entre collègues"),
    ],
)
def test_what_commits_a_person_stays_theirs(office: Office, address: str, words: str) -> None:
    office.acts()

    assert words in said(office.visitor.post(address, status=403))
    assert office.deeds() == ["on_behalf.begin"]


def test_a_deed_that_nobody_opened_is_closed(app: Flask, office: Office) -> None:
    """Nothing is open by forgetting: whatever is added later is closed until it is named."""
    everything = {rule.endpoint for rule in app.url_map.iter_rules() if not is_file(rule.endpoint)}

    assert everything >= OPEN_DEEDS
    assert {deed for deed in OPEN_DEEDS if deed.partition(".")[0] not in ("company", "host")} == set()
    assert OWN_DEEDS - everything == {"demo.go_to", "demo.play"}


def test_an_old_tab_of_the_organiser_does_nothing_and_has_the_way_back(app: Flask, office: Office) -> None:
    token = office.visitor.token()
    office.acts()

    for address in deeds_of(app, "organiser"):
        refused = office.visitor.client.post(address, data={"csrf_token": token})
        assert refused.status_code == 403, address
        assert "Retrouver mon rôle" in said(refused)
    assert office.deeds() == ["on_behalf.begin"]


def test_an_organiser_s_page_is_closed_meanwhile_and_says_why(office: Office) -> None:
    office.acts()
    page = office.visitor.open(ORGANISER, status=403)

    assert page.heading == "Vous êtes à la place de quelqu’un d’autre"
    assert NAME in bar(page)
    assert [form for form in page.all("form") if form.get("action") == END]


def test_forms_opened_before_work_again_afterwards(office: Office) -> None:
    token = office.visitor.token()
    office.acts()
    office.ends()
    sent = {"csrf_token": token, "reason": REASON}

    assert office.visitor.client.post(office.firm, data=sent).status_code == 302


def test_a_form_opened_in_the_place_of_one_is_not_sent_in_that_of_another(
    app: Flask, fair_id: int, office: Office
) -> None:
    office.acts()
    token = office.visitor.token()
    office.ends()
    with office.changed() as fair:
        other = a_company(fair)
        db.session.add(other)
        db.session.flush()
        second = f"{CHOOSE}/entreprise/{other.public_id}"
    office.acts(second)

    refused = office.visitor.client.post(ASK, data={"csrf_token": token, "motivation": "Pour l’autre."})

    assert refused.status_code == 400
    assert office.wishes() == 0


def test_nothing_of_another_kind_is_sent_meanwhile(office: Office) -> None:
    office.acts()

    for address in ("/connexion", "/compte", "/inscription", "/inscription/entreprise"):
        refused = office.visitor.post(
            address,
            {"email": "a@example.org", "password": "un secret a garder", "membership": "1"},
            status=403,
        )
        assert "Vous êtes à la place de quelqu’un d’autre" in said(refused)
        assert "un secret" not in said(refused)
    assert office.deeds() == ["on_behalf.begin"]


def test_a_line_in_somebody_else_s_cookie_gives_nothing(app: Flask, fair_id: int, office: Office) -> None:
    office.acts()
    with office.visitor.client.session_transaction() as mine:
        line = mine[BEGUN]
    for other in (
        signed_in(app, fair_id),
        signed_in(app, fair_id, role=Role.COMPANY, company_id=office.company_id),
        Visitor(app),
    ):
        with other.client.session_transaction() as session:
            session[BEGUN] = line
        assert bar(other.open("/")) == ""
    assert signed_in(app, fair_id).client.get(FIRM).status_code == 403


@pytest.mark.parametrize("role", [Role.COMPANY, Role.HOST])
def test_only_those_who_prepare_the_fair_may(app: Flask, office: Office, role: Role) -> None:
    belongs = {Role.COMPANY: {"company_id": office.company_id}}.get(role)
    if belongs is None:
        visitor = Visitor(app).acts_as(office.host_id, office.host_account_id)
    else:
        visitor = signed_in(app, office.fair_id, role=role, **belongs)

    for address in (CHOOSE, office.firm):
        visitor.open(address, status=403)
    for address in (office.firm, f"{office.firm}/voir", END):
        visitor.post(address, {"reason": REASON}, status=403)


def test_what_was_typed_into_a_page_of_one_s_own_is_given_back_in_somebody_else_s_place(
    office: Office,
) -> None:
    office.acts()
    stale = {"deed": "drop", "reason": "Elle a appelé ce matin"}

    refused = office.visitor.post("/organisateur/plannings/un-brouillon/atelier/deplacer", stale, status=403)

    assert "Elle a appelé ce matin" in said(refused)


def test_the_reason_typed_for_somebody_who_prepares_a_fair_by_now_is_given_back(office: Office) -> None:
    with office.changed() as fair:
        lead = db.session.get_one(Account, office.host_account_id)
        db.session.add(a_membership(fair, Role.PROCUREMENT, account=lead))

    refused = office.visitor.post(office.lead, {"reason": REASON}, status=422)

    assert "Cette personne prépare un salon" in said(refused)
    assert "Ce que vous aviez écrit" in said(refused)
    assert REASON in said(refused)

"""Whom one may choose, and how it ends: by a button, by itself, at the door."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Account, Company, JournalEntry, Membership, Role
from tests.builders import (
    a_company,
    a_directorate,
    a_fair,
    a_membership,
)
from tests.demo_fixtures import DemoApp
from tests.pages import Visitor
from tests.web.conftest import signed_in
from tests.web.on_behalf.conftest import (
    ASK,
    CHOOSE,
    FIRM,
    HOST,
    NAME,
    ORGANISER,
    REASON,
    Office,
    bar,
    of_a_lead,
    said,
)


def test_to_act_is_never_nested(app: Flask, fair_id: int, office: Office) -> None:
    other = of_a_lead(app, fair_id)
    office.acts()

    refused = office.visitor.post(other, {"reason": "Une autre"}, status=422)
    assert "Vous agissez déjà pour" in said(refused)
    assert "Une autre" in said(refused)
    assert "Vous agissez déjà pour" in said(office.visitor.post(f"{other}/voir", status=409))
    assert office.deeds() == ["on_behalf.begin"]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_without_a_reason_of_the_right_length_nothing_begins(office: Office, reason: str) -> None:
    refused = office.visitor.post(office.firm, {"reason": reason}, status=422)

    assert "à corriger" in said(refused)
    assert office.deeds() == []


def test_it_ends_by_itself_and_says_so_wherever_one_goes(office: Office) -> None:
    office.acted_until(-1)

    page = office.visitor.open(FIRM, status=403)
    assert page.heading == "C’est terminé"
    assert "Le temps est écoulé" in bar(page)
    assert "Le temps est écoulé" in bar(office.visitor.open(ORGANISER))
    office.ends()
    assert bar(office.visitor.open(ORGANISER)) == ""
    assert office.deeds() == ["on_behalf.begin", "on_behalf.end"]


def test_what_was_typed_too_late_is_not_stored_and_not_lost(office: Office) -> None:
    office.acted_until(-1)
    refused = office.visitor.post(ASK, {"motivation": "Pour parler de conduites."}, status=403)

    assert "Rien n’a été enregistré." in said(refused)
    assert "Pour parler de conduites." in said(refused)
    assert office.wishes() == 0


def test_after_the_time_one_begins_anew_without_a_detour(office: Office) -> None:
    office.acted_until(-1)
    office.acts()

    assert office.deeds() == ["on_behalf.begin", "on_behalf.end", "on_behalf.begin"]


def test_it_ends_when_one_signs_out_and_a_kept_cookie_brings_nothing_back(app: Flask, office: Office) -> None:
    office.acts()
    with office.visitor.client.session_transaction() as session:
        kept = dict(session)
    office.visitor.post("/deconnexion")
    assert office.deeds() == ["on_behalf.begin", "on_behalf.end", "account.sign_out"]

    thief = Visitor(app)
    with thief.client.session_transaction() as session:
        session.update(kept)
    assert (
        thief.client.post(ASK, data={"csrf_token": thief.token(), "motivation": "Encore."}).status_code == 403
    )
    assert thief.client.get(FIRM).status_code == 403
    assert office.wishes() == 0


def test_an_organiser_who_no_longer_is_one_no_longer_acts(office: Office) -> None:
    office.acts()
    with office.changed():
        db.session.delete(
            db.session.scalars(sa.select(Membership).where(Membership.account_id == office.account_id)).one()
        )

    assert office.visitor.client.get(FIRM).status_code == 403
    assert bar(office.visitor.open("/")) == ""


def test_it_ends_kindly_when_the_person_is_no_longer_there(office: Office) -> None:
    office.acts(office.lead)
    with office.changed():
        db.session.delete(db.session.get_one(Membership, office.host_id))

    page = office.visitor.open(HOST, status=403)
    assert "Personne ne peut plus prendre cette place" in page.text
    assert office.ends() == CHOOSE
    assert office.deeds() == ["on_behalf.begin", "on_behalf.end"]


def test_an_end_that_ends_nothing_leads_back(office: Office) -> None:
    assert office.ends() == CHOOSE
    assert "Agir pour" in office.visitor.open(CHOOSE).heading


def test_a_page_says_for_whom_nobody_acts(app: Flask, fair_id: int, office: Office) -> None:
    colleague = of_a_lead(app, fair_id)
    with office.changed() as fair:
        account = db.session.get_one(Account, int(colleague.rpartition("/")[2]))
        db.session.add(a_membership(fair, Role.PROCUREMENT, account=account))

    assert "prépare un salon" in office.visitor.open(colleague).text
    assert "prépare un salon" in said(office.visitor.post(colleague, {"reason": REASON}, status=422))
    assert "prépare un salon" in said(office.visitor.post(f"{colleague}/voir", status=409))
    assert "prépare aussi un salon" in office.visitor.open(CHOOSE).text


def test_whoever_is_of_another_fair_or_of_none_is_not_found(app: Flask, office: Office) -> None:
    with office.changed():
        elsewhere = a_fair()
        company, lead = (
            a_company(elsewhere),
            a_membership(elsewhere, Role.HOST, directorate=a_directorate(elsewhere)),
        )
        db.session.add_all([company, lead])
        db.session.flush()
        unknown = [
            f"{CHOOSE}/entreprise/{company.public_id}",
            f"{CHOOSE}/direction/{lead.account_id}",
            f"{CHOOSE}/direction/{'9' * 40}",
            f"{CHOOSE}/direction/٣",
            f"{CHOOSE}/salon/1",
        ]

    for address in unknown:
        office.visitor.open(address, status=404)
        office.visitor.post(address, {"reason": REASON}, status=404)
        office.visitor.post(f"{address}/voir", status=404)


def test_people_are_looked_for_by_name(office: Office) -> None:
    assert NAME in office.visitor.open(f"{CHOOSE}?q=durand").text
    assert "Personne ne correspond" in office.visitor.open(f"{CHOOSE}?q=girafe").text


def test_a_fair_without_anybody_says_so(app: Flask) -> None:
    with app.app_context():
        nothing = a_fair()
        db.session.add(nothing)
        db.session.commit()
        nothing_id = nothing.id

    assert "n’a encore ni entreprise" in signed_in(app, nothing_id).open(CHOOSE).text


def test_in_the_demonstration_to_play_another_part_ends_it_too(demo_app: DemoApp) -> None:
    visitor = in_the_demonstration(demo_app("requests_open"))

    visitor.post("/demonstration/role", {"role": "company"})

    assert bar(visitor.open(FIRM)) == ""
    with visitor.app.app_context():
        last = db.session.scalars(sa.select(JournalEntry.deed).order_by(JournalEntry.id.desc()).limit(3))
        assert list(last) == ["demo.play", "on_behalf.end", "on_behalf.begin"]


def test_another_moment_of_the_demonstration_knows_nothing_of_it(demo_app: DemoApp) -> None:
    visitor = in_the_demonstration(demo_app("requests_open"))

    visitor.post("/demonstration/etape", {"stage": "published"})

    assert bar(visitor.open(ORGANISER)) == ""


def in_the_demonstration(app: Flask) -> Visitor:
    """An organiser who acts for the first company."""
    visitor = Visitor(app)
    visitor.post("/demonstration/role", {"role": "organiser"})
    with app.app_context():
        public_id = db.session.scalar(sa.select(Company.public_id).order_by(Company.id).limit(1))
    visitor.post(f"{CHOOSE}/entreprise/{public_id}", {"reason": REASON})
    assert bar(visitor.open(FIRM))
    return visitor

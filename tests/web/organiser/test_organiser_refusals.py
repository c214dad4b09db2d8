"""Refusals: read by all who prepare the fair, countersigned by procurement and not by who refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Account, Answer, AnswerKind, Membership, Refusal, Role, Wish
from tests.builders import AFTER_THE_DEADLINE, a_company, a_desk, a_fair, a_wish, an_account, an_answer
from tests.pages import Visitor, words
from tests.web.conftest import signed_in
from tests.web.organiser.conftest import SmallFair, said

REFUSALS = "/organisateur/refus"


@pytest.fixture
def buyer(app: Flask, fair: SmallFair) -> Visitor:
    """Somebody of the procurement department."""
    return signed_in(app, fair.fair_id, role=Role.PROCUREMENT)


def refused(fair: SmallFair, by: int | None = None, **given: object) -> str:
    """The first request is refused; returns the address of its countersignature."""
    with fair.changed():
        wish = db.session.scalars(sa.select(Wish).where(~Wish.answer.has()).order_by(Wish.id)).first()
        usual: dict[str, object] = {"refusal": Refusal.OUT_OF_SCOPE, "reason": "Pas <b>notre</b> métier."}
        if by is not None:
            usual["answered_by"] = db.session.get_one(Account, by)
        db.session.add(an_answer(wish, AnswerKind.REFUSED, **usual | given))
        return f"{REFUSALS}/{wish.public_id}/contresigner"


def shown_version(buyer: Visitor) -> list[str | None]:
    inputs = buyer.open(REFUSALS).all("input")
    return [field.get("value") for field in inputs if field.get("name") == "seen"]


def countersigned(fair: SmallFair) -> list[bool]:
    with fair.changed():
        return [answer.is_effective_refusal for answer in db.session.scalars(sa.select(Answer))]


def test_with_no_refusal_it_says_so(buyer: Visitor) -> None:
    page = buyer.open(REFUSALS)

    assert "Aucun refus n’attend d’être contresigné." in page.text
    assert "Aucun refus n’est encore contresigné." in page.text


def test_a_refusal_is_read_with_its_reason_its_words_and_who_gave_it(buyer: Visitor, fair: SmallFair) -> None:
    refused(fair, answered_by=an_account(name="Référent, stand EAU"))

    page = buyer.open(REFUSALS)

    for wanted in (
        "hors périmètre du stand",
        "Pas <b>notre</b> métier.",
        "Référent, stand EAU",
        "Rien de commun",
    ):
        assert wanted in page.text
    assert "Contresigner ce refus" in [words(b) for b in page.all("button")]


def test_procurement_countersigns_and_it_stands_among_the_countersigned(
    buyer: Visitor, fair: SmallFair
) -> None:
    address = refused(fair)

    assert buyer.post(address).location == REFUSALS

    page = buyer.open(REFUSALS)
    assert "est contresigné ; le message à l’entreprise est écrit" in page.text
    assert "1 refus contresigné" in page.text
    assert countersigned(fair) == [True]
    assert "answer.countersign" in fair.deeds()


def test_organisers_read_who_must_countersign_and_cannot(organiser: Visitor, fair: SmallFair) -> None:
    address = refused(fair)

    page = organiser.open(REFUSALS)
    assert "Seul le service des achats contresigne un refus ; vous pouvez les lire ici." in page.text
    assert "Contresigner ce refus" not in [words(b) for b in page.all("button")]
    assert "Seul le service des achats" in said(organiser.post(address, status=409))
    assert countersigned(fair) == [False]


def test_who_refused_does_not_countersign(app: Flask, buyer: Visitor, fair: SmallFair) -> None:
    with fair.changed():
        member = db.session.scalars(sa.select(Membership).where(Membership.role == Role.PROCUREMENT)).one()
        mine = member.account_id
    address = refused(fair, by=mine)

    page = buyer.open(REFUSALS)
    assert "une autre personne du service des achats" in page.text
    assert "Contresigner ce refus" not in [words(b) for b in page.all("button")]
    assert "une autre personne que celle" in said(buyer.post(address, status=409))


def test_a_second_click_reads_that_it_is_done(buyer: Visitor, fair: SmallFair) -> None:
    address = refused(fair)
    buyer.post(address)

    assert "déjà contresigné" in said(buyer.post(address, status=409))


def test_words_that_came_after_the_page_was_read_are_not_countersigned(
    buyer: Visitor, fair: SmallFair
) -> None:
    address = refused(fair)
    (seen,) = shown_version(buyer)
    with fair.changed():
        answer = db.session.scalars(sa.select(Answer)).one()
        answer.reason, answer.answered_at = "D’autres mots", answer.answered_at + timedelta(seconds=1)

    assert "a changé entre-temps" in said(buyer.post(address, {"seen": seen}, status=409))
    assert countersigned(fair) == [False]
    (read_again,) = shown_version(buyer)
    assert buyer.post(address, {"seen": read_again}).location == REFUSALS


def test_only_a_refusal_of_ones_own_fair_is_found(app: Flask, buyer: Visitor, fair: SmallFair) -> None:
    with app.app_context():
        desk = a_desk(a_fair())
        company = a_company(desk.fair)
        db.session.add_all([desk, company])
        db.session.flush()
        theirs = an_answer(a_wish(company, desk), AnswerKind.REFUSED, refusal=Refusal.OUT_OF_SCOPE)
        db.session.add(theirs)
        db.session.commit()
        foreign = theirs.wish.public_id
    with fair.changed():
        unanswered = db.session.scalars(sa.select(Wish.public_id).where(Wish.fair_id == fair.fair_id)).first()

    for public_id in (foreign, unanswered, "rien"):
        buyer.post(f"{REFUSALS}/{public_id}/contresigner", status=404)


def test_the_dashboard_leads_here(organiser: Visitor, fair: SmallFair) -> None:
    links = {words(a): a.get("href") for a in organiser.open("/organisateur/").all("a")}

    assert links["Contresigner les refus des directions"] == REFUSALS


def test_a_countersignature_says_who_gave_it(buyer: Visitor, fair: SmallFair) -> None:
    by = an_account(name="Service des marchés")
    refused(fair, countersigned_at=AFTER_THE_DEADLINE, countersigned_by=by)

    assert "Service des marchés" in buyer.open(REFUSALS).text
    with fair.changed():
        assert db.session.query(Account).filter_by(name="Service des marchés").count() == 1

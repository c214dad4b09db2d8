"""Registrations on screen: found, validated one by one or many at once, refused with a sentence."""

from __future__ import annotations

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Company, CompanyCpv, Contact, CpvOrigin, Message, Presence
from matchmaker.models import Refusal as Reason
from matchmaker.models.wish import AnswerKind
from matchmaker.services.declarations import LONGEST_TEXT
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_THE_DEADLINE,
    EXCHANGE,
    a_charter,
    a_company,
    a_cpv,
    a_desk,
    a_fair,
    a_group,
    a_sector,
    a_wish,
    an_answer,
)
from tests.pages import Opened, Visitor, words
from tests.web.organiser.conftest import SmallFair, said

LIST = "/organisateur/inscriptions"


def added(fair: SmallFair, *names: str, **given: object) -> list[str]:
    """Companies that wait to be validated, by their public ids."""
    with fair.changed() as stored:
        made = [a_company(stored, name=name, **{"validated_at": None} | given) for name in names]
        db.session.add_all(made)
        db.session.flush()
        return [company.public_id for company in made]


def names(page: Opened) -> list[str]:
    heads = [head for head in page.all("th") if head.get("scope") == "row"]
    return [words(head.find("a")) for head in heads]


def states(fair: SmallFair, ids: list[str]) -> list[bool]:
    with fair.changed():
        found = {c.public_id: c.validated_at is not None for c in db.session.query(Company)}
    return [found[one] for one in ids]


def test_those_who_wait_come_first_and_each_state_is_counted(organiser: Visitor, fair: SmallFair) -> None:
    added(fair, "Zinc et Plomb")

    page = organiser.open(LIST)

    assert names(page)[0] == "Zinc et Plomb"
    assert "Toutes (4) À valider (1) Validées (3) Refusées (0) Retirées (0)" in page.text


def test_a_state_and_a_word_narrow_the_list(organiser: Visitor, fair: SmallFair) -> None:
    added(fair, "Égouts de Seine", "Voirie du Sud", siren=None)

    assert names(organiser.open(f"{LIST}?etat=waiting")) == ["Égouts de Seine", "Voirie du Sud"]
    assert names(organiser.open(f"{LIST}?q=egouts")) == ["Égouts de Seine"]
    assert "1 inscription sur 5" in organiser.open(f"{LIST}?q=egouts").text
    assert "Aucune inscription ne correspond" in organiser.open(f"{LIST}?q=girafe").text


def test_without_a_company_it_is_kind(empty: Visitor) -> None:
    assert "Aucune entreprise n’est encore inscrite" in empty.open(LIST).text


def test_those_that_are_ticked_are_validated(organiser: Visitor, fair: SmallFair) -> None:
    ids = added(fair, "Un", "Deux", "Trois")

    assert organiser.post(f"{LIST}/valider", {"company": ids[:2]}).location == LIST

    assert "2 inscriptions sont validées." in organiser.open(LIST).text
    assert states(fair, ids) == [True, True, False]


def test_a_button_of_its_own_validates_one_whatever_is_ticked(organiser: Visitor, fair: SmallFair) -> None:
    ids = added(fair, "Un", "Deux")

    organiser.post(f"{LIST}/valider", {"only": ids[0], "company": ids})

    assert "1 inscription est validée." in organiser.open(LIST).text
    assert states(fair, ids) == [True, False]


def test_what_could_not_be_validated_is_reported_with_its_reason(organiser: Visitor, fair: SmallFair) -> None:
    """Somebody else validated one of them in the meantime, and one has left."""
    ids = added(fair, "Un")
    ids += added(fair, "Déjà", validated_at=BEFORE_THE_DEADLINE)
    ids += added(fair, "Parti", withdrawn_at=BEFORE_THE_DEADLINE)

    organiser.post(f"{LIST}/valider", {"company": ids})

    page = organiser.open(LIST)
    assert "1 inscription est validée." in page.text
    assert "« Déjà » n’est pas validée. Cette inscription est déjà validée." in page.text
    assert "« Parti » n’est pas validée. Cette entreprise a retiré son inscription." in page.text


def test_ticking_nothing_is_said(organiser: Visitor) -> None:
    assert "Cochez au moins une inscription" in said(organiser.post(f"{LIST}/valider", status=409))


def test_a_company_of_another_fair_among_them_leaves_all_as_they_are(
    app: Flask, organiser: Visitor, fair: SmallFair
) -> None:
    ids = added(fair, "Un")
    theirs = foreign(app)

    organiser.post(f"{LIST}/valider", {"company": [*ids, theirs]}, status=404)

    assert states(fair, [*ids, theirs]) == [False, False]


def foreign(app: Flask) -> str:
    with app.app_context():
        company = a_company(a_fair(), validated_at=None)
        db.session.add(company)
        db.session.commit()
        return company.public_id


@pytest.mark.parametrize("deed", ["", "/refuser"])
def test_the_pages_of_a_company_of_another_fair_are_not_found(
    app: Flask, organiser: Visitor, fair: SmallFair, deed: str
) -> None:
    organiser.open(f"{LIST}/{foreign(app)}{deed}", status=404)


def test_deeds_on_a_company_of_another_fair_are_not_found(
    app: Flask, organiser: Visitor, fair: SmallFair
) -> None:
    theirs = foreign(app)
    for deed in ("valider", "refuser"):
        organiser.post(f"{LIST}/{theirs}/{deed}", {"words": "Non"}, status=404)

    assert states(fair, [theirs]) == [False]


def test_one_company_is_read_whole(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed() as stored:
        company, desk = a_company(stored, name="Égouts <de> Seine", validated_at=None), a_desk(stored)
        company.group, company.breathing, company.adapted_access = (
            a_group(stored, name="Seine"),
            True,
            "Rampe",
        )
        company.charter, company.charter_accepted_at = a_charter(stored, number=7), BEFORE_THE_DEADLINE
        company.sectors = [a_sector(label_fr="Assainissement")]
        company.contacts[0].phone = "01 00 00 00 00"
        cpv = a_cpv(code="45232410", label_fr="Travaux d’égouts")
        company.cpv = [CompanyCpv(cpv=cpv, origin=CpvOrigin.WON)]
        company.presences = [Presence(starts_at=EXCHANGE, ends_at=stored.exchange_ends_at)]
        db.session.add_all([company, desk])
        db.session.flush()
        wish = a_wish(company, desk, motivation="Nous curons.")
        db.session.add(an_answer(wish, AnswerKind.REFUSED, refusal=Reason.OUT_OF_SCOPE, reason="Pas nous."))
        public_id = company.public_id

    page = organiser.open(f"{LIST}/{public_id}")

    for wanted in (
        "à valider",
        "Assainissement",
        "45232410 Travaux d’égouts (marché obtenu)",
        "Seine, avec : Égouts <de> Seine",
        "de 10 h 30 à midi",
        "Rampe",
        "version 7, acceptée le",
        "01 00 00 00 00",
        "Nous curons.",
        "refusée : hors périmètre du stand (à contresigner)",
        "Pas nous.",
    ):
        assert wanted in page.text, wanted


def test_a_company_that_said_little_has_a_sound_page(organiser: Visitor, fair: SmallFair) -> None:
    with fair.changed() as stored:
        bare = a_company(stored, name="A" * 200, validated_at=None)
        bare.siren, bare.foreign_number, bare.contacts = None, "DEHRB1234", []
        db.session.add(bare)
        db.session.flush()
        public_id = bare.public_id

    page = organiser.open(f"{LIST}/{public_id}")

    assert "Numéro d’immatriculation étranger DEHRB1234" in page.text
    assert "Elle n’a encore demandé aucun rendez-vous." in page.text


def test_validating_on_its_page_tells_the_company_and_stands_in_its_history(
    organiser: Visitor, fair: SmallFair
) -> None:
    (public_id,) = added(fair, "Un")

    organiser.post(f"{LIST}/{public_id}/valider")

    page = organiser.open(f"{LIST}/{public_id}")
    assert "L’inscription de « Un » est validée." in page.text
    assert "Inscription validée" in page.text
    with fair.changed():
        assert db.session.query(Message).count() == 1
    assert "déjà validée" in said(organiser.post(f"{LIST}/{public_id}/valider", status=409))


def test_a_refusal_says_why_and_the_page_shows_what_the_company_reads(
    organiser: Visitor, fair: SmallFair
) -> None:
    (public_id,) = added(fair, "Un")
    organiser.open(f"{LIST}/{public_id}/refuser")

    organiser.post(f"{LIST}/{public_id}/refuser", {"words": " Le SIRET est celui d’une autre société. "})

    page = organiser.open(f"{LIST}/{public_id}")
    assert "est refusée ; l’entreprise en lit la raison" in page.text
    assert "Le SIRET est celui d’une autre société." in page.text
    assert "Refusées (1)" in organiser.open(LIST).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Donnez à l’entreprise la raison"),
        ("   ", "Donnez à l’entreprise la raison"),
        ("x" * 1001, "trop long"),
    ],
)
def test_a_refusal_without_a_sentence_is_given_back(
    organiser: Visitor, fair: SmallFair, typed: str, sentence: str
) -> None:
    (public_id,) = added(fair, "Un")

    answer = organiser.post(f"{LIST}/{public_id}/refuser", {"words": typed}, status=422)

    assert sentence in said(answer)
    assert (typed.strip() or "<textarea") in answer.get_data(as_text=True)
    with fair.changed():
        assert db.session.query(Company).filter_by(public_id=public_id).one().refused_at is None
    assert LONGEST_TEXT == 1000


def test_a_refusal_that_came_too_late_keeps_the_sentence(organiser: Visitor, fair: SmallFair) -> None:
    (public_id,) = added(fair, "Un", validated_at=AFTER_THE_DEADLINE)

    answer = organiser.post(f"{LIST}/{public_id}/refuser", {"words": "Ma phrase."}, status=422)

    assert "déjà validée" in said(answer)
    assert "Ma phrase." in said(answer)


def test_contacts_are_all_there(organiser: Visitor, fair: SmallFair) -> None:
    (public_id,) = added(fair, "Un")
    with fair.changed():
        company = db.session.query(Company).filter_by(public_id=public_id).one()
        company.contacts.append(Contact(name="Atelier", email="atelier@un.example"))

    assert "atelier@un.example" in organiser.open(f"{LIST}/{public_id}").text


def test_the_dashboard_leads_here(organiser: Visitor) -> None:
    links = {words(a): a.get("href") for a in organiser.open("/organisateur/").all("a")}

    assert links["Valider les inscriptions"] == LIST


def test_contacts_whom_a_file_brought_are_invited_at_a_stroke(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(LIST)
    assert "3 contacts n’ont pas encore de compte" in page.text

    organiser.post(f"{LIST}/inviter")

    after = organiser.open(LIST)
    assert "3 invitations sont écrites." in after.text
    assert "n’ont pas encore de compte" not in after.text
    with fair.changed():
        bodies = [message.body for message in db.session.query(Message)]
    link = next(word for word in bodies[0].split() if word.startswith("http"))
    form = Visitor(organiser.app).open(link.partition("localhost")[2])
    assert "password" in {control.get("name") for control in form.all("input")}

"""A company's home and timetable: what is missing, what was refused, whom it meets and why not."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from matchmaker.db import db
from matchmaker.models import AnswerKind, Company, Meeting, Refusal, Role
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_THE_DEADLINE,
    an_account,
    an_answer,
)
from tests.pages import Visitor
from tests.web.company.conftest import (
    ACTIVITIES,
    HOME,
    OTHER_NAME,
    OTHER_SIREN,
    PROFILE,
    STANDS,
    TIMETABLE,
    WISHES,
    Stored,
)
from tests.web.conftest import Clock, signed_in


def test_the_checklist_says_what_is_missing_and_leads_there(firm: Visitor, stored: Stored) -> None:
    with stored.company() as company:
        company.charter = company.charter_accepted_at = None
        company.sectors = []

    page = firm.open(HOME)

    assert "à lire et à accepter" in page.text
    assert "aucun secteur, aucun code CPV" in page.text
    assert "pendant tous les échanges, 2 créneaux possibles" in page.text
    assert "aucune sur 4 possibles" in page.text
    links = {link.get("href") for link in page.all("a")}
    assert {"/entreprise/charte", ACTIVITIES, f"{PROFILE}/presence", STANDS} <= links


def test_a_registration_that_waits_is_told_so(firm: Visitor, stored: Stored) -> None:
    with stored.company() as company:
        company.validated_at = None

    assert "attend d’être validée par le service des achats" in firm.open(HOME).text


def test_a_refused_registration_shows_its_reason_and_is_sent_again(firm: Visitor, stored: Stored) -> None:
    with stored.company() as company:
        company.validated_at, company.refused_at = None, BEFORE_THE_DEADLINE
        company.refused_because = "Le SIRET est celui d’une autre société."

    assert "Le SIRET est celui d’une autre société." in firm.open(HOME).text
    firm.post("/entreprise/inscription/renvoi")

    assert "attend d’être validée" in firm.open(HOME).text
    assert "company.resubmit" in stored.deeds()


def test_a_new_charter_is_asked_for_after_the_deadline_too(
    firm: Visitor, stored: Stored, clock: Clock
) -> None:
    with stored.company() as company:
        company.charter = company.charter_accepted_at = None
    clock.now = AFTER_THE_DEADLINE

    assert "La charte des échanges est à accepter avant de venir." in firm.open(HOME).text


def test_two_meet_one_place_and_each_reads_its_own_day(
    app: Flask, fair_id: int, firm: Visitor, stored: Stored, clock: Clock
) -> None:
    stored.ask("EAU", "VOI")
    stored.ask("EAU", siren=OTHER_SIREN)
    clock.now = AFTER_THE_DEADLINE
    stored.reveal()
    stored.publish()

    page = firm.open(TIMETABLE)

    assert "Eau potable, table 1" in page.text
    assert "À cette place depuis la version 1 du planning." in page.text
    assert OTHER_NAME not in page.text
    assert OTHER_SIREN not in page.text


def test_the_questions_of_the_chosen_projects_are_to_be_prepared(
    firm: Visitor, stored: Stored, clock: Clock
) -> None:
    stored.ask("EAU")
    with stored.company() as company:
        company.wishes[0].needs = list(company.wishes[0].desk.needs)
    clock.now = AFTER_THE_DEADLINE
    stored.reveal()
    stored.publish()

    assert firm.open(TIMETABLE).text.count("Comment faites-vous ?") == 2
    assert firm.open(HOME).text.count("Comment faites-vous ?") == 2


def test_a_refusal_is_read_with_its_words_and_the_hour_until_which_to_contest(
    firm: Visitor, stored: Stored, clock: Clock
) -> None:
    stored.ask("EAU")
    clock.now = AFTER_THE_DEADLINE
    with stored.company() as company:
        signed = {"countersigned_at": AFTER_THE_DEADLINE, "countersigned_by": an_account()}
        given = {"refusal": Refusal.OUT_OF_SCOPE, "reason": "Nous n’achetons pas cela."} | signed
        db.session.add(an_answer(company.wishes[0], AnswerKind.REFUSED, **given))
    within = firm.open(WISHES).text
    clock.now = AFTER_THE_DEADLINE + timedelta(hours=48)
    later = firm.open(HOME).text

    assert "Motif : hors périmètre du stand. Nous n’achetons pas cela." in within
    assert "jusqu’au vendredi 10 novembre 2023 à 23 h 59" in within
    assert "Le délai de contestation de 48 heures est passé." in later


def test_a_refusal_that_nobody_countersigned_is_not_told(firm: Visitor, stored: Stored, clock: Clock) -> None:
    stored.ask("EAU")
    with stored.company() as company:
        given = {"refusal": Refusal.OUT_OF_SCOPE, "reason": "Nous n’achetons pas cela."}
        db.session.add(an_answer(company.wishes[0], AnswerKind.REFUSED, **given))
    clock.now = AFTER_THE_DEADLINE

    for address in (HOME, WISHES, TIMETABLE):
        text = firm.open(address).text
        assert "Nous n’achetons pas cela." not in text
        assert "refus" not in text


def test_who_has_no_meeting_reads_why_and_what_to_do(
    app: Flask, fair_id: int, stored: Stored, clock: Clock
) -> None:
    """One table closed but for one slot: the draw says which of the two is received."""
    stored.ask("EAU")
    stored.ask("EAU", siren=OTHER_SIREN)
    with stored.changed() as fair:
        db.session.delete(fair.grids[0].slots[1])
    clock.now = AFTER_THE_DEADLINE
    stored.reveal()
    stored.publish()
    with stored.changed():
        met = db.session.query(Meeting).one().company_id
        unmet = db.session.query(Company).filter(Company.id != met).one().id
    firm = signed_in(app, fair_id, role=Role.COMPANY, company_id=unmet)

    text = firm.open(HOME).text

    assert "Aucune de vos demandes n’a trouvé de place." in text
    assert "Votre numéro de tirage est 2 sur 2. 2 entreprises, dont la vôtre, ne peuvent être" in text
    assert "L’accueil acheteurs vous reçoit sans réservation" in text
    assert "traitement algorithmique" in text

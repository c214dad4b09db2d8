"""Each list holds what the fair holds, and nothing that must stay secret."""

from __future__ import annotations

import hashlib
import json

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import (
    AnswerKind,
    Company,
    Contact,
    EndedWhy,
    Fair,
    JournalEntry,
    Meeting,
    Message,
    Need,
    Refusal,
    Wish,
    journal,
)
from matchmaker.services import needs
from tests.builders import (
    AFTER_THE_DEADLINE,
    a_company,
    a_need,
    an_account,
    an_answer,
)
from tests.services.exported_fairs import WORDS, a_published_fair, as_csv, rich, sheet


@pytest.fixture
def fair(session: Session) -> Fair:
    """The small fair, published: two of three companies are met."""
    return a_published_fair(session)


def test_companies_have_their_state_and_their_charter(session: Session) -> None:
    fair, _account = rich(session)
    states = {"validated_at": None}, {"validated_at": None, "refused_at": AFTER_THE_DEADLINE}, {}
    for number, given in enumerate(states):
        session.add(a_company(fair, name=f"Z{number}", **given, **_why(given)))
    session.add(a_company(fair, name="Z3", withdrawn_at=AFTER_THE_DEADLINE))
    session.flush()

    rows = {row["Entreprise"]: row for row in sheet(session, fair, "entreprises")}
    assert [rows[f"Z{number}"]["État de l’inscription"] for number in range(4)] == [
        "à valider",
        "refusée",
        "validée",
        "retirée",
    ]
    told = rows['=Égal; "fils"']
    assert (told["Groupe"], told["SIREN"], told["Version de la charte"]) == ("Groupe Sud", "000000018", 1)
    assert (told["Charte acceptée le"], told["Heures de présence"]) == ("2023-11-03", "10:30-10:50")


def _why(given: dict[str, object]) -> dict[str, object]:
    return {"refused_because": "Doublon"} if given.get("refused_at") else {}


def test_other_contacts_and_foreign_numbers_are_there(session: Session) -> None:
    fair, _account = rich(session)
    company = session.scalars(sa.select(Company)).one()
    company.siren = company.siret = None
    company.foreign_number = "BE0123456789"
    company.contacts.append(Contact(name="Dominique", email="d@example.org"))
    session.flush()

    [row] = sheet(session, fair, "entreprises")
    assert (row["Pays"], row["Numéro d’immatriculation"]) == ("BE", "0123456789")
    assert row["Autres contacts"] == "Dominique <d@example.org>"


def test_projects_have_their_questions_their_stage_and_their_versions(session: Session) -> None:
    fair, _account = rich(session)
    need = session.scalars(sa.select(Need).where(Need.code == "P002")).one()
    needs.launch_consultation(session, need, None, AFTER_THE_DEADLINE)

    first, second = sheet(session, fair, "projets")
    assert (first["Code"], first["Stand"], first["Question 1"]) == ("P001", "EAU", "Comment faites-vous ?")
    assert (first["Note interne"], first["Versions publiées"]) == ("+33 chut", 0)
    assert (first["État du projet"], second["État du projet"]) == ("publié", "consultation lancée")
    assert second["Consultation lancée le"] == "2023-11-08"


def test_what_is_internal_says_so_in_its_heading(session: Session) -> None:
    fair, _account = rich(session)
    headings = {*sheet(session, fair, "projets")[0], *sheet(session, fair, "entreprises")[0]}

    assert {heading for heading in headings if "interne" in heading} == {
        "Note interne",
        "À corriger, dit le service des achats (interne)",
        "Accueil adapté (interne)",
    }


def test_requests_tell_what_became_of_them(session: Session, fair: Fair) -> None:
    rows = sheet(session, fair, "demandes")
    met = [row for row in rows if str(row["Résultat"]).startswith("rendez-vous à 10:")]
    missed = [row for row in rows if row not in met]

    assert (len(met), len(missed)) == (2, 1)
    assert "Numéro de tirage 3" in str(missed[0]["Résultat"])


def test_a_meeting_given_up_since_is_told_as_it_is_now(session: Session, fair: Fair) -> None:
    meeting = session.scalars(sa.select(Meeting)).first()
    assert meeting is not None
    meeting.ended_at, meeting.ended_why = AFTER_THE_DEADLINE, EndedWhy.GIVEN_UP
    session.flush()

    told = {row["SIREN"]: row["Résultat"] for row in sheet(session, fair, "demandes")}
    assert told[meeting.company.code] == "rendez-vous libéré depuis"
    assert len(sheet(session, fair, "rendez-vous")) == 1


def test_nothing_became_of_requests_before_a_timetable_is_published(session: Session) -> None:
    fair, _account = rich(session)

    assert {row["Résultat"] for row in sheet(session, fair, "demandes")} == {""}


def test_answers_tell_who_gave_them_and_who_countersigned(session: Session, fair: Fair) -> None:
    first, second, third = session.scalars(sa.select(Wish).order_by(Wish.id))
    chief = an_account(name="Cheffe des achats")
    need = a_need(first.desk, code="P1")
    session.add_all(
        [
            an_answer(first, AnswerKind.PRIORITY, need=need),
            an_answer(
                second,
                AnswerKind.REFUSED,
                refusal=Refusal.OUT_OF_SCOPE,
                reason="Autre métier",
                countersigned_at=AFTER_THE_DEADLINE,
                countersigned_by=chief,
            ),
        ]
    )
    session.flush()

    rows = {row["SIREN"]: row for row in sheet(session, fair, "reponses")}
    assert third.company.code not in rows
    assert rows[first.company.code]["Projet de la priorité"] == "P1"
    refused = rows[second.company.code]
    assert (refused["Motif du refus"], refused["Mots de la direction"]) == (
        "hors périmètre du stand",
        "Autre métier",
    )
    assert (refused["Contresigné par"], refused["Contresigné le"]) == (
        "Cheffe des achats",
        "2023-11-08 23:59",
    )
    assert refused["Répondu par"]


def test_meetings_are_those_that_stand_in_order(session: Session, fair: Fair) -> None:
    rows = sheet(session, fair, "rendez-vous")

    assert [(row["Début"], row["Fin"], row["Table"]) for row in rows] == [
        ("10:30", "10:38", 1),
        ("10:40", "10:48", 1),
    ]
    assert {(row["État du rendez-vous"], row["Version du planning"]) for row in rows} == {("prévu", 1)}


def test_the_draw_is_shown_once_it_is_revealed(session: Session, fair: Fair) -> None:
    rows = sheet(session, fair, "tirage")
    unrevealed, _account = rich(session)

    assert [row["Numéro de tirage"] for row in rows] == [1, 2, 3]
    assert sheet(session, unrevealed, "tirage") == []


def test_no_list_holds_the_secret_of_a_draw_nor_the_text_of_a_message(session: Session) -> None:
    fair, _account = rich(session)
    assert fair.draw is not None
    secret = "f" * 31 + "e"
    session.execute(
        sa.insert(Message).values(
            fair_id=fair.id,
            email="a@example.org",
            event="e",
            locale="fr",
            subject="Bienvenue",
            body=f"https://example.org/{secret}",
            written_at=AFTER_THE_DEADLINE,
        )
    )
    everything = b"".join(as_csv(session, fair, word) for word in WORDS)

    assert b"Bienvenue" in everything
    assert secret.encode() not in everything
    assert fair.draw.secret.encode() not in everything


def test_each_line_of_the_journal_can_be_proven(session: Session, fair: Fair) -> None:
    journal.append(session, fair=None, account=None, at=AFTER_THE_DEADLINE, deed="other.fair")
    rows = sheet(session, fair, "journal")

    assert "other.fair" not in {row["Acte"] for row in rows}
    for row in rows:
        line = {
            "about": row["Sur"],
            "account": row["Compte"],
            "at": row["Instant (UTC)"],
            "deed": row["Acte"],
            "detail": row["Détail"],
            "fair": row["Salon"],
            "previous": row["Empreinte précédente"],
            "role": row["Rôle"],
        }
        text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == row["Empreinte"]
    assert len(rows) == session.scalar(
        sa.select(sa.func.count(JournalEntry.id)).where(JournalEntry.fair_id == fair.id)
    )


def test_no_list_of_another_fair_is_mixed_in(session: Session, fair: Fair) -> None:
    other, _account = rich(session)
    mine = {word: len(sheet(session, fair, word)) for word in WORDS}
    theirs = {word: len(sheet(session, other, word)) for word in WORDS}

    assert (mine["entreprises"], mine["demandes"], mine["projets"]) == (3, 3, 0)
    assert (theirs["entreprises"], theirs["demandes"], theirs["projets"]) == (1, 2, 2)
    assert (theirs["rendez-vous"], theirs["tirage"]) == (0, 0)

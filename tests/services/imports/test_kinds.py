"""Lines become companies, projects and requests by the services of the pages; refusals name their column."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import (
    Account,
    Company,
    CpvOrigin,
    Fair,
    Import,
    ImportKind,
    Need,
    Procedure,
    SizeClass,
    Wish,
)
from matchmaker.services.imports import rehearsal
from tests.builders import BEFORE_THE_DEADLINE, EXCHANGE, a_company, a_desk
from tests.services.imports.conftest import COMPANY, SIRETS, csv_of, xlsx_of

PROJECT = {
    "Projet": "Collecteurs",
    "Stand": "eau",
    "Description": "Chemisage.",
    "Secteur": "Eau",
    "Code CPV": "45232410",
    "Trimestre": "T2 2024",
    "Procédure": "Procédure adaptée",
    "Question 1": "Comment ?",
}
WISH = {"SIREN": "42", "Stand": "Réseaux d'eau"}
COMPANIES, NEEDS, WISHES = ImportKind.COMPANIES, ImportKind.NEEDS, ImportKind.WISHES


class Desk:
    """Where files are brought: each is received, then carried out if nothing is wrong with it."""

    def __init__(self, session: Session, fair: Fair, account: Account) -> None:
        self.session, self.fair, self.account = session, fair, account

    def receive(self, kind: ImportKind, content: bytes) -> Import:
        return rehearsal.receive(
            self.session, self.fair, kind, "a.csv", content, self.account, BEFORE_THE_DEADLINE
        )

    def faults(self, kind: ImportKind, *lines: dict[str, str]) -> list[str]:
        return [line.faults for line in self.receive(kind, csv_of(*lines)).lines]

    def bring(self, kind: ImportKind, *lines: dict[str, str]) -> None:
        imported = self.receive(kind, csv_of(*lines))
        assert [line.faults for line in imported.lines] == [""] * len(lines)
        rehearsal.apply(self.session, imported, self.account, BEFORE_THE_DEADLINE)


@pytest.fixture
def desk(session: Session, fair: Fair, account: Account) -> Desk:
    return Desk(session, fair, account)


def company_called(session: Session, name: str) -> Company:
    return session.scalars(sa.select(Company).where(Company.name == name)).one()


def test_a_company_is_registered_with_all_it_declares(session: Session, desk: Desk) -> None:
    told = {
        "Téléphone": "01 23 45 67 89",
        "Secteurs": "Water",
        "Codes CPV": "45232410-9",
        "Taille": "PME",
        "Groupe": "Groupe Sud",
        "Heures de présence": "10:30-11:00",
        "Accueil adapté (interne)": "Boucle magnétique",
        "Pause entre deux rendez-vous": "oui",
        "Charte acceptée le": "2023-10-02",
    }
    desk.bring(COMPANIES, COMPANY | told)

    company = company_called(session, "Eaux du Sud")
    assert (company.siret, company.size_class, company.breathing) == (
        SIRETS[0],
        SizeClass.SMALL_OR_MEDIUM,
        True,
    )
    assert [sector.code for sector in company.sectors] == ["eau"]
    assert [(line.cpv_code, line.origin) for line in company.cpv] == [("45232410", CpvOrigin.DECLARED)]
    assert [(c.name, c.email, c.phone) for c in company.contacts] == [
        ("Camille Martin", "camille@example.org", "01 23 45 67 89")
    ]
    assert [hours.starts_at for hours in company.presences] == [EXCHANGE]
    assert (company.adapted_access, company.group.name) == ("Boucle magnétique", "Groupe Sud")
    assert (company.charter_accepted_at, company.validated_at) == (BEFORE_THE_DEADLINE, None)


def test_a_foreign_company_is_known_by_its_number(session: Session, desk: Desk) -> None:
    desk.bring(COMPANIES, COMPANY | {"SIRET": "", "Pays": "be", "Numéro d'immatriculation": "0123.456.789"})

    assert company_called(session, "Eaux du Sud").code == "BE0123456789"


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"Charte acceptée le": ""}, "Charte acceptée le : Pour participer, acceptez la charte"),
        ({"Charte acceptée le": "non"}, "Charte acceptée le : Pour participer, acceptez la charte"),
        ({"SIRET": "00000001800011"}, "SIRET : Ce numéro SIRET"),
        ({"SIRET": "1800010"}, "SIRET : Le tableur a pris ce SIRET"),
        ({"SIRET": ""}, "SIRET : "),
        ({"Adresse électronique": "camille"}, "Adresse électronique : Cette adresse électronique"),
        ({"Entreprise": ""}, "Entreprise : "),
        ({"Entreprise": "A\x00B"}, "Entreprise : Ce texte contient un caractère illisible"),
        ({"Entreprise": "x" * 100_000}, "Entreprise : C’est trop long"),
        ({"Codes CPV": "99999999"}, "Codes CPV : Le code CPV « 99999999 »"),
        ({"Codes CPV": "4\x00"}, "Codes CPV : Le code CPV « 4 »"),
        ({"Secteurs": "Mer"}, "Secteurs : « Mer » n’est pas dans la liste"),
        ({"Taille": "énorme"}, "Taille : « énorme » n’est pas dans la liste"),
        ({"Heures de présence": "tôt"}, "Heures de présence : Écrivez les heures ainsi"),
        ({"Téléphone": "#N/A"}, "Téléphone : La case contient une erreur de calcul"),
    ],
)
def test_a_refused_company_says_which_column_is_wrong(desk: Desk, told: dict[str, str], fault: str) -> None:
    [said] = desk.faults(COMPANIES, COMPANY | told)

    assert said.startswith(fault)
    assert len(said) < 500


def test_every_fault_of_a_line_is_said_at_once(desk: Desk) -> None:
    [said] = desk.faults(COMPANIES, COMPANY | {"SIRET": "1800010", "Taille": "?", "Secteurs": "Mer"})

    assert [line.partition(" :")[0] for line in said.splitlines()] == ["SIRET", "Secteurs", "Taille"]


def test_a_siret_kept_as_a_number_is_named_as_such(desk: Desk) -> None:
    row = [1800010 if name == "SIRET" else value for name, value in COMPANY.items()]

    [line] = desk.receive(COMPANIES, xlsx_of([list(COMPANY), row])).lines
    assert SIRETS[0] in line.faults


def test_lines_of_one_file_meet_one_another(desk: Desk) -> None:
    same, other = COMPANY | {"Entreprise": "Agence"}, COMPANY | {"SIRET": SIRETS[1]}

    first, second, third = desk.faults(COMPANIES, COMPANY, same, other)
    assert (first, third) == ("", "")
    assert "déjà inscrite" in second


def test_a_name_that_reads_from_right_to_left_is_a_name(session: Session, desk: Desk) -> None:
    desk.bring(COMPANIES, COMPANY | {"Entreprise": "شركة المياه"})

    assert company_called(session, "شركة المياه").siren == "000000018"


def test_a_project_is_declared_as_a_draft_of_its_stand(session: Session, desk: Desk) -> None:
    told = {
        "Montant minimal": "200 000 €",
        "Montant maximal": "500000",
        "Nombre de lots": "2",
        "Note interne": "Chut",
    }
    desk.bring(NEEDS, PROJECT | told | {"Question 2": "Et après ?", "Question 2 (anglais)": "And then?"})

    need = session.scalars(sa.select(Need).where(Need.title_fr == "Collecteurs")).one()
    assert (need.desk.code, need.sector_code, need.cpv_code, need.quarter) == (
        "EAU",
        "eau",
        "45232410",
        "2024-T2",
    )
    assert (need.amount_min, need.amount_max, need.lots, need.procedure) == (
        200_000,
        500_000,
        2,
        Procedure.ADAPTED,
    )
    assert [(q.text_fr, q.text_en) for q in need.questions] == [
        ("Comment ?", None),
        ("Et après ?", "And then?"),
    ]
    assert (need.internal_note, need.validated_at, need.published_at) == ("Chut", None, None)


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"Projet": ""}, "Projet : Donnez un titre"),
        ({"Stand": "MER"}, "Stand : « MER » n’est pas dans la liste"),
        ({"Stand": ""}, "Stand : Cette case ne peut pas rester vide"),
        ({"Secteur": ""}, "Secteur : Cette case ne peut pas rester vide"),
        ({"Code CPV": "3000000"}, "Code CPV : Le code CPV « 3000000 » a 7 chiffres"),
        ({"Code CPV": "99999999"}, "Code CPV : Ce code CPV n’existe pas"),
        ({"Procédure": "à la main"}, "Procédure : « à la main » n’est pas dans la liste"),
        ({"Trimestre": "bientôt"}, "Trimestre : Choisissez un trimestre"),
        ({"Question 1": ""}, "Question 1 : Un projet pose d’une à trois questions"),
        ({"Description": "x" * 4000}, "Description : Écrivez au plus 3"),
        ({"Montant minimal": "cher"}, "Montant minimal : Écrivez un nombre entier"),
    ],
)
def test_a_refused_project_says_which_column_is_wrong(desk: Desk, told: dict[str, str], fault: str) -> None:
    line = PROJECT | {"Montant minimal": ""} | told

    assert desk.faults(NEEDS, line)[0].startswith(fault)


def test_a_stand_is_named_by_its_code_where_two_bear_the_name(
    session: Session, fair: Fair, desk: Desk
) -> None:
    session.add(a_desk(fair, code="EAU2", label_fr="Réseaux d’eau"))
    session.flush()

    twice, by_code = desk.faults(NEEDS, PROJECT | {"Stand": "Réseaux d’eau"}, PROJECT | {"Stand": "EAU2"})
    assert twice.startswith("Stand : Plusieurs portent le nom")
    assert by_code == ""


def test_requests_are_made_by_choice_whatever_their_order(session: Session, fair: Fair, desk: Desk) -> None:
    session.add(a_desk(fair, code="VOI"))
    session.flush()
    second = WISH | {
        "SIREN": "00000004200018",
        "Stand": "VOI",
        "Choix n°": "2",
        "Projets": "",
        "Motivation": "",
    }
    first = WISH | {"Choix n°": "1", "Projets": "P001 ; p002", "Motivation": "Nos réseaux."}
    desk.bring(WISHES, second, first)

    wishes = session.scalars(sa.select(Wish).order_by(Wish.rank)).all()
    assert [(wish.company.name, wish.desk.code, wish.rank) for wish in wishes] == [
        ("Déjà là", "EAU", 1),
        ("Déjà là", "VOI", 2),
    ]
    assert ([need.code for need in wishes[0].needs], wishes[0].motivation) == (
        ["P001", "P002"],
        "Nos réseaux.",
    )


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"SIREN": "123456789"}, "SIREN : Aucune entreprise inscrite n’a le numéro"),
        ({"SIREN": ""}, "SIREN : Aucune entreprise inscrite"),
        ({"Stand": "MER"}, "Stand : « MER » n’est pas dans la liste"),
        ({"Projets": "P999"}, "Projets : Aucun projet n’a le code « P999 »"),
        ({"Choix n°": "3"}, "Choix n° : Ce serait le choix n° 1"),
        ({"Choix n°": "premier"}, "Choix n° : Écrivez un nombre entier"),
        ({"Motivation": "x" * 4000}, "Motivation : C’est trop long"),
    ],
)
def test_a_refused_request_says_which_column_is_wrong(desk: Desk, told: dict[str, str], fault: str) -> None:
    line = WISH | {"Choix n°": "", "Projets": "", "Motivation": ""} | told

    assert desk.faults(WISHES, line)[0].startswith(fault)


def test_a_stand_is_asked_once(desk: Desk) -> None:
    assert [bool(fault) for fault in desk.faults(WISHES, WISH, WISH | {"Stand": "EAU"})] == [False, True]


def test_a_foreign_company_asks_by_its_number(session: Session, fair: Fair, desk: Desk) -> None:
    company = a_company(fair, foreign_number="BE0123456789")
    company.siren = None
    session.add(company)
    session.flush()

    assert desk.faults(WISHES, WISH | {"SIREN": "BE 0123.456.789"}) == [""]

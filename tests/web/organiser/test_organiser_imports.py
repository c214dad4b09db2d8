"""An organiser brings a file: it is checked at once, told line by line, and imported whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from matchmaker.db import db
from matchmaker.models import Company, Desk, Import, JournalEntry, Role
from matchmaker.services import registration
from matchmaker.services.imports.kinds import KINDS
from matchmaker.services.registration import Registration
from tests.builders import BEFORE_THE_DEADLINE, a_directorate
from tests.pages import Opened, Visitor, count_queries, inspect
from tests.services.imports.conftest import COMPANY, SIRETS, csv_of, open_fair, xlsx_of
from tests.web.conftest import Clock, signed_in
from tests.web.organiser.conftest import SmallFair, reads

IMPORTS = "/organisateur/imports"
TWO = csv_of(COMPANY, COMPANY | {"Entreprise": "Voirie Nord", "SIRET": SIRETS[1]})
STATES = ("prêt à importer", "à corriger", "importé")
WRONG = csv_of(COMPANY, COMPANY | {"Entreprise": "Sans charte", "SIRET": SIRETS[1], "Charte acceptée le": ""})


@pytest.fixture
def clock() -> Clock:
    return Clock(BEFORE_THE_DEADLINE)


@pytest.fixture
def fair_id(app: Flask) -> int:
    """A fair that takes registrations."""
    with app.app_context():
        fair = open_fair(db.session())
        db.session.commit()
        return fair.id


def send(
    visitor: Visitor, content: bytes, name: str = "liste.csv", kind: str = "entreprises", status: int = 302
) -> TestResponse:
    """Choose the file and press the button."""
    sent = {"kind": kind, "file": (io.BytesIO(content), name), "csrf_token": visitor.token()}
    answer = visitor.client.post(
        IMPORTS, data=sent, content_type="multipart/form-data", headers={"Accept-Language": visitor.language}
    )
    assert answer.status_code == status, answer.get_data(as_text=True)[-1500:]
    return answer


def sent(visitor: Visitor, content: bytes = TWO, **given: str) -> str:
    """The address of the report on that file."""
    return str(send(visitor, content, **given).location)


def stored(app: Flask) -> Iterator[str]:
    with app.app_context():
        yield from db.session.scalars(sa.select(Company.name).order_by(Company.id))


def test_a_file_is_checked_and_told_before_anything_is_imported(app: Flask, organiser: Visitor) -> None:
    page = organiser.open(sent(organiser))

    assert page.heading == "liste.csv"
    assert "Toutes les lignes sont prêtes ; rien n’est encore importé." in page.text
    assert "Importer les 2 lignes" in page.text
    assert "Eaux du Sud – 00000001800010" in page.text
    assert list(stored(app)) == ["Déjà là"]


def test_one_button_imports_every_line(app: Flask, organiser: Visitor) -> None:
    address = sent(organiser)
    organiser.post(f"{address}/importer")
    page = organiser.open(address)

    assert list(stored(app)) == ["Déjà là", "Eaux du Sud", "Voirie Nord"]
    assert "C’est fait : toutes les lignes sont importées." in page.text
    assert "Importer les" not in page.text
    assert "Vérifier de nouveau" not in page.text


def test_a_double_click_imports_once_and_says_so_kindly(app: Flask, organiser: Visitor) -> None:
    address = sent(organiser)
    organiser.post(f"{address}/importer")
    organiser.post(f"{address}/importer")

    assert "rien n’a été ajouté une seconde fois" in organiser.open(address).text
    assert len(list(stored(app))) == 3


def test_lines_to_correct_stand_first_and_nothing_can_be_imported(organiser: Visitor) -> None:
    page = organiser.open(sent(organiser, WRONG))

    assert "Rien n’est importé." in page.text
    assert "Importer la" not in page.text
    assert page.text.index("Sans charte") < page.text.index("Eaux du Sud")
    assert "Charte acceptée le : Pour participer, acceptez la charte" in page.text


def test_who_registers_meanwhile_keeps_the_whole_file_out(
    app: Flask, organiser: Visitor, fair: SmallFair
) -> None:
    address = sent(organiser)
    with fair.changed() as here:
        form = Registration("Plus rapide", SIRETS[1], "Contact", "contact@example.org", True)
        registration.register(db.session(), here, form, BEFORE_THE_DEADLINE)

    organiser.post(f"{address}/importer")

    page = organiser.open(address)
    assert "Rien n’est importé : la situation a changé" in page.text
    assert "déjà inscrite" in page.text
    assert list(stored(app)) == ["Déjà là", "Plus rapide"]


def test_a_report_is_renewed_on_request(organiser: Visitor, fair: SmallFair) -> None:
    wish = {"SIREN": "000000042", "Stand": "TARD"}
    address = sent(organiser, csv_of(wish), kind="demandes")
    assert "« TARD » n’est pas dans la liste" in organiser.open(address).text
    with fair.changed():
        db.session.query(Desk).one().code = "TARD"

    organiser.post(f"{address}/verifier")

    assert "Importer la ligne" in organiser.open(address).text


def test_every_deed_is_written_in_the_journal(organiser: Visitor, fair: SmallFair) -> None:
    address = sent(organiser)
    organiser.post(f"{address}/importer")

    with fair.changed():
        lines = db.session.scalars(
            sa.select(JournalEntry).where(JournalEntry.deed.startswith("import.")).order_by(JournalEntry.id)
        ).all()
        digest = db.session.query(Import).one().sha256
        assert [line.deed for line in lines] == ["import.rehearse", "import.apply"]
        assert all(digest in line.detail and line.account_id for line in lines)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Ce fichier est vide"),
        (b"%PDF-1.7", "Ce fichier est un PDF"),
        (b"\x89PNG\r\n\x1a\n", "Ce fichier est une image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ancien format"),
        (b"PK\x03\x04oups", "Ce fichier est abîmé"),
        (csv_of(COMPANY).splitlines()[0], "que ses titres"),
        (b"a;b\n1;2", "Il manque à ce fichier les colonnes « Entreprise », « SIRET »"),
        (b"a;" * 200_000, "Il manque à ce fichier"),
        (bytes(range(256)), "pas un tableau"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_wrong_file_is_told_beside_the_field_and_leaves_nothing(
    app: Flask, organiser: Visitor, fair: SmallFair, content: bytes, words: str
) -> None:
    before = fair.deeds()
    page = Opened(send(organiser, content, status=422))

    inspect(page)
    assert words in page.text
    assert [box.get("checked") is not None for box in page.all("input") if box.get("type") == "radio"] == [
        True,
        False,
        False,
    ]
    assert fair.deeds() == before
    with app.app_context():
        assert db.session.query(Import).count() == 0


def test_a_file_and_what_it_holds_are_asked_for(organiser: Visitor) -> None:
    answer = Opened(organiser.post(IMPORTS, {}, status=422))

    assert "Dites ce que contient le fichier." in answer.text
    assert "Choisissez un fichier." in answer.text
    assert "Dites ce que contient" in Opened(send(organiser, TWO, kind="girafes", status=422)).text


def test_what_a_file_is_called_does_not_matter(organiser: Visitor) -> None:
    book = xlsx_of([list(COMPANY), list(COMPANY.values())])

    assert "Importer la ligne" in organiser.open(sent(organiser, book, name="liste.csv")).text
    assert "Importer les 2 lignes" in organiser.open(sent(organiser, TWO, name="liste.xlsx")).text


def test_markup_and_odd_names_are_only_ever_shown(organiser: Visitor) -> None:
    content = csv_of(COMPANY | {"Entreprise": "<script>alert(1)</script>", "<img src=x>": ""})
    page = organiser.open(sent(organiser, content, name="<b>../../liste</b>\u202ecsv.exe"))

    assert "<script>alert(1)</script> – 00000001800010" in page.text
    assert page.heading == "b> csv.exe"


def test_the_list_of_files_tells_their_state(organiser: Visitor) -> None:
    assert "Aucun fichier pour l’instant." in organiser.open(IMPORTS).text
    organiser.post(f"{sent(organiser)}/importer")
    sent(organiser, WRONG, name="faux.csv")
    sent(organiser, csv_of(COMPANY | {"SIRET": SIRETS[2]}), name="pret.csv")

    rows = [" ".join("".join(row.itertext()).split()) for row in organiser.open(IMPORTS).all("tr")]
    assert [(row.split()[0], state) for row in rows[1:] for state in STATES if state in row] == [
        ("pret.csv", "prêt à importer"),
        ("faux.csv", "à corriger"),
        ("liste.csv", "importé"),
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_template_can_be_had_in_either_language_and_is_understood_in_both(
    organiser: Visitor, language: str
) -> None:
    reads(organiser, language)
    files = [(kind.word, ending) for kind in KINDS.values() for ending in ("csv", "xlsx")]
    answers = [organiser.client.get(f"{IMPORTS}/modeles/{kind}.{ending}") for kind, ending in files]
    other = reads(organiser, {"fr": "en", "en": "fr"}[language])

    headings_only = {"fr": "que ses titres", "en": "only has its column headings"}[other.language]
    for (kind, ending), answer in zip(files, answers, strict=True):
        assert answer.headers["Content-Disposition"].endswith(f"-{kind}-2023-11-03.{ending}")
        assert headings_only in Opened(send(other, answer.data, kind=kind, status=422)).text


@pytest.mark.parametrize("address", ["modeles/girafes.csv", "modeles/projets.pdf", "inconnu"])
def test_what_is_not_there_is_not_found(organiser: Visitor, address: str) -> None:
    assert organiser.open(f"{IMPORTS}/{address}", status=404).heading == "Page introuvable"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_report_can_be_taken_away_with_faults_first(organiser: Visitor, ending: str) -> None:
    content = organiser.client.get(f"{sent(organiser, WRONG)}/compte-rendu.{ending}").data
    if ending == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    else:
        rows = [[str(cell.value) for cell in row] for row in load_workbook(io.BytesIO(content)).active]

    assert [row[0] for row in rows] == ["Ligne", "3", "2"]
    assert "Charte acceptée le" in rows[1][3]


def test_an_import_of_another_fair_is_not_found(app: Flask, organiser: Visitor, empty: Visitor) -> None:
    address = sent(organiser)

    empty.open(address, status=404)
    for deed in ("verifier", "importer"):
        empty.post(f"{address}/{deed}", status=404)
    assert list(stored(app)) == ["Déjà là"]


def test_the_procurement_department_may_bring_files_but_hosts_may_not(
    app: Flask, fair: SmallFair, fair_id: int
) -> None:
    with fair.changed() as here:
        directorate = a_directorate(here)
        db.session.add(directorate)
        db.session.flush()
        host_of = directorate.id
    host = signed_in(app, fair_id, role=Role.HOST, directorate_id=host_of)

    host.open(IMPORTS, status=403)
    send(host, TWO, status=403)
    assert sent(signed_in(app, fair_id, role=Role.PROCUREMENT))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_state_of_the_pages_is_sound(organiser: Visitor, language: str) -> None:
    reads(organiser, language)
    done = sent(organiser)
    organiser.post(f"{done}/importer")

    for address in (IMPORTS, done, sent(organiser, WRONG), sent(organiser, csv_of(COMPANY | {"Météo": ""}))):
        organiser.open(address)


def test_pages_cost_as_many_queries_for_thirty_rows_as_for_three(app: Flask, organiser: Visitor) -> None:
    few = sent(organiser, csv_of(*[COMPANY] * 3))
    sent(organiser, csv_of(*[COMPANY] * 4))
    first = [cost(organiser, IMPORTS), cost(organiser, few)]
    many = sent(organiser, csv_of(*[COMPANY] * 30))
    for number in range(5, 32):
        sent(organiser, csv_of(*[COMPANY] * number))

    assert [cost(organiser, IMPORTS), cost(organiser, many)] == first


def cost(visitor: Visitor, address: str) -> int:
    with visitor.app.app_context():
        engine = db.engine
    with count_queries(engine) as queries:
        visitor.open(address)
    return len(queries)

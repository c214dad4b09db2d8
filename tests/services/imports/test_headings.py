"""Headings are recognised however they are typed; what is missing, twice or unknown is named."""

from __future__ import annotations

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.services.imports.companies import COLUMNS
from matchmaker.services.imports.headings import Understood, understand
from matchmaker.services.imports.raw import MOST_LINES
from matchmaker.services.imports.reading import read_tables
from tests.services.imports.conftest import COMPANY, csv_of, xlsx_of


def understood(content: bytes) -> Understood:
    return understand(read_tables(content), COLUMNS)


@pytest.mark.parametrize("separator", ";,\t")
def test_the_separator_is_the_one_that_makes_sense_of_the_headings(separator: str) -> None:
    lines = understood(csv_of(COMPANY, separator=separator)).lines

    assert [line.cells["name"] for line in lines] == ["Eaux du Sud"]


def test_neither_case_nor_accents_nor_order_count() -> None:
    content = csv_of(
        {
            "CHARTE ACCEPTEE LE": "oui",
            " siret ": "1",
            "adresse_electronique": "a@b.fr",
            "contact": "C",
            "ENTREPRISE": "E",
        }
    )

    assert understood(content).lines[0].cells["contact_email"] == "a@b.fr"


def test_lines_keep_the_number_they_have_in_the_spreadsheet() -> None:
    lines = understood(csv_of(COMPANY, {}, COMPANY)).lines

    assert [line.number for line in lines] == [2, 4]


def test_headings_may_stand_under_a_title() -> None:
    rows = [["Salon"], ["Entreprises – état du jour"], [], list(COMPANY), list(COMPANY.values())]

    assert [line.number for line in understood(xlsx_of(rows)).lines] == [5]


def test_the_sheet_that_is_understood_is_the_one_that_is_read() -> None:
    content = xlsx_of([["Aide"], ["Colonne", "Liste"]], [list(COMPANY), list(COMPANY.values())])

    assert len(understood(content).lines) == 1


def test_missing_columns_are_named() -> None:
    with pytest.raises(RuleBroken, match="les colonnes « SIRET », « Contact »"):
        understood(csv_of({name: "x" for name in COMPANY if name not in ("SIRET", "Contact")}))


def test_a_table_of_something_else_says_all_that_it_lacks() -> None:
    with pytest.raises(RuleBroken, match="« Entreprise », « SIRET »"):
        understood(b"a;b\n1;2\n")


def test_a_heading_that_stands_twice_is_refused() -> None:
    content = csv_of(COMPANY).replace(b'"Contact"', b'"SIRET"') + b""
    twice = content.replace(b'"Entreprise"', b'"Contact";"Entreprise"', 1)

    with pytest.raises(RuleBroken, match="Plusieurs colonnes portent le titre « SIRET »"):
        understood(twice)


def test_unknown_columns_are_left_aside_and_named() -> None:
    remarks = understood(csv_of(COMPANY | {"Météo": "beau", "<b>": "", "": "sans titre"})).remarks

    assert remarks == (
        "Les colonnes « Météo », « <b> » ne servent pas à l’import : elles sont laissées de côté.",
    )


def test_the_example_of_the_template_is_no_line() -> None:
    found = understood(csv_of(COMPANY | {"Entreprise": "Exemple à effacer – Eaux"}, COMPANY))

    assert [line.number for line in found.lines] == [3]
    assert found.remarks == ("La ligne d’exemple du modèle est laissée de côté.",)


@pytest.mark.parametrize("line", [[], [COMPANY | {"Entreprise": "Exemple à effacer"}]])
def test_a_file_of_headings_only_is_refused(line: list[dict[str, str]]) -> None:
    content = csv_of(COMPANY, *line).splitlines()

    with pytest.raises(RuleBroken, match="que ses titres"):
        understood(b"\r\n".join([content[0], *content[2:]]))


def test_a_sheet_without_a_word_is_empty() -> None:
    with pytest.raises(RuleBroken, match="est vide"):
        understood(xlsx_of([]))


def test_more_lines_than_can_be_checked_at_once_are_refused() -> None:
    understood(csv_of(*[COMPANY] * MOST_LINES))

    with pytest.raises(RuleBroken, match="partagez-le"):
        understood(csv_of(*[COMPANY] * (MOST_LINES + 1)))


def test_cells_beyond_the_headings_are_left_aside() -> None:
    content = csv_of(COMPANY) + b';"en trop";"encore"'

    assert understood(content).lines[0].cells["accepts_charter"] == "oui"


def test_an_apostrophe_that_kept_a_formula_harmless_goes() -> None:
    content = csv_of(COMPANY | {"Entreprise": "'=Égal", "Contact": "'Ndiaye"})

    cells = understood(content).lines[0].cells
    assert (cells["name"], cells["contact_name"]) == ("=Égal", "'Ndiaye")

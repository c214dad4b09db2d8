"""One cell at a time: what a spreadsheet does to a number is undone, or named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.services.imports import cells
from matchmaker.services.imports.cells import Cells
from tests.builders import a_fair


@pytest.mark.parametrize(
    ("parse", "cell", "value"),
    [
        (cells.siret, "000 000 018 00010", "000 000 018 00010"),
        (
            cells.codes,
            "45232410 ; 45232150-3,03000000\n45000000",
            ["45232410", "45232150-3", "03000000", "45000000"],
        ),
        (cells.codes, "", []),
        (cells.cpv, "45232410 Travaux", "45232410"),
        (cells.naf, "4221z", "42.21Z"),
        (cells.naf, "42.21Z", "42.21Z"),
        (cells.naf, "", None),
        (cells.several, "Eau ; Voirie|Bâtiment\nSol, Gaz", ["Eau", "Voirie", "Bâtiment", "Sol", "Gaz"]),
        (cells.yes, "OUI", True),
        (cells.yes, "x", True),
        (cells.yes, "Non", False),
        (cells.yes, "", False),
        (cells.yes_or_day, "2023-10-02", True),
        (cells.yes_or_day, "oui", True),
        (cells.yes_or_day, "", False),
        (cells.number, "1 200 000", 1_200_000),
        (cells.number, "1.200.000 €", 1_200_000),
        (cells.number, "1,200,000", 1_200_000),
        (cells.number, "1200000,00", 1_200_000),
        (cells.number, "350.5", None),
        (cells.number, "", None),
        (cells.quarter, "T2 2024", "2024-T2"),
        (cells.quarter, "2024 q3", "2024-T3"),
        (cells.quarter, "bientôt", "bientôt"),
    ],
)
def test_a_cell_is_understood_as_it_is_meant(
    parse: Callable[[str, str], object], cell: str, value: object
) -> None:
    line = Cells({"it": cell})

    assert line.read("it", parse, None) == value


@pytest.mark.parametrize(
    ("parse", "cell", "words"),
    [
        (cells.siret, "1800010", "pris ce SIRET pour un nombre"),
        (cells.siret, "1,80001E+13", "abrégé ce numéro"),
        (cells.cpv, "3000000", "écrivez 03000000"),
        (cells.codes, "45232410 ; 3000000", "a sans doute ôté le zéro"),
        (cells.yes, "peut-être", "« oui » ou « non »"),
        (cells.yes_or_day, "45232150", "« oui » ou « non »"),
        (cells.number, "350.5", "nombre entier"),
        (cells.number, "-5", "nombre entier"),
        (cells.number, "beaucoup", "nombre entier"),
        (cells.number, "9" * 16, "nombre entier"),
        (cells.number, "٣", "nombre entier"),
        (cells.text, "#REF!", "erreur de calcul"),
    ],
)
def test_what_cannot_be_read_is_said_of_its_column(
    parse: Callable[[str, str], object], cell: str, words: str
) -> None:
    with pytest.raises(RuleBroken, match=words) as refusal:
        parse(cell, "it")

    assert refusal.value.field == "it"


def test_hours_are_those_of_the_day_of_the_fair() -> None:
    fair = a_fair()

    assert cells.hours(fair, "10:30-11:15 ; 11h20 – 12h", "presence") == [
        (datetime(2023, 11, 15, 9, 30, tzinfo=UTC), datetime(2023, 11, 15, 10, 15, tzinfo=UTC)),
        (datetime(2023, 11, 15, 10, 20, tzinfo=UTC), datetime(2023, 11, 15, 11, 0, tzinfo=UTC)),
    ]


@pytest.mark.parametrize("cell", ["le matin", "10:30", "25:00-26:00", "10:75-11:00"])
def test_hours_that_are_none_are_refused(cell: str) -> None:
    with pytest.raises(RuleBroken, match="10:30-11:15"):
        cells.hours(a_fair(), cell, "presence")


def test_a_closed_list_names_what_it_lacks_and_what_is_not_the_only_one() -> None:
    known = {"eau": {1}, "voirie": {2, 3}}

    assert cells.one_of(known, "EAU", "it") == 1
    for cell, words in (("Voirie", "Plusieurs"), ("", "rester vide"), ("mer", "pas dans la liste")):
        with pytest.raises(RuleBroken, match=words):
            cells.one_of(known, cell, "it")


def test_all_faults_of_a_line_are_kept() -> None:
    line = Cells({"a": "#N/A", "b": "non plus", "c": "bien"})

    assert (line.text("a"), line.read("b", cells.number, 7), line.text("c")) == ("", 7, "bien")
    assert [fault.field for fault in line.faults] == ["a", "b"]


def test_a_value_is_shown_short_on_one_line_and_without_signs_that_nobody_sees() -> None:
    assert cells.shown("a\x00b\u202ec\nd  e") == "a b c d e"
    assert cells.shown("x" * 100_000) == "x" * 79 + "…"
    assert cells.shown("شركة المياه") == "شركة المياه"

"""A SIRET is taken however it is typed, or told what is wrong; a foreign number begins with its country."""

import csv
from pathlib import Path

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.services.company_numbers import countries, foreign_number_of, numbers_of, siret_of

CASES = Path(__file__).parents[1] / "data" / "siret_cases.csv"
GOOD = "30516304000119"


def is_taken(typed: str) -> bool:
    try:
        siret_of(typed)
    except RuleBroken:
        return False
    return True


def test_all_911_real_strings_get_their_answer() -> None:
    """La Poste's own rule, wrong keys, lost zeros, foreign numbers: what sources gave as SIRET."""
    with CASES.open(encoding="utf-8", newline="") as file:
        next(file)  # the licence
        cases = list(csv.DictReader(file))

    wrong = [case for case in cases if is_taken(case["value"]) != (case["expected"] == "valid")]

    assert len(cases) == 911
    assert wrong == []


@pytest.mark.parametrize(
    "typed",
    [
        "305 163 040 00119",
        "305.163.040.00119",
        "305-163-040-00119",
        "305\u00a0163\u202f040\u200900119",
        "305\u2011163\u2011040\u201100119",
        "\u200b30516304000119\ufeff",
        " 305163040 / 00119 ",
        "３０５163040 00119",
    ],
)
def test_what_stands_between_the_digits_is_nobody_s_mistake(typed: str) -> None:
    assert siret_of(typed) == GOOD


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("305163040", "9 chiffres du SIREN"),
        ("3051630400011", "13 chiffres au lieu de 14"),
        ("30516304000118", "un de ses 14 chiffres"),
        ("00000000000000", "un de ses 14 chiffres"),
        ("BE0404484484", "Une entreprise étrangère"),
        ("\x0030516304000119", "que des chiffres"),
    ],
)
def test_a_wrong_siret_is_told_what_is_wrong(typed: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refusal:
        siret_of(typed)

    assert refusal.value.field == "siret"


@pytest.mark.parametrize(
    ("country", "typed", "number"),
    [
        ("BE", "0123.456.789", "BE0123456789"),
        ("BE", "be 0123.456.789", "BE0123456789"),
        ("DE", "HRB 12345 B", "DEHRB12345B"),
        ("GB", "SC123456", "GBSC123456"),
        ("DE", "DEGEN 12", "DEDEGEN12"),
    ],
)
def test_a_foreign_number_begins_with_its_country_once(country: str, typed: str, number: str) -> None:
    assert foreign_number_of(country, typed) == number


@pytest.mark.parametrize(
    ("country", "typed", "field"),
    [
        ("", "0123456789", "foreign_country"),
        ("FR", "0123456789", "foreign_country"),
        ("XX", "0123456789", "foreign_country"),
        ("BE", "12", "foreign_number"),
        ("BE", "1" * 31, "foreign_number"),
        ("BE", "néant", "foreign_number"),
        ("BE", "aucun", "foreign_number"),
        ("BE", "0000000", "foreign_number"),
        ("BE", "0123\x00456", "foreign_number"),
    ],
)
def test_a_wrong_foreign_number_is_refused_beside_its_field(country: str, typed: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        foreign_number_of(country, typed)

    assert refusal.value.field == field


def test_one_number_is_needed_and_not_two() -> None:
    assert numbers_of(GOOD, "", " ") == (GOOD, None)
    assert numbers_of(" ", "BE", "0123456789") == (None, "BE0123456789")
    with pytest.raises(RuleBroken, match="Donnez le SIRET"):
        numbers_of("", "BE", "")
    with pytest.raises(RuleBroken, match="pas les deux"):
        numbers_of(GOOD, "BE", "0123456789")


def test_countries_are_in_the_order_of_the_reader_s_language_without_those_that_have_a_siret() -> None:
    french, english = countries("fr"), countries("en")

    assert list(french.values())[:3] == ["Afghanistan", "Afrique du Sud", "Albanie"]
    assert french["EE"] == "Estonie"
    assert english["DE"] == "Germany"
    assert french.keys() == english.keys()
    assert not {"FR", "RE", "EU", "ZZ"} & french.keys()

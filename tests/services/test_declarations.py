"""What people declare is checked one thing at a time, and refused beside its field."""

from datetime import timedelta

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.models import NafCode
from matchmaker.services import declarations
from tests.builders import EXCHANGE, a_cpv, a_fair, a_sector


def hours(start, end):
    return EXCHANGE + timedelta(minutes=start), EXCHANGE + timedelta(minutes=end)


def test_a_line_loses_the_spaces_nobody_means():
    assert declarations.line_of("  Éclairage\u00a0 public\n ", "name") == "Éclairage public"


def test_a_text_keeps_its_lines():
    assert declarations.text_of(" un\r\ndeux ", "words") == "un\ndeux"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Donnez"),
        (" \u00a0 ", "Donnez"),
        ("a\x00b", "illisible"),
        ("a\x1bb", "illisible"),
        ("x" * 201, "200"),
        ("Gagnez 1 000 € : https://ailleurs.example", "adresse de site"),
        ("Gagnez : WWW.ailleurs.example", "adresse de site"),
    ],
)
def test_a_line_that_cannot_be_kept_is_refused(typed, words):
    with pytest.raises(RuleBroken, match=words) as refusal:
        declarations.line_of(typed, "name", missing="Donnez un nom.")

    assert refusal.value.field == "name"


@pytest.mark.parametrize(
    "typed",
    ["01 23 45 67 89", "+33 1 23 45 67 89", "+33 (0)1 23 45 67 89", "01.23.45.67.89", "+32-2/123.45.67"],
)
def test_a_telephone_number_is_kept_as_it_was_written(typed):
    assert declarations.phone_of(f" {typed} ") == typed


def test_no_telephone_number_is_none():
    assert declarations.phone_of(" ") is None


@pytest.mark.parametrize("typed", ["12345", "voir mon site", "0" * 16, "01 23 45 67 8x", "9" * 31])
def test_what_nobody_can_call_is_refused(typed):
    with pytest.raises(RuleBroken) as refusal:
        declarations.phone_of(typed)

    assert refusal.value.field == "phone"


def test_sectors_are_taken_once_each_in_the_order_given(session):
    water, roads = a_sector(), a_sector()
    session.add_all([water, roads])
    session.flush()

    assert declarations.sectors_of(session, [roads.code, water.code, roads.code]) == [roads, water]


def test_an_unknown_sector_is_named(session):
    with pytest.raises(RuleBroken, match="« lune »") as refusal:
        declarations.sectors_of(session, ["lune"])

    assert refusal.value.field == "sectors"


def test_cpv_codes_are_taken_once_each_with_or_without_their_check_digit(session):
    cpv = a_cpv(check_digit="8")
    session.add(cpv)
    session.flush()

    assert declarations.cpv_of(session, [f"{cpv.code}-8", f" {cpv.code} "], "cpv_won") == [cpv.code]


@pytest.mark.parametrize("suffix", ["-7", "0", "-", " travaux"])
def test_a_cpv_code_that_is_none_is_named(session, suffix):
    cpv = a_cpv(check_digit="8")
    session.add(cpv)
    session.flush()

    with pytest.raises(RuleBroken, match=f"« {cpv.code}{suffix} »") as refusal:
        declarations.cpv_of(session, [cpv.code, cpv.code + suffix], "cpv_declared")
    assert refusal.value.field == "cpv_declared"


def test_an_unknown_cpv_code_is_named(session):
    with pytest.raises(RuleBroken, match="« 99999999 »"):
        declarations.cpv_of(session, ["99999999"], "cpv_won")


def test_a_naf_code_is_one_of_the_list_or_none(session):
    session.add(NafCode(code="42.21Z", label_fr="Réseaux", revision="2", search_fr="reseau"))
    session.flush()

    assert declarations.naf_of(session, "42.21Z") == "42.21Z"
    assert declarations.naf_of(session, "") is None
    with pytest.raises(RuleBroken, match=r"« 99\.99Z »") as refusal:
        declarations.naf_of(session, "99.99Z")
    assert refusal.value.field == "naf_code"


def test_hours_within_the_exchange_are_kept_in_order_once_each():
    first, second = hours(0, 30), hours(30, 90)

    kept = declarations.presences_of(a_fair(), [second, first, second])

    assert [(one.starts_at, one.ends_at) for one in kept] == [first, second]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([hours(30, 30)], "venir après"),
        ([hours(60, 30)], "venir après"),
        ([hours(-1, 30)], "sortent de la période"),
        ([hours(30, 91)], "sortent de la période"),
        ([hours(0, 40), hours(39, 90)], "se recouvrent"),
    ],
)
def test_hours_that_cannot_be_are_refused(asked, words):
    with pytest.raises(RuleBroken, match=words) as refusal:
        declarations.presences_of(a_fair(), asked)

    assert refusal.value.field == "presence"

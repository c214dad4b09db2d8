"""Words of the nomenclatures as they are compared: folded, stemmed, and codes by their digits."""

import pytest

from matchmaker.services.nomenclature import (
    cpv_depth,
    cpv_lineage,
    fold,
    stems,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Égouts d’eaux usées", "egouts d eaux usees"),
        ("CHANTIER  main-d'œuvre", "chantier main d oeuvre"),
        ("E\u0301gout", "egout"),
        ("45232410-9", "45232410 9"),
        ("a\x00b\u00a0c", "a b c"),
        ("% _ ' \" \\ ;", ""),
        ("水", ""),
    ],
)
def test_folding_keeps_letters_and_digits_only(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "same",
    [
        ("travaux", "travail"),
        ("égout", "égouts"),
        ("réseau", "réseaux"),
        ("eau", "eaux"),
        ("routier", "routière", "routières"),
        ("communal", "communale", "communaux"),
        ("matériau", "matériaux"),
        ("professionnel", "professionnelles"),
        ("préfabriqué", "préfabriquées"),
        ("menuisier", "menuiserie", "menuiseries"),
        ("rue", "rues"),
    ],
)
def test_french_forms_of_a_word_have_one_stem(same: tuple[str, ...]) -> None:
    assert len({tuple(stems(word, "fr")) for word in same}) == 1


@pytest.mark.parametrize("different", [("plomberie", "plomb"), ("local", "location"), ("bois", "boissons")])
def test_french_words_that_only_look_alike_keep_apart(different: tuple[str, str]) -> None:
    one, other = (stems(word, "fr") for word in different)
    assert one != other


@pytest.mark.parametrize(
    "same",
    [("sewer", "sewers"), ("supply", "supplies"), ("box", "boxes"), ("ditch", "ditches"), ("road", "roads")],
)
def test_english_forms_of_a_word_have_one_stem(same: tuple[str, str]) -> None:
    assert len({tuple(stems(word, "en")) for word in same}) == 1


def test_english_words_that_end_in_s_keep_it() -> None:
    assert stems("glass status analysis gas", "en") == ["glass", "status", "analysis", "gas"]


def test_little_words_say_nothing() -> None:
    assert stems("l'eau de la ville et des champs", "fr") == ["eau", "vill", "champ"]
    assert stems("the works of a city", "en") == ["work", "city"]


def test_a_lineage_goes_from_the_code_to_its_division() -> None:
    assert cpv_lineage("45232410") == [
        "45232410",
        "45232400",
        "45232000",
        "45230000",
        "45200000",
        "45000000",
    ]


@pytest.mark.parametrize(
    ("code", "depth"), [("03000000", 2), ("30000000", 2), ("45232000", 5), ("45232411", 8)]
)
def test_depth_is_the_number_of_digits_that_say_something(code: str, depth: int) -> None:
    assert cpv_depth(code) == depth

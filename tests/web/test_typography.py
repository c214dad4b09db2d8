import pytest
from flask import Flask

from matchmaker.web.typography import typeset
from tests.pages import Visitor

NARROW, FIRM = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Le stand : complet", f"Le stand{FIRM}: complet"),
        ("Prêt ? Oui ; partons !", f"Prêt{NARROW}? Oui{NARROW}; partons{NARROW}!"),
        ("« sans préférence »", f"«{FIRM}sans préférence{FIRM}»"),
        ("choix n° 1, table 2", f"choix n°{FIRM}1, table{FIRM}2"),
        ("5,5 M€, 40 %", f"5,5{FIRM}M€, 40{FIRM}%"),
        ("de 9 h 20 à 12 h", f"de 9{FIRM}h{FIRM}20 à 12{FIRM}h"),
        ("d'ouvrages et l&#39;eau", "d’ouvrages et l’eau"),
        ("secret:nombre", "secret:nombre"),
    ],
)
def test_what_is_typed_becomes_what_a_printer_sets(typed: str, printed: str) -> None:
    assert typeset(f"<p>{typed}</p>") == f"<p>{printed}</p>"


@pytest.mark.parametrize(
    "page",
    [
        '<input value="Essai : d\'eau ?">',
        "<pre>echo 'a' ; echo : b ?</pre>",
        "<p><code>x : y</code></p>",
        "<textarea>Vraiment ?</textarea>",
    ],
)
def test_code_and_what_people_typed_stay_as_they_are(page: str) -> None:
    assert typeset(page) == page


def test_a_french_page_is_set_and_an_english_one_is_not(app: Flask, fair_id: int) -> None:
    assert FIRM in Visitor(app).open("/accessibilite").html
    assert FIRM not in Visitor(app, "en").open("/accessibilite").html

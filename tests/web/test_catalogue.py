"""The check that keeps English complete sees what is missing, and French counts as French does."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from flask import Flask
from flask_babel import force_locale, ngettext

from matchmaker.web import catalogue


def a_catalogue(**given: object) -> Catalog:
    """One sentence in English, and another as it is given."""
    found = Catalog(locale="en", fuzzy=False)
    found.add("Fait", "Done")
    found.add(**{"id": "Stand"} | given)
    return found


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"string": "Desk"}, []),
        ({"string": ""}, ["Stand"]),
        ({"string": "Desk", "flags": ("fuzzy",)}, ["Stand"]),
        ({"id": ("un", "deux"), "string": ("one", "two")}, []),
        ({"id": ("un", "deux"), "string": ("one", "")}, ["('un', 'deux')"]),
        ({"id": ("un", "deux"), "string": ("", "")}, ["('un', 'deux')"]),
    ],
)
def test_a_sentence_without_its_whole_and_certain_english_is_found(
    given: dict[str, object], missing: list[str]
) -> None:
    assert catalogue.untranslated(a_catalogue(**given)) == missing


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("page.py", 'said = _("Nouveau")'),
        ("page.py", 'said = lazy_gettext("Nouveau")'),
        ("page.py", 'said = ngettext("Nouveau", "Nouveaux", 2)'),
        ("page.py", 'said = pgettext("ici", "Nouveau")'),
        ("templates/page.html", '<p>{{ _("Nouveau") }}</p>'),
        ("templates/page.html", "{% trans %}\n  Nouveau\n{% endtrans %}"),
    ],
)
def test_a_new_sentence_of_a_source_is_collected_and_waits_for_its_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, text: str
) -> None:
    source = tmp_path / file
    source.parent.mkdir(exist_ok=True)
    source.write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalogue, "PACKAGE", tmp_path)
    monkeypatch.setattr(catalogue, "ENGLISH", tmp_path / "en.po")

    assert catalogue.update() == 1
    assert "Nouveau" in catalogue.untranslated(catalogue.english())[0]


@pytest.mark.parametrize(
    ("language", "counted"),
    [
        ("fr", ["0 créneau", "1 créneau", "2 créneaux"]),
        ("en", ["0 slots", "1 slot", "2 slots"]),
    ],
)
def test_zero_is_singular_in_french_and_plural_in_english(
    app: Flask, language: str, counted: list[str]
) -> None:
    with app.test_request_context(), force_locale(language):
        assert [ngettext("%(num)d créneau", "%(num)d créneaux", number) for number in range(3)] == counted


def test_the_compiled_catalogues_follow_the_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "PACKAGE", tmp_path)
    catalogue.compile_if_older()
    compiled = sorted(tmp_path.rglob("*.mo"))
    first = [file.stat().st_mtime_ns for file in compiled]
    catalogue.compile_if_older()

    assert [file.parts[-3] for file in compiled] == ["en", "fr"]
    assert [file.stat().st_mtime_ns for file in compiled] == first

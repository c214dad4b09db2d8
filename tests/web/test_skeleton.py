"""What stands around every page: the links of each person, and files whose address is their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask

from matchmaker.db import db
from matchmaker.models import Fair
from matchmaker.web.skeleton import SECTIONS
from tests.builders import a_fair
from tests.pages import Opened, Visitor, words
from tests.web.conftest import signed_in


def links(page: Opened, label: str = "") -> dict[str, str]:
    """The links of the navigation, or of the footer without a label."""
    parts = page.all("footer") if not label else [n for n in page.all("nav") if n.get("aria-label") == label]
    return {words(a): a.get("href", "") for part in parts for a in part.iter("a")}


def test_without_a_fair_only_pages_that_need_none_are_offered(visitor: Visitor) -> None:
    page = visitor.open("/")

    assert list(links(page, "Navigation principale")) == ["Le salon"]
    assert list(links(page)) == ["Accessibilité : non conforme", "Données personnelles"]


def test_every_link_around_a_page_leads_to_a_page(app: Flask, fair_id: int, visitor: Visitor) -> None:
    for person in (visitor, signed_in(app, fair_id)):
        page = person.open("/")
        around = links(page, "Navigation principale") | links(page)
        assert len(around) == (8 if person is visitor else 13)
        for address in around.values():
            person.open(address)


def test_an_organiser_reads_the_name_of_the_fair_they_prepare(app: Flask, fair_id: int) -> None:
    member = signed_in(app, fair_id)
    with app.app_context():
        db.session.get_one(Fair, fair_id).name_fr = "Salon de mes soucis"
        db.session.add(a_fair(name_fr="Un autre salon"))
        db.session.commit()

    page = member.open("/organisateur/")
    assert words(page.all("title")[0]) == "Tableau de bord – Salon de mes soucis"
    assert "Un autre salon" not in page.text


def test_the_address_of_a_file_changes_with_its_content(app: Flask, visitor: Visitor) -> None:
    sheets = [
        link.get("href", "") for link in visitor.open("/").all("link") if "css/" in link.get("href", "")
    ]
    ours = [address for address in sheets if address.startswith("/static/css/")]

    assert len(ours) > 3
    for address in ours:
        path, _, digest = address.partition("?v=")
        content = Path(str(app.static_folder), path.removeprefix("/static/")).read_bytes()
        assert digest == hashlib.sha256(content).hexdigest()[:12]


def test_changing_the_language_comes_back_to_the_same_question(visitor: Visitor, fair_id: int) -> None:
    with visitor.app.app_context():
        slug = db.session.get_one(Fair, fair_id).slug
    asked = f"/salons/{slug}/projets?mots=eau+usée&secteur=a%26b"
    hidden = next(i for i in visitor.open(asked).all("input") if i.get("name") == "next").get("value")
    visitor.language = "en"

    assert visitor.post("/langue", {"language": "en", "next": hidden}).location == hidden
    page = visitor.open(str(hidden))
    assert next(i for i in page.all("input") if i.get("name") == "mots").get("value") == "eau usée"


def test_the_section_of_a_page_is_marked_and_the_page_itself_differently(app: Flask, fair_id: int) -> None:
    member = signed_in(app, fair_id)

    def marked(address: str, status: int = 200) -> dict[str, str]:
        navigation = next(n for n in member.open(address, status).all("nav") if n.get("class") == "site-nav")
        return {words(a): a.get("aria-current", "") for a in navigation.iter("a") if a.get("aria-current")}

    assert marked("/organisateur/") == {"Tableau de bord": "page"}
    assert marked("/organisateur/messages") == {"Messages": "page"}
    assert marked("/organisateur/plannings/rien", 404) == {"Plannings": "true"}
    assert marked("/organisateur/exports") == {"Importer et exporter": "true"}


def test_every_section_leads_to_a_page_that_exists(app: Flask) -> None:
    assert set(SECTIONS) | set(SECTIONS.values()) <= set(app.view_functions)

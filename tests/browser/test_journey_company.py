"""A new firm, from the door on the home page to its ordered requests; and a firm once the timetable is out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, expect

from matchmaker.db import db
from matchmaker.models import Company, Fair, Wish
from tests.browser.looking import WAYS, Visit, Way, at

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ADDRESS = "contact@essai-de-parcours.example"
WRONG, RIGHT = "000 000 018 00011", "000 000 018 00010"
TYPED = {
    "name": "Essai de parcours",
    "group": "Groupe d’essai",
    "contact_name": "Camille Exemple",
    "phone": "01 23 45 67 89",
    "adapted_access": "Une place près de l’entrée.",
}
PASSWORD = "quatorze-carottes-bleues"
MOTIVATION = "Nous posons des canalisations et voulons comprendre le phasage."


@pytest.fixture(params=WAYS)
def visit(request: pytest.FixtureRequest, address: str, browser: Browser) -> Iterator[Visit]:
    way: Way = request.param
    visit = Visit(browser, address, way)
    yield visit
    visit.leave()


def test_a_new_firm_from_the_home_page_to_its_ordered_requests(demo: Flask, visit: Visit) -> None:
    visit.begin("requests_open", "visitor")
    signs_up(visit)
    says_what_it_does(visit)
    asks_two_stands(demo, visit)
    changes_its_mind(demo, visit)
    is_too_late(demo, visit)


def test_a_firm_reads_its_place_and_why_not_the_others(visit: Visit) -> None:
    visit.begin("published", "company")
    visit.reads("Mes rendez-vous", "Mes demandes sans créneau")

    visit.follow("Page à imprimer")

    expect(visit.page.locator(".own-meeting")).to_have_count(1)
    expect(visit.page.locator(".own-meeting h3")).to_contain_text(
        visit.say("table %(number)d", number=2)
    )
    refused = visit.main.locator("li.panel").filter(has=visit.page.locator(".next-step"))
    expect(refused).to_have_count(3)
    for one in refused.all():
        expect(one.locator(".next-step")).to_contain_text(visit.say("Ce que vous pouvez faire :"))
    visit.reads("Stand complet")


def signs_up(visit: Visit) -> None:
    """An address first; then a SIRET with a slip of the finger, mended without typing anything again."""
    visit.follow("Inscrire mon entreprise")
    visit.press("Recevoir le lien", status=422)
    visit.is_refused("email")
    visit.fill(email=ADDRESS)
    visit.press("Recevoir le lien")
    visit.follow("Lire le message")
    message = visit.page.locator("details.message").first
    expect(message).to_contain_text(ADDRESS)
    visit.leads_to(message.locator(".message-body a").first.click)

    visit.fill(siret=WRONG, password=PASSWORD, **TYPED)
    visit.page.check("[name=size_class][value=micro]")
    visit.page.check("[name=accepts_charter]")
    visit.press("Inscrire l’entreprise", status=422)
    visit.is_refused("siret")
    visit.has_kept(siret=WRONG, **TYPED)
    for ticked in ("[name=size_class][value=micro]", "[name=accepts_charter]"):
        expect(visit.page.locator(ticked)).to_be_checked()

    visit.fill(siret=RIGHT, password=PASSWORD)
    visit.press("Inscrire l’entreprise")
    assert urlsplit(visit.page.url).path == "/entreprise/"
    expect(visit.main).to_contain_text(TYPED["name"])
    visit.reads("Vous pouvez déjà faire vos demandes.")


def says_what_it_does(visit: Visit) -> None:
    """Sectors, codes found by a word, hours."""
    visit.follow("Ma fiche", "nav")
    visit.go("/entreprise/fiche/secteurs")
    visit.page.check("[name=sectors][value=assainissement]")
    visit.press("Enregistrer")
    visit.go("/entreprise/")
    visit.follow("Compléter")
    visit.fill(mots="curage d’égouts" if visit.way.language == "fr" else "sewer cleaning")
    visit.press("Chercher")
    visit.press("Ajouter", "#trouves")
    expect(visit.page.locator("#vos-codes li.code-line")).to_have_count(1)
    visit.go("/entreprise/fiche/presence")
    visit.page.check("[name=presence][value=part]")
    hours = visit.page.locator("[name=presence_until] option")
    visit.page.select_option("[name=presence_from]", index=6)
    visit.page.select_option("[name=presence_until]", index=3)
    visit.press("Enregistrer", status=422)
    visit.page.select_option("[name=presence_until]", index=hours.count() - 1)
    visit.press("Enregistrer")


def asks_two_stands(demo: Flask, visit: Visit) -> None:
    """The first that is suggested, for the reason it reads; then the next."""
    for rank in (1, 2):
        visit.go("/entreprise/stands")
        free = suggested(visit).filter(has=visit.page.locator("a.deed"))
        expect(free.first.locator("p").nth(2)).not_to_be_empty()
        visit.follow("Demander un rendez-vous", f"main li.stand-line:has(a.deed) >> nth=0")
        visit.page.locator("[name=needs]").first.check()
        visit.fill(motivation=MOTIVATION)
        visit.press("Demander ce rendez-vous")
        expect(visit.page.locator("main ol > li")).to_have_count(rank)
    assert len(requests(demo)) == 2


def changes_its_mind(demo: Flask, visit: Visit) -> None:
    """Another order, other words, one request fewer."""
    first, second = requests(demo)
    visit.press("Monter", "#choix-2")
    assert requests(demo) == [second, first]
    visit.follow("Modifier", "#choix-1")
    visit.fill(motivation="Autre chose : le curage.")
    visit.press("Enregistrer")
    assert requests(demo) == [(second[0], "Autre chose : le curage."), first]
    visit.follow("Retirer", "#choix-2")
    visit.press("Retirer la demande")
    assert [stand for stand, _words in requests(demo)] == [second[0]]


def is_too_late(demo: Flask, visit: Visit) -> None:
    """The page was opened in time and is sent after the deadline: said clearly, kept, and not stored."""
    before = requests(demo)
    visit.go("/entreprise/stands")
    visit.follow("Demander un rendez-vous")
    visit.fill(motivation=MOTIVATION)
    with demo.app_context():
        closes = db.session.scalars(sa.select(Fair.requests_close_at)).one()
    with at(demo, closes + timedelta(seconds=1)):
        visit.press("Demander ce rendez-vous", status=422)
        visit.reads(
            "Les demandes de rendez-vous sont closes : leur liste ne change plus. Le tirage, puis le "
            "planning donnent à chacune une réponse, que vous lirez dans votre espace."
        )
        visit.has_kept(motivation=MOTIVATION)
        visit.go("/entreprise/demandes")
    assert requests(demo) == before


def suggested(visit: Visit):
    return visit.main.locator("ul").first.locator("li.stand-line")


def requests(demo: Flask) -> list[tuple[str, str]]:
    """What the firm asks, in its order, as it is stored."""
    mine = sa.select(Wish).join(Company).where(Company.name == TYPED["name"]).order_by(Wish.rank)
    with demo.app_context():
        return [(wish.desk.code, wish.motivation) for wish in db.session.scalars(mine)]

"""Who asks the stand, the answer to one request, the quick buttons, and two people at one stand."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from matchmaker.db import db
from matchmaker.models import Answer, Need, Wish
from tests.builders import AFTER_THE_DEADLINE, an_account
from tests.pages import Opened, Visitor, count_queries, words
from tests.web.host.conftest import REQUESTS, Stand

REASON = "Son métier est celui du projet"


def names(page: Opened) -> list[str]:
    return [words(heading) for heading in page.all("h2") if heading.get("class") == "row-card__title"]


def seen(page: Opened) -> str:
    return next(i.get("value", "") for i in page.all("input") if i.get("name") == "seen")


def answer(visitor: Visitor, address: str, status: int = 302, **given: str) -> Opened:
    """Fill in the form as the page shows it."""
    filled = {"seen": seen(visitor.open(address)), "need": "", "words": ""} | given
    return Opened(visitor.post(address, filled, status=status))


def test_a_stand_nobody_asks_says_until_when_requests_come(lead: Visitor) -> None:
    page = lead.open(REQUESTS)

    assert "Aucune demande pour l’instant" in page.text
    assert "lundi 6 novembre 2023 à 23 h 59" in page.text


def test_the_list_says_who_asks_in_what_rank_and_why(lead: Visitor, stand: Stand) -> None:
    stand.asked("Loin", rank=2)
    stand.asked("Près", rank=1)
    page = lead.open(REQUESTS)

    assert names(page) == ["Près", "Loin"]
    assert "choix n° 2" in page.text
    assert "Motivation de Loin" in page.text
    assert "2 demandes pour 4 places" in page.text


def test_what_still_waits_comes_first_and_every_filter_has_its_count(lead: Visitor, stand: Stand) -> None:
    first = stand.asked("Une")
    stand.asked("Deux", rank=2)
    answer(lead, first, kind="out_of_scope")

    assert names(lead.open(REQUESTS)) == ["Deux"]
    assert names(lead.open(f"{REQUESTS}?voir=toutes")) == ["Une", "Deux"]
    assert names(lead.open(f"{REQUESTS}?voir=refusees")) == ["Une"]
    assert "Prioritaires (0)" in lead.open(f"{REQUESTS}?voir=prioritaires").text
    assert names(lead.open(f"{REQUESTS}?voir=girafe")) == ["Deux"]


@pytest.mark.parametrize("kind", ["interested", "neutral"])
def test_one_button_answers_and_goes_on(lead: Visitor, stand: Stand, kind: str) -> None:
    first, second = stand.asked("Une"), stand.asked("Deux", rank=2)

    response = lead.post(f"{first}/rapide", {"kind": kind, "seen": "none", "voir": "a-repondre"})

    assert response.location == f"{REQUESTS}?voir=a-repondre#demande-{second.rpartition('/')[2]}"
    assert stand.answers() == [(kind, None, "")]


def test_a_quick_answer_never_replaces_one_that_was_not_read(
    lead: Visitor, buyer: Visitor, stand: Stand
) -> None:
    asked = stand.asked()
    buyer.post(f"{asked}/rapide", {"kind": "interested", "seen": "none"})

    refused = lead.post(f"{asked}/rapide", {"kind": "neutral", "seen": "none"}, status=409)

    assert "a répondu entre-temps" in refused.get_data(as_text=True)
    assert stand.answers() == [("interested", None, "")]


def test_an_answer_that_is_none_of_the_list_is_not_given(lead: Visitor, stand: Stand) -> None:
    asked = stand.asked()

    for kind in ({}, {"kind": "refused"}, {"kind": "x"}):
        lead.post(f"{asked}/rapide", kind | {"seen": "none"}, status=400)

    assert stand.answers() == []


def test_one_request_shows_its_projects_and_its_neighbours(lead: Visitor, stand: Stand) -> None:
    first, middle, last = (stand.asked(name, rank=rank) for rank, name in enumerate("ABC", start=1))
    stand.need("P007", title_fr="Curage")
    with stand.changed():
        wish = db.session.scalars(sa.select(Wish).where(Wish.public_id == middle.rpartition("/")[2])).one()
        wish.needs.append(db.session.scalars(sa.select(Need)).one())
    page = lead.open(middle)

    links = {a.get("rel"): a.get("href") for a in page.all("a") if a.get("rel")}
    assert links == {"prev": first, "next": last}
    assert "Demande 2 sur 3" in page.text
    assert "Curage" in page.text
    assert "Aucun en particulier." in lead.open(last).text


def test_saving_goes_on_to_the_next_request_without_answer(lead: Visitor, stand: Stand) -> None:
    first, second = stand.asked("A", rank=1), stand.asked("B", rank=2)

    page = lead.open(second)
    sent = {"seen": seen(page), "kind": "neutral", "need": "", "words": "", "next": "1"}
    assert lead.post(second, sent).location == first
    assert lead.post(first, sent).location == REQUESTS


@pytest.mark.parametrize(
    "kind", ["out_of_scope", "consultation_running", "same_group_met", "exclusion_notified"]
)
def test_every_refusal_of_the_closed_list_is_given_with_its_words(
    lead: Visitor, stand: Stand, kind: str
) -> None:
    asked = stand.asked()

    answer(lead, asked, kind=kind, words="Nous n’achetons pas cela.")

    assert stand.answers() == [(kind, None, "Nous n’achetons pas cela.")]
    page = lead.open(asked)
    assert "à contresigner" in page.text
    assert "Nous n’achetons pas cela." in page.text


def test_a_priority_names_its_project_and_its_reason(lead: Visitor, stand: Stand) -> None:
    asked = stand.asked()
    stand.need("P001")

    answer(lead, asked, kind="priority", need="P001", words=REASON)

    assert stand.answers() == [("priority", "P001", REASON)]
    assert "1 priorité donnée sur 1" in lead.open(REQUESTS).text


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({}, "kind", "Choisissez une réponse de la liste."),
        ({"kind": "girafe"}, "kind", "Not a valid choice"),
        ({"kind": "priority", "words": REASON}, "need", "dites lequel"),
        ({"kind": "priority", "need": "P999", "words": REASON}, "need", "dites lequel"),
        ({"kind": "priority", "need": "P001"}, "words", "raison objective"),
        ({"kind": "neutral", "words": "a" * 501}, "words", "500 caractères"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_stored(
    lead: Visitor, stand: Stand, given: dict[str, str], field: str, said: str
) -> None:
    asked = stand.asked()
    stand.need("P001")

    page = answer(lead, asked, status=422, **given)

    summary = next(e for e in page.document.iter("div") if "error-summary" in e.get("class", ""))
    assert [link.get("href") for link in summary.iter("a")] == [f"#{field}"]
    if said != "Not a valid choice":
        assert said in words(summary)
    assert given.get("words", "") in page.text
    assert stand.answers() == []


def test_the_last_priority_leaves_a_second_one_in_the_form(lead: Visitor, stand: Stand) -> None:
    first, second = stand.asked("Une"), stand.asked("Deux", rank=2)
    stand.need("P001")
    answer(lead, first, kind="priority", need="P001", words=REASON)

    page = answer(lead, second, status=422, kind="priority", need="P001", words=REASON)

    assert "Ce stand a déjà donné sa priorité" in page.text
    assert REASON in page.text


def test_who_reads_an_older_answer_sees_the_newer_one_before_replacing_it(
    lead: Visitor, buyer: Visitor, stand: Stand
) -> None:
    asked = stand.asked()
    mine = {"seen": seen(lead.open(asked)), "kind": "neutral", "need": "", "words": "Gardé"}
    answer(buyer, asked, kind="out_of_scope")

    page = Opened(lead.post(asked, mine, status=422))
    assert "a répondu entre-temps" in page.text
    assert "Gardé" in page.text
    assert stand.answers() == [("out_of_scope", None, "")]

    lead.post(asked, mine | {"seen": seen(page)})
    assert stand.answers() == [("neutral", None, "Gardé")]


def test_a_countersigned_refusal_is_replaced_only_by_a_new_answer(lead: Visitor, stand: Stand) -> None:
    asked = stand.asked()
    answer(lead, asked, kind="out_of_scope")
    with stand.changed():
        given = db.session.scalars(sa.select(Answer)).one()
        given.countersigned_at, given.countersigned_by = AFTER_THE_DEADLINE, an_account()
    assert "Ce refus est contresigné" in lead.open(asked).text

    answer(lead, asked, kind="interested")

    assert stand.answers() == [("interested", None, "")]
    assert stand.deeds()[-2:] == ["answer.give", "answer.give"]


def test_a_request_since_taken_back_is_said_kindly(lead: Visitor, stand: Stand) -> None:
    asked = stand.asked()
    lead.open(asked)
    with stand.changed():
        db.session.query(Wish).delete()

    assert lead.open(asked, status=404).heading == "Cette demande n’est plus là"
    for address in (asked, f"{asked}/rapide"):
        said = lead.post(address, {"kind": "neutral", "seen": "none"}, status=404)
        assert "n’est plus là" in said.get_data(as_text=True)


def test_once_published_answers_are_read_and_no_longer_given(lead: Visitor, stand: Stand) -> None:
    asked = stand.asked()
    stand.published()

    assert "les réponses ne changent plus" in lead.open(asked).text
    assert "les réponses ne changent plus" in lead.open(REQUESTS).text
    assert not [b for b in lead.open(REQUESTS).all("button") if b.get("name") == "kind"]
    lead.post(f"{asked}/rapide", {"kind": "neutral", "seen": "none"}, status=409)
    lead.post(asked, {"kind": "neutral", "seen": "none"}, status=422)
    assert stand.answers() == []


def test_a_request_of_another_stand_is_not_reached_through_mine(
    lead: Visitor, stranger: Visitor, stand: Stand
) -> None:
    theirs = stand.asked()

    page = stranger.open(theirs.replace("/EAU/", "/VOI/"), status=404)

    assert "Sources et Fils" not in page.text


def test_what_companies_write_is_shown_as_text(lead: Visitor, stand: Stand) -> None:
    asked = stand.asked("<b>Gras</b> " + "Interminable" * 12)

    for address in (asked, REQUESTS):
        assert "<b>Gras" not in lead.open(address).html
    assert re.search("Interminable", lead.open(asked).heading)


def test_three_requests_or_thirty_take_the_same_queries(lead: Visitor, stand: Stand) -> None:
    def read() -> int:
        with lead.app.app_context():
            engine = db.engine
        with count_queries(engine) as sent:
            lead.open(f"{REQUESTS}?voir=toutes")
        return len(sent)

    for number in range(3):
        stand.asked(f"E{number}")
    few = read()
    for number in range(3, 30):
        stand.asked(f"E{number}")

    assert read() == few


def test_an_unknown_stand_is_not_found(lead: Visitor) -> None:
    for code in ("RIEN", "%00", "é" * 300):
        lead.open(f"/direction/stands/{code}/demandes", status=404)

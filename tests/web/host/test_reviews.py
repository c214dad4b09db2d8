"""A stand approves the draft that is shown to it, or asks for a change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from matchmaker.db import db
from matchmaker.models import Verdict
from matchmaker.services.drafts import reviews
from tests.builders import AFTER_THE_DEADLINE
from tests.pages import Opened, Visitor, words
from tests.services.drafts import LATER
from tests.web.conftest import Clock
from tests.web.host.conftest import HOME, Stand
from tests.web.host.reviewing import APPROVE, DRAFT, dropped, section, sent, show, verdicts

SENTENCE = "Pas avant 11 h, notre référente arrive plus tard."


@pytest.fixture
def clock() -> Clock:
    return Clock(LATER)


@pytest.fixture
def shown(stand: Stand) -> Callable[..., None]:
    return partial(show, stand)


def test_a_lead_approves_and_reads_what_comes_next(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    shown("Amont")

    lead.post(APPROVE, sent(lead.open(DRAFT)))

    page = lead.open(DRAFT)
    assert "Votre avis est enregistré." in page.text
    assert "planning validé" in section(page, "standing")
    assert "Rien d’autre à faire" in section(page, "standing")
    assert verdicts(stand) == [(Verdict.APPROVED, "", None)]


def test_a_buyer_of_the_stand_asks_for_a_change_about_one_meeting(
    buyer: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    shown("Amont")
    page = buyer.open(DRAFT)
    about = {words(option): option.get("value", "") for option in page.all("option")}

    buyer.post(DRAFT, sent(page) | {"sentence": f" {SENTENCE} ", "about": about["10 h 30, Amont"]})

    assert verdicts(stand) == [(Verdict.CHANGE_ASKED, SENTENCE, "Amont")]
    page = buyer.open(DRAFT)
    assert SENTENCE in section(page, "standing")
    assert "L’organisation lit votre demande." in section(page, "standing")


def test_the_last_of_two_people_counts_and_both_are_on_record(
    lead: Visitor, buyer: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    shown("Amont")
    lead.post(APPROVE, sent(lead.open(DRAFT)))
    buyer.post(DRAFT, sent(buyer.open(DRAFT)) | {"sentence": SENTENCE, "about": ""})

    page = lead.open(DRAFT)

    assert "changement demandé" in section(page, "standing")
    given = [words(item) for item in page.all("li") if item.get("class") == "row-card"]
    assert [item.split(" par ")[0] for item in given] == ["Changement demandé", "Planning validé"]


def test_a_change_without_words_is_asked_again(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    shown("Amont")

    again = lead.post(DRAFT, sent(lead.open(DRAFT)) | {"sentence": "  ", "about": ""}, status=422)

    assert "Dites en une phrase ce qu’il faudrait changer." in again.get_data(as_text=True)
    assert verdicts(stand) == []


def test_a_sentence_too_long_is_kept_and_refused(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    shown("Amont")
    typed = "a" * 501

    again = lead.post(DRAFT, sent(lead.open(DRAFT)) | {"sentence": typed, "about": ""}, status=422)

    assert typed in again.get_data(as_text=True)
    assert "Écrivez au plus 500 caractères." in again.get_data(as_text=True)


def test_an_odd_choice_is_refused_beside_it(lead: Visitor, stand: Stand, shown: Callable[..., None]) -> None:
    shown("Amont")
    odd = {"sentence": SENTENCE, "about": "999999999"}

    again = Opened(lead.post(DRAFT, sent(lead.open(DRAFT)) | odd, status=422))

    assert "À propos de : Choisissez un rendez-vous ou une demande de ce stand." in again.text
    assert SENTENCE in again.text


def test_what_changed_meanwhile_is_shown_and_what_was_typed_is_kept(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    shown("Amont", "Berge")
    before = sent(lead.open(DRAFT))
    dropped(stand, "Amont")

    late = Opened(lead.post(DRAFT, before | {"sentence": SENTENCE, "about": ""}, status=422))

    assert "Le planning de ce stand a changé depuis que vous l’avez ouvert" in late.text
    assert SENTENCE in words(late.all("textarea")[0])
    assert "1 rendez-vous, 3 places libres" in late.text
    assert sent(late)["read"] != before["read"]
    lead.post(APPROVE, before, status=422)
    assert verdicts(stand) == []
    lead.post(DRAFT, sent(late) | {"sentence": SENTENCE, "about": ""})
    assert len(verdicts(stand)) == 1


def test_what_was_typed_on_a_draft_that_was_taken_back_is_kept_to_be_read(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    shown("Amont")
    before = sent(lead.open(DRAFT))
    with stand.changed() as desk:
        draft = reviews.shown(db.session(), desk.fair)
        assert draft is not None
        reviews.take_back(db.session(), draft, None, AFTER_THE_DEADLINE)

    late = Opened(lead.post(DRAFT, before | {"sentence": SENTENCE, "about": ""}, status=422))

    assert "Le brouillon n’est plus soumis à votre avis" in late.text
    assert f"Ce que vous aviez écrit {SENTENCE}" in late.text


def test_once_its_meetings_have_changed_a_stand_is_asked_again(
    lead: Visitor, stand: Stand, shown: Callable[..., None]
) -> None:
    shown("Amont", "Berge")
    lead.post(APPROVE, sent(lead.open(DRAFT)))

    dropped(stand, "Amont")

    said = section(lead.open(DRAFT), "standing")
    assert "à revoir" in said
    assert "Depuis cet avis : Amont n’est plus reçue : c’était 10 h" in said
    assert "Relisez le brouillon de votre stand" in section(lead.open(HOME), "next")


def test_the_address_of_the_button_leads_whoever_opens_it_back_to_the_draft(lead: Visitor) -> None:
    assert lead.client.get(APPROVE).location == DRAFT
    lead.open(APPROVE.replace("EAU", "AUTRE"), 404)

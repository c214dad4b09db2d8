"""The organiser shows a draft to the directorates, and reads what they say where it calls for a deed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from matchmaker.db import db
from matchmaker.models import Desk, JournalEntry
from matchmaker.services import planning
from matchmaker.services.drafts import drafting, reviews
from matchmaker.services.drafts.reviews import Seen, digest
from matchmaker.services.figures import document
from tests.builders import AFTER_THE_DEADLINE, EXCHANGE, an_account
from tests.pages import Opened, Visitor, count_queries, words
from tests.services.drafts import drop, first_pair
from tests.web.conftest import Clock
from tests.web.organiser.conftest import HOME, SCHEDULES, SmallFair, schedule_called

SENTENCE = "Un créneau plus tard, si possible."


def page_of(chosen: str) -> str:
    return f"{SCHEDULES}/{chosen}/avis"


def says(fair: SmallFair, chosen: str, sentence: str = "", about: bool = False) -> str:
    """The stand approves, or asks for a change; the code of the company it speaks of."""
    with fair.changed():
        draft, who = schedule_called(chosen), an_account(name="Référente des eaux")
        desk = db.session.scalars(sa.select(Desk).where(Desk.code == "EAU")).one()
        seen = Seen(draft.public_id, digest(document(draft), "EAU"))
        company = first_pair(draft).company if about else ""
        if sentence:
            reviews.ask_for_change(db.session(), desk, seen, sentence, who, AFTER_THE_DEADLINE, company)
        else:
            reviews.approve(db.session(), desk, seen, who, AFTER_THE_DEADLINE)
        return company


def changes(fair: SmallFair, chosen: str) -> None:
    """The organiser withdraws a meeting."""
    with fair.changed():
        drop(db.session(), schedule_called(chosen), first_pair(schedule_called(chosen)))


@pytest.fixture
def shown(organiser: Visitor, fair: SmallFair) -> str:
    chosen = fair.draft()
    organiser.post(f"{SCHEDULES}/{chosen}/soumettre")
    return chosen


def section(page: Opened, name: str) -> str:
    found = [part for part in page.all("section") if part.get("aria-labelledby") == name]
    return words(found[0]) if found else ""


def links(page: Opened) -> list[str]:
    return [a.get("href", "") for a in page.all("a")]


# Shown and taken back


def test_a_draft_is_shown_and_the_page_says_what_comes_next_and_by_when(
    organiser: Visitor, fair: SmallFair
) -> None:
    chosen = fair.draft()
    assert "Les entreprises ne voient rien." in section(organiser.open(page_of(chosen)), "shown")

    organiser.post(f"{SCHEDULES}/{chosen}/soumettre")

    page = organiser.open(page_of(chosen))
    assert "est soumis aux directions." in page.text
    assert "au plus tard le mercredi 15 novembre 2023 à 8 h 30" in section(page, "shown")
    assert "il lui est présenté de nouveau" in section(page, "shown")


def test_it_is_taken_back_and_what_was_said_stays(organiser: Visitor, fair: SmallFair, shown: str) -> None:
    says(fair, shown, SENTENCE)

    organiser.post(f"{SCHEDULES}/{shown}/retirer")

    page = organiser.open(page_of(shown))
    assert "Pas soumis aux directions" in page.text
    assert SENTENCE in page.text
    assert section(organiser.open(HOME), "reviews") == ""


def test_showing_another_says_that_it_takes_the_place_of_the_first(
    organiser: Visitor, fair: SmallFair, shown: str
) -> None:
    other = fair.draft()
    said = section(organiser.open(page_of(other)), "shown")
    assert "« Brouillon n° 1 : Brouillon calculé » leur est soumis en ce moment" in said

    organiser.post(f"{SCHEDULES}/{other}/soumettre")

    assert "Soumis aux directions" in section(organiser.open(page_of(other)), "shown")
    assert "Pas soumis" in section(organiser.open(page_of(shown)), "shown")


def test_a_simulation_offers_no_button_and_is_refused(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft(seed=2)

    assert "elle ne se soumet pas aux directions" in organiser.open(page_of(chosen)).text
    refused = organiser.post(f"{SCHEDULES}/{chosen}/soumettre", status=409)
    assert "Une simulation ne sera jamais publiée" in refused.get_data(as_text=True)


def test_what_is_published_or_put_aside_says_so(organiser: Visitor, fair: SmallFair) -> None:
    assert "Ce planning est publié" in organiser.open(page_of(fair.published())).text
    aside = fair.draft()
    with fair.changed():
        planning.discard(db.session(), schedule_called(aside), None, AFTER_THE_DEADLINE)
    assert "Ce brouillon est écarté" in organiser.open(page_of(aside)).text


def test_on_the_day_no_hour_is_given_that_is_over(organiser: Visitor, fair: SmallFair, clock: Clock) -> None:
    chosen = fair.draft()
    clock.now = EXCHANGE

    said = section(organiser.open(page_of(chosen)), "shown")

    assert "Les directions répondent jusqu’à la publication." in said
    assert "au plus tard" not in said


def test_a_deed_on_a_draft_of_another_fair_is_not_found(empty: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()

    for deed in ("soumettre", "retirer"):
        empty.post(f"{SCHEDULES}/{chosen}/{deed}", status=404)
    assert "draft.show" not in fair.deeds()


def test_who_showed_it_is_on_record(organiser: Visitor, fair: SmallFair, shown: str) -> None:
    with fair.changed(), organiser.client.session_transaction() as session:
        line = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.deed == "draft.show")).one()
        assert line.account_id == int(session["_user_id"])


# Read


def test_the_dashboard_counts_and_leads_to_the_card_in_the_workbench(
    organiser: Visitor, fair: SmallFair, shown: str
) -> None:
    company = says(fair, shown, SENTENCE, about=True)

    page = organiser.open(HOME)

    assert "1 changement demandé" in section(page, "reviews")
    assert f"« {SENTENCE} »" in section(page, "reviews")
    assert "par Référente des eaux, le mercredi 8 novembre 2023 à 23 h 59" in section(page, "reviews")
    card = f"{SCHEDULES}/{shown}/atelier?carte={company}.EAU#card"
    assert card in links(page)
    assert 'id="card"' in organiser.open(card).html
    for address in (f"{SCHEDULES}/{shown}", page_of(shown)):
        assert card in links(organiser.open(address))


def test_a_change_about_the_whole_stand_leads_to_the_stand_in_the_workbench(
    organiser: Visitor, fair: SmallFair, shown: str
) -> None:
    says(fair, shown, SENTENCE)

    stand = f"{SCHEDULES}/{shown}/atelier?stand=EAU"
    assert stand in links(organiser.open(HOME))
    assert "EAU" in organiser.open(stand).html


def test_an_approval_is_to_be_seen_again_once_the_meetings_change_and_back_with_an_undo(
    organiser: Visitor, fair: SmallFair, shown: str
) -> None:
    says(fair, shown)
    assert "1 stand a validé" in section(organiser.open(HOME), "reviews")

    changes(fair, shown)
    assert "1 stand à revoir" in section(organiser.open(HOME), "reviews")

    with fair.changed():
        draft = schedule_called(shown)
        drafting.undo(db.session(), draft, draft.step, None, AFTER_THE_DEADLINE)
    assert "1 stand a validé" in section(organiser.open(HOME), "reviews")


def test_every_verdict_of_a_stand_is_listed_the_last_one_first(
    organiser: Visitor, fair: SmallFair, shown: str
) -> None:
    says(fair, shown)
    says(fair, shown, SENTENCE)

    row = words(organiser.open(page_of(shown)).all("tbody")[0])

    assert row.index("Changement demandé par") < row.index("Planning validé par")


def test_without_a_draft_shown_the_dashboard_offers_to_ask(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()

    assert page_of(chosen) in links(organiser.open(HOME))


def test_the_page_of_the_publication_says_what_is_missing_and_forbids_nothing(
    organiser: Visitor, fair: SmallFair, shown: str
) -> None:
    publishing = f"{SCHEDULES}/{shown}/publier"
    said = section(organiser.open(publishing), "publish-now")
    assert "1 stand sur 1 n’a pas validé ce brouillon tel qu’il est." in said

    says(fair, shown, SENTENCE)
    said = section(organiser.open(publishing), "publish-now")
    assert "1 demande un changement." in said
    says(fair, shown)
    said = section(organiser.open(publishing), "publish-now")
    assert "Tous les stands ont validé ce brouillon." in said
    organiser.post(publishing)


def test_the_page_of_the_publication_says_when_nobody_was_asked(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(f"{SCHEDULES}/{fair.draft()}/publier")

    assert "Ce brouillon n’a pas été soumis aux directions." in section(page, "publish-now")


def test_the_page_and_the_dashboard_need_the_same_queries_however_much_was_said(
    organiser: Visitor, fair: SmallFair, shown: str
) -> None:
    with organiser.app.app_context():
        engine = db.engine
    asked = {}
    for verdicts in (3, 30):
        for _ in range(verdicts - (3 if asked else 0)):
            says(fair, shown, SENTENCE, about=True)
        for page in (page_of(shown), HOME):
            with count_queries(engine) as sent:
                assert "Référente des eaux" in organiser.open(page).text or page == HOME
            asked[page, verdicts] = len(sent)
    assert asked[page_of(shown), 3] == asked[page_of(shown), 30]
    assert asked[HOME, 3] == asked[HOME, 30]

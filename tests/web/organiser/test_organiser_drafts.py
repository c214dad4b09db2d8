"""What is done with whole drafts: copied, taken up again, computed anew; the list of them."""

from __future__ import annotations

import pytest

from matchmaker.db import db
from matchmaker.models import EndedWhy, Meeting, Run, Schedule, Scope, Wish
from matchmaker.services.figures import document
from tests.builders import AFTER_THE_DEADLINE, an_account
from tests.pages import Opened, Visitor, count_queries, words
from tests.services.drafts import drop, first_pair
from tests.web.organiser.conftest import RUNS, SCHEDULES, SmallFair, reads, said, schedule_called
from tests.web.organiser.test_organiser import rows


def buttons(page: Opened) -> list[str]:
    return [words(button) for button in page.all("main")[0].iter("button")]


def id_in(address: str) -> str:
    return address.split("/plannings/")[1].split("/")[0]


def newest(fair: SmallFair) -> str:
    with fair.changed():
        return db.session.query(Schedule).order_by(Schedule.number.desc()).first().public_id


# Copies


def test_a_draft_is_duplicated_and_opened(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    made = id_in(organiser.post(f"{SCHEDULES}/{chosen}/copier").location)

    page = organiser.open(f"{SCHEDULES}/{made}")
    assert page.heading == "Brouillon n° 2 : Copie de Brouillon calculé"
    assert "Fait d’après le brouillon n° 1." in page.text
    assert "Le brouillon « Copie de Brouillon calculé » est prêt." in page.text
    assert fair.deeds()[-1] == "draft.copy"


def test_what_is_published_is_changed_in_a_new_draft(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.published()
    assert "Modifier dans un nouveau brouillon" in buttons(organiser.open(f"{SCHEDULES}/{chosen}"))
    with fair.changed():
        given_up = db.session.query(Meeting).first()
        given_up.ended_at, given_up.ended_why = AFTER_THE_DEADLINE, EndedWhy.GIVEN_UP
    made = id_in(organiser.post(f"{SCHEDULES}/{chosen}/copier").location)

    assert "part des rendez-vous qui tiennent maintenant" in organiser.open(f"{SCHEDULES}/{made}").text
    with fair.changed():
        assert len(document(schedule_called(made)).result.meetings) == 1


def test_what_can_be_taken_over_no_more_is_told(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.published()
    with fair.changed():
        meeting = db.session.query(Meeting).first()
        name = meeting.company.name
        db.session.delete(db.session.query(Wish).filter_by(company_id=meeting.company_id).one())
    organiser.post(f"{SCHEDULES}/{chosen}/copier")

    told = "1 rendez-vous publié n’est plus possible et n’a pas été repris"
    assert f"{told} : {name}." in organiser.open(SCHEDULES).text


def test_a_version_that_was_replaced_is_not_opened_that_way(organiser: Visitor, fair: SmallFair) -> None:
    first = fair.published()
    fair.published()

    assert "Seul le planning publié" in said(organiser.post(f"{SCHEDULES}/{first}/copier", status=409))


def test_a_draft_put_aside_is_taken_up_again(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    organiser.post(f"{SCHEDULES}/{chosen}/ecarter")
    assert "Reprendre ce brouillon" in buttons(organiser.open(SCHEDULES))
    address = organiser.post(f"{SCHEDULES}/{chosen}/ressortir").location

    page = organiser.open(address)
    assert "Le brouillon « Brouillon calculé » est repris." in page.text
    assert "Dupliquer" in buttons(page)


@pytest.mark.parametrize("deed", ["copier", "ressortir", "calculer"])
def test_drafts_of_another_fair_are_not_found(empty: Visitor, fair: SmallFair, deed: str) -> None:
    chosen = fair.draft()
    sent = {"seen": "0", "scope": "all"}

    empty.post(f"{SCHEDULES}/{chosen}/{deed}", sent, status=404)
    with fair.changed():
        assert (db.session.query(Schedule).count(), db.session.query(Run).count()) == (1, 1)


# Runs


def scopes(page: Opened) -> list[str]:
    return [box.get("value") for box in page.all("input") if box.get("name") == "scope"]


def test_a_run_from_a_draft_becomes_its_next_step(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    with fair.changed():
        draft = schedule_called(chosen)
        drop(db.session(), draft, first_pair(draft))
    run = organiser.post(f"{SCHEDULES}/{chosen}/calculer", {"seen": "1", "scope": "empty_seats"}).location

    assert id_in(organiser.client.get(run).location) == chosen
    with fair.changed():
        draft = schedule_called(chosen)
        assert (draft.step, len(document(draft).result.meetings)) == (2, 2)
        assert db.session.query(Run).order_by(Run.id.desc()).first().scope is Scope.EMPTY_SEATS


def test_what_is_offered_depends_on_what_is_published(organiser: Visitor, fair: SmallFair) -> None:
    first = fair.draft()
    assert scopes(organiser.open(f"{SCHEDULES}/{first}")) == ["empty_seats", "desk", "all"]
    fair.published()
    page = organiser.open(f"{SCHEDULES}/{first}")
    assert scopes(page) == ["empty_seats", "desk", "fewest_changes", "all"]
    assert scopes(organiser.open(f"{SCHEDULES}/{newest(fair)}")) == []


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"scope": "desk", "desk": ""}, "Dites de quel stand les rendez-vous peuvent changer."),
        ({"scope": "desk", "desk": "RIEN"}, "Dites de quel stand les rendez-vous peuvent changer."),
        ({}, "Dites ce que le calcul peut changer."),
        ({"scope": "tout"}, "Dites ce que le calcul peut changer."),
        ({"scope": "fewest_changes"}, "Rien n’est encore publié"),
    ],
)
def test_a_run_that_makes_no_sense_is_refused_beside_its_field(
    organiser: Visitor, fair: SmallFair, sent: dict[str, str], told: str
) -> None:
    chosen = fair.draft()

    assert told in said(organiser.post(f"{SCHEDULES}/{chosen}/calculer", {"seen": "0"} | sent, status=422))
    with fair.changed():
        assert db.session.query(Run).count() == 1


def test_a_run_from_a_page_that_is_out_of_date_is_refused_and_told_who_did_what(
    organiser: Visitor, fair: SmallFair
) -> None:
    chosen = fair.draft()
    with fair.changed():
        draft = schedule_called(chosen)
        drop(db.session(), draft, first_pair(draft), an_account(name="Aïcha Benali"))

    answer = organiser.post(f"{SCHEDULES}/{chosen}/calculer", {"seen": "0", "scope": "all"}, status=409)
    assert "Ce brouillon a changé entre-temps" in said(answer)
    assert "Aïcha Benali" in said(answer)


def test_a_run_under_way_takes_the_place_of_the_form(organiser: Visitor, fair: SmallFair) -> None:
    chosen, run = fair.draft(), fair.run()
    page = organiser.open(f"{SCHEDULES}/{chosen}")

    assert scopes(page) == []
    assert f"{RUNS}/{run}" in [a.get("href") for a in page.all("a")]
    answer = organiser.post(f"{SCHEDULES}/{chosen}/calculer", {"seen": "0", "scope": "all"}, status=422)
    assert "Un calcul est déjà en cours" in said(answer)


def test_a_run_says_from_which_draft_it_begins(organiser: Visitor, fair: SmallFair) -> None:
    fair.draft()
    with fair.changed():
        draft_id = db.session.query(Schedule.id).scalar()
    run = fair.run(draft_id=draft_id, draft_step=0, scope=Scope.ALL)

    told = "Le calcul part de « Brouillon n° 1 : Brouillon calculé »"
    assert told in organiser.open(f"{RUNS}/{run}").text


def test_a_run_beside_a_draft_that_went_on_says_so(organiser: Visitor, fair: SmallFair) -> None:
    fair.draft()
    beside = fair.draft()
    with fair.changed():
        first, second = db.session.query(Schedule.id).order_by(Schedule.number)
        ids = {"draft_id": first.id, "schedule_id": second.id, "draft_step": 0, "scope": Scope.ALL}
    run = fair.run(finished_at=AFTER_THE_DEADLINE, **ids)

    address = organiser.client.get(f"{RUNS}/{run}").location
    assert id_in(address) == beside
    assert "a changé pendant le calcul" in organiser.open(address).text


def test_a_run_that_a_rule_refused_says_which_in_words(organiser: Visitor, fair: SmallFair) -> None:
    words_said = (
        "Abel a demandé une pause entre deux rendez-vous, "
        "mais ses rendez-vous verrouillés (10 h 30, 10 h 40) n’en laissent pas."
    )
    run = fair.run(failed_at=AFTER_THE_DEADLINE, failure=f"RuleBroken: {words_said}")
    page = organiser.open(f"{RUNS}/{run}")

    assert words_said in page.text
    assert "Rien n’a été modifié." in page.text
    assert (page.all("code"), "incident" in page.text) == ([], False)


# The list


def test_a_draft_says_where_it_comes_from_and_who_changed_it(organiser: Visitor, fair: SmallFair) -> None:
    first = fair.draft()
    with fair.changed():
        draft = schedule_called(first)
        drop(db.session(), draft, first_pair(draft), an_account(name="Aïcha Benali"))
    organiser.post(f"{SCHEDULES}/{first}/copier")

    (source, changed, *rest), (copy, *_) = rows(organiser.open(SCHEDULES), "2 brouillons")[1:]
    assert copy.startswith("Brouillon n° 2 : Copie de Brouillon calculé créé le 8 novembre")
    assert copy.endswith("d’après le brouillon n° 1, étape 1")
    assert source.startswith("Brouillon n° 1 : Brouillon calculé créé le")
    assert changed == "1 étape le 9 novembre à 0 h 59 par Aïcha Benali"
    assert rest[:4] == ["1 sur 2", "1", "100", "à la main"]


def test_what_can_be_done_with_a_draft_is_folded_away_beside_it(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    page = organiser.open(SCHEDULES)

    folded = next(iter(page.all("tbody")[0].iter("details")))
    assert [words(b) for b in folded.iter("button")] == ["Dupliquer", "Remplir les places libres", "Écarter"]
    assert [words(a) for a in folded.iter("a")] == ["Ouvrir l’atelier", "Relancer le calcul…", "Comparer"]
    sent = {"seen": "0", "scope": "empty_seats"}
    assert organiser.post(f"{SCHEDULES}/{chosen}/calculer", sent).location.startswith(RUNS)


def test_thirty_drafts_cost_as_many_queries_as_three(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    for _ in range(2):
        organiser.post(f"{SCHEDULES}/{chosen}/copier")
    few = cost(organiser)
    for _ in range(27):
        organiser.post(f"{SCHEDULES}/{chosen}/copier")

    assert cost(organiser) == few
    assert len(rows(organiser.open(SCHEDULES), "30 brouillons")) == 31


def cost(visitor: Visitor) -> int:
    with visitor.app.app_context():
        engine = db.engine
    with count_queries(engine) as sent:
        assert visitor.client.get(SCHEDULES).status_code == 200
    return len(sent)


def test_the_pages_of_drafts_are_read_in_english(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    organiser.post(f"{SCHEDULES}/{chosen}/copier")
    reads(organiser, "en")

    assert "from draft no. 1" in organiser.open(SCHEDULES).text
    assert "Run the scheduler from this draft" in organiser.open(f"{SCHEDULES}/{chosen}").text

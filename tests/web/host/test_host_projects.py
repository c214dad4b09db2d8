"""A directorate declares its projects: the form keeps what was typed and says what is wrong where it is."""

from __future__ import annotations

import pytest

from matchmaker.db import db
from matchmaker.models import NeedStage, Procedure
from tests.builders import BEFORE_OPENING
from tests.pages import Opened, Visitor, count_queries, words
from tests.web.host.conftest import PROJECTS, Stand

NEW = f"{PROJECTS}/nouveau"
GOOD = {
    "desk": "EAU",
    "title_fr": "Curage des réseaux",
    "title_en": "Sewer cleaning",
    "description_fr": "Deux cents kilomètres.",
    "sector": "eau",
    "cpv": "45232410",
    "amount_min": "40 000",
    "amount_max": "90 000 €",
    "quarter": "2024-T2",
    "procedure": "open",
    "lots": "3",
    "question_1_fr": "Comment curez-vous ?",
    "question_2_fr": "Où déposez-vous les boues ?",
    "question_2_en": "Where does the sludge go?",
    "internal_note": "Très discret",
}


def seen(page: Opened) -> str:
    return next(i.get("value", "") for i in page.all("input") if i.get("name") == "seen")


def values(page: Opened) -> dict[str, str]:
    """What stands in the text fields."""
    typed = {e.get("name", ""): e.get("value", "") for e in page.all("input") if e.get("type") == "text"}
    return typed | {e.get("name", ""): words(e) for e in page.all("textarea")}


def faults(page: Opened) -> dict[str, str]:
    """The summary: where each line leads, and what it says."""
    summary = next(e for e in page.document.iter("div") if "error-summary" in e.get("class", ""))
    return {a.get("href", "#")[1:]: words(a) for a in summary.iter("a")}


def test_a_project_is_declared_with_all_that_was_written(lead: Visitor, stand: Stand) -> None:
    response = lead.post(NEW, GOOD)

    assert response.location == f"{PROJECTS}/P001"
    (need,) = stand.needs()
    assert (need.title_fr, need.title_en, need.sector_code, need.cpv_code) == (
        "Curage des réseaux",
        "Sewer cleaning",
        "eau",
        "45232410",
    )
    assert (need.amount_min, need.amount_max, need.lots) == (40_000, 90_000, 3)
    assert (need.quarter, need.procedure, need.internal_note) == ("2024-T2", Procedure.OPEN, "Très discret")
    assert [(q.text_fr, q.text_en) for q in need.questions] == [
        ("Comment curez-vous ?", None),
        ("Où déposez-vous les boues ?", "Where does the sludge go?"),
    ]
    assert need.stage is NeedStage.DRAFT


def test_the_form_marks_what_everybody_reads_and_what_stays_inside(lead: Visitor) -> None:
    page = lead.open(NEW)

    assert "visible par tous" in page.text
    assert "interne" in page.text
    (one,) = next(select for select in page.all("select") if select.get("name") == "desk")
    assert words(one) == "Eau potable"


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"title_fr": "   "}, "title_fr", "Donnez un titre"),
        ({"title_fr": "a" * 161}, "title_fr", "160 caractères"),
        ({"description_fr": ""}, "description_fr", "Décrivez"),
        ({"sector": ""}, "sector", "Choisissez un secteur"),
        ({"cpv": ""}, "cpv", "Donnez un code CPV"),
        ({"cpv": "girafe"}, "cpv", "Aucun code CPV"),
        ({"cpv": "45232410-3"}, "cpv", "Aucun code CPV"),
        ({"cpv": "12345678"}, "cpv", "Aucun code CPV"),
        ({"amount_min": "beaucoup"}, "amount_min", "en chiffres"),
        ({"amount_max": "1,5"}, "amount_max", "en chiffres"),
        ({"amount_min": "-5"}, "amount_min", "négatif"),
        ({"amount_max": "99999999999"}, "amount_max", "dix milliards"),
        ({"amount_min": "100000"}, "amount_max", "inférieur"),
        ({"quarter": ""}, "quarter", "Choisissez un trimestre"),
        ({"procedure": ""}, "procedure", "Choisissez une procédure"),
        ({"lots": "trois"}, "lots", "nombre entier"),
        ({"lots": "0"}, "lots", "de 1 à 200"),
        ({"question_1_fr": ""}, "question_1_fr", "au moins une question"),
        ({"question_1_fr": "Une ?\nDeux ?"}, "question_1_fr", "une ligne"),
        ({"question_3_en": "How?"}, "question_3_fr", "en français"),
        ({"desk": "VOI"}, "desk", "Stand"),
        ({"internal_note": "a" * 3001}, "internal_note", "3000 caractères"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_all_is_kept(
    lead: Visitor, stand: Stand, given: dict[str, str], field: str, said: str
) -> None:
    page = Opened(lead.post(NEW, GOOD | given, status=422))

    assert list(faults(page)) == [field]
    assert said in faults(page)[field]
    kept = {"title_en": "Sewer cleaning", "question_2_fr": "Où déposez-vous les boues ?"}
    assert kept.items() <= values(page).items()
    assert stand.needs() == []


def test_everything_that_is_missing_is_said_at_once(lead: Visitor, stand: Stand) -> None:
    page = Opened(lead.post(NEW, {"desk": "EAU"}, status=422))

    assert list(faults(page)) == [
        "title_fr",
        "description_fr",
        "sector",
        "cpv",
        "quarter",
        "procedure",
        "question_1_fr",
    ]


# CPV codes by words


def offered(page: Opened) -> list[str]:
    return [i.get("value", "") for i in page.all("input") if i.get("name") == "cpv_choice"]


def test_words_that_name_several_codes_come_back_as_a_choice(lead: Visitor, stand: Stand) -> None:
    page = Opened(lead.post(NEW, GOOD | {"cpv": "travaux"}, status=422))

    assert "choisissez-en un" in faults(page)["cpv"]
    assert sorted(offered(page)) == ["45232400", "45232410"]
    assert values(page)["description_fr"] == "Deux cents kilomètres."
    lead.post(NEW, GOOD | {"cpv": "travaux", "cpv_choice": "45232400"})
    assert [need.cpv_code for need in stand.needs()] == ["45232400"]


@pytest.mark.parametrize("typed", ["nettoyage", "SERVICES de nettoyage", "90640000-0", "cpv 90640000"])
def test_words_or_a_number_that_name_one_code_are_enough(lead: Visitor, stand: Stand, typed: str) -> None:
    lead.post(NEW, GOOD | {"cpv": typed})

    assert [need.cpv_code for need in stand.needs()] == ["90640000"]


def test_a_choice_made_for_other_words_counts_no_more(lead: Visitor, stand: Stand) -> None:
    lead.post(NEW, GOOD | {"cpv": "nettoyage", "cpv_choice": "45232400"})

    assert [need.cpv_code for need in stand.needs()] == ["90640000"]


def test_a_wide_code_is_itself_whatever_stands_below(lead: Visitor, stand: Stand) -> None:
    lead.post(NEW, GOOD | {"cpv": "45232400"})

    assert [need.cpv_code for need in stand.needs()] == ["45232400"]


# Editing


def test_a_draft_shows_what_it_holds_and_saving_it_again_changes_nothing(lead: Visitor, stand: Stand) -> None:
    lead.post(NEW, GOOD)
    page = lead.open(f"{PROJECTS}/P001")
    held = values(page)
    assert (held["amount_min"], held["cpv"]) == ("40 000", "45232410-0 Travaux d’assainissement")
    before = stand.needs()[0]

    chosen = {"sector": "eau", "quarter": "2024-T2", "procedure": "open", "seen": seen(page)}
    lead.post(f"{PROJECTS}/P001", held | chosen)

    after = stand.needs()[0]
    same = ("title_fr", "title_en", "cpv_code", "amount_min", "amount_max", "lots", "internal_note")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]


def test_a_draft_is_changed_and_answers_the_remark(lead: Visitor, stand: Stand) -> None:
    address = stand.draft(returned_at=BEFORE_OPENING, returned_because="Précisez les lots.")
    page = lead.open(address)
    assert "Précisez les lots." in page.text
    assert "Précisez les lots." in lead.open(PROJECTS).text

    lead.post(address, GOOD | {"seen": seen(page)})

    (need,) = stand.needs()
    assert (need.title_fr, need.returned_because) == ("Curage des réseaux", None)


def test_two_people_on_one_draft_do_not_erase_each_other(lead: Visitor, buyer: Visitor, stand: Stand) -> None:
    address = stand.draft()
    mine = GOOD | {"seen": seen(lead.open(address)), "title_fr": "Le mien"}
    buyer.post(address, GOOD | {"seen": seen(buyer.open(address)), "title_fr": "Le leur"})

    page = Opened(lead.post(address, mine, status=422))
    assert "a changé depuis" in page.text
    assert values(page)["title_fr"] == "Le mien"
    assert [need.title_fr for need in stand.needs()] == ["Le leur"]

    lead.post(address, mine | {"seen": seen(page)})
    assert [need.title_fr for need in stand.needs()] == ["Le mien"]


def test_what_is_public_is_read_with_its_versions_and_no_longer_changed(lead: Visitor, stand: Stand) -> None:
    address = stand.need("P005", internal_note="Très discret")
    page = lead.open(address)

    assert "Très discret" in page.text
    assert not [f for f in page.all("form") if f.get("action", "").startswith(PROJECTS)]
    refused = Opened(lead.post(address, GOOD, status=422))
    assert refused.status == 422
    assert [need.title_fr for need in stand.needs()] == ["Renouvellement de conduites"]


def test_a_draft_is_deleted_and_what_was_public_is_not(lead: Visitor, stand: Stand) -> None:
    draft, public = stand.draft("P001"), stand.need("P002")

    assert lead.post(f"{draft}/supprimer").location == PROJECTS
    lead.post(f"{public}/supprimer", status=409)

    assert [need.code for need in stand.needs()] == ["P002"]


def test_the_list_says_the_stage_of_each_project(lead: Visitor, stand: Stand) -> None:
    assert "Aucun projet pour l’instant" in lead.open(PROJECTS).text
    stand.draft("P001")
    stand.need("P002", published_at=None)
    stand.need("P003")
    stand.need("P004", consultation_started_at=BEFORE_OPENING)
    stand.need("P005", withdrawn_at=BEFORE_OPENING)

    page = lead.open(PROJECTS)
    headings = [words(h) for h in page.all("h2")]
    assert headings == [
        "À valider (1)",
        "Validés, à publier (1)",
        "Publics (1)",
        "Consultation lancée (1)",
        "Retirés (1)",
    ]
    for code in range(1, 6):
        lead.open(f"{PROJECTS}/P00{code}")


def test_three_projects_or_thirty_take_the_same_queries(lead: Visitor, stand: Stand) -> None:
    def read() -> int:
        with lead.app.app_context():
            engine = db.engine
        with count_queries(engine) as sent:
            lead.open(PROJECTS)
        return len(sent)

    for number in range(3):
        stand.draft(f"P{number:03d}")
    few = read()
    for number in range(3, 30):
        stand.draft(f"P{number:03d}")

    assert read() == few


def test_an_unknown_project_is_not_found(lead: Visitor) -> None:
    for code in ("P999", "%00", "é" * 300):
        lead.open(f"{PROJECTS}/{code}", status=404)


def test_an_internal_note_is_on_no_public_page(lead: Visitor, visitor: Visitor, stand: Stand) -> None:
    stand.need("P005", internal_note="Très discret")
    with stand.changed() as desk:
        slug = desk.fair.slug

    for address in (f"/salons/{slug}/projets", f"/salons/{slug}/projets/P005", f"/salons/{slug}/stands/EAU"):
        assert "Très discret" not in visitor.open(address).html

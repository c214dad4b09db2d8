"""How the purchase projects of a fair are found by anybody."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import CpvCode, Desk, Fair, Need
from matchmaker.services.nomenclature import stems
from matchmaker.services.projects import Search, find, published, published_one
from tests.builders import BEFORE_THE_DEADLINE, a_cpv, a_desk, a_fair, a_need, a_sector

SEWERS = ("45232410", "Travaux d’assainissement", "Sewerage work", "Travaux de construction d’égouts")
ROADS = (
    "45233141",
    "Travaux d’entretien routier",
    "Road-maintenance works",
    "Travaux de construction de routes",
)
METER = ("38421100", "Compteurs d’eau", "Water meters", "Matériel de mesure")


@pytest.fixture
def needs() -> list[Need]:
    """Three projects: sewers in spring, roads in spring, water meters in autumn."""
    fair = a_fair()
    return [
        a_project(fair, SEWERS, "Réhabilitation de branchements et d’un collecteur", "2024-T2"),
        a_project(fair, ROADS, "Chaussées en produits hydrocarbonés", "2024-T2"),
        a_project(fair, METER, "Télérelève des abonnés", "2024-T4"),
    ]


def a_project(fair: Fair, cpv: tuple[str, ...], title: str, quarter: str, **given: Any) -> Need:
    desk = a_desk(fair, code=f"S{cpv[0]}", label_fr=f"Stand de {cpv[1]}", label_en=cpv[2])
    desk.directorate.label_fr = desk.directorate.label_en = "Direction"
    usual = {
        "title_fr": title,
        "title_en": None,
        "description_fr": "",
        "description_en": None,
        "quarter": quarter,
    }
    sector = a_sector(code=f"secteur-{cpv[0]}", label_fr=f"Secteur {cpv[0]}", label_en=f"Sector {cpv[0]}")
    return a_need(desk, cpv=_cpv(*cpv), sector=sector, **usual | given)


def _cpv(code: str, french: str, english: str, above: str) -> CpvCode:
    search = " ".join(["", *stems(french, "fr"), "|", *stems(above, "fr"), ""])
    english_search = " ".join(["", *stems(english, "en"), "|", ""])
    return a_cpv(code=code, label_fr=french, label_en=english, search_fr=search, search_en=english_search)


def titles(needs: list[Need], locale: str = "fr", **asked: str) -> list[str]:
    return [need.title_fr.split()[0] for need in find(needs, Search(**asked), locale).projects]


@pytest.mark.parametrize("words", ["", "   ", "de la", "?!"])
def test_nothing_that_carries_meaning_shows_everything(needs: list[Need], words: str) -> None:
    assert titles(needs, words=words) == ["Réhabilitation", "Chaussées", "Télérelève"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("rehabilitation", ["Réhabilitation"]),
        ("COLLECTEURS", ["Réhabilitation"]),
        ("chaussée", ["Chaussées"]),
        ("égout", ["Réhabilitation"]),
        ("compteur d’eau", ["Télérelève"]),
        ("télérelève compteurs", ["Télérelève"]),
    ],
)
def test_words_meet_without_accents_plurals_or_capitals_in_the_project_and_its_cpv_code(
    needs: list[Need], words: str, found: list[str]
) -> None:
    assert titles(needs, words=words) == found


def test_a_short_word_must_be_met_whole(needs: list[Need]) -> None:
    needs[1].title_fr = "Solaire thermique"

    assert find(needs, Search(words="sol"), "fr").projects == ()


def test_words_of_the_other_language_are_tried_when_one_has_no_answer(needs: list[Need]) -> None:
    assert titles(needs, words="sewerage") == ["Réhabilitation"]
    assert titles(needs, locale="en", words="égouts") == ["Réhabilitation"]


@pytest.mark.parametrize("asked", ["45232410", "4523241", "CPV 45232410", "45232410-5"])
def test_a_cpv_code_finds_what_stands_at_it_or_under_it(needs: list[Need], asked: str) -> None:
    assert titles(needs, words=asked) == ["Réhabilitation"]


def test_a_group_of_cpv_codes_finds_all_it_holds(needs: list[Need]) -> None:
    found = find(needs, Search(words="4523"), "fr")

    assert [need.cpv.code for need in found.projects] == ["45232410", "45233141"]
    assert found.wider_code is None


def test_under_a_code_without_project_the_nearest_wider_one_is_shown_and_said(needs: list[Need]) -> None:
    found = find(needs, Search(words="45232421"), "fr")

    assert (found.wider_code, [need.cpv.code for need in found.projects]) == ("45232400", ["45232410"])


def test_a_whole_division_is_nobody_s_neighbour(needs: list[Need]) -> None:
    assert find(needs, Search(words="45450000"), "fr").projects == ()


def test_where_not_all_words_are_met_some_are_and_the_most_come_first(needs: list[Need]) -> None:
    found = find(needs, Search(words="piscine entretien routier égouts"), "fr")

    assert found.some_words
    assert [need.cpv.code for need in found.projects] == ["45233141", "45232410"]


def test_what_is_met_in_the_title_comes_before_what_is_met_elsewhere(needs: list[Need]) -> None:
    needs[2].title_fr = "Routes et compteurs"

    assert titles(needs, words="routes") == ["Routes", "Chaussées"]


def test_a_word_spelt_otherwise_is_offered_as_the_projects_spell_it(needs: list[Need]) -> None:
    assert find(needs, Search(words="réabilitation"), "fr").spelling == "réhabilitation"
    assert find(needs, Search(words="collecteur xyzzyx"), "fr").spelling is None


def test_sector_stand_and_quarter_narrow_the_list(needs: list[Need]) -> None:
    assert titles(needs, sector="secteur-45232410") == ["Réhabilitation"]
    assert titles(needs, desk="S45233141") == ["Chaussées"]
    assert titles(needs, quarter="2024-T2") == ["Réhabilitation", "Chaussées"]
    assert titles(needs, quarter="2024-T2", words="routes") == ["Chaussées"]


def test_what_other_sectors_hold_is_counted_when_this_one_holds_nothing(needs: list[Need]) -> None:
    found = find(needs, Search(words="routes", sector="secteur-45232410"), "fr")

    assert (found.projects, found.elsewhere) == ((), 1)


def test_a_question_of_ten_thousand_letters_is_cut_not_refused(needs: list[Need]) -> None:
    assert find(needs, Search(words="x" * 10_000), "fr").projects == ()


def test_only_what_is_published_and_not_withdrawn_is_read(either: Session) -> None:
    fair, other = a_fair(), a_fair()
    desk, elsewhere = a_desk(fair), a_desk(other)
    sector, cpv = a_sector(), a_cpv()
    shared = {"sector": sector, "cpv": cpv}
    needs = [
        a_need(desk, code="PUBLIC", **shared),
        a_need(desk, code="LAUNCHED", consultation_started_at=BEFORE_THE_DEADLINE, **shared),
        a_need(desk, code="VALIDATED", published_at=None, **shared),
        a_need(desk, code="DRAFT", published_at=None, validated_at=None, **shared),
        a_need(desk, code="WITHDRAWN", withdrawn_at=BEFORE_THE_DEADLINE, **shared),
        a_need(elsewhere, code="ELSEWHERE", **shared),
    ]
    either.add_all(needs)
    either.flush()

    assert [need.code for need in published(either, fair)] == ["LAUNCHED", "PUBLIC"]
    assert [code for code in (need.code for need in needs) if published_one(either, fair, code)] == [
        "PUBLIC",
        "LAUNCHED",
    ]


def test_projects_are_read_by_sector_then_code_in_one_query(session: Session) -> None:
    fair = a_fair()
    desks: list[Desk] = [a_desk(fair), a_desk(fair)]
    late, early = a_sector(position=900_002), a_sector(position=900_001)
    for number, (desk, sector) in enumerate([(desks[0], late), (desks[1], early), (desks[0], early)]):
        session.add(a_need(desk, sector=sector, cpv=a_cpv(), code=f"P{number}"))
    session.flush()
    session.expire_all()
    session.refresh(fair)

    statements: list[str] = []
    sa.event.listen(session.connection(), "before_cursor_execute", lambda *given: statements.append(given[2]))
    read = [
        (need.code, need.sector.label("fr"), need.cpv.label("fr"), need.desk.directorate.label("fr"))
        for need in published(session, fair)
    ]

    assert [code for code, *_labels in read] == ["P1", "P2", "P0"]
    assert len(statements) == 1

"""What anybody reads without an account, at every stage of a fair and in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from matchmaker.db import db
from matchmaker.models import (
    DrawRank,
    Fair,
)
from tests.builders import (
    AFTER_THE_DEADLINE,
    a_company,
    a_desk,
    a_fair,
    a_need,
    a_wish,
)
from tests.pages import Visitor, count_queries
from tests.web.conftest import Clock
from tests.web.public.conftest import (
    LIST,
    OVER,
    PAGES,
    Stored,
    publish,
    reveal,
    through_its_life,
)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_sound_at_every_stage_in_both_languages(
    app: Flask, stored: Stored, clock: Clock, language: str
) -> None:
    visitor = Visitor(app, language)
    for _stage in through_its_life(stored, clock):
        for address in PAGES:
            visitor.open(address)


def test_the_fair_s_page_says_where_the_fair_stands(visitor: Visitor, stored: Stored, clock: Clock) -> None:
    read = [(stage, stage in visitor.open("/").text) for stage in through_its_life(stored, clock)]

    assert [stage for stage, is_said in read if not is_said] == []
    assert len(read) == 8


def test_without_a_fair_the_home_page_is_kind(visitor: Visitor) -> None:
    assert visitor.open("/").heading == "Aucun salon n’est annoncé pour le moment"


def test_the_home_page_is_that_of_the_next_fair_and_others_keep_their_address(
    visitor: Visitor, stored: Stored, clock: Clock
) -> None:
    with stored.changed() as fair:
        later = {name: getattr(fair, name) + timedelta(days=365) for name in DATES}
        db.session.add(a_fair(slug="2024", name_fr="Salon 2024", **later))

    assert visitor.open("/").heading == "Salon de l’achat public 2023"
    clock.now = OVER
    assert visitor.open("/").heading == "Salon 2024"
    assert visitor.open("/salons/2023").heading == "Salon de l’achat public 2023"


DATES = (
    "opens_at",
    "closes_at",
    "exchange_starts_at",
    "exchange_ends_at",
    "requests_open_at",
    "requests_close_at",
)


def test_the_fair_s_page_counts_and_names_nobody(visitor: Visitor, stored: Stored, clock: Clock) -> None:
    publish(stored)
    clock.now = AFTER_THE_DEADLINE

    figures = visitor.open("/").text.partition("Le salon en chiffres ")[2].partition(" Les dates")[0]

    assert figures == (
        "3 projets d’achat 1 stand 2 tables 6 places rendez-vous de 8 minutes "
        "1 entreprise avec rendez-vous sur une qui l’a demandé 1 rendez-vous au planning publié"
    )


def test_times_are_those_of_the_fair(visitor: Visitor, stored: Stored) -> None:
    assert "rendez-vous de 10 h 30 à midi" in visitor.open("/").text
    with stored.changed() as fair:
        fair.timezone = "Indian/Reunion"
    assert "rendez-vous de 13 h 30 à 15 h" in visitor.open("/").text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_fair_of_which_nothing_is_known_yet_has_all_its_pages(
    app: Flask, stored: Stored, language: str
) -> None:
    with stored.changed():
        db.session.add(a_fair(slug="2025"))

    visitor = Visitor(app, language)
    read = {page: visitor.open(f"/salons/2025{page}").text for page in ("", *EMPTY)}

    if language == "fr":
        assert [page for page, said in EMPTY.items() if said not in read[page]] == []


EMPTY = {
    "/projets": "Les projets ne sont pas encore publiés",
    "/stands": "Les stands ne sont pas encore annoncés",
    "/regles": "seront publiés ici avant l’ouverture des demandes",
    "/tirage": "L’empreinte du secret sera publiée ici",
}


@pytest.mark.parametrize(
    "address",
    [
        "/salons/2022",
        "/salons/2022/projets",
        "/salons/2023/projets/EAU-9",
        "/salons/2023/projets/" + "x" * 10_000,
        "/salons/2023/stands/VIDE",
        "/salons/2023/stands/%F0%9F%A6%92%FF",
        "/salons/2023/nulle-part",
    ],
)
def test_an_address_that_means_nothing_is_a_page_not_found(
    visitor: Visitor, stored: Stored, address: str
) -> None:
    assert visitor.open(address, status=404).heading == "Page introuvable"


@pytest.mark.parametrize(
    ("address", "column"),
    [("/salons/%00/stands", "fair.slug ="), (f"{LIST}/a%00b", "need.code ="), (f"{LIST}/é", "need.code =")],
)
def test_what_cannot_be_a_name_of_ours_never_reaches_the_database(
    app: Flask, visitor: Visitor, stored: Stored, address: str, column: str
) -> None:
    with app.app_context():
        engine = db.engine
    with count_queries(engine) as sent:
        status = visitor.client.get(address).status_code

    assert status == 404
    assert [statement for statement in sent if column in statement] == []


@pytest.mark.parametrize(
    "question",
    [
        "mots=%00",
        "mots=a%00b%1b%0b",
        "mots=" + "é" * 10_000,
        "mots=un&mots=deux&secteur=eau&secteur=voirie",
        "secteur=%27;--&stand=VIDE&trimestre=9999-T9&page=-1&page=x",
        "mots=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "mots=%FF%FE&siren=%ED%A0%80",
        "siren=%00%0a&siren=1",
        "siren=" + "9" * 10_000,
        "siren=G000123456&siren",
        "=&&;=%",
    ],
)
def test_an_odd_question_is_answered_as_well_as_it_can_be(
    visitor: Visitor, stored: Stored, question: str
) -> None:
    reveal(stored, parties=60)

    for address in (LIST, "/salons/2023/tirage", "/salons/2023/stands", "/"):
        visitor.open(f"{address}?{question}")


def test_robots_are_kept_from_the_pages_that_are_for_people_who_sign_in(visitor: Visitor) -> None:
    answer = visitor.client.get("/robots.txt")

    assert (answer.mimetype, answer.status_code) == ("text/plain", 200)
    closed = {
        f"Disallow: {place}" for place in ("/organisateur", "/direction", "/entreprise", "/inscription/")
    }
    assert closed <= set(answer.get_data(as_text=True).splitlines())


def test_pages_cost_as_many_queries_for_thirty_rows_as_for_three(
    app: Flask, visitor: Visitor, stored: Stored, clock: Clock
) -> None:
    clock.now = AFTER_THE_DEADLINE
    reveal(stored, parties=3)
    publish(stored)
    few = {address: queries(app, visitor, address) for address in PAGES}
    with stored.changed() as fair:
        _grow(fair)

    assert {address: queries(app, visitor, address) for address in PAGES} == few


def queries(app: Flask, visitor: Visitor, address: str) -> int:
    with app.app_context():
        engine = db.engine
    with count_queries(engine) as sent:
        visitor.open(address)
    return len(sent)


def _grow(fair: Fair) -> None:
    """Ten times as many of everything."""
    assert fair.draw is not None
    for number in range(27):
        desk = a_desk(fair, tables=2)
        company = a_company(fair)
        db.session.add_all([a_need(desk), company, desk])
        db.session.flush()
        rank = DrawRank(draw=fair.draw, party=company.code, rank=100 + number)
        db.session.add_all([a_wish(company, desk), rank])

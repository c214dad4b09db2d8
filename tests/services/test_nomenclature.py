"""CPV and NAF as people look for them, on the real tables."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from matchmaker.models import CpvCode, NafCode
from matchmaker.services.nomenclature import (
    CPV_REVISION,
    NAF_REVISION,
    cpv_lineage,
    cpv_path,
    fold,
    load_nomenclatures,
    search_cpv,
    search_naf,
)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("sqlite", marks=pytest.mark.xdist_group("nomenclature")),
        pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.xdist_group("pg")]),
    ],
)
def loaded(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """Both tables, loaded once for all tests on one engine, and undone after the last."""
    with request.getfixturevalue(f"{request.param}_engine").connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session, session.begin():
            load_nomenclatures(session)
        yield connection
        transaction.rollback()


@pytest.fixture
def session(loaded: Connection) -> Iterator[Session]:
    """A session on the loaded tables, whose changes are undone after the test."""
    with Session(loaded, join_transaction_mode="create_savepoint") as session:
        yield session


def cpv(session: Session, question: str, locale: str = "fr", limit: int = 20) -> list[str]:
    return [row.code for row in search_cpv(session, question, locale, limit)]


def naf(session: Session, question: str) -> list[str]:
    return [row.code for row in search_naf(session, question)]


def test_both_tables_are_loaded_with_their_revision(session: Session) -> None:
    assert session.execute(
        sa.select(sa.func.count(), sa.func.min(CpvCode.revision), sa.func.max(CpvCode.revision))
    ).one() == (9454, CPV_REVISION, CPV_REVISION)
    assert session.execute(
        sa.select(sa.func.count(), sa.func.min(NafCode.revision), sa.func.max(NafCode.revision))
    ).one() == (1728, NAF_REVISION, NAF_REVISION)


def test_a_second_load_changes_nothing(session: Session) -> None:
    before = session.execute(sa.select(CpvCode.code, CpvCode.search_fr).order_by(CpvCode.code)).all()
    load_nomenclatures(session)
    assert session.execute(sa.select(CpvCode.code, CpvCode.search_fr).order_by(CpvCode.code)).all() == before


def test_a_load_restores_what_was_altered_and_what_is_missing(session: Session) -> None:
    session.execute(sa.update(CpvCode).where(CpvCode.code == "45232410").values(label_fr="?", search_fr="?"))
    session.execute(sa.delete(NafCode).where(NafCode.code == "42.21Z"))
    load_nomenclatures(session)
    assert cpv(session, "travaux d'assainissement")[0] == "45232410"
    assert naf(session, "42.21Z") == ["42.21Z"]


def test_a_load_leaves_a_code_that_the_package_does_not_have(session: Session) -> None:
    own = {"code": "62.01Y", "parent": "62.01", "label_fr": "X", "revision": "2025", "search_fr": " x | "}
    session.execute(sa.insert(NafCode), [own])
    load_nomenclatures(session)
    assert naf(session, "62.01Y") == ["62.01Y"]


@pytest.mark.parametrize("question", ["égout", "egouts", "ÉGOUTS", "e\u0301gout", "  l’égout  ", "d'égouts"])
def test_sewers_are_found_however_they_are_typed(session: Session, question: str) -> None:
    found = cpv(session, question)
    assert found[:2] == ["44130000", "90470000"]
    assert {"45232400", "45232410"} <= set(found)


def test_sewers_are_found_in_english(session: Session) -> None:
    assert cpv(session, "sewer", "en")[:2] == ["44130000", "90470000"]


def test_a_word_of_the_other_language_is_understood_when_ours_has_none(session: Session) -> None:
    assert cpv(session, "sewer", "fr") == cpv(session, "sewer", "en")
    assert cpv(session, "égouts", "en") == cpv(session, "égouts", "fr")


@pytest.mark.parametrize("question", ["eaux usées canalisations", "canalisation d’eau usée"])
def test_every_word_must_be_met_in_any_order(session: Session, question: str) -> None:
    found = search_cpv(session, question)
    assert [row.code for row in found[:2]] == ["45232411", "45231300"]
    assert cpv(session, f"{question} zinzolin") == []


def test_a_word_met_above_the_code_counts_after_those_met_in_its_label(session: Session) -> None:
    found = cpv(session, "travaux égout", limit=50)
    assert found[0] == "45232400"
    assert found.index("45232400") < found.index("45232410")


def test_a_short_word_is_met_whole(session: Session) -> None:
    labels = [fold(row.label_fr).split() for row in search_cpv(session, "sel", limit=10)]
    assert all({"sel", "sels"} & set(words) for words in labels[:5])
    assert "09330000" not in cpv(session, "sol", limit=1000)


def test_the_beginning_of_a_longer_word_is_enough(session: Session) -> None:
    assert "45232410" in cpv(session, "assainiss")


def test_the_label_that_begins_with_the_word_and_says_little_else_comes_first(session: Session) -> None:
    assert cpv(session, "clôtures")[0] == "34928200"
    assert cpv(session, "travaux")[0] == "45000000"
    assert cpv(session, "nettoyage de bureaux")[0] == "90919200"


def test_a_label_with_the_whole_word_comes_before_one_where_it_only_begins_a_word(session: Session) -> None:
    canals = cpv(session, "canal", limit=100)
    assert canals[0] == "45247110"
    assert canals.index("45221244") < canals.index("31310000")


def test_a_label_that_begins_with_the_word_comes_before_a_shorter_one_that_does_not(session: Session) -> None:
    fences = cpv(session, "clôture")
    assert fences.index("44313100") < fences.index("45342000")


def test_a_label_with_every_word_comes_before_one_that_stands_below_some_of_them(session: Session) -> None:
    assert cpv(session, "entretien routes")[:2] == ["45233139", "34921000"]


def test_the_trade_and_the_work_are_one(session: Session) -> None:
    assert cpv(session, "plombier")[0] == cpv(session, "plomberie")[0] == "45330000"


@pytest.mark.parametrize(
    "question", ["45232410", "45232410-9", "CPV 45232410-9", "45232410-9 Travaux d'assainissement"]
)
def test_a_code_finds_itself_first(session: Session, question: str) -> None:
    assert cpv(session, question)[0] == "45232410"


def test_a_code_with_its_check_digit_finds_itself_alone(session: Session) -> None:
    assert cpv(session, "45232410-9") == ["45232410"]


@pytest.mark.parametrize("wrong", "012345678")
def test_a_wrong_check_digit_finds_nothing(session: Session, wrong: str) -> None:
    assert cpv(session, f"45232410-{wrong}") == []


def test_the_beginning_of_a_code_finds_what_is_beneath_the_widest_first(session: Session) -> None:
    found = cpv(session, "4523", limit=10)
    assert found[:3] == ["45230000", "45231000", "45232000"]
    assert all(code.startswith("4523") for code in found)


def test_a_division_written_in_full_stays_within_itself(session: Session) -> None:
    assert {code[:2] for code in cpv(session, "30000000", limit=1000)} == {"30"}


def test_a_code_that_does_not_exist_finds_nothing(session: Session) -> None:
    assert cpv(session, "45232499") == []


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        " ",
        "%",
        "_",
        "%%%%%%%%",
        "________",
        "'; DROP TABLE cpv_code; --",
        "\\",
        "/",
        "\x00",
        "\ud800",
        "水",
        "de la",
        "x" * 10_000,
        "eau " * 5_000 + "zinzolin" * 3,
        "4" * 10_000,
        "٤٥٢٣",
    ],
)
def test_a_question_that_is_none_is_answered_by_nothing_or_by_codes(session: Session, hostile: str) -> None:
    expected = cpv(session, "eau") if hostile.startswith("eau ") else []
    assert cpv(session, hostile) == expected
    assert naf(session, hostile) == (naf(session, "eau") if hostile.startswith("eau ") else [])


@pytest.mark.parametrize("wild", ["4%", "45%", "%45232410", "a%", "ég_ut"])
def test_wildcards_stand_for_nothing(session: Session, wild: str) -> None:
    assert cpv(session, wild) == cpv(session, wild.replace("%", " ").replace("_", " "))


def test_no_more_is_found_than_asked(session: Session) -> None:
    assert len(search_cpv(session, "travaux", limit=7)) == 7


@pytest.mark.parametrize("question", ["42.21Z", "4221Z", "4221z", "42.21 z", "NAF 42.21Z", "APE 4221Z"])
def test_a_naf_code_is_found_however_it_is_written(session: Session, question: str) -> None:
    assert naf(session, question) == ["42.21Z"]


def test_the_beginning_of_a_naf_code_finds_its_sub_classes(session: Session) -> None:
    assert naf(session, "42.2") == ["42.21Z", "42.22Z"]
    assert naf(session, "42")[:2] == ["42.11Z", "42.12Z"]


def test_naf_is_found_by_words_among_sub_classes_only(session: Session) -> None:
    assert naf(session, "réseaux pour fluides") == ["42.21Z"]
    assert naf(session, "ROUTE construction")[0] == "42.11Z"


def test_a_naf_activity_is_found_by_what_stands_above_it(session: Session) -> None:
    assert "42.99Z" in naf(session, "génie civil")


def test_a_path_leads_from_the_division_to_the_code(session: Session) -> None:
    assert [row.code for row in cpv_path(session, "45232410")] == [
        "45000000",
        "45200000",
        "45230000",
        "45232000",
        "45232400",
        "45232410",
    ]


def test_a_path_holds_every_parent_the_regulation_names(session: Session) -> None:
    parents = dict(session.execute(sa.select(CpvCode.code, CpvCode.parent_code)).all())
    assert [code for code, parent in parents.items() if parent and parent not in cpv_lineage(code)] == []

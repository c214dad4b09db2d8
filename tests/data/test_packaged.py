"""The packaged data: consistent, bilingual, and without the name of any real firm."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from stdnum.fr import siret

import matchmaker
from matchmaker.services.nomenclature import fold

DATA = Path(matchmaker.__path__[0]) / "data"
REMOVED = Path(__file__).with_name("real_names.sha256")
LONGEST_NAME = 7


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(name: str, key: str) -> list[str]:
    return [line[key] for line in read(name)]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("fair/directorates.csv", 4),
        ("fair/desks.csv", 10),
        ("fair/sectors.csv", 4),
        ("fair/needs.csv", 60),
        ("fair/needs_display.csv", 60),
        ("fair/companies.csv", 186),
        ("fair/companies_display.csv", 186),
        ("fair/requests_by_desk.csv", 560),
        ("fair/invitations.csv", 425),
        ("nomenclature/cpv_2008_fr_en.csv", 9454),
        ("nomenclature/naf_rev2_fr.csv", 1728),
    ],
)
def test_every_table_is_whole(name: str, lines: int) -> None:
    assert len(read(name)) == lines


def test_every_need_is_at_a_desk_of_its_directorate() -> None:
    desks = {(line["desk"], line["directorate"]) for line in read("fair/desks.csv")}
    needs = {(line["desk"], line["directorate"]) for line in read("fair/needs.csv")}
    assert needs <= desks
    assert {directorate for _, directorate in desks} <= set(column("fair/directorates.csv", "directorate"))


def test_the_number_of_needs_of_each_desk_is_counted_right() -> None:
    at = column("fair/needs.csv", "desk")
    assert {line["desk"]: int(line["needs"]) for line in read("fair/desks.csv")} == {
        desk: at.count(desk) for desk in set(at)
    }


def test_every_cpv_code_is_in_the_nomenclature() -> None:
    known = set(column("nomenclature/cpv_2008_fr_en.csv", "code8"))
    used = [code for line in read("fair/companies.csv") for code in line["cpv8_won"].split("|") if code]
    for line in read("fair/needs.csv"):
        used += [line["cpv8"], *filter(None, line["cpv_additional"].split("|"))]
    assert [code for code in used if code not in known] == []


def test_every_naf_code_is_in_the_nomenclature() -> None:
    used = set(column("fair/companies.csv", "naf")) - {""}
    assert used <= set(column("nomenclature/naf_rev2_fr.csv", "code"))


def test_every_sector_has_a_label() -> None:
    known = set(column("fair/sectors.csv", "sector"))
    used = {sector for line in read("fair/companies.csv") for sector in line["sectors"].split("|")}
    used |= set(column("fair/needs.csv", "sector")) | set(column("fair/rule_cpv_sector.csv", "sector"))
    assert used - {""} == known


def test_every_company_that_asks_or_is_invited_is_displayed() -> None:
    displayed = set(column("fair/companies_display.csv", "company_id"))
    assert displayed == set(column("fair/companies.csv", "company_id"))
    assert set(column("fair/requests_by_desk.csv", "company_id")) <= displayed
    assert set(column("fair/invitations.csv", "company_id")) <= displayed


def test_every_request_names_needs_of_its_desk_and_ranks_without_a_gap() -> None:
    at = {line["need_id"]: line["desk"] for line in read("fair/needs.csv")}
    ranks: dict[str, list[int]] = {}
    for line in read("fair/requests_by_desk.csv"):
        ranks.setdefault(line["company_id"], []).append(int(line["rank"]))
        assert {at[need] for need in line["need_ids"].split("|")} == {line["desk"]}
    assert all(sorted(asked) == list(range(1, len(asked) + 1)) for asked in ranks.values())


def test_nobody_ranks_more_than_four_desks() -> None:
    assert max(map(int, column("fair/requests_by_desk.csv", "rank"))) == 4


@pytest.mark.parametrize("name", ["fair/directorates.csv", "fair/desks.csv", "fair/sectors.csv"])
def test_every_label_is_in_two_languages(name: str) -> None:
    assert [line for line in read(name) if not line["label"] or not line["label_en"]] == []


def test_every_need_is_told_in_two_languages() -> None:
    needs = read("fair/needs_display.csv")
    assert [line["need_id"] for line in needs] == column("fair/needs.csv", "need_id")
    assert [line["need_id"] for line in needs if not all(line.values())] == []
    for line in needs:
        assert line["description"] != line["description_en"]
        assert all(line[f"question_{n}"] != line[f"question_{n}_en"] for n in (1, 2, 3))


def test_a_procedure_has_one_code_and_one_name_in_each_language() -> None:
    assert {
        (line["procedure_code"], line["procedure"], line["procedure_en"])
        for line in read("fair/needs_display.csv")
    } == {
        ("adapted", "procédure adaptée", "adapted procedure"),
        ("framework", "accord-cadre à bons de commande", "framework agreement with call-off orders"),
        ("open", "appel d’offres ouvert", "open call for tenders"),
    }


def test_french_texts_keep_their_question_mark_and_colon_on_the_line() -> None:
    shown = [*read("fair/needs_display.csv"), *read("fair/desks.csv"), *read("fair/companies_display.csv")]
    texts = [text for line in shown for text in line.values()]
    assert [text for text in texts if any(loose in text for loose in (" ?", " :", " ;", " !", "'"))] == []


def test_every_displayed_siret_is_valid_and_of_nobody() -> None:
    shown = column("fair/companies_display.csv", "display_siret")
    assert len(set(shown)) == len(shown)
    assert [number for number in shown if not siret.is_valid(number) or not number.startswith("000")] == []


def test_every_displayed_name_is_different() -> None:
    names = [fold(name) for name in column("fair/companies_display.csv", "display_name")]
    assert len(set(names)) == len(names)


def test_no_real_company_is_named() -> None:
    removed = set(REMOVED.read_text(encoding="ascii").split())
    assert len(removed) == 558
    named = [words for words in phrases() if hashlib.sha256(words.encode()).hexdigest() in removed]
    assert named == []


def phrases() -> Iterator[str]:
    """Every run of 1 to 7 words of a cell of the fair's tables, folded, once: a name is such a run."""
    cells = {fold(cell) for path in sorted((DATA / "fair").glob("*.csv")) for cell in every_cell(path)}
    runs = set()
    for cell in cells:
        words = cell.split()
        for start in range(len(words)):
            runs |= {" ".join(words[start:end]) for end in range(start + 1, start + LONGEST_NAME + 1)}
    yield from sorted(runs)


def every_cell(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.reader(file):
            yield from line

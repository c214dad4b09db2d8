"""CPV and NAF: loaded from the packaged tables, and found by words or by code.

Two steps make words meet. Folding takes away what people do not type alike: case, accents, ligatures,
apostrophes. A light stem takes away plural and feminine endings, in the spirit of the light stemmers of
J. Savoy for French (JASIS 50(10), 1999) and of D. Harman for English (JASIS 42(1), 1991): on short noun
phrases that is enough, and it needs no dependency. The stems of a label and of its ancestors are stored
beside it, so that one LIKE per word finds the same rows on SQLite and on PostgreSQL; their order is then
computed here, the same on both.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from importlib import resources
from itertools import chain
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from matchmaker.models import CpvCode, NafCode

Language = Literal["fr", "en"]
Row = dict[str, str | None]

CPV_REVISION = "CPV 2008"
NAF_REVISION = "NAF rév. 2"

STOP_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "fr": "a au aux avec ce d de des du en et l la le les n ou par pour qu s sans sur un une y",
        "en": "a an and at by for from in into of on or s the to with",
    }.items()
}
# More than this is no question, and databases limit the length of a LIKE pattern.
LONGEST_QUESTION = 200
# A shorter stem must be met whole, so that « eau », « gaz » and « sol » do not find « solaire ».
SHORTEST_PREFIX = 4

CPV_ASKED = re.compile(
    r"(?:cpv )?(?:(?P<code>[0-9]{8})(?: (?P<digit>[0-9]))?(?: [a-z].*)?|(?P<start>[0-9]{2,7}))"
)
NAF_ASKED = re.compile(r"(?:naf|ape)?(?P<division>[0-9]{2})(?P<rest>[0-9]{0,2}|[0-9]{2}[a-z])")


# Words


def fold(text: str) -> str:
    """Lower case, without accents or ligatures; whatever is neither letter nor digit becomes one space."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def stems(text: str, language: Language) -> list[str]:
    """The words of ``text`` that carry meaning, each without its plural or feminine ending, in order."""
    stem = _french_stem if language == "fr" else _english_stem
    return [stem(word) for word in fold(text).split() if word not in STOP_WORDS[language]]


def _french_stem(word: str) -> str:
    """réseaux → reseau; travaux, travail → traval; communales → communal; plombier, plomberie → plomberi."""
    if len(word) < 4:
        return word
    if word[-1] == "s" or word.endswith(("aux", "eux", "oux")):
        word = word[:-1]
    if len(word) > 4 and word.endswith(("au", "ail")) and not word.endswith("eau"):
        return re.sub("(au|ail)$", "al", word)
    while len(word) > 4 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 6 and word.endswith("ier"):
        word = word[:-3] + "eri"
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def _english_stem(word: str) -> str:
    """supplies → supply; boxes → box; sewers → sewer; but glass, status, analysis stay."""
    if len(word) < 4 or word[-1] != "s" or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes", "zes")) else word[:-1]


# Searching


def search_cpv(session: Session, question: str, locale: str = "fr", limit: int = 20) -> list[CpvCode]:
    """The codes that answer ``question``, best first: a code, the beginning of one, or words.

    Every word must stand in the label or above it, in the language of ``locale`` or, if that has no answer,
    in the other one. A code written with its check digit must have the right one, or nothing is found.
    """
    asked = fold(question[:LONGEST_QUESTION])
    if (code := CPV_ASKED.fullmatch(asked)) is not None:
        found = _cpv_by_code(session, code["code"] or code["start"], code["digit"])
    elif locale.startswith("en"):
        found = _cpv_by_words(session, asked, "en") or _cpv_by_words(session, asked, "fr")
    else:
        found = _cpv_by_words(session, asked, "fr") or _cpv_by_words(session, asked, "en")
    rows = session.scalars(sa.select(CpvCode).where(CpvCode.code.in_(found[:limit])))
    return sorted(rows, key=lambda row: found.index(row.code))


def search_naf(session: Session, question: str, limit: int = 20) -> list[NafCode]:
    """The sub-classes (« 42.21Z ») that answer ``question``, best first: by code, its beginning, or words."""
    asked = fold(question[:LONGEST_QUESTION])
    is_sub_class = sa.func.length(NafCode.code) == len("42.21Z")
    if (code := NAF_ASKED.fullmatch(asked.replace(" ", ""))) is not None:
        start = ".".join(filter(None, [code["division"], code["rest"].upper()]))
        starting = NafCode.code.startswith(start, autoescape=True)
        found = sorted(session.scalars(sa.select(NafCode.code).where(is_sub_class, starting)))
    else:
        wanted = stems(asked, "fr")
        found = _by_words(session, wanted, NafCode.code, NafCode.search_fr, is_sub_class)
    rows = session.scalars(sa.select(NafCode).where(NafCode.code.in_(found[:limit])))
    return sorted(rows, key=lambda row: found.index(row.code))


def cpv_path(session: Session, code: str) -> list[CpvCode]:
    """The code and the codes above it, widest first, for « Construction › Assainissement › … »."""
    rows = session.scalars(sa.select(CpvCode).where(CpvCode.code.in_(cpv_lineage(code))))
    return sorted(rows, key=lambda row: cpv_depth(row.code))


def cpv_lineage(code: str) -> list[str]:
    """Where the code and those above it stand if they exist, deepest first: 45232410, 45232400 … 45000000.

    Every digit makes a CPV code more precise, the last three too; ``parent_code`` names the division, group,
    class or category only, and so skips 45232400 « construction d'égouts » above 45232410.
    """
    return list(dict.fromkeys(code[:digits].ljust(8, "0") for digits in range(8, 1, -1)))


def cpv_depth(code: str) -> int:
    """The digits that say something: 2 for a division (03000000 too), up to 8."""
    return max(2, len(code.rstrip("0")))


def _cpv_by_code(session: Session, start: str, digit: str | None) -> list[str]:
    """The code itself and those below it, the widest first; alone where its check digit was given."""
    if digit is not None:
        exactly = sa.select(CpvCode.code).where(CpvCode.code == start, CpvCode.check_digit == digit)
        return list(session.scalars(exactly))
    stem = start[: cpv_depth(start)]
    below = sa.select(CpvCode.code).where(CpvCode.code.startswith(stem, autoescape=True))
    return sorted(session.scalars(below), key=lambda code: (cpv_depth(code), code))


def _cpv_by_words(session: Session, asked: str, language: Language) -> list[str]:
    column = CpvCode.search_fr if language == "fr" else CpvCode.search_en
    return _by_words(session, stems(asked, language), CpvCode.code, column, sa.true())


def _by_words(
    session: Session,
    wanted: Sequence[str],
    code: InstrumentedAttribute[str],
    search: InstrumentedAttribute[str],
    among: sa.ColumnElement[bool],
) -> list[str]:
    """The codes in whose search text every wanted stem stands, best first."""
    if not wanted:
        return []
    met = [search.contains(_pattern(stem), autoescape=True) for stem in wanted]
    rows = session.execute(sa.select(code, search).where(among, *met)).all()
    return [code for code, text in sorted(rows, key=lambda row: _distance(row[0], row[1], wanted))]


def _pattern(stem: str) -> str:
    return f" {stem} " if len(stem) < SHORTEST_PREFIX else f" {stem}"


def _distance(code: str, text: str, wanted: Sequence[str]) -> tuple[int, int, bool, int, str]:
    """Less is better: words met above only, words only begun, another start, a deep code or a long label."""
    label = text.partition("|")[0]
    words = label.split()
    above = sum(_pattern(stem) not in label for stem in wanted)
    begun = sum(stem not in words for stem in wanted)
    return above, begun, words[:1] != wanted[:1], cpv_depth(code) + len(words), code


# Loading


def load_nomenclatures(session: Session) -> None:
    """Bring both tables to what the package holds; a second call changes nothing.

    Codes that the package no longer has stay: somebody may have declared them.
    """
    _bring(session, CpvCode, list(_cpv_rows()))
    _bring(session, NafCode, list(_naf_rows()))


def _bring(session: Session, table: type[CpvCode] | type[NafCode], rows: Sequence[Row]) -> None:
    """Insert what is missing and update what differs, in the order of the rows: ancestors come first."""
    columns = [getattr(table, name) for name in rows[0]]
    stored = {row.code: dict(row._mapping) for row in session.execute(sa.select(*columns))}
    missing = [row for row in rows if row["code"] not in stored]
    changed = [row for row in rows if row["code"] in stored and row != stored[row["code"]]]
    if missing:
        session.execute(sa.insert(table), missing)
    if changed:
        session.execute(sa.update(table), changed)


def _cpv_rows() -> Iterator[Row]:
    lines = {line["code8"]: line for line in _lines("cpv_2008_fr_en.csv")}
    for code, line in lines.items():
        labels = [lines[wider] for wider in cpv_lineage(code) if wider in lines]
        yield {
            "code": code,
            "check_digit": line["check_digit"],
            "parent_code": line["parent"][:8] or None,
            "label_fr": line["label_fr"],
            "label_en": line["label_en"],
            "kind": line["kind"],
            "revision": CPV_REVISION,
            "search_fr": _search_text([stems(label["label_fr"], "fr") for label in labels]),
            "search_en": _search_text([stems(label["label_en"], "en") for label in labels]),
        }


def _naf_rows() -> Iterator[Row]:
    """Sections, divisions, groups, classes and sub-classes; each stands after the one that holds it."""
    lineages: dict[str, list[list[str]]] = {}
    for line in _lines("naf_rev2_fr.csv"):
        code, label = line["code"], " ".join(line["intitule"].split())
        parent = _naf_parent(code, line["section"])
        lineages[code] = [stems(label, "fr"), *(lineages[parent] if parent else [])]
        yield {
            "code": code,
            "parent": parent,
            "label_fr": label,
            "revision": NAF_REVISION,
            "search_fr": _search_text(lineages[code]),
        }


def _naf_parent(code: str, section: str) -> str | None:
    """01.11Z → 01.11 → 01.1 → 01 → A."""
    if code == section:
        return None
    return section if len(code) == 2 else code[:-1].rstrip(".")


def _search_text(lineage: Sequence[Sequence[str]]) -> str:
    """The stems of the label, then those of its ancestors behind a bar; a space on both sides of each."""
    own, *above = lineage
    further = [stem for stem in dict.fromkeys(chain.from_iterable(above)) if stem not in own]
    return " ".join(["", *own, "|", *further, ""])


def _lines(name: str) -> Iterator[dict[str, str]]:
    path = resources.files("matchmaker") / "data" / "nomenclature" / name
    with path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)

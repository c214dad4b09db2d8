"""Purchase projects as anybody reads them: those that are public, and how they are found.

A fair announces some dozens of projects, so they are read once and searched in memory: the same answer on
every database, and no index to keep. Words meet as in the nomenclatures (accents and plurals aside), in the
project, its stand, its sector and the labels of its CPV code and of those above it. An empty answer helps
nobody: where not all the words are met, projects that meet some are shown, where nothing stands under a CPV
code, what stands under the nearest wider one, and a word spelt otherwise is offered in its usual spelling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import CpvCode, Desk, Fair, Need
from matchmaker.services.nomenclature import (
    CPV_ASKED,
    LONGEST_QUESTION,
    SHORTEST_PREFIX,
    Language,
    cpv_depth,
    cpv_lineage,
    fold,
    stems,
)

# Under a division (45: all construction work) everything is near everything.
WIDEST_CODE = 3
# Two letters in eight may differ: « assainisement », « vorie », but not « rue » for « eau ».
ALIKE = 0.75


@dataclass(frozen=True)
class Search:
    """What somebody looks for: words or a CPV code, a sector, a stand, a quarter (codes); empty is any."""

    words: str = ""
    sector: str = ""
    desk: str = ""
    quarter: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.sector or self.desk or self.quarter)

    def admits(self, need: Need) -> bool:
        return (
            self.sector in ("", need.sector.code)
            and self.desk in ("", need.desk.code)
            and self.quarter in ("", need.quarter)
        )


@dataclass(frozen=True)
class Found:
    """The answer, and how far it had to be stretched.

    ``some_words``: no project meets all the words; these meet some. ``wider_code``: nothing under the code
    asked for; these stand under that one. ``elsewhere``: how many would be found without sector, stand and
    quarter, counted where nothing is found with them. ``spelling``: the words as the projects spell them.
    """

    projects: tuple[Need, ...]
    some_words: bool = False
    wider_code: str | None = None
    elsewhere: int = 0
    spelling: str | None = None


def published(session: Session, fair: Fair) -> list[Need]:
    """The projects that anybody may read, by sector then code, consultations launched included; one query."""
    loaded = _public(fair).options(joinedload(Need.desk).joinedload(Desk.directorate))
    needs = session.scalars(loaded.options(joinedload(Need.sector), joinedload(Need.cpv)))
    return sorted(needs, key=lambda need: (need.sector.position, need.code))


def published_one(session: Session, fair: Fair, code: str) -> Need | None:
    """One public project by its code, with its questions and versions."""
    loaded = _public(fair).options(joinedload(Need.desk).joinedload(Desk.directorate))
    whole = loaded.options(
        joinedload(Need.sector),
        joinedload(Need.cpv),
        selectinload(Need.questions),
        selectinload(Need.versions),
    )
    return session.scalar(whole.where(Need.code == code))


def is_public(fair: Fair) -> sa.ColumnElement[bool]:
    """The condition under which anybody may read a project of ``fair``."""
    return sa.and_(Need.fair_id == fair.id, Need.published_at.is_not(None), Need.withdrawn_at.is_(None))


def _public(fair: Fair) -> sa.Select[Need]:
    return sa.select(Need).where(is_public(fair))


def find(needs: Sequence[Need], search: Search, locale: str) -> Found:
    """Those of ``needs`` that answer ``search``, in their order; with words, the most fitting first."""
    language: Language = "en" if locale.startswith("en") else "fr"
    among = [need for need in needs if search.admits(need)]
    words = fold(search.words[:LONGEST_QUESTION])
    found = _found(among, words, language)
    if not found.projects and search.is_filtered:
        elsewhere = len(_found(needs, words, language).projects)
        return Found((), elsewhere=elsewhere, spelling=found.spelling)
    return found


def _found(needs: Sequence[Need], words: str, language: Language) -> Found:
    if (code := CPV_ASKED.fullmatch(words)) is not None:
        return _by_code(needs, code["code"] or code["start"])
    other: Language = "en" if language == "fr" else "fr"
    texts = [_Text(need, language) for need in needs]
    for readable, wanted in (
        (texts, stems(words, language)),
        ([_Text(need, other) for need in needs], stems(words, other)),
    ):
        if projects := _best_first(readable, wanted, all):
            return Found(projects)
    some = _best_first(texts, stems(words, language), any)
    return Found(some, some_words=bool(some), spelling=_spelling(texts, words, language))


def _by_code(needs: Sequence[Need], asked: str) -> Found:
    """What stands at or under the code, or else under the nearest wider one."""
    for code in cpv_lineage(asked):
        under = tuple(need for need in needs if need.cpv.code.startswith(code[: cpv_depth(code)]))
        is_wider = cpv_depth(code) < cpv_depth(asked)
        if under and (not is_wider or cpv_depth(code) >= WIDEST_CODE):
            return Found(under, wider_code=code if is_wider else None)
    return Found(())


# Words


@dataclass(frozen=True)
class _Text:
    """What is read of a project in one language, as stems."""

    need: Need
    language: Language

    @cached_property
    def title(self) -> frozenset[str]:
        return frozenset(stems(self.need.title(self.language), self.language))

    @cached_property
    def whole(self) -> frozenset[str]:
        need, language = self.need, self.language
        read = (
            need.title(language),
            need.description(language),
            need.sector.label(language),
            need.desk.label(language),
            need.desk.directorate.label(language),
            need.code,
            need.cpv.code,
        )
        return frozenset(stems(" ".join(read), language)) | frozenset(_cpv_stems(need.cpv, language))

    def met(self, wanted: Sequence[str], among: frozenset[str]) -> list[bool]:
        return [any(_is_begun(word, stem) for word in among) for stem in wanted]


def _cpv_stems(cpv: CpvCode, language: Language) -> list[str]:
    return (cpv.search_fr if language == "fr" else cpv.search_en).replace("|", " ").split()


def _is_begun(word: str, stem: str) -> bool:
    return word == stem or (len(stem) >= SHORTEST_PREFIX and word.startswith(stem))


def _best_first(
    texts: Sequence[_Text], wanted: Sequence[str], enough: Callable[[list[bool]], bool]
) -> tuple[Need, ...]:
    """The projects that meet enough of the stems: most met, most in the title; nothing wanted admits all."""
    if not wanted:
        return tuple(text.need for text in texts)
    rated = [(text.met(wanted, text.whole), sum(text.met(wanted, text.title)), text) for text in texts]
    kept = [(-sum(met), -in_title, text) for met, in_title, text in rated if enough(met)]
    return tuple(text.need for _met, _title, text in sorted(kept, key=lambda rating: rating[:2]))


def _spelling(texts: Sequence[_Text], words: str, language: Language) -> str | None:
    """The words asked for, those that no project uses replaced by the nearest that one does."""
    used = {fold(word): word for text in texts for word in _written(text)}
    known = frozenset(stem for text in texts for stem in text.whole)
    spelt = [_spelt(word, used, known, language) for word in words.split()]
    return " ".join(spelt) if spelt != words.split() else None


def _written(text: _Text) -> Iterator[str]:
    need, language = text.need, text.language
    labels = (need.title(language), need.sector.label(language), need.desk.label(language))
    yield from (word for word in re.findall(r"[^\W\d_]+", " ".join(labels).lower()) if len(word) > 3)


def _spelt(word: str, used: dict[str, str], known: frozenset[str], language: Language) -> str:
    stem = "".join(stems(word, language)[:1])
    if not stem or any(_is_begun(other, stem) for other in known):
        return word
    alike = get_close_matches(word, sorted(used), n=1, cutoff=ALIKE)
    return used[alike[0]] if alike else word

"""What somebody writes of a need: checked field by field, then laid on the stored row.

A directorate's draft and the correction of a public sheet go through the same checks, so that nothing can be
published by one road that the other refuses.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import CpvCode, Fair, Need, Procedure, Question, Sector

LONGEST = {"title_fr": 160, "title_en": 160, "description_fr": 3000, "description_en": 3000}
LONGEST_NOTE = 3000
LONGEST_QUESTION = 300
MOST_QUESTIONS = 3
# Nine digits fewer than a bigint: what is typed above is a slip of the hand.
LARGEST_AMOUNT = 10_000_000_000
MOST_LOTS = 200
YEARS_AHEAD = 2
QUARTER = re.compile(r"20\d\d-T[1-4]")


@dataclass(frozen=True)
class NeedForm:
    """A need as it was filled in: amounts in euros, questions as (French, English) in their order."""

    title_fr: str
    description_fr: str
    sector: str
    cpv: str
    quarter: str
    procedure: Procedure
    questions: tuple[tuple[str, str], ...]
    title_en: str = ""
    description_en: str = ""
    amount_min: int | None = None
    amount_max: int | None = None
    lots: int | None = None
    internal_note: str = ""


def quarters(fair: Fair, kept: str = "") -> list[str]:
    """The quarters a need may be planned for: from the year of the fair on, and the one it has already."""
    first = fair.opens_at.year
    offered = [f"{year}-T{part}" for year in range(first, first + YEARS_AHEAD + 1) for part in range(1, 5)]
    return sorted({*offered, kept} - {""})


def refuse_form(session: Session, fair: Fair, form: NeedForm, kept_quarter: str = "") -> None:
    """Refuse the first thing that is wrong, beside its field."""
    _refuse_texts(form)
    if session.get(Sector, form.sector) is None:
        raise RuleBroken(_("Choisissez un secteur de la liste."), field="sector")
    if session.get(CpvCode, form.cpv) is None:
        raise RuleBroken(_("Ce code CPV n’existe pas : choisissez-en un dans la nomenclature."), field="cpv")
    _refuse_amounts(form)
    if QUARTER.fullmatch(form.quarter) is None or form.quarter not in quarters(fair, kept_quarter):
        raise RuleBroken(_("Choisissez un trimestre de la liste."), field="quarter")
    if form.lots is not None and not 1 <= form.lots <= MOST_LOTS:
        words = _("Le nombre de lots va de 1 à %(most)d ; laissez vide s’il n’est pas connu.", most=MOST_LOTS)
        raise RuleBroken(words, field="lots")
    _refuse_questions(form)


def _refuse_texts(form: NeedForm) -> None:
    if not form.title_fr.strip():
        raise RuleBroken(_("Donnez un titre au projet, en français."), field="title_fr")
    if not form.description_fr.strip():
        raise RuleBroken(_("Décrivez le projet en quelques phrases, en français."), field="description_fr")
    for name, most in (*LONGEST.items(), ("internal_note", LONGEST_NOTE)):
        refuse_text(getattr(form, name), most, name)


def refuse_text(text: str, most: int, field: str) -> None:
    """Refuse what is too long to be read, or what no database can store."""
    if "\x00" in text:
        raise RuleBroken(_("Ce texte contient un caractère illisible : retapez-le."), field=field)
    if len(text) > most:
        words = ngettext(
            "Écrivez au plus %(num)d caractère ; ce texte en a %(length)d.",
            "Écrivez au plus %(num)d caractères ; ce texte en a %(length)d.",
            most,
            length=len(text),
        )
        raise RuleBroken(words, field=field)


def _refuse_amounts(form: NeedForm) -> None:
    for name in ("amount_min", "amount_max"):
        amount = getattr(form, name)
        if amount is not None and amount < 0:
            raise RuleBroken(_("Un montant ne peut pas être négatif."), field=name)
        if amount is not None and amount > LARGEST_AMOUNT:
            raise RuleBroken(_("Ce montant dépasse dix milliards d’euros : vérifiez-le."), field=name)
    if form.amount_min is not None and form.amount_max is not None and form.amount_max < form.amount_min:
        words = _("Le montant le plus haut est inférieur au plus bas : échangez-les ou corrigez-en un.")
        raise RuleBroken(words, field="amount_max")


def _refuse_questions(form: NeedForm) -> None:
    if len(form.questions) > MOST_QUESTIONS:
        words = _("Un projet pose au plus trois questions : gardez les plus utiles.")
        raise RuleBroken(words, field=f"question_{MOST_QUESTIONS}_fr")
    if not any(french.strip() for french, _english in form.questions):
        words = _("Un projet pose d’une à trois questions, les mêmes à toutes les entreprises.")
        raise RuleBroken(words, field="question_1_fr")
    for number, (french, english) in enumerate(form.questions, start=1):
        for text, name in ((french, f"question_{number}_fr"), (english, f"question_{number}_en")):
            refuse_text(text, LONGEST_QUESTION, name)
            if len(text.strip().splitlines()) > 1:
                raise RuleBroken(_("Une question tient sur une ligne : ôtez le retour à la ligne."), name)
        if english.strip() and not french.strip():
            words = _("Écrivez d’abord cette question en français.")
            raise RuleBroken(words, field=f"question_{number}_fr")


def fill(need: Need, form: NeedForm) -> bool:
    """Lay the form on the row; says whether anything differs. ``form`` must have been checked."""
    written = {
        "title_fr": form.title_fr.strip(),
        "title_en": form.title_en.strip() or None,
        "description_fr": form.description_fr.strip(),
        "description_en": form.description_en.strip() or None,
        "sector_code": form.sector,
        "cpv_code": form.cpv,
        "amount_min": form.amount_min,
        "amount_max": form.amount_max,
        "quarter": form.quarter,
        "procedure": form.procedure,
        "lots": form.lots,
    }
    changed = [name for name, value in written.items() if getattr(need, name) != value]
    for name in changed:
        setattr(need, name, written[name])
    questions = list(_questions(form))
    if asked(need) != questions:
        _ask(need, questions)
        changed.append("questions")
    return bool(changed)


def asked(need: Need) -> list[tuple[str, str | None]]:
    """The questions of a need, in order."""
    return [(question.text_fr, question.text_en) for question in need.questions]


def _questions(form: NeedForm) -> Iterator[tuple[str, str | None]]:
    """Those that were filled in: a line left empty between two is no question."""
    for french, english in form.questions:
        if french.strip():
            yield french.strip(), english.strip() or None


def _ask(need: Need, questions: list[tuple[str, str | None]]) -> None:
    """Rewrite in place: a position is unique, and rows are inserted before others are deleted."""
    del need.questions[len(questions) :]
    for position, (french, english) in enumerate(questions, start=1):
        if position > len(need.questions):
            need.questions.append(Question(position=position))
        need.questions[position - 1].text_fr = french
        need.questions[position - 1].text_en = english


def next_code(session: Session, fair: Fair, declared: int) -> str:
    """A code that no need of the fair has or had: ``declared`` needs were declared before this one."""
    taken = set(session.scalars(sa.select(Need.code).where(Need.fair_id == fair.id)))
    number = declared + 1
    while f"P{number:03d}" in taken:
        number += 1
    return f"P{number:03d}"


def state(need: Need) -> str:
    """What a page showed of a need, in a word: it differs as soon as somebody else has saved."""
    texts = (need.title_fr, need.title_en, need.description_fr, need.description_en, need.internal_note)
    terms = (need.sector_code, need.cpv_code, need.quarter, need.procedure.value, need.lots)
    facts = (need.amount_min, need.amount_max, need.validated_at is None, asked(need))
    return hashlib.sha256(repr((texts, terms, facts)).encode()).hexdigest()[:16]


def refuse_if_changed(session: Session, need: Need, seen: str) -> None:
    """Nobody changes or validates a text that they have not read."""
    take_turn(session, need)
    if state(need) != seen:
        raise RuleBroken(
            _("Ce projet a changé depuis que vous avez ouvert la page : relisez-le, puis recommencez.")
        )

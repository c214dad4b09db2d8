"""Purchase projects, one a line: drafts of the stand that will receive about them, to be validated."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from matchmaker.models import Account, Desk, Procedure
from matchmaker.services import needs
from matchmaker.services.closed_lists import by_desk, by_procedure, by_sector
from matchmaker.services.imports import cells
from matchmaker.services.imports.cells import Cells
from matchmaker.services.imports.headings import Column, Line
from matchmaker.services.imports.kind import Kind, Known
from matchmaker.services.need_forms import NeedForm

COLUMNS = (
    Column(
        "title_fr",
        lazy_gettext("Projet"),
        lazy_gettext("Son titre, comme les entreprises le liront."),
        lazy_gettext("Exemple à effacer – Réhabilitation de collecteurs"),
        True,
    ),
    Column("title_en", lazy_gettext("Projet (anglais)"), lazy_gettext("Son titre en anglais.")),
    Column(
        "desk",
        lazy_gettext("Stand"),
        lazy_gettext("Le code ou le nom du stand qui suit le projet."),
        required=True,
    ),
    Column(
        "description_fr",
        lazy_gettext("Description"),
        lazy_gettext("Quelques phrases, sans prix ni nom d’entreprise."),
        lazy_gettext("Chemisage de 3 km de collecteurs visitables."),
        True,
    ),
    Column(
        "description_en", lazy_gettext("Description (anglais)"), lazy_gettext("La même chose en anglais.")
    ),
    Column("sector", lazy_gettext("Secteur"), lazy_gettext("Un secteur de la liste."), required=True),
    Column(
        "cpv",
        lazy_gettext("Code CPV"),
        lazy_gettext("Un code de 8 chiffres, dans une colonne au format Texte."),
        "45232410",
        True,
    ),
    Column(
        "amount_min",
        lazy_gettext("Montant minimal"),
        lazy_gettext("En euros, sans décimales ; vide s’il n’est pas connu."),
        "200000",
    ),
    Column(
        "amount_max",
        lazy_gettext("Montant maximal"),
        lazy_gettext("En euros, sans décimales ; vide s’il n’est pas connu."),
        "500000",
    ),
    Column(
        "quarter",
        lazy_gettext("Trimestre"),
        lazy_gettext("Celui du lancement prévu, comme 2024-T2."),
        "2024-T2",
        True,
    ),
    Column(
        "procedure",
        lazy_gettext("Procédure"),
        lazy_gettext("Une procédure de la liste."),
        required=True,
    ),
    Column("lots", lazy_gettext("Nombre de lots"), lazy_gettext("Vide s’il n’est pas connu."), "2"),
    Column(
        "question_1_fr",
        lazy_gettext("Question 1"),
        lazy_gettext("Posée dans les mêmes mots à toutes les entreprises ; il en faut au moins une."),
        lazy_gettext("Comment assurez-vous la continuité de l’écoulement ?"),
        True,
    ),
    Column("question_1_en", lazy_gettext("Question 1 (anglais)"), lazy_gettext("La même en anglais.")),
    Column("question_2_fr", lazy_gettext("Question 2"), lazy_gettext("Facultative.")),
    Column("question_2_en", lazy_gettext("Question 2 (anglais)"), lazy_gettext("La même en anglais.")),
    Column("question_3_fr", lazy_gettext("Question 3"), lazy_gettext("Facultative.")),
    Column("question_3_en", lazy_gettext("Question 3 (anglais)"), lazy_gettext("La même en anglais.")),
    Column(
        "internal_note",
        lazy_gettext("Note interne"),
        lazy_gettext("Pour l’usage interne seulement : elle n’est jamais publiée."),
    ),
)


def _about(line: Line) -> str:
    return line.cells.get("title_fr", "")


def _carry_out(session: Session, known: Known, line: Cells, account: Account, now: datetime) -> None:
    desk, form = line.read("desk", partial(_desk, known), None), _form(known, line)
    if desk is not None and not line.faults:
        needs.declare(session, desk, form, account, now)


def _form(known: Known, line: Cells) -> NeedForm:
    return NeedForm(
        title_fr=line.text("title_fr"),
        title_en=line.text("title_en"),
        description_fr=line.text("description_fr"),
        description_en=line.text("description_en"),
        sector=line.read("sector", partial(cells.one_of, by_sector(known.sectors)), ""),
        cpv=line.read("cpv", cells.cpv, ""),
        amount_min=line.read("amount_min", cells.number, None),
        amount_max=line.read("amount_max", cells.number, None),
        quarter=line.read("quarter", cells.quarter, ""),
        procedure=line.read("procedure", partial(cells.one_of, by_procedure()), Procedure.OTHER),
        lots=line.read("lots", cells.number, None),
        questions=tuple(
            (line.text(f"question_{place}_fr"), line.text(f"question_{place}_en")) for place in (1, 2, 3)
        ),
        internal_note=line.text("internal_note"),
    )


def _desk(known: Known, cell: str, field: str) -> Desk | None:
    return cells.one_of(by_desk(known.desks), cell, field)


KIND = Kind("projets", lazy_gettext("Projets d’achat"), COLUMNS, _about, _carry_out)

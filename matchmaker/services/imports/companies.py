"""Companies, one a line, registered as they would register themselves."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from matchmaker.models import Account, SizeClass
from matchmaker.services import registration
from matchmaker.services.closed_lists import by_sector, by_size
from matchmaker.services.imports import cells
from matchmaker.services.imports.cells import Cells
from matchmaker.services.imports.headings import Column, Line
from matchmaker.services.imports.kind import Kind, Known
from matchmaker.services.nomenclature import fold
from matchmaker.services.registration import Registration

COLUMNS = (
    Column(
        "name",
        lazy_gettext("Entreprise"),
        lazy_gettext("La raison sociale."),
        lazy_gettext("Exemple à effacer – Eaux du Sud"),
        True,
    ),
    Column(
        "siret",
        lazy_gettext("SIRET"),
        lazy_gettext("14 chiffres, dans une colonne au format Texte ; vide pour une entreprise étrangère."),
        "00000000000018",
        True,
    ),
    Column(
        "foreign_country",
        lazy_gettext("Pays"),
        lazy_gettext("Pour une entreprise étrangère : les deux lettres de son pays (BE, DE…)."),
    ),
    Column(
        "foreign_number",
        lazy_gettext("Numéro d’immatriculation"),
        lazy_gettext("Pour une entreprise étrangère : son numéro dans le registre de son pays."),
    ),
    Column(
        "contact_name",
        lazy_gettext("Contact"),
        lazy_gettext("La personne à qui écrire."),
        lazy_gettext("Prénom Nom"),
        True,
    ),
    Column(
        "contact_email",
        lazy_gettext("Adresse électronique"),
        lazy_gettext("Celle où partiront les messages."),
        "contact@example.org",
        True,
    ),
    Column(
        "phone",
        lazy_gettext("Téléphone"),
        lazy_gettext("Au format Texte, pour garder le zéro de tête."),
        "01 23 45 67 89",
    ),
    Column(
        "sectors",
        lazy_gettext("Secteurs"),
        lazy_gettext("Un ou plusieurs secteurs de la liste, séparés par des points-virgules."),
    ),
    Column(
        "cpv_declared",
        lazy_gettext("Codes CPV"),
        lazy_gettext("Les activités : des codes de 8 chiffres, séparés par des points-virgules."),
        "45232410 ; 45232150",
    ),
    Column(
        "cpv_won",
        lazy_gettext("Codes CPV des marchés obtenus"),
        lazy_gettext("Les activités pour lesquelles un marché public a été obtenu."),
    ),
    Column("naf_code", lazy_gettext("Code NAF"), lazy_gettext("Comme 42.21Z ou 4221Z."), "42.21Z"),
    Column(
        "size_class",
        lazy_gettext("Taille"),
        lazy_gettext("Une des tailles de la liste, ou TPE, PME, ETI, GE."),
        "PME",
    ),
    Column(
        "group",
        lazy_gettext("Groupe"),
        lazy_gettext("Les entreprises d’un même groupe comptent une fois pour le premier rendez-vous."),
    ),
    Column(
        "presence",
        lazy_gettext("Heures de présence"),
        lazy_gettext("Comme 10:30-11:15, plusieurs séparées par « ; » ; vide : tous les échanges."),
    ),
    Column(
        "adapted_access",
        lazy_gettext("Accueil adapté (interne)"),
        lazy_gettext("Ce dont la personne a besoin, si elle le demande."),
    ),
    Column(
        "breathing",
        lazy_gettext("Pause entre deux rendez-vous"),
        lazy_gettext("Oui ou non."),
        lazy_gettext("non"),
    ),
    Column(
        "accepts_charter",
        lazy_gettext("Charte acceptée le"),
        lazy_gettext(
            "Oui, ou la date : seulement si l’entreprise l’a acceptée. Personne ne l’accepte à sa place."
        ),
        lazy_gettext("oui"),
        True,
    ),
)


def _about(line: Line) -> str:
    number = line.cells.get("siret") or line.cells.get("foreign_number")
    return " – ".join(filter(None, (line.cells.get("name"), number)))


def _carry_out(session: Session, known: Known, line: Cells, account: Account, now: datetime) -> None:
    form = _form(known, line)
    if not line.faults:
        registration.register(session, known.fair, form, now, account)


def _form(known: Known, line: Cells) -> Registration:
    return Registration(
        name=line.text("name"),
        siret=line.read("siret", cells.siret, ""),
        foreign_country=line.text("foreign_country").upper(),
        foreign_number=line.text("foreign_number"),
        contact_name=line.text("contact_name"),
        contact_email=line.text("contact_email"),
        phone=line.text("phone"),
        sectors=line.read("sectors", partial(_sectors, known), []),
        cpv_declared=line.read("cpv_declared", cells.codes, []),
        cpv_won=line.read("cpv_won", cells.codes, []),
        naf_code=line.read("naf_code", cells.naf, None),
        size_class=line.read("size_class", _size, None),
        group=line.text("group"),
        presence=line.read("presence", partial(cells.hours, known.fair), []),
        adapted_access=line.text("adapted_access"),
        breathing=line.read("breathing", cells.yes, False),
        accepts_charter=line.read("accepts_charter", cells.yes_or_day, False),
    )


def _sectors(known: Known, cell: str, field: str) -> list[str]:
    listed = by_sector(known.sectors)
    # A label may itself hold a comma.
    if len(listed.get(fold(cell), ())) == 1:
        return [cells.one_of(listed, cell, field)]
    return [cells.one_of(listed, one, field) for one in cells.several(cell, field)]


def _size(cell: str, field: str) -> SizeClass | None:
    return cells.one_of(by_size(), cell, field) if cell else None


KIND = Kind("entreprises", lazy_gettext("Entreprises"), COLUMNS, _about, _carry_out)

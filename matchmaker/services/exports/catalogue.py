"""Everything that can be taken away, list by list or at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from matchmaker.models import Fair
from matchmaker.services.exports.companies import companies
from matchmaker.services.exports.meetings import draw, meetings
from matchmaker.services.exports.projects import projects
from matchmaker.services.exports.records import journal, messages
from matchmaker.services.exports.wishes import answers, wishes
from matchmaker.services.spreadsheets import Heading, Sheet, csv_file, workbook


@dataclass(frozen=True)
class Export:
    """One list: its word in addresses and file names, its name, what it holds, and how it is made.

    A list of results carries the notice of the law even as CSV, above its headings.
    """

    word: str
    name: str
    tells: str
    sheet: Callable[[Session, Fair, str], Sheet]
    is_result: bool = False


EXPORTS = (
    Export(
        "entreprises",
        lazy_gettext("Entreprises"),
        lazy_gettext(
            "Tout ce qu’elles déclarent, leurs contacts, leur groupe, l’état de l’inscription, la charte."
        ),
        companies,
    ),
    Export(
        "projets",
        lazy_gettext("Projets d’achat"),
        lazy_gettext("La fiche publique, les questions, l’état, et la note interne."),
        projects,
    ),
    Export(
        "demandes",
        lazy_gettext("Demandes de rendez-vous"),
        lazy_gettext("Le stand, le rang, la motivation, la réponse, et ce que la demande est devenue."),
        wishes,
        True,
    ),
    Export(
        "reponses",
        lazy_gettext("Réponses des directions"),
        lazy_gettext("Qui a répondu quoi, quand, pour quel motif, et qui a contresigné."),
        answers,
        True,
    ),
    Export(
        "rendez-vous",
        lazy_gettext("Rendez-vous"),
        lazy_gettext("Ceux qui tiennent maintenant, libérations et remplacements compris."),
        meetings,
        True,
    ),
    Export(
        "tirage",
        lazy_gettext("Tirage"),
        lazy_gettext("Le numéro de chaque entreprise ou groupe, une fois le tirage révélé."),
        draw,
        True,
    ),
    Export(
        "messages",
        lazy_gettext("Messages"),
        lazy_gettext("À qui le service a écrit, quand et à quel sujet ; le texte n’y est pas."),
        messages,
    ),
    Export(
        "journal",
        lazy_gettext("Journal"),
        lazy_gettext("Qui a fait quoi, avec la chaîne des empreintes qui le prouve."),
        journal,
    ),
)


def export_called(word: str) -> Export | None:
    """The list that an address names."""
    return next((export for export in EXPORTS if export.word == word), None)


def list_xlsx(session: Session, fair: Fair, export: Export, heading: Heading, locale: str) -> bytes:
    return workbook([export.sheet(session, fair, locale)], heading)


def list_csv(session: Session, fair: Fair, export: Export, heading: Heading, locale: str) -> bytes:
    return csv_file(export.sheet(session, fair, locale), heading if export.is_result else None)


def everything_xlsx(session: Session, fair: Fair, heading: Heading, locale: str) -> bytes:
    """One workbook, a sheet for each list."""
    return workbook([export.sheet(session, fair, locale) for export in EXPORTS], heading)


def everything_zip(session: Session, fair: Fair, heading: Heading, locale: str) -> bytes:
    """Each list as CSV, and a text that says what each is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _read_me(heading).encode("utf-8-sig"))
        for export in EXPORTS:
            archive.writestr(f"{export.word}.csv", list_csv(session, fair, export, heading, locale))
    return buffer.getvalue()


def _read_me(heading: Heading) -> str:
    lines = [
        heading.fair,
        f"{heading.version} – {heading.as_of}",
        "",
        *[f"{export.word}.csv – {export.name}. {export.tells}" for export in EXPORTS],
        "",
        _("Les fichiers sont en CSV : UTF-8, points-virgules, chaque case entre guillemets."),
        _("Les listes de résultats portent au-dessus de leurs titres le nom du salon et la mention légale."),
        _("Une case qui serait prise pour une formule est précédée d’une apostrophe."),
        _("Ce qui est dit interne reste interne. Ces listes contiennent des données personnelles."),
        "",
        heading.notice,
    ]
    return "\r\n".join([*lines, ""])

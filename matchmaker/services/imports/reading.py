"""From bytes to tables, whatever the file is called: its content says what it is.

People choose the wrong file, or one that another programme saved its own way. Each of those gets a sentence
that says what to do; nothing of it is stored.
"""

from __future__ import annotations

from flask_babel import gettext as _

from matchmaker.services.imports.raw import LARGEST_FILE, RawTable, file_refused
from matchmaker.services.imports.text_files import text_tables
from matchmaker.services.imports.workbooks import workbook_tables

ZIP = b"PK\x03\x04"
# Old .xls files, and any workbook that a password protects
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta")


def read_tables(content: bytes) -> list[RawTable]:
    """The tables that a file may hold: each sheet of a workbook, or a text under each usual separator."""
    if len(content) > LARGEST_FILE:
        raise file_refused(_("Ce fichier dépasse 4 Mo : partagez-le en plusieurs fichiers."))
    if not content.strip():
        raise file_refused(_("Ce fichier est vide : choisissez celui que vous avez rempli."))
    if content.startswith(ZIP):
        return workbook_tables(content)
    _refuse_what_is_no_table(content)
    return text_tables(content)


def _refuse_what_is_no_table(content: bytes) -> None:
    if content.startswith(COMPOUND):
        raise file_refused(_protected() if ENCRYPTED in content else _old())
    if content.startswith(b"%PDF"):
        raise file_refused(
            _("Ce fichier est un PDF : choisissez le tableau dont il vient, en XLSX ou en CSV.")
        )
    if content.startswith(PICTURES):
        raise file_refused(_("Ce fichier est une image : choisissez un tableau, en XLSX ou en CSV."))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith(MARKUP):
        raise file_refused(
            _(
                "Ce fichier est une page web, même si son nom dit autre chose : ouvrez-le dans votre "
                "tableur, puis enregistrez-le au format XLSX."
            )
        )


def _protected() -> str:
    return _("Ce classeur est protégé par un mot de passe : enregistrez-en une copie sans mot de passe.")


def _old() -> str:
    return _(
        "Ce fichier est d’un ancien format (.xls ou .doc) : ouvrez-le dans votre tableur, puis "
        "enregistrez-le au format XLSX."
    )

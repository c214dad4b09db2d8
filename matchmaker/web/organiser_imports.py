"""Spreadsheets that organisers bring: templates, the file, its rehearsal, and the deed."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_wtf.file import FileField, FileRequired
from sqlalchemy.orm import joinedload
from wtforms import RadioField
from wtforms.validators import AnyOf, InputRequired

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Import, ImportLine
from matchmaker.services.imports import rehearsal, templates
from matchmaker.services.imports.kinds import KINDS, kind_called
from matchmaker.services.imports.raw import MOST_LINES
from matchmaker.services.imports.rehearsal import Outcome
from matchmaker.services.spreadsheets import Sheet, csv_file, workbook
from matchmaker.web.clock import now
from matchmaker.web.downloads import CSV, XLSX, download
from matchmaker.web.forms import Form, again, choices
from matchmaker.web.language import current as language
from matchmaker.web.reach import account_here, fair_here

TEMPLATES = {
    "xlsx": (templates.template_xlsx, XLSX),
    "csv": (templates.template_csv, CSV),
}


class FileForm(Form):
    """What the file holds, and the file."""

    kind = RadioField(
        lazy_gettext("Ce que contient le fichier"),
        [
            InputRequired(lazy_gettext("Dites ce que contient le fichier.")),
            AnyOf([kind.word for kind in KINDS.values()], lazy_gettext("Dites ce que contient le fichier.")),
        ],
        validate_choice=False,
    )
    file = FileField(
        lazy_gettext("Fichier XLSX ou CSV"), [FileRequired(lazy_gettext("Choisissez un fichier."))]
    )


@dataclass(frozen=True)
class Tally:
    """One import of the list, with its lines counted."""

    imported: Import
    lines: int
    faulty: int


def imports() -> str:
    return render_template("organiser/imports.html", form=_form(), **_shown())


def receive_import() -> ResponseReturnValue:
    form = _form()
    kind = kind_called(form.kind.data or "")
    if form.validate() and kind is not None:
        try:
            sent, fair = form.file.data, fair_here()
            imported = rehearsal.receive(
                db.session(), fair, kind, sent.filename or "", sent.read(), account_here(), now()
            )
            return redirect(url_for(".imported", public_id=imported.public_id))
        except RuleBroken as refusal:
            form.refuse(refusal)
    return again("organiser/imports.html", form, **_shown())


def import_template(kind: str, ending: str) -> Response:
    """The file to fill in, as the closed lists are now."""
    wanted = kind_called(kind)
    if wanted is None or ending not in TEMPLATES:
        abort(404)
    make, content_type = TEMPLATES[ending]
    content = make(db.session(), fair_here(), wanted, language())
    return download(content, content_type, _("modele-%(kind)s", kind=kind), ending)


def imported(public_id: str) -> str:
    chosen = _import_or_404(public_id)
    faulty = [line for line in chosen.lines if not line.is_fine]
    fine = [line for line in chosen.lines if line.is_fine]
    return render_template(
        "organiser/import.html",
        imported=chosen,
        name=KINDS[chosen.kind].name,
        faulty=faulty,
        fine=fine,
        apply_label=_apply_label(len(fine)),
    )


def verify_import(public_id: str) -> ResponseReturnValue:
    rehearsal.verify(db.session(), _import_or_404(public_id), account_here(), now())
    flash(_("Le fichier est vérifié de nouveau : voici le compte rendu à jour."))
    return redirect(url_for(".imported", public_id=public_id))


def apply_import(public_id: str) -> ResponseReturnValue:
    outcome = rehearsal.apply(db.session(), _import_or_404(public_id), account_here(), now())
    said = {
        Outcome.DONE: (_("C’est fait : toutes les lignes sont importées."), "message"),
        Outcome.ALREADY_DONE: (
            _("Ce fichier était déjà importé : rien n’a été ajouté une seconde fois."),
            "message",
        ),
        Outcome.REFUSED: (
            _("Rien n’est importé : la situation a changé depuis la vérification. Voici ce qui bloque."),
            "error",
        ),
    }
    flash(*said[outcome])
    return redirect(url_for(".imported", public_id=public_id))


def import_report_csv(public_id: str) -> Response:
    return download(csv_file(_report(_import_or_404(public_id))), CSV, _("compte-rendu"), "csv")


def import_report_xlsx(public_id: str) -> Response:
    return download(workbook([_report(_import_or_404(public_id))]), XLSX, _("compte-rendu"), "xlsx")


def _form() -> FileForm:
    form = FileForm()
    form.kind.choices = choices((kind.word, kind.name) for kind in KINDS.values())
    return form


def _shown() -> dict[str, object]:
    return {"kinds": KINDS, "tallies": _tallies(), "most": MOST_LINES, "import_state": _state}


def _tallies() -> list[Tally]:
    """Every import of the fair, newest first, its lines counted by the database."""
    faulty = sa.func.count(ImportLine.id).filter(ImportLine.faults != "")
    counted = sa.select(Import, sa.func.count(ImportLine.id), faulty).outerjoin(Import.lines)
    mine = counted.where(Import.fair_id == fair_here().id).group_by(Import.id)
    newest = mine.order_by(Import.received_at.desc(), Import.id.desc())
    people = (joinedload(Import.received_by), joinedload(Import.applied_by))
    keys = sa.select(Import).where(Import.fair_id == fair_here().id).options(*people)
    # Loaded first, so that the rows counted below are the same objects, with their people.
    known = {one.id: one for one in db.session.scalars(keys)}
    return [Tally(known[one.id], lines, wrong) for one, lines, wrong in db.session.execute(newest)]


def _state(imported: Import, faulty: int) -> tuple[str, str]:
    """Where an import is, and the colour of its tag."""
    if imported.applied_at is not None:
        return _("importé"), "good"
    return (_("à corriger"), "warn") if faulty else (_("prêt à importer"), "plain")


def _apply_label(lines: int) -> str:
    return ngettext("Importer la ligne", "Importer les %(num)d lignes", lines)


def _report(imported: Import) -> Sheet:
    """The rehearsal line by line, those with faults first."""
    lines = sorted(imported.lines, key=lambda line: (line.is_fine, line.number))
    rows = tuple(
        (
            line.number,
            line.about,
            _("prête") if line.is_fine else _("à corriger"),
            line.faults.replace("\n", " – "),
        )
        for line in lines
    )
    return Sheet(_("Compte rendu"), (_("Ligne"), _("De quoi il s’agit"), _("État"), _("À corriger")), rows)


def _import_or_404(public_id: str) -> Import:
    """That import of the person's fair, with who brought and applied it."""
    mine = sa.select(Import).where(Import.public_id == public_id, Import.fair_id == fair_here().id)
    people = (joinedload(Import.received_by), joinedload(Import.applied_by))
    return db.session.scalar(mine.options(*people)) or abort(404)

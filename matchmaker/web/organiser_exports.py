"""Everything the fair holds, to take away: one page that lists the files, and the files."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.services.exports import catalogue
from matchmaker.services.publishing import versions
from matchmaker.services.spreadsheets import Heading
from matchmaker.services.words import notice
from matchmaker.web.clock import now
from matchmaker.web.downloads import CSV, XLSX, ZIP, download
from matchmaker.web.language import current as language
from matchmaker.web.reach import fair_here

ALL = "tout"
LISTS = {"xlsx": (catalogue.list_xlsx, XLSX), "csv": (catalogue.list_csv, CSV)}
EVERYTHING = {"xlsx": (catalogue.everything_xlsx, XLSX), "zip": (catalogue.everything_zip, ZIP)}


def exports() -> str:
    return render_template("organiser/exports.html", exports=catalogue.EXPORTS, fair=fair_here())


def export_file(what: str, ending: str) -> Response:
    """One list, or all of them, as they are now."""
    if what == ALL:
        return _everything(ending)
    export = catalogue.export_called(what)
    if export is None or ending not in LISTS:
        abort(404)
    make, kind = LISTS[ending]
    content = make(db.session(), fair_here(), export, _heading(str(export.name)), language())
    return download(content, kind, what, ending)


def _everything(ending: str) -> Response:
    if ending not in EVERYTHING:
        abort(404)
    make, kind = EVERYTHING[ending]
    content = make(db.session(), fair_here(), _heading(_("Toutes les listes")), language())
    return download(content, kind, ALL, ending)


def _heading(title: str) -> Heading:
    """What the list is, and under which version of the timetable it was taken."""
    fair = fair_here()
    published = versions.standing(db.session(), fair)
    if published is not None:
        title = _("%(title)s (planning %(version)s)", title=title, version=versions.sentence(published))
    return Heading(
        fair=fair.name(language()),
        version=title,
        as_of=versions.as_of(fair, now()),
        notice=notice(),
    )

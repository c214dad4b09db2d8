"""One schedule read by table, by slot, by company, by what found no place; and taken away as a file."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.models import Schedule
from matchmaker.services import exports
from matchmaker.services.publishing import versions
from matchmaker.services.schedules import ReadableSchedule, readable
from matchmaker.services.words import notice
from matchmaker.web import grid
from matchmaker.web.clock import now
from matchmaker.web.language import current as language
from matchmaker.web.reach import schedule_or_404
from matchmaker.web.unplaced import Filter, unplaced_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def by_table(public_id: str) -> str:
    chosen = schedule_or_404(public_id)
    return _page("by_table", chosen, grid=grid.by_table(_read(chosen)))


def by_slot(public_id: str) -> str:
    chosen = schedule_or_404(public_id)
    return _page("by_slot", chosen, slots=grid.by_slot(_read(chosen)))


def by_company(public_id: str) -> str:
    chosen, words = schedule_or_404(public_id), request.args.get("q", "").strip()
    content = _read(chosen)
    days = grid.by_company(content, words)
    return _page("by_company", chosen, days=days, words=words, all=len(content.days))


def unplaced(public_id: str) -> str:
    chosen = schedule_or_404(public_id)
    asked = Filter(request.args.get("stand", ""), request.args.get("raison", ""))
    return _page("unplaced", chosen, page=unplaced_page(_read(chosen), asked))


def problem_file(public_id: str) -> Response:
    chosen = schedule_or_404(public_id)
    return _file(chosen.problem, "application/json", _("probleme"), chosen, "json")


def timetable_file(public_id: str) -> Response:
    chosen = schedule_or_404(public_id)
    return _file(chosen.timetable, "application/json", _("planning"), chosen, "json")


def workbook(public_id: str) -> Response:
    chosen = schedule_or_404(public_id)
    content = exports.as_xlsx(_read(chosen), _heading(chosen))
    return _file(content, XLSX, _("planning"), chosen, "xlsx")


def csv(public_id: str) -> Response:
    chosen = schedule_or_404(public_id)
    content = exports.as_csv(_read(chosen), _heading(chosen))
    return _file(content, "text/csv; charset=utf-8", _("planning"), chosen, "csv")


def _read(schedule: Schedule) -> ReadableSchedule:
    return readable(db.session(), schedule, language())


def _page(name: str, schedule: Schedule, **shown: object) -> str:
    heading = _heading(schedule)
    return render_template(f"organiser/{name}.html", schedule=schedule, heading=heading, here=name, **shown)


def _heading(schedule: Schedule) -> exports.Heading:
    """What stands above every view, print and export: which version, as of when, and the notice."""
    return exports.Heading(
        fair=schedule.fair.name(language()),
        version=versions.sentence(schedule),
        as_of=versions.as_of(schedule.fair, now()),
        notice=notice(),
    )


def _file(content: bytes, kind: str, what: str, schedule: Schedule, ending: str) -> Response:
    """A file to keep, with a name that says which version it is."""
    response = Response(content, content_type=kind)
    name = f"{schedule.fair.slug}-{what}-{versions.in_file_name(schedule)}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response

"""Files to keep: their kinds, and names that say of which fair and which day they are."""

from __future__ import annotations

from flask import Response

from matchmaker.services.exports.stamps import day
from matchmaker.web.clock import now
from matchmaker.web.reach import fair_here

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
ZIP = "application/zip"


def download(content: bytes, kind: str, what: str, ending: str) -> Response:
    """A file of the fair of this request: « creteil-2023-entreprises-2023-11-06.xlsx »."""
    fair = fair_here()
    response = Response(content, content_type=kind)
    name = f"{fair.slug}-{what}-{day(fair, now())}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response

"""Under which CPV codes a company works: found by words or by code, added and removed one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.db import db
from matchmaker.models import Company, CpvCode, CpvOrigin
from matchmaker.services import fit, nomenclature, profiles
from matchmaker.web import asked
from matchmaker.web.clock import now
from matchmaker.web.language import current as language
from matchmaker.web.reach import account_here, company_here

# More would not be read on a phone; a further word finds better than a longer list.
MOST_FOUND = 10


@dataclass(frozen=True)
class Line:
    """One code, the labels above it, widest first, and whether the company has it: declared, won or not."""

    cpv: CpvCode
    path: tuple[str, ...]
    origin: CpvOrigin | None


@dataclass(frozen=True)
class ActivitiesPage:
    """The codes that the company has, and those that answer its words."""

    words: str
    mine: tuple[Line, ...]
    found: tuple[Line, ...]
    most: int

    @property
    def declared(self) -> int:
        return sum(line.origin is CpvOrigin.DECLARED for line in self.mine)


def activities() -> str:
    company = company_here()
    page = activities_page(db.session(), company, asked.words("mots"), language())
    return render_template("company/activities.html", fair=company.fair, company=company, page=page)


def add_activity() -> ResponseReturnValue:
    cpv = profiles.add_cpv(db.session(), company_here(), _code(), account_here(), now())
    flash(_("Le code %(code)s « %(name)s » est dans votre liste.", code=cpv.code, name=cpv.label(language())))
    return _back("vos-codes")


def remove_activity() -> ResponseReturnValue:
    cpv = profiles.remove_cpv(db.session(), company_here(), _code(), account_here(), now())
    flash(
        _(
            "Le code %(code)s « %(name)s » n’est plus dans votre liste.",
            code=cpv.code,
            name=cpv.label(language()),
        )
    )
    return _back("vos-codes")


def activities_page(session: Session, company: Company, words: str, locale: str) -> ActivitiesPage:
    """What the page shows; a constant number of queries."""
    origins: dict[str, CpvOrigin] = {}
    for own in company.cpv:
        # A code that records say was won is shown as such, even if the company declares it too.
        if own.origin is CpvOrigin.WON or own.cpv_code not in origins:
            origins[own.cpv_code] = own.origin
    found = nomenclature.search_cpv(session, words, locale, MOST_FOUND) if words else []
    nodes = fit.nodes_above(session, [*origins, *(cpv.code for cpv in found)])
    mine = [nodes[code] for code in sorted(origins)]
    return ActivitiesPage(
        words=words,
        mine=tuple(_lines(mine, origins, nodes, locale)),
        found=tuple(_lines(found, origins, nodes, locale)),
        most=profiles.MOST_CPV,
    )


def _lines(
    codes: Sequence[CpvCode], origins: dict[str, CpvOrigin], nodes: dict[str, CpvCode], locale: str
) -> Iterable[Line]:
    for cpv in codes:
        above = [nodes[code] for code in reversed(nomenclature.cpv_lineage(cpv.code)) if code in nodes]
        path = tuple(node.label(locale) for node in above if node.code != cpv.code)
        yield Line(cpv, path, origins.get(cpv.code))


def _code() -> str:
    return request.form.get("code", "").strip()[:20]


def _back(anchor: str) -> ResponseReturnValue:
    """To the same search: several codes are often added one after the other."""
    words = request.form.get("mots", "")[: asked.LONGEST]
    return redirect(url_for("company.activities", mots=words or None, _anchor=anchor))

"""The companies that something is said of: they are found by name, and refused with a reason."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, selectinload

from matchmaker.errors import RuleBroken
from matchmaker.models import Company, DrawRank, Fair, Meeting
from matchmaker.services import draws
from matchmaker.services.figures import document
from matchmaker.services.nomenclature import fold
from matchmaker.services.problems import taking_part
from matchmaker.services.publishing.versions import standing

MOST_FOUND = 12


def leaving(session: Session, fair: Fair, codes: Sequence[str]) -> list[Company]:
    """The companies of these codes, all of which are still coming."""
    if not any(codes):
        raise RuleBroken(_("Cochez au moins une entreprise."), field="companies")
    return [_coming(_known(session, fair, code, "companies"), "companies") for code in dict.fromkeys(codes)]


def present(session: Session, fair: Fair, code: str) -> Company:
    """The company of that code, which is still coming."""
    return _coming(_known(session, fair, code, "company"), "company")


def coming_back(session: Session, fair: Fair, code: str) -> Company:
    """The company of that code, which had left."""
    company = _known(session, fair, code, "company")
    if company.withdrawn_at is None:
        raise RuleBroken(
            _("« %(name)s » ne s’est pas retirée : elle compte déjà.", name=company.name), field="company"
        )
    if draws.ranks(session, fair) and not _is_drawn(session, company):
        raise RuleBroken(
            _(
                "« %(name)s » s’était retirée avant le tirage : sans numéro de tirage, elle ne peut "
                "pas revenir ici.",
                name=company.name,
            ),
            field="company",
        )
    return company


def newcomers(session: Session, fair: Fair) -> list[Company]:
    """Who takes part and is unknown to the version that stands; by name."""
    version = standing(session, fair)
    known = set() if version is None else document(version).problem.company.keys()
    found = [company for company in taking_part(session, fair) if company.code not in known]
    return sorted(found, key=lambda company: (fold(company.name), company.code))


def found(
    session: Session, fair: Fair, search: str, chosen: Sequence[str] = (), left: bool = False
) -> tuple[list[Company], int]:
    """The companies to choose from, those already chosen first, and how many more there are.

    Without a search those that have a meeting come first: they are whom something can happen to. ``left``:
    among those that left.
    """
    has_left = Company.withdrawn_at.is_not(None) if left else Company.withdrawn_at.is_(None)
    here = sa.select(Company).where(Company.fair_id == fair.id, Company.validated_at.is_not(None), has_left)
    rows = sorted(session.scalars(here), key=lambda company: (fold(company.name), company.code))
    met = set(session.scalars(sa.select(Meeting.company_id).filter_by(fair_id=fair.id, ended_at=None)))
    ticked = [company for company in rows if company.code in chosen]
    others = [
        c for c in rows if c.code not in chosen and (_is_named(c, search) if search else left or c.id in met)
    ]
    return [*ticked, *others[:MOST_FOUND]], max(0, len(others) - MOST_FOUND)


def _is_named(company: Company, search: str) -> bool:
    number = "".join(search.split()).upper()
    return fold(search) in fold(company.name) or number in company.code


def _known(session: Session, fair: Fair, code: str, field: str) -> Company:
    named = sa.func.coalesce(Company.siren, Company.foreign_number) == code
    mine = sa.select(Company).where(Company.fair_id == fair.id, Company.validated_at.is_not(None), named)
    company = session.scalar(mine.options(selectinload(Company.presences)))
    if company is None:
        raise RuleBroken(_("Choisissez une entreprise de la liste."), field=field)
    return company


def _coming(company: Company, field: str) -> Company:
    if company.withdrawn_at is not None:
        raise RuleBroken(
            _("« %(name)s » ne participe plus : c’est déjà pris en compte.", name=company.name), field=field
        )
    return company


def _is_drawn(session: Session, company: Company) -> bool:
    rank = sa.select(DrawRank.id).where(DrawRank.party == company.party)
    draw = company.fair.draw
    return draw is not None and session.scalar(rank.where(DrawRank.draw_id == draw.id)) is not None

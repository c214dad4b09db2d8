"""Which stands suit a company, and why: for suggestions only, never for the timetable.

A CPV code says more with every digit, so two codes are as close as the deepest code above both. A stand's
reasons are those codes, with the projects announced under each, and the sectors in common as a weaker reason.
Place, size, amounts, fame and earlier meetings are not asked for, so they cannot count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import Company, CpvCode, CpvOrigin, Desk, Need, Sector
from matchmaker.services.nomenclature import cpv_depth, cpv_lineage

# Division 45 holds all construction work: only a group (452…) or what is narrower is a reason.
WIDEST_REASON = 3


@dataclass(frozen=True)
class FitReason:
    """What a company and a stand have in common, for a page to write as a sentence.

    « Vous avez obtenu des marchés sous le code CPV 45232410 (``won``), « Travaux d’assainissement »
    (``about``) ; ce stand annonce 4 projets (``needs``) dans ce domaine. » ``declared`` holds the codes under
    which the company says it works and has won nothing. For a sector both are empty.
    """

    about: CpvCode | Sector
    needs: tuple[Need, ...]
    won: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()

    @property
    def digits(self) -> int:
        """How much is in common: the digits of the CPV code that say something, 0 for a sector."""
        return cpv_depth(self.about.code) if isinstance(self.about, CpvCode) else 0


@dataclass(frozen=True)
class Suggestion:
    """A stand, and the reasons to ask it for a meeting, best first; there is at least one."""

    desk: Desk
    reasons: tuple[FitReason, ...]


def suggestions(session: Session, company: Company, desks: Sequence[Desk]) -> list[Suggestion]:
    """The stands among ``desks`` that announce projects in the company's field, best first.

    Only projects that take meetings count. Four queries at most, however many stands and projects.
    """
    at_desks = sa.select(Need).where(Need.desk_id.in_([desk.id for desk in desks])).order_by(Need.code)
    needs = [need for need in session.scalars(at_desks) if need.takes_meetings]
    nodes = nodes_above(session, [own.cpv_code for own in company.cpv])
    suggested = []
    for desk in desks:
        reasons = fit_reasons(company, [need for need in needs if need.desk_id == desk.id], nodes)
        if reasons:
            suggested.append(Suggestion(desk, tuple(reasons)))
    return sorted(suggested, key=lambda one: (_strength(one.reasons[0]), one.desk.code))


def nodes_above(session: Session, codes: Iterable[str]) -> dict[str, CpvCode]:
    """The CPV codes that exist among these and those above them, by code; one query."""
    lineages = {wider for code in codes for wider in cpv_lineage(code)}
    return {node.code: node for node in session.scalars(sa.select(CpvCode).where(CpvCode.code.in_(lineages)))}


def fit_reasons(company: Company, needs: Sequence[Need], nodes: Mapping[str, CpvCode]) -> list[FitReason]:
    """The reasons for the company to ask a stand that announces ``needs``, best first.

    ``nodes`` are the CPV codes above those of the company, from ``nodes_above``.
    """
    reasons = [*_cpv_reasons(company, needs, nodes), *_sector_reasons(company, needs)]
    return sorted(reasons, key=lambda reason: (_strength(reason), reason.about.code))


def _strength(reason: FitReason) -> tuple[int, int]:
    """Smaller is stronger: more digits in common, then more projects."""
    return -reason.digits, -len(reason.needs)


def _cpv_reasons(
    company: Company, needs: Sequence[Need], nodes: Mapping[str, CpvCode]
) -> Iterator[FitReason]:
    """One reason for each code that is the deepest above a project and a code of the company."""
    own = sorted({cpv.cpv_code for cpv in company.cpv})
    won = {cpv.cpv_code for cpv in company.cpv if cpv.origin is CpvOrigin.WON}
    for code in sorted({code for need in needs for code in _nearest(own, need.cpv_code, nodes)}):
        beneath = [mine for mine in own if code in cpv_lineage(mine)]
        yield FitReason(
            about=nodes[code],
            needs=tuple(need for need in needs if code in cpv_lineage(need.cpv_code)),
            won=tuple(mine for mine in beneath if mine in won),
            declared=tuple(mine for mine in beneath if mine not in won),
        )


def _nearest(own: Sequence[str], asked: str, nodes: Mapping[str, CpvCode]) -> list[str]:
    """The deepest code above both ``asked`` and one of ``own``, if any is narrow enough to be a reason."""
    known = {wider for mine in own for wider in cpv_lineage(mine)} & nodes.keys()
    shared = [code for code in cpv_lineage(asked) if code in known and cpv_depth(code) >= WIDEST_REASON]
    return shared[:1]


def _sector_reasons(company: Company, needs: Sequence[Need]) -> Iterator[FitReason]:
    for sector in company.sectors:
        concerned = tuple(need for need in needs if need.sector_code == sector.code)
        if concerned:
            yield FitReason(about=sector, needs=concerned)

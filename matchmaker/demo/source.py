"""The packaged records of the demonstration fair, and which of them an edition takes.

Profiles, codes, amounts and who asks whom come from real public records (see docs/demonstration.md); names,
SIRET and groups of companies are invented, so that no real firm is ever shown as refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

Row = Mapping[str, str]


@dataclass(frozen=True)
class Edition:
    """One size of the demonstration: how many companies come, and the desks that have more than one table."""

    name: str
    companies: int
    tables: Mapping[str, int]

    def tables_of(self, desk: str) -> int:
        return self.tables.get(desk, 1)


EDITIONS = {
    "120": Edition("120", 120, {"EAU": 2, "RES": 2, "CON": 2, "CHA": 2}),
    "full": Edition("full", 186, {"EAU": 3, "RES": 3, "CON": 3, "CHA": 4}),
}


@dataclass(frozen=True)
class CompanyRecord:
    """A company as people see it, over the profile of a real winner of public contracts."""

    id: str
    name: str
    siret: str
    group: str
    sectors: tuple[str, ...]
    cpv_codes: tuple[str, ...]
    naf: str

    @property
    def siren(self) -> str:
        return self.siret[:9]

    @property
    def party(self) -> str:
        """What a group's companies share, for rules that compare them before they are stored."""
        return self.group or self.id


@dataclass(frozen=True)
class RequestRecord:
    """A company asks a desk about ``needs``; ``match`` is the leading CPV digits they share at best."""

    company: str
    desk: str
    rank: int
    needs: tuple[str, ...]
    match: int


@dataclass(frozen=True)
class Source:
    """The records of one edition: only its companies, and what concerns them."""

    edition: Edition

    @cached_property
    def companies(self) -> tuple[CompanyRecord, ...]:
        """Those whose SHA-256 of "fair-120" and id is smallest, in the order of their ids."""
        chosen = sorted((row["company_id"] for row in records("companies_display")), key=_draw_of_companies)
        kept = set(chosen[: self.edition.companies])
        profiles = {row["company_id"]: row for row in records("companies")}
        rows = (row for row in records("companies_display") if row["company_id"] in kept)
        return tuple(_company(row, profiles[row["company_id"]]) for row in rows)

    @cached_property
    def requests(self) -> tuple[RequestRecord, ...]:
        """The requests of these companies, by company and rank."""
        here = {company.id for company in self.companies}
        rows = (row for row in records("requests_by_desk") if row["company_id"] in here)
        return tuple(sorted(map(_request, rows), key=lambda request: (request.company, request.rank)))

    @cached_property
    def invitations(self) -> Mapping[tuple[str, str], tuple[int, str]]:
        """(company, desk) -> the best rank at which a need of that desk invites it, and that need."""
        here = {company.id for company in self.companies}
        best: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for row in records("invitations"):
            if row["company_id"] in here:
                best[row["company_id"], row["desk"]].append((int(row["rank"]), row["need_id"]))
        return {pair: min(found) for pair, found in best.items()}


@cache
def records(name: str) -> tuple[Row, ...]:
    """The rows of one packaged table, read once."""
    path = resources.files("matchmaker.data") / "fair" / f"{name}.csv"
    return tuple(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def _draw_of_companies(company_id: str) -> str:
    return hashlib.sha256(f"fair-120{company_id}".encode()).hexdigest()


def _company(row: Row, profile: Row) -> CompanyRecord:
    return CompanyRecord(
        id=row["company_id"],
        name=row["display_name"],
        siret=row["display_siret"],
        group=row["group"],
        sectors=_listed(profile["sectors"]),
        cpv_codes=_listed(profile["cpv8_won"]),
        naf=profile["naf"],
    )


def _request(row: Row) -> RequestRecord:
    return RequestRecord(
        company=row["company_id"],
        desk=row["desk"],
        rank=int(row["rank"]),
        needs=_listed(row["need_ids"]),
        match=int(row["best_cpv_match_digits"]),
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)

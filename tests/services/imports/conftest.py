"""A fair that takes registrations, with one stand and two projects, and files to bring to it."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook
from sqlalchemy.orm import Session

from matchmaker.models import Account, Fair, Sector
from matchmaker.services import draws
from tests.builders import (
    BEFORE_OPENING,
    a_charter,
    a_company,
    a_cpv,
    a_desk,
    a_fair,
    a_need,
    an_account,
    some_rules,
)

SIRETS = ("00000001800010", "00000002600013", "00000003400017")
COMPANY = {
    "Entreprise": "Eaux du Sud",
    "SIRET": SIRETS[0],
    "Contact": "Camille Martin",
    "Adresse électronique": "camille@example.org",
    "Charte acceptée le": "oui",
}


def open_fair(session: Session) -> Fair:
    """One stand EAU with projects P001 and P002, one company registered."""
    fair, sector = a_fair(), Sector(code="eau", label_fr="Eau", label_en="Water", position=1)
    cpv = a_cpv(code="45232410", check_digit="9")
    desk = a_desk(fair, code="EAU", label_fr="Réseaux d’eau", label_en="Water networks")
    session.add_all([fair, sector, cpv, desk, a_charter(fair), some_rules(fair, locked_at=BEFORE_OPENING)])
    session.add_all([a_need(desk, code=code, sector=sector, cpv=cpv) for code in ("P001", "P002")])
    session.flush()
    draws.commit(session, fair, "5ec2e7" * 6, "Loto", None, BEFORE_OPENING)
    session.add(a_company(fair, siren="000000042", name="Déjà là"))
    session.flush()
    return fair


@pytest.fixture
def fair(session: Session) -> Fair:
    return open_fair(session)


@pytest.fixture
def account(session: Session) -> Account:
    one = an_account()
    session.add(one)
    session.flush()
    return one


def csv_of(*lines: dict[str, str], separator: str = ";", encoding: str = "utf-8") -> bytes:
    """A file with these lines; the first one says which columns there are."""
    rows = [list(lines[0]), *[[line.get(name, "") for name in lines[0]] for line in lines]]
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    return "\r\n".join(quoted).encode(encoding)


def xlsx_of(*sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook as openpyxl writes it, a list of rows for each sheet."""
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()

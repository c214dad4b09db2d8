"""The accounts of the demonstration, named after what they do: no invented person may pass for a real one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.demo.fair import SET_UP_AT
from matchmaker.models import (
    Account,
    Company,
    Desk,
    Directorate,
    Fair,
    Membership,
    Role,
    Seat,
    Sitting,
    Slot,
    Table,
)

BUYERS = "DAPM"
PROCUREMENT_EMAIL = "achat-public@salon.example"


@dataclass(frozen=True)
class People:
    """Who prepares the fair, who countersigns, and who answers for each desk (desk code)."""

    organiser: Account
    procurement: Account
    leads: dict[str, Account]


def add_people(session: Session, fair: Fair) -> People:
    """Store the accounts, and seat a lead and a buyer at every table for the whole exchange period."""
    organiser = _account("organisation", "Organisation du salon")
    procurement = _account("achat-public", "Direction de l’achat public")
    session.add_all([organiser, procurement])
    session.add_all(
        [
            Membership(account=organiser, fair=fair, role=Role.ORGANISER),
            Membership(account=procurement, fair=fair, role=Role.PROCUREMENT),
        ]
    )
    buyers = session.scalars(
        sa.select(Directorate).where(Directorate.fair_id == fair.id, Directorate.code == BUYERS)
    ).one()
    leads: dict[str, Account] = {}
    desks = sa.select(Desk).where(Desk.fair_id == fair.id).order_by(Desk.position)
    for desk in session.scalars(desks).all():
        for table in desk.tables:
            lead = _host(session, fair, desk.directorate, f"referent.{table.code}", _name("Référent", table))
            buyer = _host(session, fair, buyers, f"acheteur.{table.code}", _name("Acheteur", table))
            session.add_all(_sittings(table, fair.grids[-1].slots, lead, buyer))
            leads.setdefault(desk.code, lead)
    session.flush()
    return People(organiser, procurement, leads)


def let_in(session: Session, company: Company, now: datetime) -> None:
    """Give a company its account: the address of its contact, and no password."""
    contact = company.contacts[0]
    account = Account(
        email=contact.email, name=f"{contact.name}, {company.name}", created_at=now, confirmed_at=now
    )
    session.add(Membership(account=account, fair=company.fair, role=Role.COMPANY, company=company))


def _name(capacity: str, table: Table) -> str:
    return f"{capacity}, stand {table.desk.code}, table {table.number}"


def _account(mailbox: str, name: str) -> Account:
    email = f"{mailbox}@salon.example"
    return Account(email=email, name=name, created_at=SET_UP_AT, confirmed_at=SET_UP_AT)


def _host(session: Session, fair: Fair, directorate: Directorate, mailbox: str, name: str) -> Account:
    account = _account(mailbox, name)
    session.add(account)
    session.add(Membership(account=account, fair=fair, role=Role.HOST, directorate=directorate))
    return account


def _sittings(table: Table, slots: list[Slot], lead: Account, buyer: Account) -> list[Sitting]:
    return [
        Sitting(table=table, slot=slot, account=account, seat=seat)
        for slot in slots
        for account, seat in ((lead, Seat.LEAD), (buyer, Seat.BUYER))
    ]

"""A fair in the database, and an organiser who takes the place of its company or of its lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask, Response

from matchmaker.db import db
from matchmaker.models import (
    Account,
    Company,
    Fair,
    JournalEntry,
    Membership,
    Role,
    Wish,
    journal,
)
from matchmaker.services import on_behalf
from matchmaker.web.access import BEGUN
from tests.builders import (
    BEFORE_THE_DEADLINE,
    REQUESTS_OPEN,
    a_charter,
    a_company,
    a_desk,
    a_directorate,
    a_fair,
    a_grid,
    a_membership,
    a_need,
    a_sector,
    some_rules,
)
from tests.pages import Opened
from tests.web.conftest import signed_in

CHOOSE, END = "/organisateur/agir-pour", "/organisateur/agir-pour/fin"
FIRM, HOST, ORGANISER = "/entreprise/", "/direction/", "/organisateur/"
WISHES, ASK = "/entreprise/demandes", "/entreprise/stands/EAU/demande"
SIREN, NAME, REASON = "000000018", "Canalisations Durand", "Demandé par téléphone le matin même"
ROLE = "organiser for company 000000018"


class Office:
    """The fair in the database, and an organiser's browser."""

    def __init__(self, app: Flask, fair_id: int) -> None:
        self.app, self.fair_id = app, fair_id
        self.visitor = signed_in(app, fair_id)
        with self.visitor.client.session_transaction() as session:
            self.account_id = int(session["_user_id"])
        with self.changed():
            company = self.company()
            host = db.session.scalars(sa.select(Membership).where(Membership.role == Role.HOST)).one()
            self.firm = f"{CHOOSE}/entreprise/{company.public_id}"
            self.lead = f"{CHOOSE}/direction/{host.account_id}"
            self.host_id, self.host_account_id = host.id, host.account_id
            self.company_id, self.public_id = company.id, company.public_id

    @contextmanager
    def changed(self) -> Iterator[Fair]:
        with self.app.app_context():
            yield db.session.get_one(Fair, self.fair_id)
            db.session.commit()

    def company(self) -> Company:
        return db.session.scalars(sa.select(Company).where(Company.siren == SIREN)).one()

    def sees(self, whom: str = "") -> None:
        self.visitor.post(f"{whom or self.firm}/voir")

    def acts(self, whom: str = "", reason: str = REASON) -> None:
        self.visitor.post(whom or self.firm, {"reason": reason})

    def ends(self) -> str:
        return str(self.visitor.post(END).location)

    def acted_until(self, minutes: int, role: Role = Role.COMPANY) -> None:
        """Begin through the service, with that many minutes left by the real clock."""
        with self.changed() as fair, self.visitor.client.session_transaction() as session:
            by = db.session.get_one(Membership, session["membership_id"])
            key = self.public_id if role is Role.COMPANY else str(self.host_account_id)
            person = on_behalf.person_of(db.session(), fair, role, key)
            assert person is not None
            until = datetime.now(UTC) + timedelta(minutes=minutes)
            line = on_behalf.act_for(db.session(), person, by, REASON, BEFORE_THE_DEADLINE, until)
            session[BEGUN] = line.hash

    def lines(self) -> list[tuple[str, str, int | None]]:
        """Deed, role and account of every line since the beginning."""
        with self.changed():
            assert journal.first_broken(db.session()) is None
            lines = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id))
            return [(line.deed, line.role, line.account_id) for line in lines]

    def deeds(self) -> list[str]:
        return [deed for deed, _role, _account in self.lines()]

    def did(self, deeds: int) -> None:
        """So many lines of what is done in the company's place."""
        with self.changed() as fair:
            account = db.session.get_one(Account, self.account_id)
            line = {"fair": fair, "account": account, "at": BEFORE_THE_DEADLINE, "role": ROLE}
            for _ in range(deeds):
                journal.append(db.session(), deed="wish.ask", about=f"{SIREN} EAU", **line)

    def wishes(self) -> int:
        with self.changed():
            return db.session.scalar(sa.select(sa.func.count(Wish.id))) or 0


@pytest.fixture
def fair_id(app: Flask) -> int:
    """One stand with a project, one company that nobody asked for yet, one lead; requests are open."""
    with app.app_context():
        fair = a_fair(slug="2023")
        charter = a_charter(fair)
        desk = a_desk(fair, code="EAU")
        company = a_company(fair, siren=SIREN, name=NAME, sectors=[a_sector(code="eau")])
        member = a_membership(fair, Role.COMPANY, company=company)
        lead = a_membership(fair, Role.HOST, directorate=desk.directorate)
        db.session.add_all([fair, charter, a_grid(fair), desk, a_need(desk, code="P001"), company])
        db.session.add_all([member, lead, some_rules(fair, locked_at=REQUESTS_OPEN)])
        db.session.commit()
        return fair.id


@pytest.fixture
def office(app: Flask, fair_id: int) -> Office:
    return Office(app, fair_id)


def bar(page: Opened) -> str:
    """What the strip says; empty where there is none."""
    found = [e for e in page.all("section") if "on-behalf" in (e.get("class") or "").split()]
    return re.sub(r"\s+", " ", " ".join(found[0].itertext())).strip() if found else ""


def said(response: Response) -> str:
    return re.sub(r"\s+", " ", response.get_data(as_text=True))


def of_a_lead(app: Flask, fair_id: int, **given: object) -> str:
    """Somebody else who receives, by their address."""
    with app.app_context():
        fair = db.session.get_one(Fair, fair_id)
        member = a_membership(fair, Role.HOST, directorate=a_directorate(fair), **given)
        db.session.add(member)
        db.session.commit()
        return f"{CHOOSE}/direction/{member.account_id}"


def deeds_of(app: Flask, blueprint: str) -> list[str]:
    """Every address of a blueprint to which something is sent."""
    return [
        re.sub("<[^>]+>", "rien", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(f"{blueprint}.") and "POST" in (rule.methods or ())
    ]

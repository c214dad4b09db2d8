"""Fairs whose lists are worth taking away, and the lists as rows by heading."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import (
    Account,
    Company,
    CompanyCpv,
    CpvOrigin,
    Fair,
    Need,
    Presence,
    SizeClass,
)
from matchmaker.services.exports.catalogue import (
    EXPORTS,
    export_called,
    list_csv,
)
from matchmaker.services.publishing import publication
from matchmaker.services.spreadsheets import Heading
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_THE_DEADLINE,
    EXCHANGE,
    a_company,
    a_desk,
    a_group,
    a_wish,
    an_account,
)
from tests.services.imports.conftest import open_fair
from tests.services.small_fair import a_draft_of, a_small_fair, drawn

HEADING = Heading("Salon", "Liste", "état du jour", "L. 311-3-1")
WORDS = [export.word for export in EXPORTS]


def sheet(session: Session, fair: Fair, word: str) -> list[dict[str, object]]:
    """The rows of a list, by heading."""
    export = export_called(word)
    assert export is not None
    made = export.sheet(session, fair, "fr")
    assert {len(row) for row in made.rows} <= {len(made.columns)}
    return [dict(zip(made.columns, row, strict=True)) for row in made.rows]


def as_csv(session: Session, fair: Fair, word: str) -> bytes:
    export = export_called(word)
    assert export is not None
    return list_csv(session, fair, export, HEADING, "fr")


def rich(session: Session) -> tuple[Fair, Account]:
    """A fair where a company, a project and a request say all that can be said."""
    fair, account = open_fair(session), an_account()
    desk = a_desk(fair, code="VOI", label_fr="Voirie")
    need = session.scalars(sa.select(Need).where(Need.code == "P001")).one()
    need.internal_note, need.amount_min, need.amount_max, need.lots = "+33 chut", 1000, 2_000_000, 3
    need.description_fr = "- Lot 1\n- Lot 2"
    company = a_company(
        fair,
        siren="000000018",
        siret="00000001800010",
        name='=Égal; "fils"',
        size_class=SizeClass.INTERMEDIATE,
        group=a_group(fair, name="Groupe Sud"),
        adapted_access="Boucle magnétique",
        breathing=True,
        charter=fair.charters[0],
        charter_accepted_at=BEFORE_THE_DEADLINE,
    )
    company.contacts[0].phone = "+33 1 23 45 67 89"
    company.sectors = [need.sector]
    company.cpv = [CompanyCpv(cpv_code="45232410", origin=origin) for origin in CpvOrigin]
    company.presences = [Presence(starts_at=EXCHANGE, ends_at=EXCHANGE.replace(minute=50))]
    wishes = [
        a_wish(company, need.desk, rank=1, needs=[need], motivation="@nous"),
        a_wish(company, desk, rank=2),
    ]
    # One that was there without SIRET nor charter, as only a builder makes them
    session.delete(session.scalars(sa.select(Company).where(Company.siren == "000000042")).one())
    session.flush()
    session.add_all([account, desk, company, *wishes])
    session.flush()
    return fair, account


def a_published_fair(session: Session) -> Fair:
    """The small fair once its timetable stands: two of three companies are met."""
    fair = drawn(session, a_small_fair(session))
    publication.publish(session, a_draft_of(session, fair), None, AFTER_THE_DEADLINE)
    return fair

"""An organiser, a company and one who receives, for what is done in somebody else’s place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from matchmaker.models import Role, journal
from matchmaker.services import on_behalf
from tests.builders import (
    BEFORE_THE_DEADLINE,
    a_company,
    a_directorate,
    a_fair,
    a_membership,
)

# By the real clock, which is not that of the fair.
CLOCK = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
UNTIL = CLOCK + timedelta(minutes=30)


class Office:
    """An organiser, a company with somebody who signs in, one who receives; all of one fair."""

    def __init__(self, session):
        self.session, self.fair = session, a_fair()
        self.by = a_membership(self.fair)
        self.company = a_company(self.fair, siren="000000018", name="Canalisations Durand")
        self.member = a_membership(self.fair, Role.COMPANY, company=self.company)
        self.directorate = a_directorate(self.fair)
        self.host = a_membership(self.fair, Role.HOST, directorate=self.directorate)
        session.add_all([self.by, self.company, self.member, self.host])
        session.flush()

    @property
    def firm(self):
        return on_behalf.person_of(self.session, self.fair, Role.COMPANY, self.company.public_id)

    @property
    def lead(self):
        return on_behalf.person_of(self.session, self.fair, Role.HOST, str(self.host.account_id))

    def acts(self, person=None, reason="Demandé par téléphone", by=None):
        return on_behalf.act_for(
            self.session, person or self.firm, by or self.by, reason, BEFORE_THE_DEADLINE, UNTIL
        )

    def sees(self, person=None):
        return on_behalf.see(self.session, person or self.firm, self.by, BEFORE_THE_DEADLINE, UNTIL)

    def stands(self, line, clock=CLOCK, by=None):
        return on_behalf.standing(self.session, line.hash, by or self.by, clock, holds=True)

    def does(self, line, deed="wish.ask"):
        """What the web writes when the organiser does something in that place."""
        return journal.append(
            self.session,
            fair=self.fair,
            account=line.account,
            at=BEFORE_THE_DEADLINE,
            deed=deed,
            about=f"{self.company.code} EAU",
            role=line.role,
        )

"""Companies register, ask and are validated, desks answer: each deed at its hour, by the pages' services."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.demo import rules
from matchmaker.demo.fair import (
    EXCHANGE_ENDS_AT,
    EXCHANGE_STARTS_AT,
    REQUESTS_CLOSE_AT,
    REQUESTS_OPEN_AT,
    paris,
)
from matchmaker.demo.people import People, let_in
from matchmaker.demo.source import CompanyRecord, RequestRecord, Source
from matchmaker.models import Answer, AnswerKind, Company, Desk, Fair, Need, Refusal, Wish
from matchmaker.services import answers, registration, signals, wishes

ANSWERS_FROM = paris(10, 23, 14)
COUNTERSIGNED_AT = paris(10, 27, 16)
VALIDATION_HOUR = 10
T = TypeVar("T", Desk, Need)

REFUSALS = {
    "out_of_scope": (Refusal.OUT_OF_SCOPE, "Votre métier ne répond à aucun des projets de ce stand."),
    "same_group": (Refusal.SAME_GROUP_MET, "Ce stand reçoit déjà une entreprise de votre groupe."),
}
PRIORITY = "Marchés exécutés dans le domaine du code CPV"
WELCOMES = {
    "priority": AnswerKind.PRIORITY,
    "interested": AnswerKind.INTERESTED,
    "no_preference": AnswerKind.NEUTRAL,
}


class Deed(NamedTuple):
    """Something that concerns a company is done at ``at``."""

    at: datetime
    record: CompanyRecord
    do: Callable[[CompanyRecord, datetime], None]


class Requests:
    """The companies' part of the fair, in the order of time."""

    def __init__(self, session: Session, fair: Fair, source: Source, people: People) -> None:
        self._session, self._fair, self._source, self._people = session, fair, source, people
        self._desks = {desk.code: desk for desk in session.scalars(_here(Desk, fair))}
        self._needs = {need.code: need for need in session.scalars(_here(Need, fair))}
        self._stored: dict[str, Company] = {}
        self._wishes: dict[tuple[str, str], Wish] = {}
        self._refusals: list[Answer] = []
        self._pending = sorted(self._deeds(), key=lambda deed: (deed.at, deed.record.id))

    def live_until(self, now: datetime) -> None:
        """Do whatever is due before ``now`` and not done yet."""
        while self._pending and self._pending[0].at < now:
            deed = self._pending.pop(0)
            deed.do(deed.record, deed.at)

    def answer(self) -> None:
        """The desks answer, minute after minute."""
        at = ANSWERS_FROM
        for pair, decision in rules.decisions(self._source).items():
            at += timedelta(minutes=1)
            if decision is None:
                continue
            answer = self._answer(self._wishes[pair], decision, at)
            if decision.is_refusal:
                self._refusals.append(answer)

    def countersign(self) -> None:
        """The procurement department has read every refusal, and its reason is one of the list."""
        for refusal in self._refusals:
            answers.countersign(self._session, refusal, self._people.procurement, COUNTERSIGNED_AT)

    def signal(self, now: datetime) -> None:
        """Desks point out their project to companies they invited and that did not ask them."""
        asked = {(request.company, request.desk) for request in self._source.requests}
        for (company, desk), (_rank, need) in sorted(self._source.invitations.items()):
            if (company, desk) not in asked:
                lead = self._people.leads[desk]
                signals.point_out(self._session, self._needs[need], self._stored[company], lead, now)

    def _deeds(self) -> Iterator[Deed]:
        for record in self._source.companies:
            at = rules.moment(record.id, REQUESTS_OPEN_AT, REQUESTS_CLOSE_AT)
            yield Deed(at, record, self._register)
            validated = (at + timedelta(days=1)).replace(hour=VALIDATION_HOUR)
            yield Deed(validated, record, self._validate)

    def _register(self, record: CompanyRecord, at: datetime) -> None:
        company = registration.register(self._session, self._fair, _form(record), at)
        let_in(self._session, company, at)
        self._stored[record.id] = company
        motivation = f"Nous avons exécuté des marchés publics sous le code CPV {record.cpv_codes[0]}."
        for request in (request for request in self._source.requests if request.company == record.id):
            self._ask(company, request, motivation, at)

    def _ask(self, company: Company, request: RequestRecord, motivation: str, at: datetime) -> None:
        needs = [self._needs[code] for code in request.needs]
        wish = wishes.ask(self._session, company, self._desks[request.desk], needs, motivation, at)
        self._wishes[request.company, request.desk] = wish

    def _validate(self, record: CompanyRecord, at: datetime) -> None:
        registration.validate(self._session, self._stored[record.id], self._people.procurement, at)

    def _answer(self, wish: Wish, decision: rules.Decision, at: datetime) -> Answer:
        lead = self._people.leads[wish.desk.code]
        if decision.is_refusal:
            reason, words = REFUSALS[decision.kind]
            return answers.refuse(self._session, wish, reason, words, lead, at)
        need = None if decision.need is None else self._needs[decision.need]
        words = "" if need is None else f"{PRIORITY} {need.cpv_code}, celui de ce projet."
        return answers.welcome(self._session, wish, WELCOMES[decision.kind], lead, at, need, words)


def _here(table: type[T], fair: Fair) -> sa.Select[T]:
    return sa.select(table).filter_by(fair_id=fair.id)


def _form(record: CompanyRecord) -> registration.Registration:
    hours = rules.presence(record.id, EXCHANGE_STARTS_AT, EXCHANGE_ENDS_AT)
    return registration.Registration(
        name=record.name,
        siret=record.siret,
        contact_name="Direction commerciale",
        contact_email=f"contact@{_domain(record.name)}.example",
        accepts_charter=True,
        sectors=record.sectors,
        cpv_won=record.cpv_codes,
        naf_code=record.naf or None,
        group=record.group,
        breathing=rules.needs_breathing(record.id),
        presence=[] if hours is None else [hours],
    )


def _domain(name: str) -> str:
    """eclairage-public-seine-orly: the name as a domain below .example, which nobody can ever own."""
    plain = (
        unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe")).encode("ascii", "ignore").decode()
    )
    return "-".join(re.findall("[a-z0-9]+", plain))

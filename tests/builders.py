"""Things to test with: each builder names only what the test is about, and invents the rest."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from matchmaker.models import (
    Account,
    Answer,
    AnswerKind,
    CharterVersion,
    Company,
    Contact,
    CpvCode,
    Desk,
    Directorate,
    DraftStep,
    Fair,
    Grid,
    Group,
    Meeting,
    Membership,
    Message,
    Need,
    Organisation,
    Procedure,
    Question,
    Role,
    RulesVersion,
    Schedule,
    Seat,
    Sector,
    Sitting,
    Slot,
    StepDeed,
    Table,
    Wish,
)

_numbers = itertools.count(1)

REQUESTS_OPEN = datetime(2023, 9, 18, 7, 0, tzinfo=UTC)
DEADLINE = datetime(2023, 11, 6, 22, 59, tzinfo=UTC)
EXCHANGE = datetime(2023, 11, 15, 9, 30, tzinfo=UTC)
BEFORE_OPENING = REQUESTS_OPEN - timedelta(days=10)
BEFORE_THE_DEADLINE = DEADLINE - timedelta(days=3)
AFTER_THE_DEADLINE = DEADLINE + timedelta(days=2)


def a_number() -> int:
    """A number no other builder was given in this process."""
    return next(_numbers)


def a_siren() -> str:
    """Nine digits of the range that is never attributed."""
    return f"000{a_number():06d}"


def an_organisation(**given: Any) -> Organisation:
    number = a_number()
    return Organisation(**{"slug": f"organisation-{number}", "name": f"Organisation {number}"} | given)


def a_fair(**given: Any) -> Fair:
    """A morning in November 2023: requests until the 6th, exchange from 10:30 to 12:00 in Paris."""
    usual = {
        "slug": f"salon-{a_number()}",
        "name_fr": "Salon de l’achat public",
        "name_en": "Public procurement fair",
        "venue": "Hôtel du département",
        "address": "21-29 avenue du Général-de-Gaulle, 94000 Créteil",
        "timezone": "Europe/Paris",
        "opens_at": EXCHANGE - timedelta(hours=2),
        "exchange_starts_at": EXCHANGE,
        "exchange_ends_at": EXCHANGE + timedelta(minutes=90),
        "closes_at": EXCHANGE + timedelta(hours=3),
        "requests_open_at": REQUESTS_OPEN,
        "requests_close_at": DEADLINE,
        "slot_minutes": 8,
        "changeover_minutes": 2,
    }
    if "organisation" not in given:
        given["organisation"] = an_organisation()
    return Fair(**usual | given)


def some_rules(fair: Fair, **given: Any) -> RulesVersion:
    return RulesVersion(**{"fair": fair, "number": 1, "in_force_at": BEFORE_OPENING} | given)


def a_charter(fair: Fair, **given: Any) -> CharterVersion:
    usual = {"fair": fair, "number": 1, "text_fr": "Ni prix, ni offre.", "in_force_at": BEFORE_OPENING}
    return CharterVersion(**usual | given)


def a_grid(fair: Fair, slots: int = 3, **given: Any) -> Grid:
    """Slots s1, s2 … every ten minutes from the beginning of the exchange."""
    grid = Grid(**{"fair": fair, "number": 1} | given)
    for position in range(1, slots + 1):
        starts_at = EXCHANGE + timedelta(minutes=10 * (position - 1))
        ends_at = starts_at + timedelta(minutes=8)
        grid.slots.append(Slot(code=f"s{position}", position=position, starts_at=starts_at, ends_at=ends_at))
    return grid


def a_sector(**given: Any) -> Sector:
    number = a_number()
    usual = {"code": f"secteur-{number}", "label_fr": "Eau", "label_en": "Water", "position": number}
    return Sector(**usual | given)


def a_cpv(**given: Any) -> CpvCode:
    usual = {
        "code": f"45{a_number():06d}",
        "check_digit": "0",
        "label_fr": "Travaux d’assainissement",
        "label_en": "Sewerage work",
        "kind": "works",
        "revision": "2008",
        "search_fr": "travaux d assainissement",
        "search_en": "sewerage work",
    }
    return CpvCode(**usual | given)


def a_directorate(fair: Fair, **given: Any) -> Directorate:
    usual = {"fair": fair, "code": f"D{a_number()}", "label_fr": "Direction de l’eau", "label_en": "Water"}
    return Directorate(**usual | given)


def a_desk(fair: Fair, tables: int = 1, **given: Any) -> Desk:
    """A desk with its tables, numbered from 1."""
    number = a_number()
    usual = {"fair": fair, "code": f"S{number}", "label_fr": "Eau potable", "label_en": "Drinking water"}
    if "directorate" not in given:
        given["directorate"] = a_directorate(fair)
    desk = Desk(**usual | {"position": number} | given)
    for place in range(1, tables + 1):
        desk.tables.append(Table(fair=fair, code=f"{desk.code}-{place}", number=place))
    return desk


def an_account(**given: Any) -> Account:
    number = a_number()
    usual = {
        "email": f"personne-{number}@example.org",
        "name": f"Personne {number}",
        "created_at": BEFORE_OPENING,
    }
    return Account(**usual | given)


def a_membership(fair: Fair, role: Role = Role.ORGANISER, **given: Any) -> Membership:
    return Membership(
        **{"fair": fair, "role": role, "account": given.pop("account", None) or an_account()} | given
    )


def a_group(fair: Fair, **given: Any) -> Group:
    return Group(**{"fair": fair, "name": f"Groupe {a_number()}"} | given)


def a_company(fair: Fair, **given: Any) -> Company:
    """A validated company with one contact; ``validated_at=None`` for one that is waiting."""
    siren = given.pop("siren", None) or a_siren()
    usual = {
        "fair": fair,
        "siren": siren,
        "name": f"Entreprise {siren}",
        "registered_at": REQUESTS_OPEN,
        "validated_at": REQUESTS_OPEN,
    }
    company = Company(**usual | given)
    company.contacts.append(Contact(name="Contact", email=f"contact-{siren}@example.org"))
    return company


def a_need(desk: Desk, **given: Any) -> Need:
    """A published need with one question."""
    usual = {
        "fair": desk.fair,
        "desk": desk,
        "code": f"N{a_number():03d}",
        "title_fr": "Renouvellement de conduites",
        "title_en": "Water main renewal",
        "description_fr": "Travaux sur des conduites d’eau.",
        "description_en": "Works on water mains.",
        "quarter": "2024-T2",
        "procedure": Procedure.ADAPTED,
        "drafted_at": BEFORE_OPENING,
        "validated_at": BEFORE_OPENING,
        "published_at": BEFORE_OPENING,
    }
    if "sector" not in given:
        given["sector"] = a_sector()
    if "cpv" not in given:
        given["cpv"] = a_cpv()
    need = Need(**usual | given)
    need.questions.append(Question(position=1, text_fr="Comment faites-vous ?", text_en="How do you do it?"))
    return need


def a_wish(company: Company, desk: Desk, rank: int = 1, **given: Any) -> Wish:
    usual = {"fair": company.fair, "asked_at": BEFORE_THE_DEADLINE}
    return Wish(**usual | {"company": company, "desk": desk, "rank": rank} | given)


def an_answer(wish: Wish, kind: AnswerKind = AnswerKind.INTERESTED, **given: Any) -> Answer:
    usual = {"wish": wish, "kind": kind, "answered_at": BEFORE_THE_DEADLINE, "answered_by": an_account()}
    return Answer(**usual | given)


def a_schedule(fair: Fair, grid: Grid, **given: Any) -> Schedule:
    """A draft whose documents are empty: only for what does not read them."""
    usual = {
        "fair": fair,
        "grid": grid,
        "number": a_number(),
        "name": "Brouillon",
        "problem": b"{}",
        "timetable": b"{}",
        "problem_sha256": "0" * 64,
        "timetable_sha256": "0" * 64,
        "seed": 1,
        "is_simulation": False,
        "live_revision_base": 0,
        "created_at": AFTER_THE_DEADLINE,
    }
    return Schedule(**usual | given)


def a_step(schedule: Schedule, **given: Any) -> DraftStep:
    """The first step of a draft, whose documents are empty."""
    usual = {
        "schedule": schedule,
        "number": 0,
        "parent": None,
        "deed": StepDeed.COMPUTED,
        "problem": b"{}",
        "timetable": b"{}",
        "at": AFTER_THE_DEADLINE,
    }
    return DraftStep(**usual | given)


def a_sitting(table: Table, slot: Slot, account: Account, **given: Any) -> Sitting:
    """A lead at a table in one slot."""
    return Sitting(**{"table": table, "slot": slot, "account": account, "seat": Seat.LEAD} | given)


def a_meeting(company: Company, table: Table, slot: Slot, schedule: Schedule, **given: Any) -> Meeting:
    usual = {"company": company, "desk": table.desk, "table": table, "slot": slot, "schedule": schedule}
    return Meeting(**usual | {"fair": schedule.fair, "since": AFTER_THE_DEADLINE} | given)


def a_message(fair: Fair, **given: Any) -> Message:
    """One that waits to be sent, about an event of its own."""
    number = a_number()
    usual = {
        "fair": fair,
        "email": f"destinataire-{number}@example.org",
        "event": f"event {number}",
        "locale": "fr",
        "subject": "Vos rendez-vous",
        "body": "Bonjour,",
        "written_at": BEFORE_THE_DEADLINE,
    }
    return Message(**usual | given)

"""The fair itself: its morning, its rules, the desks with their tables, the projects with their questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from matchmaker.demo.source import Edition, Row, records
from matchmaker.demo.texts import CHARTER_EN, CHARTER_FR, PROGRAMME
from matchmaker.models import (
    CharterVersion,
    Desk,
    Directorate,
    Fair,
    Grid,
    Need,
    Organisation,
    Procedure,
    ProgrammeItem,
    Question,
    RulesVersion,
    Sector,
    Slot,
    Table,
)

ZONE = "Europe/Paris"
ORGANISER_EMAIL = "organisation@salon.example"
SLOT_MINUTES, CHANGEOVER_MINUTES = 8, 2
EUROS = {
    "<40k": (None, 40_000),
    "40k-90k": (40_000, 90_000),
    "90k-221k": (90_000, 221_000),
    "221k-1M": (221_000, 1_000_000),
    "1M-5,538M": (1_000_000, 5_538_000),
    ">=5,538M": (5_538_000, None),
    "inconnu": (None, None),
}


def paris(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of 2023 at the fair's place."""
    return datetime(2023, month, day, hour, minute, tzinfo=ZoneInfo(ZONE))


SET_UP_AT = paris(9, 4)
REQUESTS_OPEN_AT = paris(9, 18)
REQUESTS_CLOSE_AT = paris(10, 20, 18)
EXCHANGE_STARTS_AT = paris(11, 15, 10, 30)
EXCHANGE_ENDS_AT = paris(11, 15, 12)


def add_fair(session: Session, edition: Edition) -> Fair:
    """Store the fair as its organisers prepared it; its projects are still to be validated."""
    fair = Fair(
        organisation=Organisation(slug="demonstration", name="Département du Val-de-Marne (démonstration)"),
        slug="2023",
        name_fr="Salon de l’achat public 2023",
        name_en="Public Procurement Fair 2023",
        venue="Hôtel du département",
        address="Créteil",
        contact_email=ORGANISER_EMAIL,
        timezone=ZONE,
        opens_at=paris(11, 15, 9),
        exchange_starts_at=EXCHANGE_STARTS_AT,
        exchange_ends_at=EXCHANGE_ENDS_AT,
        closes_at=paris(11, 15, 13, 30),
        requests_open_at=REQUESTS_OPEN_AT,
        requests_close_at=REQUESTS_CLOSE_AT,
        confirm_by=paris(11, 10, 18),
        slot_minutes=SLOT_MINUTES,
        changeover_minutes=CHANGEOVER_MINUTES,
        programme=[_item(position, *part) for position, part in enumerate(PROGRAMME, start=1)],
        rules=[RulesVersion(number=1, in_force_at=SET_UP_AT, locked_at=REQUESTS_OPEN_AT)],
        charters=[CharterVersion(number=1, text_fr=CHARTER_FR, text_en=CHARTER_EN, in_force_at=SET_UP_AT)],
        grids=[Grid(number=1, slots=list(_slots()))],
    )
    session.add(fair)
    session.flush()
    sectors = {sector.code: sector for sector in _sectors()}
    directorates = {directorate.code: directorate for directorate in _directorates(fair, sectors)}
    desks = {desk.code: desk for desk in _desks(fair, directorates, edition)}
    session.add_all([*sectors.values(), *directorates.values(), *desks.values()])
    session.flush()
    session.add_all(_needs(fair, desks))
    session.flush()
    return fair


def _item(position: int, starts: str, ends: str, *words: str) -> ProgrammeItem:
    title_fr, title_en, description_fr, description_en = words
    return ProgrammeItem(
        position=position,
        starts_at=paris(11, 15, *map(int, starts.split(":"))),
        ends_at=paris(11, 15, *map(int, ends.split(":"))),
        title_fr=title_fr,
        title_en=title_en,
        description_fr=description_fr,
        description_en=description_en,
    )


def _slots() -> Iterator[Slot]:
    """As many as fit before the end: 10:30, 10:40 … 11:50, eight minutes each."""
    starts, position = EXCHANGE_STARTS_AT, 1
    while (ends := starts + timedelta(minutes=SLOT_MINUTES)) <= EXCHANGE_ENDS_AT:
        yield Slot(code=f"s{position}", position=position, starts_at=starts, ends_at=ends)
        starts, position = ends + timedelta(minutes=CHANGEOVER_MINUTES), position + 1


def _sectors() -> Iterator[Sector]:
    for position, row in enumerate(records("sectors"), start=1):
        yield Sector(code=row["sector"], label_fr=row["label"], label_en=row["label_en"], position=position)


def _directorates(fair: Fair, sectors: Mapping[str, Sector]) -> Iterator[Directorate]:
    for row in records("directorates"):
        yield Directorate(
            fair=fair,
            code=row["directorate"],
            label_fr=row["label"],
            label_en=row["label_en"],
            sectors=[sectors[code] for code in row["sectors"].split("|")],
        )


def _desks(fair: Fair, directorates: Mapping[str, Directorate], edition: Edition) -> Iterator[Desk]:
    for position, row in enumerate(records("desks"), start=1):
        yield Desk(
            fair_id=fair.id,
            directorate=directorates[row["directorate"]],
            code=row["desk"],
            label_fr=row["label"],
            label_en=row["label_en"],
            position=position,
            tables=[
                Table(fair_id=fair.id, code=f"{row['desk']}-{number}", number=number)
                for number in range(1, edition.tables_of(row["desk"]) + 1)
            ],
        )


def _needs(fair: Fair, desks: Mapping[str, Desk]) -> Iterator[Need]:
    shown = {row["need_id"]: row for row in records("needs_display")}
    for row in records("needs"):
        yield _need(fair, desks[row["desk"]], row, shown[row["need_id"]])


def _need(fair: Fair, desk: Desk, row: Row, shown: Row) -> Need:
    amount_min, amount_max = EUROS[row["amount_bracket"]]
    return Need(
        fair_id=fair.id,
        desk=desk,
        code=row["need_id"],
        title_fr=shown["titre_affiche"],
        title_en=shown["title_en"],
        description_fr=shown["description"],
        description_en=shown["description_en"],
        sector_code=row["sector"],
        cpv_code=row["cpv8"],
        amount_min=amount_min,
        amount_max=amount_max,
        quarter=shown["trimestre"],
        procedure=Procedure(shown["procedure_code"]),
        source_note=_source(row),
        drafted_at=SET_UP_AT,
        questions=[
            Question(position=n, text_fr=shown[f"question_{n}"], text_en=shown[f"question_{n}_en"])
            for n in (1, 2, 3)
        ],
    )


def _source(row: Row) -> str:
    return (
        f"Inspiré d’un marché réel : « {row['objet'].strip().rstrip('.')} », {row['source_buyer_name']}, "
        f"{row['source_date'][:4]} ({row['source']}, {row['source_record_id']})."
    )

"""A fair counted: how many of everything it has, and how many still wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.db import Base
from matchmaker.models import (
    Answer,
    AnswerKind,
    Company,
    Desk,
    Fair,
    Grid,
    Meeting,
    Need,
    Schedule,
    Sitting,
    Slot,
    Table,
    TableClosure,
    Wish,
)
from matchmaker.services.problems import newest_grid, supposed_tables


@dataclass(frozen=True)
class Headcount:
    """Numbers of one fair as it is stored now; places are open (table, slot) seats of the newest grid."""

    slots: int
    desks: int
    desks_without_table: int
    tables: int
    tables_staffed: int
    closed_places: int
    needs: int
    needs_to_validate: int
    needs_to_publish: int
    needs_without_question: int
    companies: int
    companies_to_validate: int
    companies_asking: int
    wishes: int
    wishes_unanswered: int
    refusals_to_countersign: int
    drafts: int
    publishable_drafts: int
    meetings: int
    meetings_confirmed: int

    @property
    def places(self) -> int:
        return self.slots * self.tables - self.closed_places

    @property
    def registered(self) -> int:
        """Companies that come, validated or still waiting for it: those of whom some ask."""
        return self.companies + self.companies_to_validate


@dataclass(frozen=True)
class Demand:
    """How many ask for a stand, and how many it can receive: « 73 demandes pour 18 places »."""

    desk: Desk
    requests: int
    places: int


def headcount(session: Session, fair: Fair) -> Headcount:
    """Count the fair in one query."""
    counted = {**_preparation(fair), **_requests(fair), **_timetable(fair)}
    row = session.execute(sa.select(*(number.label(name) for name, number in counted.items()))).one()
    return Headcount(**row._mapping)


def demand(session: Session, fair: Fair) -> tuple[Demand, ...]:
    """Every stand with its requests and its places, in three queries."""
    desks = session.scalars(sa.select(Desk).where(Desk.fair_id == fair.id).order_by(Desk.position))
    asked = sa.select(Wish.desk_id, sa.func.count()).where(*_of_those_coming(fair)).group_by(Wish.desk_id)
    requests = _pairs(session, asked)
    places = _pairs(session, _places_by_desk(fair))
    return tuple(Demand(desk, requests.get(desk.id, 0), places.get(desk.id, 0)) for desk in desks)


def _pairs(session: Session, query: sa.Select[int, int]) -> dict[int, int]:
    return dict(iter(session.execute(query)))


def _places_by_desk(fair: Fair) -> sa.Select[int, int]:
    grid = _newest_grid(fair)
    slots = sa.select(sa.func.count(Slot.id)).where(Slot.grid_id == grid).scalar_subquery()
    closed = (
        sa.select(sa.func.count(TableClosure.id))
        .join(Slot)
        .where(Slot.grid_id == grid, TableClosure.table_id == Table.id)
        .scalar_subquery()
    )
    return (
        sa.select(Table.desk_id, sa.func.sum(slots - closed))
        .where(Table.fair_id == fair.id)
        .group_by(Table.desk_id)
    )


def _newest_grid(fair: Fair) -> sa.ScalarSelect[int]:
    return newest_grid(fair).with_only_columns(Grid.id).scalar_subquery()


def _preparation(fair: Fair) -> dict[str, sa.ScalarSelect[int]]:
    in_grid = Slot.grid_id == _newest_grid(fair)
    desk = Desk.fair_id == fair.id
    table = sa.and_(Table.fair_id == fair.id, Table.id.not_in(supposed_tables(fair)))
    need = sa.and_(Need.fair_id == fair.id, Need.withdrawn_at.is_(None))
    return {
        "slots": _count(Slot, in_grid),
        "desks": _count(Desk, desk),
        "desks_without_table": _count(Desk, desk, ~Desk.tables.any()),
        "tables": _count(Table, table),
        "tables_staffed": _count(Table, table, Table.sittings.any(Sitting.slot.has(in_grid))),
        "closed_places": _count(TableClosure, TableClosure.slot.has(in_grid), TableClosure.table.has(table)),
        "needs": _count(Need, need),
        "needs_to_validate": _count(Need, need, Need.validated_at.is_(None)),
        "needs_to_publish": _count(Need, need, Need.validated_at.is_not(None), Need.published_at.is_(None)),
        "needs_without_question": _count(Need, need, ~Need.questions.any()),
    }


def _requests(fair: Fair) -> dict[str, sa.ScalarSelect[int]]:
    coming = sa.and_(Company.fair_id == fair.id, Company.withdrawn_at.is_(None))
    waiting = Company.validated_at.is_(None), Company.refused_at.is_(None)
    of_those = _of_those_coming(fair)
    refused = sa.and_(Answer.kind == AnswerKind.REFUSED, Answer.countersigned_at.is_(None))
    return {
        "companies": _count(Company, coming, Company.validated_at.is_not(None)),
        "companies_to_validate": _count(Company, coming, *waiting),
        "companies_asking": _count(Company, coming, Company.wishes.any()),
        "wishes": _count(Wish, *of_those),
        "wishes_unanswered": _count(Wish, *of_those, ~Wish.answer.has()),
        "refusals_to_countersign": _count(Wish, *of_those, Wish.answer.has(refused)),
    }


def _timetable(fair: Fair) -> dict[str, sa.ScalarSelect[int]]:
    draft = sa.and_(
        Schedule.fair_id == fair.id, Schedule.published_at.is_(None), Schedule.discarded_at.is_(None)
    )
    standing = sa.and_(Meeting.fair_id == fair.id, Meeting.ended_at.is_(None))
    return {
        "drafts": _count(Schedule, draft),
        "publishable_drafts": _count(Schedule, draft, Schedule.is_simulation.is_(False)),
        "meetings": _count(Meeting, standing),
        "meetings_confirmed": _count(Meeting, standing, Meeting.confirmed_at.is_not(None)),
    }


def _of_those_coming(fair: Fair) -> tuple[sa.ColumnElement[bool], ...]:
    return Wish.fair_id == fair.id, Wish.company.has(Company.withdrawn_at.is_(None))


def _count(kind: type[Base], *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(kind).where(*conditions).scalar_subquery()

"""Figures as bars: each one a line of a table whose last cell draws what the cell before says."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.services.schedules import ReadableSchedule


@dataclass(frozen=True)
class Bar:
    """``value`` of ``most``, with the sentence a reader hears instead of seeing it."""

    label: str
    value: int
    most: int
    sentence: str


@dataclass(frozen=True)
class DeskBar:
    """How full one stand is."""

    label: str
    directorate: str
    tables: int
    requests: int
    meetings: int
    places: int
    sentence: str


def meetings_by_company(schedule: ReadableSchedule) -> tuple[Bar, ...]:
    """How many companies have no meeting, one, two, three."""
    counts = dict(schedule.companies_by_meetings)
    asking = sum(counts.values())
    return tuple(
        Bar(
            _("Aucun rendez-vous")
            if met == 0
            else ngettext("%(num)d rendez-vous", "%(num)d rendez-vous", met),
            counts.get(met, 0),
            asking,
            ngettext(
                "%(num)d entreprise sur %(all)d",
                "%(num)d entreprises sur %(all)d",
                counts.get(met, 0),
                all=asking,
            ),
        )
        for met in range(max(counts, default=0) + 1)
    )


def load_by_desk(schedule: ReadableSchedule) -> tuple[DeskBar, ...]:
    """How many of its places each stand uses, in the order of the stands."""
    loads = {load.code: load for load in schedule.document.figures.desks}
    return tuple(
        DeskBar(
            desk.label,
            desk.directorate,
            loads[desk.code].tables,
            loads[desk.code].requests,
            loads[desk.code].meetings,
            loads[desk.code].places,
            _(
                "%(meetings)d places prises sur %(places)d",
                meetings=loads[desk.code].meetings,
                places=loads[desk.code].places,
            ),
        )
        for desk in schedule.desks
    )

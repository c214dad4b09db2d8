"""« L’ouverture a du retard »: three ways to lay out the morning, computed side by side, none of them stored.

Each preview is the question that a draft would ask in that layout, mended at once by the core, so that what
is chosen is what was shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Fair, Grid, LateWay, Meeting, Slot
from matchmaker.scheduling import late_start
from matchmaker.scheduling import problem as core
from matchmaker.scheduling.late_start import Late, NoSuchStart
from matchmaker.scheduling.repair import preview
from matchmaker.scheduling.timetable import Result
from matchmaker.services.drafts.drafted import Supposed, question
from matchmaker.services.drafts.freezing import day_has_begun
from matchmaker.services.problems import live_meetings
from matchmaker.services.rebalancing.newcomers_draw import ranks_to_come


@dataclass(frozen=True)
class WayPreview:
    """What one way would do; ``refusal`` says why it cannot be, and then there is nothing else.

    ``shifted``: meetings in their slot, at another hour. ``without``: companies that lose their only one.
    """

    way: LateWay
    refusal: str = ""
    kept: int = 0
    shifted: int = 0
    moved: int = 0
    lost: int = 0
    without: int = 0
    starts_at: datetime | None = None
    last_at: datetime | None = None
    ends_at: datetime | None = None
    minutes: tuple[int, ...] = ()


def late_slots(fair: Fair, grid: Grid, minutes: int, way: LateWay) -> Late:
    """The slots of a layout if the exchange opens so late. Refuses if the way leads nowhere."""
    zone = ZoneInfo(fair.timezone)
    slots = tuple(
        core.Slot(slot.code, slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone))
        for slot in grid.slots
    )
    try:
        return late_start.WAYS[way.value](slots, minutes)
    except NoSuchStart as fault:
        raise RuleBroken(_why(fault), field="minutes") from fault


def previews(session: Session, fair: Fair, grid: Grid, minutes: int, now: datetime) -> tuple[WayPreview, ...]:
    """The three ways, in the order in which they are offered; a constant number of queries."""
    live, ranks = live_meetings(session, fair), ranks_to_come(session, fair)
    return tuple(_preview(session, fair, _Morning(grid, minutes, way, now), live, ranks) for way in LateWay)


@dataclass(frozen=True)
class _Morning:
    grid: Grid
    minutes: int
    way: LateWay
    now: datetime


def _preview(
    session: Session, fair: Fair, morning: _Morning, live: Sequence[Meeting], ranks: Mapping[str, int] | None
) -> WayPreview:
    try:
        late = late_slots(fair, morning.grid, morning.minutes, morning.way)
    except RuleBroken as refusal:
        return WayPreview(morning.way, refusal=str(refusal))
    frozen_at = morning.now if day_has_begun(fair, morning.now) else None
    layout = _transient(morning.grid, late)
    asked = question(session, fair, Supposed(layout, frozen_at, lost=late.lost), ranks).problem
    found = preview(asked)
    return _figures(morning.way, late, found, live)


def _transient(grid: Grid, late: Late) -> Grid:
    """A layout with those hours that no session knows; its slots bear the ids whose closures count."""
    hours = {slot.id: slot for slot in late.slots}
    slots = [
        Slot(
            id=slot.id,
            code=slot.code,
            position=slot.position,
            starts_at=hours[slot.code].start,
            ends_at=hours[slot.code].end,
        )
        for slot in grid.slots
    ]
    return Grid(fair_id=grid.fair_id, number=grid.number, is_proposed=True, slots=slots)


def _figures(way: LateWay, late: Late, found: Result, live: Sequence[Meeting]) -> WayPreview:
    slots = {slot.id: slot for slot in late.slots}
    before = {core.Pair(m.company.code, m.desk.code): m for m in live}
    kept = [b for b in found.meetings if b.pair in before]
    stayed = [b for b in kept if before[b.pair].slot.code == b.slot]
    shifted = [b for b in stayed if before[b.pair].slot.starts_at != slots[b.slot].start]
    met = {b.company for b in found.meetings}
    used = [slot for slot in late.slots if slot.id not in late.lost]
    return WayPreview(
        way,
        kept=len(kept),
        shifted=len(shifted),
        moved=len(kept) - len(stayed),
        lost=len(before) - len(kept),
        without=len({pair.company for pair in before} - met),
        starts_at=used[0].start,
        last_at=used[-1].start,
        ends_at=used[-1].end,
        minutes=tuple(sorted({round((s.end - s.start).total_seconds() / 60) for s in used})),
    )


def _why(fault: NoSuchStart) -> str:
    words = {
        "not_late": _("Une ouverture en retard l’est d’une minute au moins."),
        "nothing_left": _("Tous les créneaux commencent avant cette heure : il n’en resterait aucun."),
        "too_short": _("Les rendez-vous dureraient moins de cinq minutes."),
    }
    said: str = words[fault.fault]
    return said

"""Instants as a cell has them: by the clock of the fair, year first, so that text sorts as time does."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from matchmaker.models import Fair


def day(fair: Fair, at: datetime | None) -> str:
    """2023-11-15; nothing for what has not happened."""
    return "" if at is None else f"{at.astimezone(ZoneInfo(fair.timezone)):%Y-%m-%d}"


def minute(fair: Fair, at: datetime | None) -> str:
    """2023-11-15 10:30."""
    return "" if at is None else f"{at.astimezone(ZoneInfo(fair.timezone)):%Y-%m-%d %H:%M}"


def hour(fair: Fair, at: datetime) -> str:
    """10:30."""
    return f"{at.astimezone(ZoneInfo(fair.timezone)):%H:%M}"

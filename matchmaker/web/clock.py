"""What time it is for the service: the real time, or in the demonstration that of the moment visited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, current_app

Clock = Callable[[], datetime]


def set_clock(app: Flask, clock: Clock) -> None:
    """Decide, once for an application, what it takes for now."""
    app.extensions["matchmaker_clock"] = clock


def real_time() -> datetime:
    return datetime.now(UTC)


def now() -> datetime:
    """The instant that services are given: only the web and the worker look at a clock."""
    clock: Clock = current_app.extensions["matchmaker_clock"]
    return clock()

"""The exchange opens some minutes late: three ways to lay out its slots, for the organiser to choose from.

At the whiteboard, with nine slots of eight minutes, two between them, from 10.30, opening at 10.45:

- ``drop``: the first two slots are lost and nobody else hears of anything; from 10.50 on all is as announced.
- ``shorten``: nobody loses a meeting and noon stays noon; from 10.45 on everybody talks for seven minutes,
  with one between. The rhythm is the longest that fits; the pause gives way in proportion, to a minute.
- ``overrun``: every slot is fifteen minutes later, eight minutes as before, and the last ends after noon.

In none of them does a slot begin before the hour announced for it, so nobody who comes in time comes too
late. A slot keeps its id, so a meeting whose slot shifts is no move (docs/formats.md); a slot that is lost
stays in its place, and the caller closes every table in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from matchmaker.scheduling.problem import Slot

Way = Literal["drop", "shorten", "overrun"]
Fault = Literal["not_late", "nothing_left", "too_short"]
SHORTEST = timedelta(minutes=5)
_MINUTE = timedelta(minutes=1)


class Late(NamedTuple):
    """All the slots, in time order and by their ids, and the ids of those that are lost."""

    slots: tuple[Slot, ...]
    lost: tuple[str, ...] = ()


class NoSuchStart(ValueError):
    """Why the exchange cannot open then in this way, in a sentence; ``fault`` names it."""

    def __init__(self, fault: Fault, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = fault


def drop(slots: tuple[Slot, ...], minutes: int) -> Late:
    """The slots that begin before the new start are lost, the others stand. Raises NoSuchStart if all are."""
    start = _new_start(slots, minutes)
    lost = tuple(slot.id for slot in slots if slot.start < start)
    if len(lost) == len(slots):
        raise NoSuchStart("nothing_left", f"every slot begins before {start:%H:%M}")
    return Late(slots, lost)


def shorten(slots: tuple[Slot, ...], minutes: int, end: datetime | None = None) -> Late:
    """As many slots as before, shorter, between the new start and ``end``, at first the end of the last slot.

    After a break that is long enough everything is as announced again. Raises NoSuchStart if a slot would
    have less than five minutes.
    """
    start = _new_start(slots, minutes)
    limit = slots[-1].end if end is None else end
    for rhythm, length in _rhythms(slots):
        found = _laid_out(slots, start, rhythm, length)
        if found[-1].end <= limit:
            return Late(found)
    period = f"{start:%H:%M} to {limit:%H:%M}"
    raise NoSuchStart("too_short", f"{len(slots)} slots of 5 minutes or more do not fit from {period}")


def overrun(slots: tuple[Slot, ...], minutes: int) -> Late:
    """Every slot is so many minutes later, and so is the end. Raises NoSuchStart if it is not late."""
    delay = _new_start(slots, minutes) - slots[0].start
    return Late(tuple(replace(slot, start=slot.start + delay, end=slot.end + delay) for slot in slots))


WAYS: dict[Way, Callable[[tuple[Slot, ...], int], Late]] = {
    "drop": drop,
    "shorten": shorten,
    "overrun": overrun,
}


def _new_start(slots: tuple[Slot, ...], minutes: int) -> datetime:
    if minutes < 1:
        raise NoSuchStart("not_late", "a late start is late by a minute or more")
    return slots[0].start + timedelta(minutes=minutes)


def _rhythms(slots: tuple[Slot, ...]) -> Iterator[tuple[timedelta, timedelta]]:
    """From start to start and from start to end: whole minutes, the longest first, none too short."""
    usual, pause = _usual_rhythm(slots) // _MINUTE, _usual_pause(slots)
    for rhythm in range(usual, 0, -1):
        changeover = max(pause // _MINUTE * rhythm // usual, 1) if pause else 0
        length = (rhythm - changeover) * _MINUTE
        if length >= SHORTEST:
            yield rhythm * _MINUTE, length


def _usual_rhythm(slots: tuple[Slot, ...]) -> timedelta:
    """From start to start, where no break lies between; of one slot alone its length."""
    apart = [later.start - earlier.start for earlier, later in pairwise(slots)]
    return min(apart, default=slots[0].end - slots[0].start)


def _usual_pause(slots: tuple[Slot, ...]) -> timedelta:
    return min((later.start - earlier.end for earlier, later in pairwise(slots)), default=timedelta(0))


def _laid_out(
    slots: tuple[Slot, ...], start: datetime, rhythm: timedelta, length: timedelta
) -> tuple[Slot, ...]:
    """One slot after the other in this rhythm, none before its hour; as it was after a sufficient break."""
    usual, earliest, in_time, found = _usual_pause(slots), start, False, []
    for before, slot in zip((slots[0], *slots), slots, strict=False):
        begin = max(slot.start, earliest)
        in_time = begin == slot.start and (in_time or slot.start - before.end > usual)
        end = slot.end if in_time else begin + min(length, slot.end - slot.start)
        found.append(replace(slot, start=begin, end=end))
        earliest = begin + rhythm
    return tuple(found)

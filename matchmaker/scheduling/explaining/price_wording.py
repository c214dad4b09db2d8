"""Prices and scarcity in plain English, for whoever may read them.

To a company nothing is said of others but counts; the organiser also reads who it is, by draw number.
"""

from __future__ import annotations

from collections.abc import Iterator

from matchmaker.scheduling.price import Price
from matchmaker.scheduling.reading import quoted
from matchmaker.scheduling.scarcity import Gain, ScarceDesk, Scarcity


def price_sentence(price: Price, to_company: bool) -> str:
    """What placing the wish would cost."""
    if price.impossible is not None:
        return f"No timetable can hold it. {price.impossible.text}"
    if price.level in ("served", "draw"):
        return _somebody_goes_without(price, to_company)
    if not price.is_exact:
        return _at_least(price.loss)
    cost = "no worth" if price.level is None else f"{price.loss} of worth"
    return f"Placing it would cost {cost}{_exchange(price)}."


def _somebody_goes_without(price: Price, to_company: bool) -> str:
    if price.gains is None:
        loser = "somebody" if to_company else f"number {price.loses} in the draw"
        return f"Placing it would leave {loser} without a meeting, and serve nobody instead."
    loser = "somebody drawn earlier" if to_company else f"number {price.loses}"
    gainer = "" if to_company else f" in the place of number {price.gains}"
    return f"Placing it would break the draw: {loser} would go without a meeting{gainer}."


def _at_least(loss: int) -> str:
    if loss == 0:
        return "What placing it would cost is not known, and may be nothing."
    return f"Placing it would cost at least {loss} of worth."


def _exchange(price: Price) -> str:
    """How many other meetings would change; none is named."""
    gone, come = len(price.given_up), len(price.brought_in)
    if not gone and not come:
        return ""
    brought_in = f", and {_count(come, 'other')} brought in" if come else ""
    return f": {_count(gone, 'meeting')} would be given up{brought_in}"


def scarcity_lines(scarcity: Scarcity) -> Iterator[str]:
    """The organiser's picture: who competes, then desk by desk."""
    if scarcity.competing:
        compete = f"{scarcity.competing} parties compete for {_count(scarcity.contested, 'first meeting')}"
        yield f"{compete}: they can be received at these places and at no other."
    else:
        yield "No first meeting is contested."
    if not scarcity.desks:
        yield "No place more would bring anything."
    for desk in scarcity.desks:
        yield from _desk_lines(desk)


def _desk_lines(desk: ScarceDesk) -> Iterator[str]:
    contested = f", {desk.contested} of its places contested" if desk.contested else ""
    yield f"Desk {quoted(desk.desk)}{contested}"
    yield f"  one more table: {_gain(desk.table)}"
    yield f"  one more place, in slot {quoted(desk.slot)}: {_gain(desk.place)}"
    if desk.price:
        place = "a place more at an hour when it receives"
        yield f"  the same parties served, {place} is worth {desk.price} at most"


def _gain(gain: Gain) -> str:
    parties = (
        f"{gain.served} {'party' if gain.served == 1 else 'parties'} more served, " if gain.served else ""
    )
    if gain.worth >= 0:
        worth = f"{gain.worth} of worth more"
        return f"{parties}{worth}" if gain.is_exact else f"{parties}at most {worth}"
    return f"{parties}{-gain.worth} of worth {'less' if gain.is_exact else 'less, or lower still'}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

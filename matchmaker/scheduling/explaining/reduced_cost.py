"""What the certificate of a timetable says of a wish that is no meeting: its reduced cost.

At the whiteboard: the prices of the certificate bound the worth of every timetable, because each pairing
brings at most what it is worth beyond the prices of what it uses (certificate.py). If the pairing has to be
there, it brings what it brings in its best slot, even if that is less than nothing; so much less the bound
becomes. It holds for any prices, and costs one line of arithmetic.
"""

from __future__ import annotations

from typing import Any

from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solving.certificate import Prices
from matchmaker.scheduling.solving.openings import Openings, bits
from matchmaker.scheduling.timetable import Result


class ReducedCosts:
    """The prices of a certificate, held against the openings of its problem."""

    def __init__(self, problem: Problem, openings: Openings, certificate: dict[str, Any]) -> None:
        self._openings = openings
        self._prices = _prices(problem, openings, certificate)
        self._total = self._prices.total(openings)

    def most_with(self, number: int) -> int:
        """No timetable in which the pairing meets is worth more than this, pins aside."""
        slots = bits(self._openings.pairings[number].slots)
        forced = max(self._prices.gain(self._openings, number, slot) for slot in slots)
        bound = self._total - self._prices.best_gain(self._openings, number) + forced
        return bound // self._prices.scale


def prices_of(result: Result) -> dict[str, Any] | None:
    """The certificate of the worth alone; a repair has one for several levels at once, which is none."""
    certificate = result.certificate
    is_one = certificate is not None and certificate["kind"] == "dual/1" and certificate["scale"] > 0
    return certificate if is_one else None


def _prices(problem: Problem, openings: Openings, certificate: dict[str, Any]) -> Prices:
    """What is priced and known; any such prices bound the worth, so what is unknown may be left out."""
    company = {company.id: number for number, company in enumerate(openings.companies)}
    desk = {desk.id: number for number, desk in enumerate(openings.desks)}
    party = {problem.draw[number]: number for number in openings.must_serve}

    def flat(name: str, numbers: dict[str, int]) -> dict[int, int]:
        prices = certificate[name].items()
        return {numbers[who]: max(0, price) for who, price in prices if who in numbers}

    def nested(name: str, numbers: dict[str, int]) -> dict[tuple[int, int], int]:
        rows = certificate[name].items()
        slot = problem.slot_index
        return {
            (numbers[who], slot[when]): max(0, price)
            for who, row in rows
            for when, price in row.items()
            if who in numbers and when in slot
        }

    return Prices(
        scale=certificate["scale"],
        quota=flat("quota", company),
        party=flat("party", party),
        company_slot=nested("company_slot", company),
        breathing={
            (number, slot): price
            for (number, slot), price in nested("breathing", company).items()
            if openings.companies[number].breathing
        },
        desk_slot=nested("desk_slot", desk),
    )

"""Locked meetings that no timetable can hold together, in words that say which locks to take away.

The list of scheduling/contradictions.py names entries of a file; the same contradictions are found by the
rules of a timetable held against the locks alone, with the companies and hours that a reader knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flask_babel import gettext as _

from matchmaker.models import Fair
from matchmaker.scheduling.contradictions import contradictions
from matchmaker.scheduling.problem import Pin, Problem
from matchmaker.scheduling.rules import RuleName, Violation, violations
from matchmaker.scheduling.timetable import Booking
from matchmaker.services import times

OF_THE_LOCKS: tuple[RuleName, ...] = ("one_place", "one_company", "once", "quota", "breathing")


def strangers(problem: Problem) -> tuple[Pin, ...]:
    """The locks on what the problem no longer knows: a company that left, a slot or a table that is gone."""
    tables = {table.id for desk in problem.desks for table in desk.tables}
    return tuple(pin for pin in problem.pins if not _is_known(problem, pin, tables))


def contradictions_in_words(fair: Fair, problem: Problem, names: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence for each contradiction between the locks; none if there is none. ``names``: by company."""
    if unknown := strangers(problem):
        return tuple(_gone(pin, names) for pin in unknown)
    if not contradictions(problem):
        return ()
    locked = [Booking(*pin.pair, pin.slot, pin.table or "", pinned=True) for pin in problem.pins]
    found = [one for one in violations(problem, locked) if one.rule in OF_THE_LOCKS]
    return tuple(dict.fromkeys(_sentence(fair, problem, one, names) for one in found)) or (_all_together(),)


def named(companies: Iterable[str], names: Mapping[str, str]) -> str:
    """Some companies by name, each once, as a list to read."""
    return ", ".join(names.get(code, code) for code in dict.fromkeys(companies))


def _is_known(problem: Problem, pin: Pin, tables: set[str]) -> bool:
    known = pin.company in problem.company and pin.desk in problem.desk and pin.slot in problem.slot_index
    return known and (pin.table is None or pin.table in tables)


def _gone(pin: Pin, names: Mapping[str, str]) -> str:
    sentence: str = _(
        "Le rendez-vous verrouillé de %(company)s ne peut plus avoir lieu : l’entreprise, la "
        "table ou le créneau n’est plus là. Déverrouillez-le, ou retirez-le du brouillon.",
        company=names.get(pin.company, pin.company),
    )
    return sentence


def _sentence(fair: Fair, problem: Problem, found: Violation, names: Mapping[str, str]) -> str:
    company = named((one.company for one in found.meetings), names)
    hours = ", ".join(dict.fromkeys(_hours(fair, problem, found)))
    said: dict[RuleName, str] = {
        "one_place": _(
            "%(company)s a plusieurs rendez-vous verrouillés à %(hour)s.", company=company, hour=hours
        ),
        "one_company": _(
            "Plusieurs rendez-vous sont verrouillés à la même table à %(hour)s : %(company)s.",
            company=company,
            hour=hours,
        ),
        "once": _("%(company)s a plusieurs rendez-vous verrouillés au même stand.", company=company),
        "quota": _(
            "%(company)s a plus de rendez-vous verrouillés qu’elle n’en a le droit : à %(hour)s.",
            company=company,
            hour=hours,
        ),
        "breathing": _(
            "%(company)s a demandé une pause entre deux rendez-vous, mais ses rendez-vous "
            "verrouillés (%(hour)s) n’en laissent pas.",
            company=company,
            hour=hours,
        ),
    }
    return said[found.rule]


def _hours(fair: Fair, problem: Problem, found: Violation) -> Iterator[str]:
    for one in found.meetings:
        yield times.hour(fair, problem.slots[problem.slot_index[one.slot]].start)


def _all_together() -> str:
    words: str = _("Les rendez-vous verrouillés ne peuvent pas tous tenir ensemble : déverrouillez-en un.")
    return words

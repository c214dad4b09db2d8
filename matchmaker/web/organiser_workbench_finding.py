"""What stands above the grid: figures, what undoing would undo, the filters, and how a card is looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.models import Fair, Schedule
from matchmaker.scheduling.problem import Pair
from matchmaker.services.drafts import workbench
from matchmaker.services.drafts.workbench import Bench
from matchmaker.services.nomenclature import fold
from matchmaker.services.schedules import CompanyName
from matchmaker.web import asked
from matchmaker.web.language import current as language
from matchmaker.web.organiser_words import companies_found
from matchmaker.web.organiser_workbench_asked import CHANGED, CONFLICTS, UNSERVED, Sought, card_code
from matchmaker.web.organiser_workbench_steps import step_words
from matchmaker.web.organiser_workbench_view import Board
from matchmaker.web.organiser_workbench_words import Words

MOST_CANDIDATES = 12


@dataclass(frozen=True)
class Choice:
    """One line of a filter."""

    value: str
    label: str


@dataclass(frozen=True)
class Tools:
    """What the page offers beside the grid itself."""

    figures: tuple[str, ...]
    undo: str
    redo: str
    desks: tuple[Choice, ...]
    slots: tuple[Choice, ...]
    sectors: tuple[Choice, ...]
    shown: tuple[Choice, ...]
    conflicts: int
    is_current: bool
    copy_address: str


@dataclass(frozen=True)
class LookedUp:
    """What was typed to add a pair: the pair, or the companies that it may mean with where they lead."""

    typed: str = ""
    desk: str = ""
    pair: Pair | None = None
    candidates: tuple[tuple[str, str], ...] = ()
    is_unknown: bool = False


NOTHING_SOUGHT = LookedUp()


def companies_sought(session: Session, fair: Fair, bench: Bench, sought: Sought) -> frozenset[str] | None:
    """The codes of the companies that are sought by name, number, sector or want of a meeting; None for all.

    Those without a meeting have no card: they narrow the rows of the view by company and the list beside.
    """
    found: frozenset[str] | None = None
    if sought.words:
        found = frozenset(one.code for one in _called(bench, sought.words))
    if sought.sector:
        of_sector = workbench.of_sector(session, fair, sought.sector)
        found = of_sector if found is None else found & of_sector
    if sought.show == UNSERVED and sought.is_by_company:
        found = bench.unserved if found is None else found & bench.unserved
    return found


def _called(bench: Bench, words: str) -> list[CompanyName]:
    wanted, digits = fold(words), words.replace(" ", "")
    return [one for one in bench.companies.values() if wanted in fold(one.name) or digits.upper() in one.code]


def looked_up(bench: Bench, sought: Sought) -> LookedUp:
    """The pair that the form for a meeting nobody asked for names."""
    typed, desk = asked.words("entreprise"), asked.words("aupres")
    if "entreprise" not in request.args or desk not in bench.desks:
        return NOTHING_SOUGHT
    found = _called(bench, typed) if typed else []
    same = [one for one in found if typed in (one.code, one.name)]
    if len(same) == 1 or len(found) == 1:
        return LookedUp(typed, desk, Pair((same or found)[0].code, desk))
    candidates = [
        (one.name, sought.address(card=card_code(Pair(one.code, desk)), anchor="card")) for one in found
    ]
    return LookedUp(typed, desk, None, tuple(candidates[:MOST_CANDIDATES]), not found)


def tools(session: Session, schedule: Schedule, bench: Bench, words: Words, sought: Sought) -> Tools:
    history = bench.history
    return Tools(
        figures=tuple(_figures(bench)),
        undo=step_words(history.undone, words) if history.undone else "",
        redo=step_words(history.redone, words) if history.redone else "",
        desks=tuple(Choice(desk.code, desk.label) for desk in bench.desks.values()),
        slots=tuple(Choice(slot.id, words.hour(slot.id)) for slot in bench.slots),
        sectors=tuple(
            Choice(sector.code, sector.label(language()))
            for sector in workbench.sectors(session, schedule.fair)
        ),
        shown=tuple(_shown()),
        conflicts=len(bench.conflicts),
        is_current=bench.is_current,
        copy_address=_copy_address(schedule),
    )


def _copy_address(schedule: Schedule) -> str:
    """Where a version is copied into a draft, which alone can be changed."""
    if not schedule.is_standing or "organiser.copy_schedule" not in current_app.view_functions:
        return ""
    return url_for(".copy_schedule", public_id=schedule.public_id)


def _shown() -> Sequence[Choice]:
    return (
        Choice(UNSERVED, _("les entreprises sans rendez-vous")),
        Choice(CHANGED, _("ce qui change par rapport au planning publié")),
        Choice(CONFLICTS, _("les conflits avec le salon d’aujourd’hui")),
    )


def found_words(board: Board, sought: Sought) -> str:
    """How much of all is what is sought."""
    if sought.is_by_company:
        return companies_found(board.found, board.total)
    found, of = format_decimal(board.found), format_decimal(board.total)
    if board.found == board.total:
        return ngettext("%(count)s rendez-vous", "%(count)s rendez-vous", board.total, count=of)
    return ngettext(
        "%(count)s rendez-vous sur %(of)s",
        "%(count)s rendez-vous sur %(of)s",
        board.found,
        count=found,
        of=of,
    )


def _figures(bench: Bench) -> Sequence[str]:
    """What the organiser weighs, in one line."""
    figures = bench.document.figures
    levels = {level.name: level.value for level in figures.levels}
    worth, idle = levels.get("worth", 0), levels.get("idle", 0)
    assert isinstance(worth, int)
    assert isinstance(idle, int)
    return (
        ngettext(
            "%(served)s entreprise reçue sur %(all)s",
            "%(served)s entreprises reçues sur %(all)s",
            figures.served,
            served=format_decimal(figures.served),
            all=format_decimal(figures.parties),
        ),
        ngettext(
            "%(meetings)s rendez-vous pour %(places)s places",
            "%(meetings)s rendez-vous pour %(places)s places",
            figures.meetings,
            meetings=format_decimal(figures.meetings),
            places=format_decimal(figures.places),
        ),
        ngettext("%(points)s point", "%(points)s points", worth, points=format_decimal(worth)),
        ngettext("%(num)d créneau d’attente", "%(num)d créneaux d’attente", idle),
    )

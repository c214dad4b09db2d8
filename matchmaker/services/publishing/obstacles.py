"""Why a draft cannot be published, in words, and what to do about it; None of them means that it can.

The page of the publication asks before, the publication itself asks again under its lock: the same list.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import Enum

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Schedule
from matchmaker.scheduling.files import write_problem
from matchmaker.scheduling.rules import violations
from matchmaker.services.comparison import Change, changes
from matchmaker.services.drafts.drafted import drafted
from matchmaker.services.drafts.freezing import IMMINENT_MINUTES
from matchmaker.services.figures import Document, document
from matchmaker.services.planning import live_revision
from matchmaker.services.publishing import live
from matchmaker.services.times import hour

IMMINENT = timedelta(minutes=IMMINENT_MINUTES)


class Remedy(Enum):
    """What the organiser can do instead."""

    NOTHING = "nothing"
    COMPUTE = "compute"
    GO_ON = "go_on"
    REARRANGE = "rearrange"
    REBALANCE = "rebalance"


class NotPublishable(RuleBroken):
    """The draft stays a draft; ``remedy`` says what to do with it."""

    def __init__(self, words: str, remedy: Remedy = Remedy.NOTHING) -> None:
        super().__init__(words)
        self.remedy = remedy


def obstacle(session: Session, schedule: Schedule, now: datetime) -> NotPublishable | None:
    """The first thing that forbids the publication of ``schedule`` at ``now``."""
    try:
        for check in (_is_a_draft, _is_current, _keeps_the_rules, _leaves_the_imminent_alone):
            check(session, schedule, now)
    except NotPublishable as found:
        return found
    return None


def _is_a_draft(_session: Session, schedule: Schedule, _now: datetime) -> None:
    if schedule.published_at is not None:
        raise NotPublishable(_("Ce planning est déjà publié."))
    if schedule.discarded_at is not None:
        words = _("Ce brouillon a été écarté : calculez-en un autre ou reprenez-en un plus récent.")
        raise NotPublishable(words)
    if schedule.is_simulation:
        words = _("Ce brouillon est une simulation : il ne peut pas être publié.")
        raise NotPublishable(words, Remedy.COMPUTE)


def _is_current(session: Session, schedule: Schedule, _now: datetime) -> None:
    if schedule.live_revision_base != live_revision(session, schedule.fair):
        words = _("Le planning publié a changé depuis ce brouillon : relancez le calcul, puis comparez.")
        raise NotPublishable(words, Remedy.GO_ON)
    try:
        asked = write_problem(drafted(session, schedule))
    except NotPublishable:
        raise
    except RuleBroken as refusal:
        raise NotPublishable(str(refusal), Remedy.COMPUTE) from refusal
    if asked != schedule.problem:
        words = _(
            "Des demandes, des réponses ou des tables ont changé depuis ce brouillon : relancez le calcul."
        )
        raise NotPublishable(words, Remedy.GO_ON)


def _keeps_the_rules(_session: Session, schedule: Schedule, _now: datetime) -> None:
    content = document(schedule)
    if violations(content.problem, content.result.meetings):
        words = _("Ce brouillon ne respecte pas les règles : la liste ci-dessous dit lesquelles.")
        raise NotPublishable(words, Remedy.REARRANGE)


def _leaves_the_imminent_alone(session: Session, schedule: Schedule, now: datetime) -> None:
    content = document(schedule)
    starts = {slot.id: slot.start for slot in content.problem.slots}
    standing = live.bookings(session, schedule.fair)
    if not standing or min(starts.values()) > now + IMMINENT:
        return
    for change in changes(standing, content.result.meetings):
        for slot in _disturbed(change, content):
            if starts[slot] <= now + IMMINENT:
                words = _(
                    "Ce brouillon change des rendez-vous de %(hour)s, qui ont commencé ou commencent dans "
                    "moins de %(minutes)d minutes : personne ne pourrait plus être prévenu.",
                    hour=hour(schedule.fair, starts[slot]),
                    minutes=IMMINENT_MINUTES,
                )
                raise NotPublishable(words, Remedy.REBALANCE)


def _disturbed(change: Change, content: Document) -> Iterator[str]:
    """The slots in which somebody would have to act otherwise than announced.

    Not the one that is left because the company, the table or the slot itself is no more.
    """
    problem = content.problem
    if change.before is not None and change.before.slot in problem.slot_index:
        desk = problem.desk.get(change.desk)
        tables = {} if desk is None else {table.id: table for table in desk.tables}
        table = tables.get(change.before.table)
        is_open = table is not None and change.before.slot not in table.closed
        company = problem.company.get(change.company)
        if is_open and company is not None and change.before.slot not in company.absent:
            yield change.before.slot
    if change.after is not None:
        yield change.after.slot

"""The versions of a timetable for anybody to read: when, why in general words, and how many meetings changed.

No company, no stand and no person: only totals of the whole fair, from which nobody can be recognised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.models import Fair, Happened, Happening, JournalEntry, Schedule
from matchmaker.services.comparison import Comparison, Kind, compare
from matchmaker.services.figures import document

RESTORED = "draft.restore"
"""The deed, in the journal, that makes a draft from a former version (restoring.py)."""


@dataclass(frozen=True)
class Entry:
    """One version, and what it changed in the one before; the first one only added."""

    schedule: Schedule
    why: tuple[str, ...]
    meetings: int
    kept: int
    moved: int
    removed: int
    added: int


def change_log(session: Session, fair: Fair) -> tuple[Entry, ...]:
    """Every version of the fair, the newest first; a constant number of queries."""
    published = sa.select(Schedule).where(Schedule.fair_id == fair.id, Schedule.version.is_not(None))
    versions = session.scalars(published.order_by(Schedule.version)).all()
    if not versions:
        return ()
    happened, restored = _happened(session, versions), _restored(session, fair)
    entries = [_first(versions[0])]
    for before, after in pairwise(versions):
        why = _why(after, happened.get(after.id, ()), restored.get(after.number))
        entries.append(_entry(after, why, compare(document(before), document(after))))
    return tuple(reversed(entries))


def why(session: Session, draft: Schedule) -> tuple[str, ...]:
    """What the log will say of a draft once it is published after another; two queries."""
    happened, restored = _happened(session, [draft]), _restored(session, draft.fair)
    return _why(draft, happened.get(draft.id, ()), restored.get(draft.number))


def _first(schedule: Schedule) -> Entry:
    meetings = len(document(schedule).result.meetings)
    return Entry(schedule, (_("Premier planning publié."),), meetings, 0, 0, 0, meetings)


def _entry(schedule: Schedule, why: tuple[str, ...], found: Comparison) -> Entry:
    moved = len(found.of_kind(Kind.MOVED)) + len(found.of_kind(Kind.OTHER_TABLE))
    removed, added = len(found.of_kind(Kind.LOST)), len(found.of_kind(Kind.GAINED))
    meetings = found.right.meetings
    return Entry(schedule, why, meetings, meetings - moved - added, moved, removed, added)


def _happened(session: Session, versions: Sequence[Schedule]) -> Mapping[int, list[Happened]]:
    """Schedule id -> what its version declared to have happened."""
    said = sa.select(Happening.schedule_id, Happening.kind).order_by(Happening.position)
    found: dict[int, list[Happened]] = defaultdict(list)
    for schedule_id, kind in session.execute(said.where(Happening.schedule_id.in_([v.id for v in versions]))):
        found[schedule_id].append(kind)
    return found


def _restored(session: Session, fair: Fair) -> Mapping[int, int]:
    """Number of a draft -> the version that it brings back."""
    deeds = sa.select(JournalEntry.about, JournalEntry.detail).where(
        JournalEntry.fair_id == fair.id, JournalEntry.deed == RESTORED
    )
    return {
        int(about.removeprefix("schedule ")): int(detail.removeprefix("v").split()[0])
        for about, detail in session.execute(deeds)
    }


def _why(schedule: Schedule, happened: Iterable[Happened], restored: int | None) -> tuple[str, ...]:
    sentences = _sentences()
    why = [sentences[kind] for kind in dict.fromkeys(happened)]
    if restored is not None:
        why.insert(0, _("Retour à la version %(version)d.", version=restored))
    if not why:
        by_hand = document(schedule).result.status == "feasible"
        why = [_("Ajustements de l’organisation.") if by_hand else _("Le planning a été recalculé.")]
    return tuple(why)


def _sentences() -> Mapping[Happened, str]:
    return {
        Happened.LATE_OPENING: _("Les échanges commencent plus tard que prévu."),
        Happened.TABLE_LOST: _("Une table n’est plus disponible."),
        Happened.PERSON_LATE: _("Une table commence à recevoir plus tard."),
        Happened.COMPANY_GONE: _("Des entreprises ne peuvent plus venir."),
        Happened.COMPANY_LATE: _("Des entreprises arrivent plus tard."),
        Happened.NEWCOMERS: _("De nouvelles entreprises participent."),
        Happened.TABLE_ADDED: _("Une table de plus est ouverte."),
        Happened.COMPANY_BACK: _("Des entreprises qui s’étaient retirées viennent finalement."),
    }

"""An import: its file is kept, rehearsed at once, and carried out whole or not at all.

A rehearsal does every line through the services of the pages, each in a savepoint, so that lines meet one
another as they will; then all of it is undone. Carrying out does the same and keeps it, unless one line is
refused: then nothing is kept, and the report says why.
"""

from __future__ import annotations

import enum
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Fair, Import, ImportKind, ImportLine, journal
from matchmaker.services.imports.cells import LONGEST_SENTENCE, Cells, shown
from matchmaker.services.imports.headings import Line, Understood, understand
from matchmaker.services.imports.kind import Kind, Known, known_of
from matchmaker.services.imports.kinds import KINDS
from matchmaker.services.imports.reading import read_tables

LONGEST_FILE_NAME = 100


class Outcome(enum.Enum):
    """What became of an import that was to be carried out."""

    DONE = "done"
    ALREADY_DONE = "already_done"
    REFUSED = "refused"


@dataclass(frozen=True)
class Report:
    """What was said of one line."""

    number: int
    about: str
    faults: tuple[str, ...]


def receive(
    session: Session,
    fair: Fair,
    kind: ImportKind,
    file_name: str,
    content: bytes,
    account: Account,
    now: datetime,
) -> Import:
    """Keep a file and rehearse it; the same file sent twice is rehearsed again, not kept twice."""
    take_turn(session, fair)
    understood = understand(read_tables(content), KINDS[kind].columns)
    digest = hashlib.sha256(content).hexdigest()
    imported = _waiting(session, fair, kind, digest)
    if imported is None:
        imported = Import(
            fair=fair,
            kind=kind,
            file_name=_harmless_name(file_name),
            content=content,
            sha256=digest,
            received_at=now,
            received_by=account,
            rehearsed_at=now,
        )
        session.add(imported)
    _rehearse(session, imported, understood, account, now)
    return imported


def verify(session: Session, imported: Import, account: Account, now: datetime) -> None:
    """Rehearse a kept file again: what it lacked may be there by now, what it adds may be taken."""
    take_turn(session, imported)
    if imported.applied_at is not None:
        raise RuleBroken(_("Ce fichier est déjà importé : il n’y a plus rien à vérifier."))
    _rehearse(session, imported, _read(imported), account, now)


def apply(session: Session, imported: Import, account: Account, now: datetime) -> Outcome:
    """Carry out the whole file, or none of it if a single line is refused by now."""
    take_turn(session, imported)
    if imported.applied_at is not None:
        return Outcome.ALREADY_DONE
    understood = _read(imported)
    attempt = session.begin_nested()
    reports = _carry_out(session, imported, understood, account, now)
    if any(report.faults for report in reports):
        attempt.rollback()
        _keep_report(session, imported, understood, reports, account, now)
        return Outcome.REFUSED
    attempt.commit()
    imported.applied_at, imported.applied_by = now, account
    _record(session, imported, account, now, "import.apply", len(reports), 0)
    return Outcome.DONE


def _waiting(session: Session, fair: Fair, kind: ImportKind, digest: str) -> Import | None:
    """The same file, if it was brought before and not carried out yet."""
    same = sa.select(Import).where(
        Import.fair_id == fair.id,
        Import.kind == kind,
        Import.sha256 == digest,
        Import.applied_at.is_(None),
    )
    return session.scalar(same.order_by(Import.id).limit(1))


def _rehearse(
    session: Session, imported: Import, understood: Understood, account: Account, now: datetime
) -> None:
    """Do every line and undo it all, to say beforehand what would be refused."""
    session.flush()
    attempt = session.begin_nested()
    try:
        reports = _carry_out(session, imported, understood, account, now)
    finally:
        attempt.rollback()
    _keep_report(session, imported, understood, reports, account, now)


def _read(imported: Import) -> Understood:
    return understand(read_tables(imported.content), KINDS[imported.kind].columns)


def _carry_out(
    session: Session, imported: Import, understood: Understood, account: Account, now: datetime
) -> list[Report]:
    kind, known = KINDS[imported.kind], known_of(session, imported.fair)
    reports = [_do(session, kind, known, line, account, now) for line in kind.in_order(understood.lines)]
    return sorted(reports, key=lambda report: report.number)


def _do(session: Session, kind: Kind, known: Known, line: Line, account: Account, now: datetime) -> Report:
    """One line in a savepoint: a refusal undoes it alone."""
    cells = Cells(line.cells)
    refusals = cells.faults
    try:
        with session.begin_nested():
            kind.carry_out(session, known, cells, account, now)
    except RuleBroken as refusal:
        refusals = [*cells.faults, refusal]
    except IntegrityError:
        refusals = [
            RuleBroken(_("La base de données refuse cette ligne : une donnée y est déjà, ou manque."))
        ]
    return Report(line.number, shown(kind.about(line)), tuple(_sentences(kind, refusals)))


def _sentences(kind: Kind, refusals: Iterable[RuleBroken]) -> Iterator[str]:
    """Each refusal after the heading of its column, on one line."""
    for refusal in refusals:
        heading, said = kind.heading(refusal.field), shown(str(refusal), LONGEST_SENTENCE)
        yield _("%(label)s : %(fault)s", label=heading, fault=said) if heading else said


def _keep_report(
    session: Session,
    imported: Import,
    understood: Understood,
    reports: list[Report],
    account: Account,
    now: datetime,
) -> None:
    """Put this report in the place of the one before."""
    session.execute(sa.delete(ImportLine).where(ImportLine.import_id == imported.id))
    lines = [
        {
            "import_id": imported.id,
            "number": report.number,
            "about": report.about,
            "faults": "\n".join(report.faults),
        }
        for report in reports
    ]
    session.execute(sa.insert(ImportLine), lines)
    session.expire(imported, ["lines"])
    imported.rehearsed_at = now
    imported.remarks = "\n".join((*understood.remarks, *_seen_before(session, imported)))
    faulty = sum(bool(report.faults) for report in reports)
    _record(session, imported, account, now, "import.rehearse", len(reports), faulty)


def _seen_before(session: Session, imported: Import) -> list[str]:
    twins = sa.select(Import.id).where(
        Import.fair_id == imported.fair_id,
        Import.sha256 == imported.sha256,
        Import.applied_at.is_not(None),
    )
    if session.scalar(twins.limit(1)) is None:
        return []
    return [_("Ce même fichier a déjà été importé une fois.")]


def _record(
    session: Session, imported: Import, account: Account, now: datetime, deed: str, lines: int, faulty: int
) -> None:
    journal.append(
        session,
        fair=imported.fair,
        account=account,
        at=now,
        deed=deed,
        about=imported.kind.value,
        detail=f"sha256 {imported.sha256} lines {lines} refused {faulty}",
    )


def _harmless_name(typed: str) -> str:
    """The name of the file alone, to be shown: it is never the name of anything on our disk."""
    name = unicodedata.normalize("NFC", typed).replace("\\", "/").rpartition("/")[2]
    return shown(name, LONGEST_FILE_NAME) or _("fichier sans nom")

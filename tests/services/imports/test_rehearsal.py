"""An import is rehearsed without a trace, then carried out whole, once, or not at all."""

from __future__ import annotations

import hashlib

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Fair, Import, ImportKind, ImportLine, JournalEntry, journal
from matchmaker.services import registration
from matchmaker.services.imports import rehearsal
from matchmaker.services.imports.rehearsal import Outcome
from matchmaker.services.registration import Registration
from tests.builders import AFTER_THE_DEADLINE, BEFORE_THE_DEADLINE, an_account
from tests.services.imports.conftest import COMPANY, SIRETS, csv_of, open_fair

TWO = csv_of(COMPANY, COMPANY | {"Entreprise": "Voirie Nord", "SIRET": SIRETS[1]})


def received(
    session: Session, fair: Fair, account: Account, content: bytes = TWO, name: str = "a.csv"
) -> Import:
    return rehearsal.receive(session, fair, ImportKind.COMPANIES, name, content, account, BEFORE_THE_DEADLINE)


def companies(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count(Company.id))) or 0


def deeds(session: Session) -> list[str]:
    return list(session.scalars(sa.select(JournalEntry.deed).order_by(JournalEntry.id)))


def test_a_rehearsal_says_all_and_stores_nothing_but_its_report(either: Session) -> None:
    fair, account = open_fair(either), an_account()
    either.add(account)
    either.flush()
    before, done = companies(either), deeds(either)

    imported = received(either, fair, account)

    assert [(line.number, line.about, line.is_fine) for line in imported.lines] == [
        (2, f"Eaux du Sud – {SIRETS[0]}", True),
        (3, f"Voirie Nord – {SIRETS[1]}", True),
    ]
    assert (imported.content, imported.sha256) == (TWO, hashlib.sha256(TWO).hexdigest())
    assert companies(either) == before
    assert deeds(either) == [*done, "import.rehearse"]
    assert journal.first_broken(either) is None


def test_carrying_out_does_every_line_and_writes_who_did_it(either: Session) -> None:
    fair, account = open_fair(either), an_account()
    either.add(account)
    either.flush()
    imported = received(either, fair, account)
    before, done = companies(either), deeds(either)

    assert rehearsal.apply(either, imported, account, BEFORE_THE_DEADLINE) is Outcome.DONE

    assert companies(either) == before + 2
    assert (imported.applied_at, imported.applied_by) == (BEFORE_THE_DEADLINE, account)
    assert deeds(either) == [*done, "company.register", "company.register", "import.apply"]
    last = either.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    assert (last.account_id, imported.sha256 in last.detail) == (account.id, True)
    assert journal.first_broken(either) is None


def test_one_line_that_is_refused_meanwhile_keeps_all_others_out(either: Session) -> None:
    fair, account = open_fair(either), an_account()
    either.add(account)
    either.flush()
    imported = received(either, fair, account)
    form = Registration("Plus rapide", SIRETS[1], "Contact", "contact@example.org", True)
    registration.register(either, fair, form, BEFORE_THE_DEADLINE)
    before = companies(either)

    assert rehearsal.apply(either, imported, account, BEFORE_THE_DEADLINE) is Outcome.REFUSED

    assert (companies(either), imported.applied_at) == (before, None)
    assert [line.is_fine for line in imported.lines] == [True, False]
    assert "déjà inscrite" in imported.lines[1].faults
    assert journal.first_broken(either) is None


def test_an_import_is_carried_out_once(session: Session, fair: Fair, account: Account) -> None:
    imported = received(session, fair, account)
    rehearsal.apply(session, imported, account, BEFORE_THE_DEADLINE)
    before = companies(session)

    assert rehearsal.apply(session, imported, account, BEFORE_THE_DEADLINE) is Outcome.ALREADY_DONE
    assert companies(session) == before
    with pytest.raises(RuleBroken, match="déjà importé"):
        rehearsal.verify(session, imported, account, BEFORE_THE_DEADLINE)


def test_after_the_deadline_nobody_is_brought_in(session: Session, fair: Fair, account: Account) -> None:
    """The same rule as on the page: a list that comes late would jump the queue of the draw."""
    imported = received(session, fair, account)

    assert rehearsal.apply(session, imported, account, AFTER_THE_DEADLINE) is Outcome.REFUSED
    assert "closes" in imported.lines[0].faults


def test_verifying_again_renews_the_report(session: Session, fair: Fair, account: Account) -> None:
    imported = received(session, fair, account)
    form = Registration("Plus rapide", SIRETS[1], "Contact", "contact@example.org", True)
    registration.register(session, fair, form, BEFORE_THE_DEADLINE)

    rehearsal.verify(session, imported, account, AFTER_THE_DEADLINE)

    assert imported.rehearsed_at == AFTER_THE_DEADLINE
    assert session.scalar(sa.select(sa.func.count(ImportLine.id))) == 2
    assert [line.is_fine for line in imported.lines] == [False, False]


def test_the_same_file_sent_twice_is_kept_once(session: Session, fair: Fair, account: Account) -> None:
    assert received(session, fair, account) is received(session, fair, account)
    assert session.scalar(sa.select(sa.func.count(Import.id))) == 1


def test_a_file_that_was_imported_already_says_so(session: Session, fair: Fair, account: Account) -> None:
    first = received(session, fair, account)
    rehearsal.apply(session, first, account, BEFORE_THE_DEADLINE)

    second = received(session, fair, account)
    assert second is not first
    assert "déjà été importé" in second.remarks


def test_a_file_that_cannot_be_read_leaves_nothing(session: Session, fair: Fair, account: Account) -> None:
    done = deeds(session)

    with pytest.raises(RuleBroken):
        received(session, fair, account, b"%PDF-1.7")
    assert session.scalar(sa.select(sa.func.count(Import.id))) == 0
    assert deeds(session) == done


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("liste.xlsx", "liste.xlsx"),
        ("C:\\Users\\moi\\liste.xlsx", "liste.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00\u202eb\n.csv", "a b .csv"),
        ("é" * 300, "é" * 99 + "…"),
        ("", "fichier sans nom"),
        ("///", "fichier sans nom"),
    ],
)
def test_a_file_name_is_only_ever_shown(
    session: Session, fair: Fair, account: Account, sent: str, kept: str
) -> None:
    assert received(session, fair, account, name=sent).file_name == kept


def test_remarks_on_the_whole_file_are_kept(session: Session, fair: Fair, account: Account) -> None:
    imported = received(session, fair, account, csv_of(COMPANY | {"Météo": "beau"}))

    assert imported.remarks == "La colonne « Météo » ne sert pas à l’import : elle est laissée de côté."


def test_a_line_that_the_database_refuses_is_said_and_harms_no_other(
    session: Session, fair: Fair, account: Account
) -> None:
    """What no service foresaw: a trigger stands for it."""
    session.execute(
        sa.text(
            "CREATE TEMP TRIGGER unforeseen BEFORE INSERT ON company WHEN NEW.name = 'Voirie Nord' "
            "BEGIN SELECT RAISE(ABORT, 'unforeseen'); END"
        )
    )
    imported = received(session, fair, account)
    session.execute(sa.text("DROP TRIGGER unforeseen"))

    assert [line.is_fine for line in imported.lines] == [True, False]
    assert imported.lines[1].faults.startswith("La base de données refuse")

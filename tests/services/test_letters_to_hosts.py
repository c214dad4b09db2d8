"""The messages of a publication to those who sit at the tables: their own table's changes, and no others."""

import pytest
import sqlalchemy as sa

from matchmaker.models import (
    Meeting,
    Message,
)
from matchmaker.services.figures import document
from matchmaker.services.publishing.letters import letters
from tests.builders import AFTER_THE_DEADLINE
from tests.services.republished import given_away, publish, published, seated
from tests.services.small_fair import a_draft_of, a_small_fair, drawn


@pytest.fixture
def fair(session):
    return drawn(session, a_small_fair(session))


def test_who_sits_at_a_table_reads_whom_they_receive(session, fair):
    account = seated(session, fair)
    (letter,) = letters(session, a_draft_of(session, fair)).hosts

    assert (letter.to, letter.addresses) == ("Claude Martin", (account.email,))
    assert "Vous recevez 2 entreprises :" in letter.body
    assert letter.body.count("stand Eau potable, table 1 : Entreprise ") == 2


def test_who_sits_at_a_table_reads_what_changes_there(session, fair):
    seated(session, fair)
    first = published(session, fair)
    draft, lost, gained = given_away(session, first)
    (letter,) = letters(session, draft).hosts

    assert "Une entreprise ne vient plus à votre table :" in letter.body
    assert f"table 1 : Entreprise {gained} (nouveau)" in letter.body
    assert letter.body.count("(inchangé)") == 1
    assert f"table 1 : Entreprise {lost}" in letter.body.split("ne vient plus")[1]


def test_who_may_no_longer_sign_in_is_not_written_to(session, fair):
    seated(session, fair).disabled_at = AFTER_THE_DEADLINE

    assert letters(session, a_draft_of(session, fair)).hosts == ()


def test_who_sits_where_nothing_changes_is_not_written_to(session, fair):
    first = published(session, fair)
    draft, _lost, _gained = given_away(session, first)
    slot = document(first).result.meetings[1].slot
    seated(session, fair, slots=(slot,))

    assert letters(session, draft).hosts == ()


def test_a_failure_in_the_messages_to_stands_leaves_nothing(session, fair):
    account = seated(session, fair)
    draft = a_draft_of(session, fair)
    twin = {"email": account.email, "event": "schedule v1 host"}
    session.add(Message(fair=fair, locale="fr", subject="", body="", written_at=AFTER_THE_DEADLINE, **twin))
    session.commit()

    with pytest.raises(sa.exc.IntegrityError):
        publish(session, draft)
    session.rollback()

    assert session.scalar(sa.select(sa.func.count(Meeting.id)).filter_by(fair_id=fair.id)) == 0
    assert draft.is_draft

"""The messages of a publication: read before, written after, word for word; to those concerned alone."""

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import (
    AnswerKind,
    Company,
    Desk,
    Happened,
    Happening,
    Refusal,
    Slot,
    TableClosure,
    Wish,
)
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from matchmaker.services.publishing.letters import Kind, letters
from tests.builders import AFTER_THE_DEADLINE, a_company, a_desk, a_wish, an_account, an_answer
from tests.pages import count_queries
from tests.services.drafts import drop, first_pair
from tests.services.republished import (
    LATER,
    as_read,
    exchanged,
    given_away,
    letter_to,
    opened,
    outbox,
    publish,
    published,
    seated,
)
from tests.services.small_fair import SIRENS, a_draft_of, a_small_fair, drawn


@pytest.fixture
def fair(session):
    return drawn(session, a_small_fair(session))


def test_what_is_read_before_is_what_is_written_word_for_word(session, fair):
    seated(session, fair)
    draft = a_draft_of(session, fair)
    read = letters(session, draft)
    publish(session, draft)
    assert outbox(session, fair, 1) == as_read(read)

    changed, _lost, _gained = given_away(session, draft)
    read = letters(session, changed)
    publication.publish(session, changed, None, LATER, read.sha256)
    assert outbox(session, fair, 2) == as_read(read)


def test_other_messages_than_those_that_were_read_are_never_sent(session, fair):
    draft = a_draft_of(session, fair)
    read = letters(session, draft)
    session.scalars(sa.select(Company).filter_by(siren=SIRENS[0], fair_id=fair.id)).one().contacts[
        0
    ].email = "autre@example.org"

    with pytest.raises(RuleBroken, match="relisez les messages"):
        publication.publish(session, draft, None, AFTER_THE_DEADLINE, read.sha256)


def test_who_moves_reads_from_where_to_where(session, fair):
    first = published(session, fair)
    written = letters(session, exchanged(session, first))

    early, late = document(first).result.meetings[0], document(first).result.meetings[1]
    clock = {"s1": "10 h 30", "s2": "10 h 40"}
    body = letter_to(written, early.company).body
    new, old = clock[late.slot], clock[early.slot]
    assert f"— {new}, stand Eau potable, table 1 (déplacé : il était à {old}, table 1)" in body.splitlines()
    assert {one.kind for one in written.companies} == {Kind.MOVES}
    assert letter_to(written, early.company).subject == "Vos rendez-vous ont changé : Salon de l’achat public"


def test_who_loses_reads_why_and_what_remains_and_who_gains_reads_it_is_new(session, fair):
    first = published(session, fair)
    draft, lost, gained = given_away(session, first)
    written = letters(session, draft)

    body = letter_to(written, lost).body
    assert "Vous n’avez plus de rendez-vous, et nous le regrettons." in body
    assert "Un rendez-vous ne peut malheureusement pas être tenu :" in body
    assert "L’organisation a retiré cette demande. Motif : Doublon avec un autre stand." in body
    assert "Ce que vous pouvez faire : L’accueil acheteurs vous reçoit sans réservation" in body
    assert "(nouveau)" in letter_to(written, gained).body
    assert [letter_to(written, one).kind for one in (lost, gained)] == [Kind.LOSES, Kind.GAINS]
    assert "Le planning du salon a changé. Ajustements de l’organisation." in body
    assert "Planning version 2, qui remplace la version 1." in body


def test_who_keeps_everything_is_not_written_to(session, fair):
    first = published(session, fair)
    draft, lost, gained = given_away(session, first)

    assert {one.event.split()[-1] for one in letters(session, draft).companies} == {lost, gained}


def test_what_is_kept_beside_a_change_is_said_to_be_unchanged(session, fair):
    company, stands = a_company(fair, siren="000900000"), [a_desk(fair), a_desk(fair)]
    wishes = [a_wish(company, desk, rank) for rank, desk in enumerate(stands, start=1)]
    session.add_all([company, *stands, *wishes])
    session.flush()
    draft = opened(session, published(session, fair))
    mine = [one for one in document(draft).result.meetings if one.company == company.siren]
    drop(session, draft, mine[0].pair)

    body = letter_to(letters(session, draft), company.siren).body
    assert (len(mine), body.count("(inchangé)")) == (2, 1)


def test_a_refusal_since_is_told_with_its_reason(session, fair):
    first = published(session, fair)
    pair = first_pair(first)
    company = session.scalars(sa.select(Company).filter_by(siren=pair.company, fair_id=fair.id)).one()
    wish = session.scalars(sa.select(Wish).filter_by(company_id=company.id)).one()
    refused = an_answer(
        wish, AnswerKind.REFUSED, refusal=Refusal.OUT_OF_SCOPE, reason="Ce n’est pas notre métier."
    )
    refused.countersigned_at, refused.countersigned_by = LATER, an_account()
    session.add(refused)
    session.flush()
    session.expire_all()

    body = letter_to(letters(session, a_draft_of(session, fair, now=LATER)), pair.company).body
    assert "La direction a refusé cette demande. Motif : hors périmètre du stand." in body
    assert "Ce n’est pas notre métier." in body


def test_who_loses_a_table_reads_that_it_is_not_available(session, fair):
    first = published(session, fair)
    late = document(first).result.meetings[-1]
    table = session.scalars(sa.select(Desk).filter_by(fair_id=fair.id)).one().tables[0]
    closed = session.scalars(sa.select(Slot).filter_by(fair_id=fair.id, code=late.slot)).one()
    session.add(TableClosure(table=table, slot=closed))
    session.flush()
    session.expire_all()

    body = letter_to(letters(session, opened(session, first)), late.company).body
    assert "La table qui devait vous recevoir n’est pas disponible à cette heure." in body


def test_who_is_said_not_to_come_reads_it_and_what_to_do_if_that_is_wrong(session, fair):
    first = published(session, fair)
    draft = opened(session, first)
    drop(session, draft, first_pair(draft), reason="Absente")
    company = session.scalars(sa.select(Company).filter_by(siren=first_pair(first).company, fair_id=fair.id))
    gone = {"kind": Happened.COMPANY_GONE, "company": company.one(), "position": 1, "said_at": LATER}
    session.add(Happening(schedule=draft, **gone))
    session.flush()

    body = letter_to(letters(session, draft), first_pair(first).company).body
    assert "Votre entreprise ne participe plus aux rendez-vous." in body
    assert "Si c’est une erreur, écrivez sans attendre à l’organisation du salon." in body


def test_at_first_a_company_reads_why_each_request_has_no_slot(session, fair):
    draft = a_draft_of(session, fair)
    (left,) = set(SIRENS) - {one.company for one in document(draft).result.meetings}
    letter = letter_to(letters(session, draft), left)

    assert letter.kind is Kind.NOT_RECEIVED
    assert "Demande sans créneau :" in letter.body
    assert "— stand Eau potable. " in letter.body
    assert "tirage" in letter.body


def test_three_companies_or_thirty_take_the_same_queries(session, fair):
    def read():
        draft = a_draft_of(session, fair)
        session.expire_all()
        draft.fair  # noqa: B018 - loaded before what is counted
        with count_queries(session.get_bind()) as sent:
            letters(session, draft)
        return len(sent)

    few = read()
    desk = session.scalars(sa.select(Desk).filter_by(fair_id=fair.id)).one()
    more = [a_company(fair, siren=f"0009000{n:02d}") for n in range(27)]
    session.add_all([*more, *(a_wish(company, desk) for company in more)])
    session.flush()

    assert read() == few

"""A directorate points out a public project to a company, once; the journal knows."""

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import JournalEntry
from matchmaker.services.signals import companies_called, point_out, signals_of
from tests.builders import AFTER_THE_DEADLINE, DEADLINE, a_company, a_desk, a_fair, a_need, an_account


@pytest.fixture
def fair(session):
    fair = a_fair()
    session.add(fair)
    session.flush()
    return fair


def stored(session, *rows):
    session.add_all(rows)
    session.flush()
    return rows


def test_a_project_pointed_out_is_kept_and_journalled(session, fair):
    need, company, lead = stored(session, a_need(a_desk(fair)), a_company(fair), an_account())

    signal = point_out(session, need, company, lead, AFTER_THE_DEADLINE)

    assert (signal.need, signal.company, signal.by) == (need, company, lead)
    line = session.scalars(sa.select(JournalEntry).where(JournalEntry.fair_id == fair.id)).one()
    assert (line.deed, line.about) == ("need.point_out", f"{need.code} {company.code}")


def test_a_project_is_pointed_out_once(session, fair):
    need, company, lead = stored(session, a_need(a_desk(fair)), a_company(fair), an_account())
    point_out(session, need, company, lead, AFTER_THE_DEADLINE)

    with pytest.raises(RuleBroken, match="déjà signalé"):
        point_out(session, need, company, lead, AFTER_THE_DEADLINE)


def test_what_is_not_public_is_not_pointed_out(session, fair):
    need = a_need(a_desk(fair), published_at=None)
    need, company, lead = stored(session, need, a_company(fair), an_account())

    with pytest.raises(RuleBroken, match="projet public"):
        point_out(session, need, company, lead, AFTER_THE_DEADLINE)


def test_nothing_is_pointed_out_to_who_does_not_take_part(session, fair):
    elsewhere, gone = a_company(a_fair()), a_company(fair, withdrawn_at=DEADLINE)
    need, lead, *_ = stored(session, a_need(a_desk(fair)), an_account(), elsewhere, gone)

    for company in (elsewhere, gone):
        with pytest.raises(RuleBroken, match="ne participe pas"):
            point_out(session, need, company, lead, AFTER_THE_DEADLINE)


def test_nothing_is_pointed_out_to_who_was_not_admitted(session, fair):
    refused = a_company(fair, validated_at=None, refused_at=DEADLINE, refused_because="Doublon")
    need, lead, *_ = stored(session, a_need(a_desk(fair)), an_account(), refused)

    with pytest.raises(RuleBroken, match="ne participe pas"):
        point_out(session, need, refused, lead, AFTER_THE_DEADLINE)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("000 000 018", ["Éclairage du Parc"]),
        ("00000001800017", ["Éclairage du Parc"]),
        ("eclairage", ["Éclairage de la Seine", "Éclairage du Parc"]),
        ("parc ECLAIRAGE", ["Éclairage du Parc"]),
        ("girafe", []),
        ("e", []),
        ("\x00", []),
    ],
)
def test_a_company_is_found_by_its_number_or_by_words_of_its_name(session, fair, asked, found):
    stored(
        session,
        a_company(fair, siren="000000018", name="Éclairage du Parc"),
        a_company(fair, siren="000000026", name="Éclairage de la Seine"),
        a_company(fair, name="Éclairage parti", withdrawn_at=DEADLINE),
        a_company(a_fair(), name="Éclairage d’ailleurs"),
    )

    assert [company.name for company in companies_called(session, fair, asked)] == found


def test_a_stand_sees_what_it_has_pointed_out(session, fair):
    need, elsewhere, company, lead = stored(
        session, a_need(a_desk(fair)), a_need(a_desk(fair)), a_company(fair), an_account()
    )
    mine = point_out(session, need, company, lead, AFTER_THE_DEADLINE)
    point_out(session, elsewhere, company, lead, AFTER_THE_DEADLINE)

    assert signals_of(session, need.desk) == [mine]

"""What forbids a publication is said in words, with what to do; the page and the deed ask the same list."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from matchmaker.models import Company, Desk, EndedWhy, Meeting, StepDeed, Wish
from matchmaker.services import planning, tables
from matchmaker.services.drafts import copying, drafting
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from matchmaker.services.publishing.last_check import RULES, last_check
from matchmaker.services.publishing.obstacles import Remedy, obstacle
from matchmaker.services.publishing.staleness import since
from tests.builders import AFTER_THE_DEADLINE, EXCHANGE, a_company, a_desk, a_wish, an_answer
from tests.services.drafts import drop, first_pair, hand, pin
from tests.services.small_fair import SIRENS, a_draft_of, a_small_fair, drawn

LATER = AFTER_THE_DEADLINE + timedelta(days=1)
S1, S2 = EXCHANGE, EXCHANGE + timedelta(minutes=10)


@pytest.fixture
def fair(session):
    return drawn(session, a_small_fair(session))


def published(session, fair):
    return publication.publish(session, a_draft_of(session, fair), None, AFTER_THE_DEADLINE)


def remedy(session, draft, now=AFTER_THE_DEADLINE):
    found = obstacle(session, draft, now)
    return None if found is None else found.remedy


def sentences(session, draft):
    return [one.sentence for one in since(session, draft, "fr")]


def test_a_sound_draft_meets_no_obstacle(session, fair):
    draft = a_draft_of(session, fair)

    assert obstacle(session, draft, AFTER_THE_DEADLINE) is None
    assert since(session, draft, "fr") == ()


def test_a_simulation_is_to_be_computed_anew(session, fair):
    assert remedy(session, a_draft_of(session, fair, seed=2)) is Remedy.COMPUTE


def test_what_was_put_aside_or_is_published_needs_nothing(session, fair):
    aside = a_draft_of(session, fair)
    planning.discard(session, aside, None, AFTER_THE_DEADLINE)

    assert remedy(session, aside) is Remedy.NOTHING
    assert remedy(session, published(session, fair)) is Remedy.NOTHING


def test_a_draft_that_changed_by_hand_may_be_published(session, fair):
    draft = a_draft_of(session, fair)
    drop(session, draft, first_pair(draft))

    assert document(draft).result.status == "feasible"
    assert obstacle(session, draft, LATER) is None


def test_what_was_locked_in_the_draft_is_no_obstacle(session, fair):
    draft = a_draft_of(session, fair)
    pin(session, draft, first_pair(draft))

    assert obstacle(session, draft, LATER) is None


# What has changed since


def test_a_company_that_came_and_asked_is_named(session, fair):
    draft = a_draft_of(session, fair)
    desk = session.scalars(sa.select(Desk).filter_by(fair_id=fair.id)).one()
    newcomer = a_company(fair, siren="000900000", name="Sources et Fils")
    session.add_all([newcomer, a_wish(newcomer, desk)])
    fair.draw.ranks.append(type(fair.draw.ranks[0])(party=newcomer.party, rank=4))
    session.flush()
    session.expire_all()

    assert remedy(session, draft) is Remedy.GO_ON
    assert sentences(session, draft) == ["1 entreprise participe en plus", "1 demande compte en plus"]
    assert since(session, draft, "fr")[1].named == ("Sources et Fils au stand Eau potable",)


def test_a_company_that_left_and_its_request_are_counted(session, fair):
    draft = a_draft_of(session, fair)
    session.scalars(sa.select(Company).filter_by(siren=SIRENS[0], fair_id=fair.id)).one().withdrawn_at = LATER

    assert sentences(session, draft) == ["1 entreprise ne participe plus", "1 demande ne compte plus"]


def test_an_answer_that_came_since_is_counted(session, fair):
    draft = a_draft_of(session, fair)
    session.add(an_answer(session.scalars(sa.select(Wish).filter_by(fair_id=fair.id)).first()))
    session.flush()
    session.expire_all()

    assert sentences(session, draft) == ["1 demande a un autre rang ou une autre réponse"]


def test_another_table_is_counted(session, fair):
    draft = a_draft_of(session, fair)
    desk = session.scalars(sa.select(Desk).filter_by(fair_id=fair.id)).one()
    tables.add(session, desk, None, LATER)
    session.expire_all()

    assert sentences(session, draft) == ["1 stand a d’autres tables"]


def test_a_meeting_given_up_since_is_counted(session, fair):
    version = published(session, fair)
    draft = copying.open_version(session, version, None, LATER).draft
    meeting = session.scalars(sa.select(Meeting).filter_by(fair_id=fair.id).limit(1)).one()
    meeting.ended_at, meeting.ended_why = LATER, EndedWhy.GIVEN_UP
    session.flush()

    assert remedy(session, draft) is Remedy.GO_ON
    assert sentences(session, draft) == ["1 rendez-vous publié n’est plus tenu"]


def test_meetings_published_since_are_counted_and_the_first_few_named(session, fair):
    desk = a_desk(fair, code="RES", tables=4)
    more = [a_company(fair, siren=f"00090000{n}") for n in range(6)]
    session.add_all([desk, *more, *(a_wish(company, desk) for company in more)])
    session.flush()
    draft = a_draft_of(session, fair)
    published(session, fair)

    (found,) = since(session, draft, "fr")
    assert found.sentence == "8 rendez-vous publiés sont nouveaux ou déplacés"
    assert (len(found.named), found.more) == (4, 4)


# The morning itself


def exchanged(session, version, now):
    """The two meetings change places in a draft made at that instant."""
    draft = copying.open_version(session, version, None, now).draft
    content = document(draft)
    first, second = content.result.meetings
    swapped = [replace(first, slot=second.slot), replace(second, slot=first.slot)]
    state = hand(content.problem, swapped)
    drafting.take_step(session, draft, 0, StepDeed.SWAPPED, state, None, now)
    return draft


def test_a_change_of_what_has_begun_meanwhile_is_refused(session, fair):
    draft = exchanged(session, published(session, fair), S1 - timedelta(minutes=30))

    assert obstacle(session, draft, S1 - timedelta(minutes=11)) is None
    refusal = obstacle(session, draft, S1 - timedelta(minutes=10))
    assert "10 h 30" in str(refusal)
    assert refusal.remedy is Remedy.REBALANCE
    assert remedy(session, draft, S1 + timedelta(minutes=1)) is Remedy.REBALANCE


def test_a_change_of_what_comes_later_is_published_on_the_morning(session, fair):
    version = published(session, fair)
    draft = copying.open_version(session, version, None, S1 - timedelta(minutes=12)).draft
    late = next(one for one in document(draft).result.meetings if one.slot == "s2")
    drop(session, draft, late.pair)

    assert obstacle(session, draft, S1 - timedelta(minutes=1)) is None
    assert remedy(session, draft, S2) is Remedy.REBALANCE


def test_a_first_version_may_be_published_at_any_hour(session, fair):
    assert obstacle(session, a_draft_of(session, fair), S1) is None


def test_a_meeting_that_only_the_day_locks_is_no_lock_of_the_organiser_s(session, fair):
    version = published(session, fair)
    draft = copying.open_version(session, version, None, S1 - timedelta(minutes=5)).draft
    assert [one.pinned for one in document(draft).result.meetings] != [False, False]

    publication.publish(session, draft, None, S1 - timedelta(minutes=4))

    live = session.scalars(sa.select(Meeting).filter_by(fair_id=fair.id, ended_at=None)).all()
    assert [meeting.pinned for meeting in live] == [False, False]


def test_what_the_organiser_locked_stays_locked_on_the_day(session, fair):
    draft = a_draft_of(session, fair)
    early = next(one for one in document(draft).result.meetings if one.slot == "s1")
    pin(session, draft, early.pair)
    version = publication.publish(session, draft, None, LATER)
    on_the_day = copying.open_version(session, version, None, S1 - timedelta(minutes=5)).draft

    publication.publish(session, on_the_day, None, S1 - timedelta(minutes=4))

    locked = sa.select(Meeting).filter_by(fair_id=fair.id, ended_at=None, pinned=True)
    assert [meeting.company.code for meeting in session.scalars(locked)] == [early.company]


# The rules in words


def test_every_rule_of_the_core_is_said_and_found_to_hold(session, fair):
    checks = last_check(document(a_draft_of(session, fair)))

    assert len(checks) == len(RULES)
    assert all(check.holds and check.sentence for check in checks)


def test_a_broken_rule_is_found_where_it_is_broken(session, fair):
    content = document(a_draft_of(session, fair))
    first, second = content.result.meetings
    doubled = replace(content.result, meetings=(first, replace(second, slot=first.slot)))

    broken = [check for check in last_check(replace(content, result=doubled)) if not check.holds]
    assert [check.sentence for check in broken] == ["Chaque table reçoit une entreprise à la fois."]

"""Refusals are read with what the company and the stand have in common, those that wait first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matchmaker.models import AnswerKind, CompanyCpv, CpvOrigin, Refusal
from matchmaker.services.countersigning import refusal_of, refusals
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_THE_DEADLINE,
    a_company,
    a_cpv,
    a_desk,
    a_fair,
    a_need,
    a_wish,
    an_account,
    an_answer,
)


@pytest.fixture
def desk(session):
    desk = a_desk(a_fair())
    session.add(desk)
    session.flush()
    return desk


def refused(session, desk, company=None, kind=AnswerKind.REFUSED, **given):
    company = company or a_company(desk.fair)
    session.add(company)
    session.flush()
    reason = {"refusal": Refusal.OUT_OF_SCOPE} if kind is AnswerKind.REFUSED else {}
    answer = an_answer(a_wish(company, desk), kind, **reason | given)
    session.add(answer)
    session.flush()
    return answer


def countersigned(at=AFTER_THE_DEADLINE):
    return {"countersigned_at": at, "countersigned_by": an_account()}


def test_those_that_wait_are_read_oldest_first(session, desk):
    late = refused(session, desk, answered_at=AFTER_THE_DEADLINE)
    early = refused(session, desk, answered_at=BEFORE_THE_DEADLINE)

    found = refusals(session, desk.fair)

    assert ([one.answer for one in found.waiting], found.countersigned) == ([early, late], ())


def test_those_that_are_countersigned_stand_apart_newest_first(session, desk):
    early = refused(session, desk, **countersigned())
    later = BEFORE_THE_DEADLINE + timedelta(hours=1)
    late = refused(session, desk, answered_at=later, **countersigned())

    found = refusals(session, desk.fair)

    assert (found.waiting, [one.answer for one in found.countersigned]) == ((), [late, early])


def test_only_refusals_to_those_who_come_are_read(session, desk):
    refused(session, desk, kind=AnswerKind.INTERESTED)
    refused(session, desk, a_company(desk.fair, withdrawn_at=BEFORE_THE_DEADLINE))
    refused(session, a_desk(a_fair()))

    assert refusals(session, desk.fair).waiting == ()


def test_it_says_what_the_company_and_the_stand_have_most_in_common(session, desk):
    cpv, company = a_cpv(code="45232150"), a_company(desk.fair)
    company.cpv.append(CompanyCpv(cpv=cpv, origin=CpvOrigin.WON))
    session.add_all([cpv, a_need(desk, cpv=cpv)])
    refused(session, desk, company)

    (one,) = refusals(session, desk.fair).waiting

    assert one.in_common is not None
    assert one.in_common.about is cpv


def test_with_nothing_in_common_it_says_so(session, desk):
    session.add(a_need(desk))
    refused(session, desk)

    assert [one.in_common for one in refusals(session, desk.fair).waiting] == [None]


def test_a_refusal_is_reached_through_its_request_and_its_fair(session, desk):
    answer, welcome = refused(session, desk), refused(session, desk, kind=AnswerKind.NEUTRAL)

    assert refusal_of(session, desk.fair, answer.wish.public_id) is answer
    assert refusal_of(session, desk.fair, welcome.wish.public_id) is None
    assert refusal_of(session, refused(session, a_desk(a_fair())).wish.fair, answer.wish.public_id) is None

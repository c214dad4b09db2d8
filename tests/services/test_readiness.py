from datetime import timedelta

from matchmaker.models import AnswerKind, Draw, Refusal, Seat, Sitting, TableClosure
from matchmaker.services.headcount import Demand, demand, headcount
from matchmaker.services.progress import Status, Who
from matchmaker.services.readiness import readiness
from tests.builders import (
    AFTER_THE_DEADLINE,
    BEFORE_OPENING,
    BEFORE_THE_DEADLINE,
    a_company,
    a_cpv,
    a_desk,
    a_fair,
    a_grid,
    a_meeting,
    a_need,
    a_schedule,
    a_sector,
    a_wish,
    an_account,
    an_answer,
    some_rules,
)


def statuses(session, fair, now):
    return {step.code: step.status for step in readiness(session, fair, now).steps}


def details(session, fair, now):
    return {step.code: step.detail for step in readiness(session, fair, now).steps}


def a_committed_draw(fair, **given):
    usual = {
        "commitment": "c" * 64,
        "secret": "5" * 32,
        "public_source": "Loto",
        "committed_at": BEFORE_OPENING,
    }
    return Draw(**{"fair": fair} | usual | given)


def test_a_fair_of_which_nothing_is_ready_begins_with_its_rules(session):
    fair = a_fair()
    session.add(fair)
    session.flush()

    found = readiness(session, fair, BEFORE_OPENING)

    assert found.next.code == "rules"
    assert found.next.by == fair.requests_open_at
    assert [step.code for step in found.steps if step.status is Status.TO_DO] == [
        "rules",
        "slots",
        "tables",
        "seats",
        "needs",
        "draw-commit",
    ]
    assert {step.status for step in found.steps if step.stage is not found.stage} == {Status.LATER}


def test_rules_count_once_they_are_locked(session):
    fair = a_fair()
    rules = some_rules(fair)
    session.add_all([fair, rules])
    session.flush()
    assert statuses(session, fair, BEFORE_OPENING)["rules"] is Status.TO_DO

    rules.locked_at = BEFORE_OPENING
    session.flush()
    assert statuses(session, fair, BEFORE_OPENING)["rules"] is Status.DONE


def test_a_stand_without_table_is_still_to_be_installed(session):
    fair = a_fair()
    session.add_all([fair, a_grid(fair, 3), a_desk(fair, tables=2), a_desk(fair, tables=0)])
    session.flush()

    assert statuses(session, fair, BEFORE_OPENING)["tables"] is Status.TO_DO
    assert details(session, fair, BEFORE_OPENING)["tables"] == (
        "2 stands, 2 tables, 6 places, 1 stand sans table"
    )


def test_a_table_is_staffed_once_somebody_sits_there(session):
    fair = a_fair()
    grid, desk = a_grid(fair, 2), a_desk(fair, tables=1)
    session.add_all([fair, grid, desk])
    session.flush()
    assert statuses(session, fair, BEFORE_OPENING)["seats"] is Status.TO_DO

    sitting = Sitting(table=desk.tables[0], slot=grid.slots[0], account=an_account(), seat=Seat.LEAD)
    session.add(sitting)
    session.flush()
    assert statuses(session, fair, BEFORE_OPENING)["seats"] is Status.DONE


def test_a_project_waits_for_validation_then_for_publication(session):
    fair = a_fair()
    desk = a_desk(fair)
    need = a_need(desk, sector=a_sector(), cpv=a_cpv(), validated_at=None, published_at=None)
    session.add_all([fair, desk, need])
    session.flush()
    assert details(session, fair, BEFORE_OPENING)["needs"] == "1 projet, 1 à valider"

    need.validated_at = BEFORE_OPENING
    session.flush()
    assert details(session, fair, BEFORE_OPENING)["needs"] == "1 projet, 1 à publier"

    need.published_at = BEFORE_OPENING
    session.flush()
    assert statuses(session, fair, BEFORE_OPENING)["needs"] is Status.DONE


def test_a_draw_not_committed_before_opening_is_missed_for_good(session):
    fair = a_fair()
    session.add(fair)
    session.flush()

    assert statuses(session, fair, fair.requests_open_at)["draw-commit"] is Status.MISSED
    assert statuses(session, fair, AFTER_THE_DEADLINE)["draw-reveal"] is Status.MISSED


def test_a_committed_draw_is_revealed_after_the_deadline(session):
    fair = a_fair()
    draw = a_committed_draw(fair)
    session.add_all([fair, draw])
    session.flush()
    assert statuses(session, fair, BEFORE_OPENING)["draw-commit"] is Status.DONE
    assert statuses(session, fair, BEFORE_THE_DEADLINE)["draw-reveal"] is Status.LATER
    assert statuses(session, fair, AFTER_THE_DEADLINE)["draw-reveal"] is Status.TO_DO

    draw.revealed_at, draw.public_number = AFTER_THE_DEADLINE, "7"
    session.flush()
    assert statuses(session, fair, AFTER_THE_DEADLINE)["draw-reveal"] is Status.DONE


def test_registrations_wait_for_the_procurement_department(session):
    fair = a_fair()
    waiting = a_company(fair, validated_at=None)
    gone = a_company(fair, validated_at=None, withdrawn_at=BEFORE_THE_DEADLINE)
    session.add_all([fair, waiting, gone, a_company(fair)])
    session.flush()

    step = next(s for s in readiness(session, fair, BEFORE_THE_DEADLINE).steps if s.code == "registrations")

    assert (step.status, step.who) == (Status.TO_DO, Who.PROCUREMENT)
    assert step.detail == "1 entreprise validée, 1 à valider"


def test_answers_are_waited_for_and_refusals_countersigned(session):
    fair = a_fair()
    company, desk, other = a_company(fair), a_desk(fair), a_desk(fair)
    session.add_all([fair, company, desk, other])
    session.flush()
    refused, unanswered = a_wish(company, desk), a_wish(company, other, rank=2)
    answer = an_answer(refused, AnswerKind.REFUSED, refusal=Refusal.OUT_OF_SCOPE)
    session.add_all([refused, unanswered, answer])
    session.flush()
    found = statuses(session, fair, AFTER_THE_DEADLINE)
    assert (found["answers"], found["refusals"]) == (Status.WAITING, Status.TO_DO)

    answer.countersigned_at, answer.countersigned_by = AFTER_THE_DEADLINE, an_account()
    session.add(an_answer(unanswered))
    session.flush()
    found = statuses(session, fair, AFTER_THE_DEADLINE)
    assert (found["answers"], found["refusals"]) == (Status.DONE, Status.DONE)


def test_a_simulation_is_no_draft_to_publish(session):
    fair = a_fair()
    grid = a_grid(fair)
    session.add_all([fair, grid, a_schedule(fair, grid, is_simulation=True)])
    session.flush()
    assert statuses(session, fair, AFTER_THE_DEADLINE)["run"] is Status.TO_DO
    assert details(session, fair, AFTER_THE_DEADLINE)["run"] == "0 brouillons, 1 simulation"

    session.add(a_schedule(fair, grid))
    session.flush()
    found = statuses(session, fair, AFTER_THE_DEADLINE)
    assert (found["run"], found["publish"]) == (Status.DONE, Status.TO_DO)


def test_once_published_only_confirmations_are_waited_for(session):
    fair = a_fair()
    grid, desk, company = a_grid(fair), a_desk(fair), a_company(fair)
    schedule = a_schedule(fair, grid, version=1, published_at=AFTER_THE_DEADLINE)
    session.add_all([fair, grid, desk, company, schedule])
    session.flush()
    meeting = a_meeting(company, desk.tables[0], grid.slots[0], schedule)
    session.add(meeting)
    session.flush()
    found = statuses(session, fair, AFTER_THE_DEADLINE)
    assert (found["publish"], found["confirmations"]) == (Status.DONE, Status.WAITING)

    meeting.confirmed_at = AFTER_THE_DEADLINE
    session.flush()
    assert statuses(session, fair, AFTER_THE_DEADLINE)["confirmations"] is Status.DONE


def test_what_was_left_undone_when_the_fair_closed_is_missed(session):
    fair = a_fair()
    session.add(fair)
    session.flush()

    found = statuses(session, fair, fair.closes_at + timedelta(hours=1))

    assert found["rules"] is found["publish"] is Status.MISSED
    assert readiness(session, fair, fair.closes_at + timedelta(hours=1)).next is None


def test_demand_counts_requests_of_those_coming_and_open_places(session):
    fair = a_fair()
    grid, desk, idle = a_grid(fair, 3), a_desk(fair, tables=2), a_desk(fair, tables=0)
    here, gone = a_company(fair), a_company(fair, withdrawn_at=BEFORE_THE_DEADLINE)
    session.add_all([fair, grid, desk, idle, here, gone])
    session.flush()
    closure = TableClosure(table=desk.tables[0], slot=grid.slots[0])
    session.add_all([a_wish(here, desk), a_wish(gone, desk), closure])
    session.flush()

    assert demand(session, fair) == (Demand(desk, 1, 5), Demand(idle, 0, 0))


def test_another_fair_is_never_counted(session):
    fair, other = a_fair(), a_fair()
    session.add_all([fair, other, a_company(other), a_desk(other), a_grid(other)])
    session.flush()

    assert details(session, fair, AFTER_THE_DEADLINE)["tables"] == "0 stands, 0 tables, 0 places"
    assert details(session, fair, AFTER_THE_DEADLINE)["registrations"] == "0 entreprises validées"


def test_once_its_hour_has_passed_nobody_is_waited_for(session):
    fair = a_fair()
    company, desk = a_company(fair), a_desk(fair)
    session.add_all([fair, company, desk])
    session.flush()
    session.add(a_wish(company, desk))
    session.flush()

    before, after = fair.opens_at - timedelta(minutes=1), fair.opens_at

    assert statuses(session, fair, before)["answers"] is Status.WAITING
    assert statuses(session, fair, after)["answers"] is Status.MISSED


def test_companies_to_validate_are_registered_too(session):
    fair = a_fair()
    session.add_all([a_company(fair), a_company(fair, validated_at=None), a_company(fair)])
    session.flush()

    assert headcount(session, fair).registered == 3


def test_a_registration_that_was_refused_waits_for_nobody(session):
    fair = a_fair()
    refused = {"refused_at": AFTER_THE_DEADLINE, "refused_because": "Numéro d’une autre société."}
    session.add_all([a_company(fair), a_company(fair, validated_at=None, **refused)])
    session.flush()

    counted = headcount(session, fair)

    assert (counted.companies_to_validate, counted.registered) == (0, 1)


def test_after_publication_no_answer_is_waited_for(session):
    fair = a_fair()
    grid, desk = a_grid(fair), a_desk(fair)
    company = a_company(fair)
    session.add_all([fair, grid, desk, company, a_wish(company, desk)])
    session.flush()
    assert statuses(session, fair, AFTER_THE_DEADLINE)["answers"] is Status.WAITING

    session.add(a_schedule(fair, grid, version=1, published_at=AFTER_THE_DEADLINE))
    session.flush()

    assert statuses(session, fair, AFTER_THE_DEADLINE)["answers"] is Status.DONE

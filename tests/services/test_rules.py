"""Rules are written, then locked once, before registration opens; a draft of them does not apply."""

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import JournalEntry, Policy
from matchmaker.services.problems import rules_in_force
from matchmaker.services.rules import Values, change, lock, newest, values_of
from tests.builders import AFTER_THE_DEADLINE, BEFORE_OPENING, REQUESTS_OPEN, a_fair, some_rules


@pytest.fixture
def rules(session):
    rules = some_rules(a_fair())
    session.add(rules)
    session.flush()
    return rules


def test_locking_is_dated_and_journalled(session, rules):
    lock(session, rules, None, BEFORE_OPENING)

    assert rules.locked_at == BEFORE_OPENING
    line = session.scalars(sa.select(JournalEntry).filter_by(fair_id=rules.fair_id)).one()
    assert (line.deed, line.about) == ("rules.lock", "rules v1")


def test_rules_are_locked_once(session, rules):
    lock(session, rules, None, BEFORE_OPENING)

    with pytest.raises(RuleBroken, match="déjà verrouillées"):
        lock(session, rules, None, BEFORE_OPENING)


def test_a_later_version_says_why(session, rules):
    later = some_rules(rules.fair, number=2, reason="  ")
    session.add(later)
    session.flush()

    with pytest.raises(RuleBroken, match="pourquoi"):
        lock(session, later, None, AFTER_THE_DEADLINE)


def test_a_version_still_being_written_does_not_apply(session, rules):
    lock(session, rules, None, BEFORE_OPENING)
    later = some_rules(rules.fair, number=2, reason="Une table de moins", meetings_per_company=2)
    session.add(later)
    session.flush()
    assert rules_in_force(session, rules.fair) is rules

    lock(session, later, None, AFTER_THE_DEADLINE)

    assert rules_in_force(session, rules.fair) is later


def test_rules_are_locked_before_registration_opens(session, rules):
    with pytest.raises(RuleBroken, match="avant l’ouverture"):
        lock(session, rules, None, REQUESTS_OPEN)

    assert rules.locked_at is None


# Writing them


def test_the_first_rules_of_a_fair_are_version_one(session):
    fair = a_fair()
    session.add(fair)
    session.flush()
    assert (newest(session, fair), values_of(None)) == (None, Values())

    written = change(session, fair, Values(choice_1=90), None, BEFORE_OPENING)

    assert (written.number, written.choice_1, written.in_force_at) == (1, 90, BEFORE_OPENING)
    assert newest(session, fair) is written


def test_changing_them_writes_over_what_is_not_locked_and_stands_in_the_journal(session, rules):
    values = Values(meetings_per_company=2, policy=Policy.WORTH)

    changed = change(session, rules.fair, values, None, BEFORE_OPENING)

    assert (changed is rules, values_of(rules)) == (True, values)
    line = session.scalars(sa.select(JournalEntry).filter_by(fair_id=rules.fair_id)).one()
    assert (line.deed, line.about) == ("rules.change", "rules v1")
    assert "meetings_per_company=2 policy=worth" in line.detail


def test_locked_rules_are_written_over_by_nobody(session, rules):
    lock(session, rules, None, BEFORE_OPENING)

    with pytest.raises(RuleBroken, match="déjà verrouillées"):
        change(session, rules.fair, Values(choice_1=90), None, BEFORE_OPENING)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"choice_2": 101}, "choice_2"),
        ({"choice_3": 71}, "choice_3"),
        ({"choice_4": 46}, "choice_4"),
        ({"choice_4": 0}, "choice_4"),
        ({"interest_bonus": -1}, "interest_bonus"),
        ({"priority_bonus": 14}, "priority_bonus"),
        ({"choice_1": 971}, "choice_1"),
        ({"requests_per_company": 0}, "requests_per_company"),
        ({"requests_per_company": 5}, "requests_per_company"),
        ({"meetings_per_company": 0}, "meetings_per_company"),
        ({"meetings_per_company": 21}, "meetings_per_company"),
    ],
)
def test_a_value_out_of_its_limits_is_refused_beside_its_field(session, rules, wrong, field):
    with pytest.raises(RuleBroken) as refused:
        change(session, rules.fair, Values(**wrong), None, BEFORE_OPENING)

    assert refused.value.field == field
    assert values_of(rules) == Values()


def test_the_limits_are_those_of_the_database(session, rules):
    """What the service lets through at its very edge, the database keeps."""
    edge = Values(1000, 1000, 1000, 1000, 0, 0, 1, 20)

    change(session, rules.fair, edge, None, BEFORE_OPENING)
    session.flush()

"""Rules are locked once, and what is still being written does not apply."""

import pytest
import sqlalchemy as sa

from matchmaker.errors import RuleBroken
from matchmaker.models import JournalEntry
from matchmaker.services.problems import rules_in_force
from matchmaker.services.rules import lock
from tests.builders import AFTER_THE_DEADLINE, BEFORE_OPENING, a_fair, some_rules


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

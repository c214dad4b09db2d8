"""What is written once stays as it was: documents, the draw and the journal."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.models import (
    DraftStep,
    Draw,
    DrawRank,
    NeedVersion,
    RulesVersion,
    Schedule,
    StepDeed,
)
from matchmaker.services import needs
from tests.builders import (
    AFTER_THE_DEADLINE,
    DEADLINE,
    REQUESTS_OPEN,
    a_desk,
    a_fair,
    a_grid,
    a_need,
    a_schedule,
    a_step,
    some_rules,
)


def a_stored_schedule(session: Session, **given: object) -> Schedule:
    fair = a_fair()
    schedule = a_schedule(fair, a_grid(fair), **given)
    session.add(schedule)
    session.flush()
    return schedule


@pytest.mark.parametrize(("column", "value"), [("seed", 2), ("number", 0), ("created_at", DEADLINE)])
def test_where_a_schedule_comes_from_never_changes(either: Session, column: str, value: object) -> None:
    schedule = a_stored_schedule(either)

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(sa.update(Schedule).where(Schedule.id == schedule.id).values({column: value}))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("problem", b"other"),
        ("timetable", b"other"),
        ("problem_sha256", "1" * 64),
        ("is_simulation", True),
        ("live_revision_base", 9),
        ("step", 1),
        ("frozen_at", DEADLINE),
    ],
)
def test_what_was_published_never_changes(either: Session, column: str, value: object) -> None:
    schedule = a_stored_schedule(either, version=1, published_at=AFTER_THE_DEADLINE)

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(sa.update(Schedule).where(Schedule.id == schedule.id).values({column: value}))


def test_a_draft_goes_on_from_step_to_step(either: Session) -> None:
    schedule = a_stored_schedule(either)

    schedule.step, schedule.timetable = 1, b"other"
    either.flush()

    assert either.scalar(sa.select(Schedule.timetable).where(Schedule.id == schedule.id)) == b"other"


@pytest.mark.parametrize("deed", [sa.update(DraftStep).values(reason="autre"), sa.delete(DraftStep)])
def test_a_step_is_written_once(either: Session, deed: sa.Executable) -> None:
    either.add(a_step(a_stored_schedule(either)))
    either.flush()

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(deed)


def test_a_step_keeps_its_bytes_whole(either: Session) -> None:
    schedule = a_stored_schedule(either)
    either.add(a_step(schedule, timetable=b"the same again and again" * 99))
    either.flush()
    either.expire_all()

    step = either.scalars(sa.select(DraftStep)).one()

    assert step.timetable == b"the same again and again" * 99
    stored = sa.select(sa.func.length(sa.type_coerce(DraftStep.timetable, sa.LargeBinary())))
    assert (either.scalar(stored) or 0) < 200


@pytest.mark.parametrize("broken", [{"parent": 0}, {"number": 2}, {"number": 2, "parent": 2}])
def test_a_step_follows_one_before_it(either: Session, broken: dict[str, int]) -> None:
    either.add(a_step(a_stored_schedule(either), **broken))

    with pytest.raises(IntegrityError):
        either.flush()


def test_a_meeting_is_dropped_for_a_reason(either: Session) -> None:
    either.add(a_step(a_stored_schedule(either), number=1, parent=0, deed=StepDeed.DROPPED))

    with pytest.raises(IntegrityError):
        either.flush()


def test_a_draft_may_be_renamed(either: Session) -> None:
    schedule = a_stored_schedule(either)

    schedule.name = "Avec une table de plus"
    either.flush()

    assert (
        either.scalar(sa.select(Schedule.name).where(Schedule.id == schedule.id)) == "Avec une table de plus"
    )


def test_a_published_version_is_never_deleted(either: Session) -> None:
    schedule = a_stored_schedule(either, version=1, published_at=AFTER_THE_DEADLINE)

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(sa.delete(Schedule).where(Schedule.id == schedule.id))


@pytest.mark.parametrize("undone", [{"version": None, "published_at": None}, {"published_at": DEADLINE}])
def test_what_was_published_was_published(either: Session, undone: dict[str, object]) -> None:
    schedule = a_stored_schedule(either, version=1, published_at=AFTER_THE_DEADLINE)

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(sa.update(Schedule).where(Schedule.id == schedule.id).values(undone))


def test_a_published_version_may_be_replaced(either: Session) -> None:
    schedule = a_stored_schedule(either, version=1, published_at=AFTER_THE_DEADLINE)

    schedule.replaced_at = AFTER_THE_DEADLINE
    either.flush()

    assert not schedule.is_standing


@pytest.mark.parametrize("replaced_at", [None, DEADLINE])
def test_a_replaced_version_does_not_stand_again(either: Session, replaced_at: object) -> None:
    schedule = a_stored_schedule(either, version=1, published_at=DEADLINE, replaced_at=AFTER_THE_DEADLINE)

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(sa.update(Schedule).where(Schedule.id == schedule.id).values(replaced_at=replaced_at))


@pytest.mark.parametrize("deed", [sa.update(RulesVersion).values(choice_1=200), sa.delete(RulesVersion)])
def test_locked_rules_stay_as_they_were(either: Session, deed: sa.Update | sa.Delete) -> None:
    either.add(some_rules(a_fair(), locked_at=REQUESTS_OPEN))
    either.flush()

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(deed)


@pytest.mark.parametrize("reason", [None, ""])
def test_later_rules_are_locked_with_a_reason(either: Session, reason: str | None) -> None:
    either.add(some_rules(a_fair(), number=2, locked_at=DEADLINE, reason=reason))

    with pytest.raises(IntegrityError):
        either.flush()


def test_rules_change_freely_until_they_are_locked(either: Session) -> None:
    rules = some_rules(a_fair())
    either.add(rules)
    either.flush()

    rules.choice_1 = 200
    rules.locked_at = REQUESTS_OPEN
    either.flush()

    stored = sa.select(RulesVersion.choice_1).where(RulesVersion.id == rules.id)
    assert either.scalar(stored) == 200


def test_the_public_number_of_a_revealed_draw_never_changes(either: Session) -> None:
    draw = Draw(
        fair=a_fair(), commitment="c" * 64, secret="5" * 32, public_source="loterie", committed_at=DEADLINE
    )
    either.add(draw)
    either.flush()
    draw.public_number, draw.revealed_at = "1234", AFTER_THE_DEADLINE
    either.flush()

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(sa.update(Draw).values(public_number="4321"))


def test_what_the_public_could_read_is_kept(either: Session) -> None:
    need = a_need(a_desk(a_fair()), validated_at=None, published_at=None)
    either.add(need)
    either.flush()
    needs.validate(either, need, None, DEADLINE)
    needs.publish(either, need, None, DEADLINE)

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(sa.update(NeedVersion).values(title_fr="Autre"))


def test_a_committed_secret_never_changes(either: Session) -> None:
    draw = Draw(
        fair=a_fair(), commitment="c" * 64, secret="5" * 32, public_source="loterie", committed_at=DEADLINE
    )
    either.add(draw)
    either.flush()

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(sa.update(Draw).values(secret="6" * 32))


def test_a_draw_is_never_thrown_away_for_another(either: Session) -> None:
    """Before it is revealed it has no rank yet: nothing else would keep its secret from being replaced."""
    draw = Draw(
        fair=a_fair(), commitment="c" * 64, secret="5" * 32, public_source="loterie", committed_at=DEADLINE
    )
    either.add(draw)
    either.flush()

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(sa.delete(Draw))


def test_a_rank_once_shown_never_changes(either: Session) -> None:
    draw = Draw(
        fair=a_fair(), commitment="c" * 64, secret="5" * 32, public_source="loterie", committed_at=DEADLINE
    )
    either.add(DrawRank(draw=draw, party="000000018", rank=1))
    either.flush()

    with pytest.raises(IntegrityError, match="written once"):
        either.execute(sa.update(DrawRank).values(rank=2))

"""The demonstration: the figures it shows and the rules it follows."""

from __future__ import annotations

import time
from collections import Counter

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.commands import demonstration
from matchmaker.db import db
from matchmaker.demo import roles
from matchmaker.demo.build import demonstration_digits, demonstration_secret
from matchmaker.demo.moments import DRAFTS
from matchmaker.demo.source import EDITIONS
from matchmaker.errors import RuleBroken
from matchmaker.models import (
    Account,
    Answer,
    AnswerKind,
    Company,
    Contact,
    Desk,
    Meeting,
    Need,
    NeedStage,
    Role,
    Schedule,
    Sitting,
    Table,
    Wish,
)
from matchmaker.scheduling.draw import drawn
from matchmaker.scheduling.solve import solve
from matchmaker.services import draws
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from tests.demo.stored import count, draft, planned, the_fair
from tests.first_meetings import unserved_by_the_draw
from tests.time_indexed import greatest_worth

ENTITIES = (Company, Wish, Desk, Table, Need)


# What is shown


def test_the_fair_has_the_size_that_is_told(drafts):
    figures = planned(drafts).figures

    assert [count(drafts, what) for what in ENTITIES] == [120, 367, 10, 14, 60]
    assert (figures.places, figures.requests, figures.meetings) == (126, 326, 114)
    assert figures.companies_by_meetings == ((0, 7), (1, 106), (2, 4))


def test_the_morning_is_that_of_the_programme(drafts):
    fair = the_fair(drafts)
    slots = [(f"{s.start:%H:%M}", f"{s.end:%H:%M}") for s in planned(drafts).problem.slots]

    assert (slots[0], slots[1], slots[-1], len(slots)) == (
        ("10:30", "10:38"),
        ("10:40", "10:48"),
        ("11:50", "11:58"),
        9,
    )
    assert [item.title("en") for item in fair.programme] == [
        "Opening and purchasing policy",
        "The contracts of 2024",
        "Meetings with the directorates",
        "Cocktail",
    ]
    tenders = fair.programme[1]
    assert (tenders.ends_at - tenders.starts_at).total_seconds() == 45 * 60


def test_a_few_go_without_and_one_more_table_serves_them_all(drafts):
    trial = document(draft(drafts, "Essai avec une table de plus")).figures

    assert (planned(drafts).figures.unserved, trial.unserved, trial.places) == (3, 0, 135)


def test_nobody_real_is_shown(drafts):
    sirens = set(drafts.scalars(sa.select(Company.siren)))
    mailboxes = [*drafts.scalars(sa.select(Contact.email)), *drafts.scalars(sa.select(Account.email))]

    assert {siren[:3] for siren in sirens} == {"000"}
    assert [email for email in mailboxes if not email.endswith(".example")] == []
    assert set(drafts.scalars(sa.select(Account.password_hash))) == {None}


def test_every_project_says_where_it_comes_from_and_asks_three_questions(drafts):
    needs = list(drafts.scalars(sa.select(Need)))

    assert {len(need.questions) for need in needs} == {3}
    assert [need.code for need in needs if not need.source_note.startswith("Inspiré d’un marché réel")] == []
    assert Counter(need.stage for need in needs)[NeedStage.CONSULTATION] == 1


def test_the_summary_says_it_in_a_few_lines(demo_summary):
    said = "\n".join(demo_summary).replace("\u00a0", " ").replace("\u202f", " ")

    assert "126 places : 14 tables × 9 créneaux" in said
    assert "367 demandes de 120 entreprises ; 41 refusées par les directions" in said
    assert (
        "114 rendez-vous : 10 entreprises en ont 0, 106 entreprises en ont 1, 4 entreprises en ont 2" in said
    )
    assert "108 (borne 108, démontré par couplage)" in said
    assert "11 820 (borne 11 820, démontré par un flot de coût minimal)" in said


# What is proven, found again by other means


def test_every_level_is_proven_and_equal_to_what_others_find(drafts):
    problem, result = planned(drafts).problem, planned(drafts).result
    served, unserved = unserved_by_the_draw(problem)

    assert (result.status, [level.is_proven for level in result.objective]) == ("optimal", [True] * 4)
    assert (result.level("served").value, result.level("draw").value) == (served, unserved)
    assert result.level("worth").value == greatest_worth(problem, unserved)
    assert result.level("idle").value == 0


def test_every_level_before_idle_is_proven_in_less_than_a_second(drafts):
    assert seconds_before_the_days(planned(drafts).problem) < 1


def seconds_before_the_days(problem):
    """Processor seconds until all but idle is proven: what other tests do beside plays no part."""
    entered, begun = {}, time.process_time()
    solve(problem, progress=lambda stage, share: entered.setdefault(stage, time.process_time() - begun))
    return entered["shortening the days"]


def test_built_again_it_asks_and_answers_the_same_bytes(drafts, tmp_path):
    demonstration.build(tmp_path, EDITIONS["120"], lambda stage: None)

    again = sa.create_engine(f"sqlite:///{DRAFTS.snapshot(tmp_path)}")
    bytes_of = sa.select(Schedule.problem, Schedule.timetable).order_by(Schedule.number)
    with again.connect() as connection:
        assert connection.execute(bytes_of).all() == drafts.execute(bytes_of).all()
    again.dispose()


# What its rules give


def test_the_draw_can_be_recomputed_by_anybody(drafts):
    draw, edition = the_fair(drafts).draw, EDITIONS["120"]
    ranks = draws.ranks(drafts, the_fair(drafts))

    assert (draw.secret, draw.public_number) == (demonstration_secret(edition), demonstration_digits(edition))
    assert tuple(ranks) == drawn(draw.secret, draw.public_number, ranks)
    assert draw.committed_at < the_fair(drafts).requests_open_at


def test_answers_follow_the_published_shares(drafts):
    kinds = Counter(drafts.scalars(sa.select(Answer.kind)))
    priorities = dict(
        drafts.execute(
            sa.select(Desk.code, sa.func.count(Answer.id))
            .join(Wish, Wish.desk_id == Desk.id)
            .join(Answer)
            .where(Answer.kind == AnswerKind.PRIORITY)
            .group_by(Desk.code)
        ).all()
    )

    assert kinds == {
        AnswerKind.NEUTRAL: 160,
        AnswerKind.INTERESTED: 92,
        AnswerKind.REFUSED: 41,
        AnswerKind.PRIORITY: 28,
    }
    assert {
        code: most for code, most in priorities.items() if most > (4 if code in EDITIONS["120"].tables else 2)
    } == {}
    refusals = drafts.scalars(sa.select(Answer).where(Answer.kind == AnswerKind.REFUSED))
    assert {answer.countersigned_by.email for answer in refusals} == {"achat-public@salon.example"}


def test_two_people_sit_at_every_table_all_morning_and_nobody_at_two(drafts):
    seats = drafts.execute(sa.select(Sitting.slot_id, Sitting.account_id)).all()

    assert (len(seats), len(set(seats))) == (14 * 9 * 2, 14 * 9 * 2)
    assert len({account for _slot, account in seats}) == 28


# What can be done with it


def test_the_trial_with_one_more_table_cannot_be_published(demo_app):
    refused = pytest.raises(RuleBroken, match="ont changé depuis ce brouillon")
    with demo_app("drafts").app_context(), refused:
        publication.publish(db.session(), draft(db.session(), "Essai"), None, DRAFTS.now)


def test_the_planned_draft_can_be_published(demo_app):
    with demo_app("drafts").app_context():
        published = publication.publish(db.session(), draft(db.session(), "prévues"), None, DRAFTS.now)

        assert (published.version, count(db.session(), Meeting)) == (1, 114)


# The other edition


def test_the_full_fair_is_proven_as_well(tmp_path):
    demonstration.build(tmp_path, EDITIONS["full"], lambda stage: None)

    assert roles.address_of(Role.COMPANY, tmp_path).endswith(".example")
    engine = sa.create_engine(f"sqlite:///{DRAFTS.snapshot(tmp_path)}")
    with Session(engine) as session:
        content = planned(session)
        served, unserved = unserved_by_the_draw(content.problem)
        assert (content.figures.places, count(session, Company), count(session, Wish)) == (171, 186, 560)
        assert content.figures.is_optimal
        assert seconds_before_the_days(content.problem) < 1
        assert (content.result.level("served").value, content.result.level("draw").value) == (
            served,
            unserved,
        )
        assert content.result.level("worth").value == greatest_worth(content.problem, unserved)
    engine.dispose()

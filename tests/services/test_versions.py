"""One sentence says which version is read, everywhere."""

from datetime import UTC, datetime, timedelta

from matchmaker.services.publishing import versions
from tests.builders import AFTER_THE_DEADLINE, a_fair, a_grid, a_schedule

AT = datetime(2023, 11, 14, 17, 5, tzinfo=UTC)


def a_version(session, number, **given):
    fair = a_fair()
    grid = a_grid(fair)
    schedule = a_schedule(fair, grid, version=number, published_at=AT, **given)
    session.add_all([fair, grid, schedule])
    session.flush()
    return schedule


def test_the_first_version_says_when_it_was_published(session):
    assert versions.sentence(a_version(session, 1)) == "v1, publiée le 14 novembre à 18 h 05"


def test_a_later_one_says_what_it_replaces(session):
    assert versions.sentence(a_version(session, 4)) == "v4, publiée le 14 novembre à 18 h 05, remplace v3"


def test_a_former_one_says_what_replaced_it(session):
    former = a_version(session, 3, replaced_at=AT + timedelta(hours=1))

    assert versions.sentence(former) == (
        "v3, publiée le 14 novembre à 18 h 05, remplace v2, remplacée par v4 le 14 novembre à 19 h 05"
    )


def test_a_draft_says_that_it_is_not_published(session):
    draft = a_version(session, 1)
    draft = a_schedule(draft.fair, draft.grid, number=7)

    assert versions.sentence(draft) == "Brouillon n° 7, créé le 8 novembre à 23 h 59, non publié"
    assert draft.created_at == AFTER_THE_DEADLINE


def test_files_of_a_folder_are_told_apart(session):
    draft = a_version(session, 1)

    assert [versions.in_file_name(a_version(session, number)) for number in (1, 2, 9)] == [
        "v1",
        "v2-remplace-v1",
        "v9-remplace-v8",
    ]
    assert versions.in_file_name(a_schedule(draft.fair, draft.grid, number=7)) == "brouillon-7"
    assert versions.in_file_name(a_schedule(draft.fair, draft.grid, number=7, step=2)) == (
        "brouillon-7-etape-2"
    )


def test_a_whole_hour_has_no_minutes(session):
    version = a_version(session, 1)

    assert versions.as_of(version.fair, AT + timedelta(minutes=55)) == "état du 14 novembre à 19 h"

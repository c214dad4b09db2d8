"""The directorates say what they think of a draft: each stand of the meetings it has read."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from matchmaker.errors import RuleBroken
from matchmaker.models import JournalEntry, Verdict, Wish
from matchmaker.services import planning
from matchmaker.services.drafts import opinions, reviews
from matchmaker.services.drafts.opinions import Opinion
from matchmaker.services.drafts.reviews import LONGEST_SENTENCE, digest
from matchmaker.services.figures import document
from matchmaker.services.publishing import publication
from tests.builders import a_company, a_schedule, a_wish, an_account
from tests.services.drafts import LATER, drop, meetings, two_stands
from tests.services.reviewing import approved, asked, deeds, desk, meeting_of, said, seen
from tests.services.small_fair import a_draft_of


@pytest.fixture
def fair(either):
    return two_stands(either)


@pytest.fixture
def draft(either, fair):
    """Two stands with three meetings each, shown to the directorates."""
    draft = a_draft_of(either, fair)
    reviews.show(either, draft, None, LATER)
    return draft


# Shown and taken back


def test_a_draft_is_shown_to_the_directorates_once(either, draft):
    reviews.show(either, draft, None, LATER)

    assert (reviews.shown(either, draft.fair), draft.shown_at) == (draft, LATER)
    assert deeds(either).count("draft.show") == 1


def test_showing_another_draft_takes_the_first_one_back(either, fair, draft):
    other = a_draft_of(either, fair)

    reviews.show(either, other, None, LATER)

    assert (reviews.shown(either, fair), draft.shown_at) == (other, None)
    assert deeds(either)[-2:] == ["draft.take_back", "draft.show"]


def test_the_database_lets_one_draft_be_shown(either, fair, draft):
    either.add(a_schedule(fair, fair.grids[0], shown_at=LATER))

    with pytest.raises(IntegrityError):
        either.flush()


def test_a_draft_is_taken_back_once_and_what_was_said_stays(either, draft):
    approved(either, draft)
    for _ in range(2):
        reviews.take_back(either, draft, None, LATER)

    assert reviews.shown(either, draft.fair) is None
    assert deeds(either).count("draft.take_back") == 1
    assert said(either, draft)["EAU"] is Opinion.APPROVED


def test_a_draft_put_aside_is_shown_no_longer(either, draft):
    planning.discard(either, draft, None, LATER)
    reviews.take_back(either, draft, None, LATER)

    assert reviews.shown(either, draft.fair) is None
    assert "draft.take_back" not in deeds(either)


def test_what_is_published_is_a_draft_no_more_and_keeps_since_when_it_was_shown(either, draft):
    publication.publish(either, draft, None, LATER)
    reviews.take_back(either, draft, None, LATER)

    assert (reviews.shown(either, draft.fair), draft.shown_at) == (None, LATER)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"published_at": LATER, "version": 1}, "publié"),
        ({"discarded_at": LATER}, "écarté"),
        ({"is_simulation": True}, "simulation"),
    ],
)
def test_only_what_may_be_published_is_shown(either, fair, state, words):
    draft = a_schedule(fair, fair.grids[0], **state)
    either.add(draft)

    with pytest.raises(RuleBroken, match=words):
        reviews.show(either, draft, None, LATER)


# Verdicts


def test_a_stand_approves_what_it_has_read(either, draft):
    who = an_account()
    review = approved(either, draft, by=who)

    assert (review.verdict, review.by, review.at) == (Verdict.APPROVED, who, LATER)
    assert said(either, draft) == {"EAU": Opinion.APPROVED, "RES": Opinion.WAITING}
    line = either.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (line.deed, line.about) == ("review.approve", f"schedule {draft.number}")
    assert line.detail.startswith(f"EAU meetings {digest(document(draft), 'EAU')}")


def test_a_stand_asks_for_a_change_in_a_sentence(either, draft):
    review = asked(either, draft, "  Pas avant 11 h.  ")

    assert (review.verdict, review.sentence, review.company) == (
        Verdict.CHANGE_ASKED,
        "Pas avant 11 h.",
        None,
    )
    assert said(either, draft)["EAU"] is Opinion.ASKED
    assert deeds(either)[-1] == "review.ask_for_change"


def test_a_change_may_be_about_a_meeting_or_about_a_request_without_a_place(either, draft):
    met = {one.company for one in meetings(draft) if one.desk == "EAU"}
    missed = next(one.company for one in document(draft).result.unplaced if one.desk == "EAU")

    for code in (min(met), missed):
        assert asked(either, draft, about=code).company.code == code


def test_a_change_may_be_about_a_meeting_that_nobody_asked_for(either, fair, draft):
    pair = meeting_of(draft)
    asks = Wish.company.has(siren=pair.company), Wish.desk_id == desk(either).id
    either.delete(either.scalars(sa.select(Wish).where(*asks)).one())
    either.flush()

    assert asked(either, draft, about=pair.company).company.code == pair.company


def test_a_company_that_has_nothing_to_do_with_the_stand_is_refused(either, fair, draft):
    stranger = a_company(fair)
    either.add_all([stranger, a_wish(stranger, desk(either, "RES"))])
    either.flush()

    with pytest.raises(RuleBroken, match="de ce stand") as refusal:
        asked(either, draft, about=stranger.code)

    assert refusal.value.field == "about"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("   ", "Dites en une phrase"),
        ("a" * (LONGEST_SENTENCE + 1), "500 caractères"),
        ("a\x00", "illisible"),
    ],
)
def test_a_change_needs_words_that_can_be_read(either, draft, sentence, words):
    with pytest.raises(RuleBroken, match=words) as refusal:
        asked(either, draft, sentence)

    assert refusal.value.field == "sentence"


def test_the_last_verdict_of_a_stand_counts_and_every_one_stays(either, draft):
    first, second = an_account(), an_account()
    approved(either, draft, by=first)
    asked(either, draft, by=second)

    stand = opinions.opinions(either, draft).of(desk(either))
    assert (stand.opinion, [review.by for review in stand.reviews]) == (Opinion.ASKED, [second, first])


# What was read


def test_a_verdict_on_meetings_that_have_changed_meanwhile_is_refused(either, draft):
    before = seen(draft)
    drop(either, draft, meeting_of(draft))

    with pytest.raises(RuleBroken, match="a changé depuis"):
        reviews.approve(either, desk(either), before, an_account(), LATER)
    with pytest.raises(RuleBroken, match="a changé depuis"):
        reviews.ask_for_change(either, desk(either), before, "Non.", an_account(), LATER)

    assert said(either, draft)["EAU"] is Opinion.WAITING


def test_a_verdict_on_another_draft_than_the_one_shown_is_refused(either, fair, draft):
    """Even where the stand has the same meetings in both: it was not asked about this one."""
    before, other = seen(draft), a_draft_of(either, fair)
    reviews.show(either, other, None, LATER)
    assert digest(document(other), "EAU") == before.meetings_sha256

    with pytest.raises(RuleBroken, match="un autre brouillon"):
        reviews.approve(either, desk(either), before, an_account(), LATER)


def test_a_verdict_on_a_draft_that_was_taken_back_is_refused(either, draft):
    reviews.take_back(either, draft, None, LATER)

    with pytest.raises(RuleBroken, match="plus soumis"):
        approved(either, draft)

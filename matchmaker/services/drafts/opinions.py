"""Where the directorates stand on a draft: for each stand, what it said last and whether that still holds."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import Desk, DraftStep, Fair, Review, Schedule, Verdict
from matchmaker.scheduling.files import read_timetable
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.comparison import Change, changes
from matchmaker.services.drafts.reviews import digest, shown
from matchmaker.services.figures import Document, document

# How many states of a draft are looked through for the one that was read.
LOOKED_THROUGH = 10


class Opinion(enum.Enum):
    """What a stand says of the draft as it is now, what calls for the organiser first."""

    ASKED = "asked"
    AGAIN = "again"
    WAITING = "waiting"
    APPROVED = "approved"


@dataclass(frozen=True)
class StandOpinion:
    """One stand: all that it said of the draft, newest first, and the digest of its meetings now."""

    desk: Desk
    reviews: tuple[Review, ...]
    meetings_sha256: str

    @property
    def last(self) -> Review | None:
        """The one that counts."""
        return self.reviews[0] if self.reviews else None

    @property
    def opinion(self) -> Opinion:
        """A verdict on other meetings than those of now is to be given again."""
        if self.last is None:
            return Opinion.WAITING
        if self.last.meetings_sha256 != self.meetings_sha256:
            return Opinion.AGAIN
        return Opinion.APPROVED if self.last.verdict is Verdict.APPROVED else Opinion.ASKED


@dataclass(frozen=True)
class Opinions:
    """One draft, and every stand that it has, in the order of the fair."""

    draft: Schedule
    stands: tuple[StandOpinion, ...]

    def count(self, opinion: Opinion) -> int:
        return len(self.that(opinion))

    def that(self, *opinions: Opinion) -> tuple[StandOpinion, ...]:
        """The stands of these opinions, in the order in which the opinions are named."""
        return tuple(stand for opinion in opinions for stand in self.stands if stand.opinion is opinion)

    def of(self, desk: Desk) -> StandOpinion | None:
        """What that stand says; None if the draft knows nothing of it."""
        return next((stand for stand in self.stands if stand.desk.id == desk.id), None)

    @property
    def missing(self) -> int:
        """How many stands have not approved the draft as it is now."""
        return len(self.stands) - self.count(Opinion.APPROVED)

    @property
    def is_begun(self) -> bool:
        """Whether the directorates were asked, now or before."""
        return self.draft.shown_at is not None or any(stand.reviews for stand in self.stands)


def opinions(session: Session, draft: Schedule) -> Opinions:
    """What every stand says of ``draft``; two queries, whatever their number."""
    content, said = document(draft), _said(session, draft)
    desks = sa.select(Desk).where(Desk.fair_id == draft.fair_id).order_by(Desk.position)
    return Opinions(
        draft,
        tuple(
            StandOpinion(desk, tuple(said[desk.id]), digest(content, desk.code))
            for desk in session.scalars(desks.options(joinedload(Desk.directorate)))
            if desk.code in content.problem.desk
        ),
    )


def asked_of(session: Session, fair: Fair, desks: Collection[Desk]) -> Opinions | None:
    """The draft that is shown to the directorates, and these of its stands; None if none of them is asked."""
    draft = shown(session, fair)
    if draft is None:
        return None
    mine, all_of_them = {desk.id for desk in desks}, opinions(session, draft)
    stands = tuple(stand for stand in all_of_them.stands if stand.desk.id in mine)
    return replace(all_of_them, stands=stands) if stands else None


def changed_since(session: Session, draft: Schedule, stand: StandOpinion) -> tuple[Change, ...]:
    """What has become of the meetings that the stand read before its last verdict.

    They are looked for in the last states of the draft before that instant; nothing is told if they are in
    none of these.
    """
    if stand.last is None:
        return ()
    code, content = stand.desk.code, document(draft)
    for timetable in session.scalars(_states_before(draft, stand.last)):
        then = Document(content.problem, read_timetable(timetable))
        if digest(then, code) == stand.last.meetings_sha256:
            return changes(_meetings(then, code), _meetings(content, code))
    return ()


def _meetings(content: Document, desk: str) -> list[Booking]:
    return [one for one in content.result.meetings if one.desk == desk]


def _states_before(draft: Schedule, review: Review) -> sa.Select[bytes]:
    before = DraftStep.schedule_id == draft.id, DraftStep.at <= review.at
    newest = sa.select(DraftStep.timetable).where(*before).order_by(DraftStep.number.desc())
    return newest.limit(LOOKED_THROUGH)


def _said(session: Session, draft: Schedule) -> dict[int, list[Review]]:
    """The verdicts of each stand (its id), newest first."""
    given = sa.select(Review).where(Review.schedule_id == draft.id).order_by(Review.id.desc())
    loaded: Sequence[Review] = session.scalars(
        given.options(joinedload(Review.by), joinedload(Review.company))
    ).all()
    found = defaultdict(list)
    for review in loaded:
        found[review.desk_id].append(review)
    return found

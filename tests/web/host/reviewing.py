"""A draft that is shown to the stand EAU, and what its page says."""

from __future__ import annotations

import sqlalchemy as sa

from matchmaker.db import db
from matchmaker.models import Company, Review, StepDeed, Verdict
from matchmaker.scheduling import moves
from matchmaker.scheduling.problem import Pair
from matchmaker.services.drafts import drafting, reviews
from matchmaker.services.drafts.drafting import About
from matchmaker.services.figures import document
from tests.builders import AFTER_THE_DEADLINE, some_rules
from tests.pages import Opened, words
from tests.services.drafts import hand
from tests.services.small_fair import a_draft_of, drawn
from tests.web.host.conftest import Stand

DRAFT = "/direction/stands/EAU/brouillon"
APPROVE = f"{DRAFT}/valider"


def show(stand: Stand, *companies: str) -> None:
    """These companies ask; then the directorates are shown a draft of the fair as it is stored."""
    for name in companies:
        stand.asked(name)
    with stand.changed() as desk:
        if desk.fair.draw is None:
            db.session.add(some_rules(desk.fair))
            drawn(db.session(), desk.fair)
        reviews.show(db.session(), a_draft_of(db.session(), desk.fair), None, AFTER_THE_DEADLINE)


def sent(page: Opened) -> dict[str, str]:
    """What the forms of the page say of what was read."""
    hidden = {one.get("name", ""): one.get("value", "") for one in page.all("input")}
    return {name: hidden[name] for name in ("draft", "read")}


def section(page: Opened, name: str) -> str:
    found = [part for part in page.all("section") if part.get("aria-labelledby") == name]
    return words(found[0]) if found else ""


def verdicts(stand: Stand) -> list[tuple[Verdict, str, str | None]]:
    with stand.changed():
        given = db.session.scalars(sa.select(Review).order_by(Review.id))
        return [(one.verdict, one.sentence, one.company.name if one.company else None) for one in given]


def dropped(stand: Stand, name: str, reason: str = "Double emploi") -> None:
    """An organiser withdraws that company's request from the draft."""
    with stand.changed() as desk:
        draft = reviews.shown(db.session(), desk.fair)
        assert draft is not None
        content = document(draft)
        company = db.session.scalars(sa.select(Company).where(Company.name == name)).one()
        pair = Pair(company.code, desk.code)
        about = About(company=pair.company, desk=pair.desk, reason=reason)
        state = hand(*moves.dropped(content.problem, content.result.meetings, pair))
        drafting.take_step(
            db.session(), draft, draft.step, StepDeed.DROPPED, state, None, AFTER_THE_DEADLINE, about
        )

"""What the directorates say of a draft: it is shown to them, taken back, and read stand by stand."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.models import Fair, Schedule
from matchmaker.scheduling.problem import Pair
from matchmaker.services.drafts import reviews as deeds
from matchmaker.services.drafts.opinions import Opinion, Opinions, StandOpinion, opinions
from matchmaker.web import review_words
from matchmaker.web.addresses import Addresses
from matchmaker.web.clock import now
from matchmaker.web.organiser_workbench_asked import Sought, card_code
from matchmaker.web.reach import account_here, fair_here, schedule_or_404

# What a stand says that waits for the organiser, or for which the organiser waits again.
CALLING = (Opinion.ASKED, Opinion.AGAIN)


@dataclass(frozen=True)
class Line:
    """One stand, and where the organiser looks at what it says."""

    stand: StandOpinion
    address: str


@dataclass(frozen=True)
class ReviewsPanel:
    """The opinions on one draft; ``asking`` are the stands that ask for a change or must read again."""

    found: Opinions
    lines: tuple[Line, ...]
    asking: tuple[Line, ...]


def reviews(public_id: str) -> str:
    chosen, fair = schedule_or_404(public_id), fair_here()
    return render_template(
        "organiser/reviews.html",
        schedule=chosen,
        panel=panel_of(chosen),
        other=deeds.shown(db.session(), fair),
        by_when=review_words.until_when(fair, now()),
    )


def show_to_directorates(public_id: str) -> ResponseReturnValue:
    chosen = schedule_or_404(public_id)
    deeds.show(db.session(), chosen, account_here(), now())
    flash(_("Le brouillon « %(name)s » est soumis aux directions.", name=chosen.name))
    return redirect(url_for(".reviews", public_id=public_id))


def take_back_from_directorates(public_id: str) -> ResponseReturnValue:
    chosen = schedule_or_404(public_id)
    deeds.take_back(db.session(), chosen, account_here(), now())
    flash(_("Le brouillon « %(name)s » n’est plus soumis aux directions.", name=chosen.name))
    return redirect(url_for(".reviews", public_id=public_id))


def panel_of(draft: Schedule) -> ReviewsPanel:
    """What every stand says of the draft; a constant number of queries."""
    found = opinions(db.session(), draft)
    return ReviewsPanel(
        found,
        lines=tuple(Line(stand, _address(draft, stand)) for stand in found.stands),
        asking=tuple(Line(stand, _address(draft, stand)) for stand in found.that(*CALLING)),
    )


def panel_of_shown(fair: Fair) -> ReviewsPanel | None:
    """The same for the draft that is shown to the directorates, if any."""
    draft = deeds.shown(db.session(), fair)
    return None if draft is None else panel_of(draft)


def _address(draft: Schedule, stand: StandOpinion) -> str:
    """The workbench at the card that the stand speaks of, else at the stand."""
    desk, last = stand.desk.code, stand.last
    sought = Sought(draft.public_id)
    if last is None or last.company is None:
        return sought.address(desk=desk)
    return sought.address(card=card_code(Pair(last.company.code, desk)), anchor="card")


PAGES: Addresses = (("/plannings/<public_id>/avis", reviews),)
DEEDS: Addresses = (
    ("/plannings/<public_id>/soumettre", show_to_directorates),
    ("/plannings/<public_id>/retirer", take_back_from_directorates),
)

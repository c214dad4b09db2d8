"""What a visitor finds at the moment of the drafts: one is shown to the directorates, some have answered."""

from __future__ import annotations

from matchmaker.demo.moments import DRAFTS
from matchmaker.services.drafts import reviews
from matchmaker.services.drafts.opinions import Opinion, opinions
from tests.demo.stored import the_fair


def test_the_planned_draft_is_shown_and_some_stands_have_answered(drafts):
    shown = reviews.shown(drafts, the_fair(drafts))

    assert shown.name == "Avec les tables prévues"
    found = opinions(drafts, shown)
    counts = {opinion: found.count(opinion) for opinion in Opinion}
    assert counts == {Opinion.ASKED: 1, Opinion.AGAIN: 0, Opinion.WAITING: 6, Opinion.APPROVED: 3}
    (asking,) = found.that(Opinion.ASKED)
    assert (asking.last.by.name, asking.last.company is not None) == ("Référent, stand OUV, table 1", True)
    assert all(review.at < DRAFTS.now for stand in found.stands for review in stand.reviews)

"""What the scheduler found is said in a sentence that is true of this very timetable."""

from dataclasses import replace

import pytest

from matchmaker.scheduling.timetable import Level
from matchmaker.services.explanations import findings
from matchmaker.services.figures import document
from tests.services.small_fair import a_draft_of, a_small_fair, drawn


@pytest.fixture
def figures(session):
    """Two places for three companies: one goes without."""
    return document(a_draft_of(session, drawn(session, a_small_fair(session)))).figures


def said(figures):
    return {finding.title: finding.reached for finding in findings(figures)}["Tirage au sort"]


def test_the_draw_alone_says_who_goes_without_where_that_is_proven(figures):
    assert said(figures) == "Le tirage seul désigne qui reste sans rendez-vous : le numéro 3."


def test_where_a_hand_changed_it_the_draw_is_not_said_to_have_chosen(figures):
    levels = [replace(one, bound=None, proof=None) if one.name == "draw" else one for one in figures.levels]

    assert said(replace(figures, levels=tuple(levels))) == "Reste sans rendez-vous le numéro de tirage 3."


def test_nor_where_promises_come_before_it(figures):
    levels = (Level("kept", 2, 2, "matching"), *figures.levels)

    assert said(replace(figures, levels=levels)) == "Reste sans rendez-vous le numéro de tirage 3."

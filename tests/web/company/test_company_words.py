"""Why a request is not a meeting, in the words that its company reads."""

from __future__ import annotations

from flask import Flask

from matchmaker.services.company_day import Request, State
from matchmaker.web.company_words import explained, request_state
from tests.builders import AFTER_THE_DEADLINE, a_company, a_desk, a_fair, a_wish


def test_a_request_that_organisers_withdrew_says_their_reason_and_what_remains(app: Flask) -> None:
    fair = a_fair()
    request = Request(a_wish(a_company(fair), a_desk(fair)), State.DROPPED, words="Doublon avec Voirie.")
    with app.test_request_context():
        said = explained(request, AFTER_THE_DEADLINE)
        tag = request_state(request.state)

    assert said is not None
    assert said.sentence == "L’organisation a retiré cette demande. Motif : Doublon avec Voirie."
    assert "accueil acheteurs" in said.step
    assert tag == ("retirée par l’organisation", "warn")

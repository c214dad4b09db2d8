"""Pages of those who receive, leads and buyers: every address, then their home."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from matchmaker.db import db
from matchmaker.models import Role
from matchmaker.services import words
from matchmaker.services.askers import tallies
from matchmaker.services.done_for import done_for_host
from matchmaker.services.drafts.opinions import asked_of
from matchmaker.services.need_lists import needs_of
from matchmaker.services.stages import stage_of
from matchmaker.web import (
    addresses,
    fit_words,
    host_plannings,
    host_projects,
    host_requests,
    host_reviews,
    host_signals,
    host_words,
    organiser_words,
    project_words,
    public_words,
    review_words,
)
from matchmaker.web.addresses import Addresses
from matchmaker.web.clock import now
from matchmaker.web.journal_words import deed_in_words, stand_of
from matchmaker.web.project_words import Waiting, shelves
from matchmaker.web.reach import desks_here, fair_here, person_here

ROLES = (Role.HOST,)
bp = Blueprint("host", __name__, url_prefix="/direction")


def home() -> str:
    fair, desks = fair_here(), desks_here()
    stage, counted = stage_of(db.session(), fair, now()), tallies(db.session(), fair, desks)
    by_stage = {shelf.waiting: len(shelf.needs) for shelf in shelves(needs_of(db.session(), desks))}
    asked = asked_of(db.session(), fair, desks)
    usual = host_words.next_step(fair, stage, counted, by_stage.get(Waiting.CORRECTION, 0))
    return render_template(
        "host/home.html",
        fair=fair,
        stages=organiser_words.stage_items(stage),
        next=review_words.next_step(asked, fair, now()) or usual,
        tallies=counted,
        asked=asked,
        by_stage=by_stage,
        done=done_for_host(db.session(), fair, person_here()),
        deed=deed_in_words,
        stand_of=stand_of,
    )


PAGES: Addresses = (
    ("/", home),
    ("/projets", host_projects.projects),
    ("/projets/nouveau", host_projects.new_project),
    ("/projets/<code>", host_projects.project),
    ("/stands/<code>/demandes", host_requests.requests),
    ("/stands/<code>/demandes/<public_id>", host_requests.request_sheet),
    ("/stands/<code>/planning", host_plannings.desk_planning),
    ("/stands/<code>/signalements", host_signals.signals_made),
    ("/mon-planning", host_plannings.my_planning),
)
DEEDS: Addresses = (
    ("/projets/nouveau", host_projects.declare_project),
    ("/projets/<code>", host_projects.edit_project),
    ("/projets/<code>/supprimer", host_projects.remove_project),
    ("/stands/<code>/demandes/<public_id>", host_requests.answer_request),
    ("/stands/<code>/demandes/<public_id>/rapide", host_requests.answer_quickly),
    ("/stands/<code>/signalements", host_signals.point_out),
)
addresses.give(bp, PAGES, DEEDS)
addresses.give(bp, host_reviews.PAGES, host_reviews.DEEDS)
addresses.keep_the_fair(bp)


@bp.context_processor
def _words() -> dict[str, Any]:
    """What templates call to say a state: ``say.answer_tag(answer)``."""
    return {
        "say": host_words,
        "terms": words,
        "project_words": project_words,
        "public_words": public_words,
        "fit_words": fit_words,
        "review_words": review_words,
    }

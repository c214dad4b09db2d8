"""Pages of a company: every address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g

from matchmaker.models import Role
from matchmaker.web import (
    company_activities,
    company_colleagues,
    company_home,
    company_profile,
    company_registration,
    company_stands,
    company_wishes,
    company_words,
)
from matchmaker.web.reach import fair_here

ROLES = (Role.COMPANY,)
bp = Blueprint("company", __name__, url_prefix="/entreprise")


PAGES: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/", company_home.home),
    ("/rendez-vous", company_home.timetable),
    ("/stands", company_stands.stand_list),
    ("/stands/<code>/demande", company_stands.asking),
    ("/demandes", company_wishes.wishes),
    ("/demandes/<code>", company_wishes.wish),
    ("/demandes/<code>/retrait", company_wishes.withdrawing),
    ("/fiche", company_profile.profile),
    ("/fiche/secteurs", company_profile.sectors),
    ("/fiche/presence", company_profile.presence),
    ("/fiche/coordonnees", company_profile.details),
    ("/fiche/numero", company_registration.number),
    ("/activites", company_activities.activities),
    ("/charte", company_registration.charter),
    ("/inscription/retrait", company_registration.leaving_fair),
    ("/collegues", company_colleagues.colleague_list),
)
DEEDS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/stands/<code>/demande", company_stands.ask),
    ("/demandes/<code>", company_wishes.reword),
    ("/demandes/<code>/place", company_wishes.move),
    ("/demandes/<code>/retrait", company_wishes.withdraw),
    ("/fiche/secteurs", company_profile.set_sectors),
    ("/fiche/presence", company_profile.set_presence),
    ("/fiche/coordonnees", company_profile.set_details),
    ("/fiche/numero", company_registration.correct_number),
    ("/activites/ajout", company_activities.add_activity),
    ("/activites/retrait", company_activities.remove_activity),
    ("/charte", company_registration.accept_charter),
    ("/inscription/renvoi", company_registration.resubmit),
    ("/inscription/retrait", company_registration.leave_fair),
    ("/inscription/reprise", company_registration.come_back),
    ("/collegues", company_colleagues.invite),
    ("/collegues/quitter", company_colleagues.leave),
)
for address, page in PAGES:
    bp.add_url_rule(address, view_func=page, methods=["GET"])
for address, deed in DEEDS:
    bp.add_url_rule(address, view_func=deed, methods=["POST"])


@bp.context_processor
def _words() -> dict[str, Any]:
    """What templates call to say a state: ``say.request_state(request.state)``."""
    return {"say": company_words}


@bp.before_request
def _know_the_fair() -> None:
    """Every page stands under the fair's name and keeps its time."""
    g.fair = fair_here()
    g.timezone = g.fair.timezone

"""Pages of a company: every address."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from matchmaker.models import Role
from matchmaker.web import (
    addresses,
    company_activities,
    company_colleagues,
    company_home,
    company_profile,
    company_registration,
    company_stands,
    company_wishes,
    company_words,
)
from matchmaker.web.addresses import Addresses

ROLES = (Role.COMPANY,)
bp = Blueprint("company", __name__, url_prefix="/entreprise")


PAGES: Addresses = (
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
DEEDS: Addresses = (
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
addresses.give(bp, PAGES, DEEDS)
addresses.keep_the_fair(bp)


@bp.context_processor
def _words() -> dict[str, Any]:
    """What templates call to say a state: ``say.request_state(request.state)``."""
    return {"say": company_words}

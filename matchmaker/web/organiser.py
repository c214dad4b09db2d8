"""Pages of those who prepare the fair: every address, then the dashboard.

Organisers and the procurement department share them: both prepare, run and publish. What is the procurement
department's alone is countersigning refusals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, url_for

from matchmaker.db import db
from matchmaker.models import Role
from matchmaker.services import words
from matchmaker.services.headcount import demand
from matchmaker.services.readiness import readiness
from matchmaker.web import (
    addresses,
    organiser_capacity,
    organiser_drafts,
    organiser_draw,
    organiser_equity,
    organiser_exports,
    organiser_imports,
    organiser_messages,
    organiser_projects,
    organiser_public_projects,
    organiser_publishing,
    organiser_rebalance,
    organiser_rebalanced,
    organiser_refusals,
    organiser_registrations,
    organiser_reviews,
    organiser_rule_costs,
    organiser_rules,
    organiser_runs,
    organiser_schedules,
    organiser_timetable,
    organiser_words,
    organiser_workbench,
    review_words,
)
from matchmaker.web.addresses import Addresses
from matchmaker.web.clock import now
from matchmaker.web.organiser_glance import glance
from matchmaker.web.reach import fair_here

ROLES = (Role.ORGANISER, Role.PROCUREMENT)
bp = Blueprint("organiser", __name__, url_prefix="/organisateur")


def home() -> str:
    fair = fair_here()
    ready, stands = readiness(db.session(), fair, now()), demand(db.session(), fair)
    return render_template(
        "organiser/home.html",
        fair=fair,
        ready=ready,
        demand=stands,
        busiest=max((stand.requests for stand in stands), default=0),
        links=_links(),
        glance=glance(db.session(), fair),
        reviews=organiser_reviews.panel_of_shown(fair),
    )


def _links() -> Mapping[str, str]:
    """Where a step is taken, for those that have a page."""
    draw, schedules = url_for(".draw"), url_for(".schedules")
    return {
        "rules": url_for(".rules"),
        "needs": url_for(".projects"),
        "draw-commit": draw,
        "registrations": url_for(".registrations"),
        "refusals": url_for(".refusals"),
        "draw-reveal": draw,
        "run": schedules,
        "publish": schedules,
    }


PAGES: Addresses = (
    ("/", home),
    ("/inscriptions", organiser_registrations.registrations),
    ("/inscriptions/<public_id>", organiser_registrations.registration),
    ("/inscriptions/<public_id>/refuser", organiser_registrations.refusing),
    ("/projets", organiser_projects.projects),
    ("/projets/<code>", organiser_projects.project),
    ("/projets/<code>/consultation", organiser_public_projects.confirm_consultation),
    ("/projets/<code>/retrait", organiser_public_projects.confirm_withdrawal),
    ("/projets/<code>/correction", organiser_public_projects.correction),
    ("/refus", organiser_refusals.refusals),
    ("/regles", organiser_rules.rules),
    ("/messages", organiser_messages.messages),
    ("/messages/<number>", organiser_messages.message),
    ("/imports", organiser_imports.imports),
    ("/imports/modeles/<kind>.<ending>", organiser_imports.import_template),
    ("/imports/<public_id>", organiser_imports.imported),
    ("/imports/<public_id>/compte-rendu.csv", organiser_imports.import_report_csv),
    ("/imports/<public_id>/compte-rendu.xlsx", organiser_imports.import_report_xlsx),
    ("/exports", organiser_exports.exports),
    ("/exports/<what>.<ending>", organiser_exports.export_file),
    ("/tirage", organiser_draw.draw),
    ("/calculs/<public_id>", organiser_runs.run),
    ("/calculs/<public_id>/etat", organiser_runs.run_state),
    ("/plannings/cout-des-regles", organiser_rule_costs.rule_costs),
    ("/plannings/<public_id>/par-table", organiser_timetable.by_table),
    ("/plannings/<public_id>/par-creneau", organiser_timetable.by_slot),
    ("/plannings/<public_id>/par-entreprise", organiser_timetable.by_company),
    ("/plannings/<public_id>/sans-creneau", organiser_timetable.unplaced),
    ("/plannings/<public_id>/probleme.json", organiser_timetable.problem_file),
    ("/plannings/<public_id>/planning.json", organiser_timetable.timetable_file),
    ("/plannings/<public_id>/planning.xlsx", organiser_timetable.workbook),
    ("/plannings/<public_id>/planning.csv", organiser_timetable.csv),
)
DEEDS: Addresses = (
    ("/inscriptions/inviter", organiser_registrations.invite_contacts),
    ("/inscriptions/valider", organiser_registrations.validate_registrations),
    ("/inscriptions/<public_id>/valider", organiser_registrations.validate_registration),
    ("/inscriptions/<public_id>/refuser", organiser_registrations.refuse_registration),
    ("/projets/publication", organiser_projects.publish_projects),
    ("/projets/<code>/valider", organiser_projects.validate_project),
    ("/projets/<code>/publier", organiser_projects.publish_project),
    ("/projets/<code>/renvoyer", organiser_projects.send_back_project),
    ("/projets/<code>/consultation", organiser_public_projects.launch_consultation),
    ("/projets/<code>/retrait", organiser_public_projects.withdraw_project),
    ("/projets/<code>/correction", organiser_public_projects.correct_project),
    ("/refus/<public_id>/contresigner", organiser_refusals.countersign),
    ("/regles", organiser_rules.change_rules),
    ("/regles/verrouiller", organiser_rules.lock_rules),
    ("/imports", organiser_imports.receive_import),
    ("/imports/<public_id>/verifier", organiser_imports.verify_import),
    ("/imports/<public_id>/importer", organiser_imports.apply_import),
    ("/tirage/empreinte", organiser_draw.commit_draw),
    ("/tirage/revelation", organiser_draw.reveal_draw),
    ("/calculs", organiser_runs.ask_for_run),
)
addresses.give(bp, PAGES, DEEDS)
addresses.give(bp, organiser_schedules.PAGES, organiser_schedules.DEEDS)
addresses.give(bp, organiser_drafts.PAGES, organiser_drafts.DEEDS)
addresses.give(bp, organiser_publishing.PAGES, organiser_publishing.DEEDS)
addresses.give(bp, organiser_capacity.PAGES, organiser_capacity.DEEDS)
addresses.give(bp, organiser_equity.PAGES, organiser_equity.DEEDS)
addresses.give(bp, organiser_workbench.PAGES, organiser_workbench.DEEDS)
addresses.give(bp, organiser_rebalance.PAGES, organiser_rebalance.DEEDS)
addresses.give(bp, organiser_rebalanced.PAGES, organiser_rebalanced.DEEDS)
addresses.give(bp, organiser_reviews.PAGES, organiser_reviews.DEEDS)
addresses.keep_the_fair(bp)


@bp.context_processor
def _words() -> dict[str, Any]:
    """What templates call to say a state: ``say.status_name(step.status)``."""
    return {
        "say": organiser_words,
        "terms": words,
        "review_words": review_words,
        "workbench_of": organiser_runs.workbench_of,
    }

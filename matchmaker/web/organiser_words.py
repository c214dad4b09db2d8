"""The states of a fair, of a step and of a schedule, as the organiser's pages say them."""

from __future__ import annotations

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from matchmaker.models import Schedule
from matchmaker.services.drafts.shelf import Proof
from matchmaker.services.headcount import Headcount
from matchmaker.services.progress import Status, Who
from matchmaker.services.stages import Stage
from matchmaker.web.grid import SlotList


def stage_name(stage: Stage) -> str:
    names = {
        Stage.PREPARATION: _("Préparation"),
        Stage.REQUESTS_OPEN: _("Demandes ouvertes"),
        Stage.REQUESTS_CLOSED: _("Demandes closes"),
        Stage.DRAFTS: _("Brouillons"),
        Stage.PUBLISHED: _("Planning publié"),
        Stage.THE_DAY: _("Le jour du salon"),
        Stage.CLOSED: _("Salon terminé"),
        Stage.ARCHIVED: _("Archivé"),
    }
    return names[stage]


def stage_items(now: Stage) -> list[tuple[str, str, str]]:
    """The life of the fair as ``ui.steps`` takes it."""
    states = {-1: "done", 0: "current", 1: "coming"}
    return [
        (stage_name(stage), states[(stage.number > now.number) - (stage.number < now.number)], "")
        for stage in Stage
    ]


def status_name(status: Status) -> str:
    names = {
        Status.DONE: _("fait"),
        Status.TO_DO: _("à faire"),
        Status.WAITING: _("en attente"),
        Status.LATER: _("plus tard"),
        Status.MISSED: _("non fait"),
    }
    return names[status]


def status_kind(status: Status) -> str:
    """The colour of its tag; the word says the same."""
    kinds = {Status.DONE: "good", Status.TO_DO: "warn", Status.MISSED: "bad"}
    return kinds.get(status, "plain")


def who_name(who: Who) -> str:
    names = {
        Who.ORGANISER: _("organisation"),
        Who.PROCUREMENT: _("service des achats"),
        Who.DIRECTORATES: _("directions"),
        Who.COMPANIES: _("entreprises"),
    }
    return names[who]


def deed_name(code: str) -> str:
    """The button that leads to where a step is taken."""
    names = {
        "rules": _("Écrire les règles"),
        "needs": _("Voir les projets d’achat"),
        "registrations": _("Voir les inscriptions"),
        "refusals": _("Voir les refus"),
        "draw-commit": _("Publier l’empreinte"),
        "draw-reveal": _("Révéler le tirage"),
        "run": _("Calculer un planning"),
        "publish": _("Choisir un brouillon"),
    }
    return names[code]


def key_figures(count: Headcount) -> list[tuple[str, str, str]]:
    """What the dashboard counts, as ``ui.figures`` takes it."""
    companies, asking = count.registered, count.companies_asking
    return [
        (
            format_decimal(companies),
            ngettext("entreprise inscrite", "entreprises inscrites", companies),
            ngettext("dont %(num)d demande un rendez-vous", "dont %(num)d demandent un rendez-vous", asking),
        ),
        (format_decimal(count.wishes), ngettext("demande", "demandes", count.wishes), ""),
        (
            format_decimal(count.places),
            ngettext("place", "places", count.places),
            _("%(tables)d tables, %(slots)d créneaux", tables=count.tables, slots=count.slots),
        ),
        (
            format_decimal(count.meetings),
            ngettext("rendez-vous publié", "rendez-vous publiés", count.meetings),
            "",
        ),
    ]


def schedule_title(schedule: Schedule) -> str:
    """« Planning, version 2 » once published; else the draft's name."""
    if schedule.version is not None:
        return _("Planning, version %(version)d", version=schedule.version)
    return _("Brouillon n° %(number)d : %(name)s", number=schedule.number, name=schedule.name)


def schedule_state(schedule: Schedule) -> tuple[str, str]:
    """In what state it is, and the colour of its tag."""
    if schedule.is_standing:
        return _("publié"), "good"
    if schedule.replaced_at is not None:
        return _("remplacé"), "plain"
    if schedule.discarded_at is not None:
        return _("écarté"), "plain"
    if schedule.is_simulation:
        return _("simulation"), "warn"
    return _("brouillon"), "plain"


def proof_of(proof: Proof) -> tuple[str, str]:
    """What is known of a timetable, and the colour of its tag."""
    words = {
        Proof.PROVEN: (_("démontré"), "good"),
        Proof.BY_HAND: (_("à la main"), "plain"),
        Proof.UNPROVEN: (_("non démontré"), "warn"),
    }
    return words[proof]


def origin(schedule: Schedule) -> str:
    """What a draft was made from, at which of its steps; empty if from nothing."""
    source, step = schedule.made_from, schedule.made_from_step
    if source is None:
        return ""
    if source.version is not None:
        return _("d’après la version %(version)d", version=source.version)
    if not step:
        return _("d’après le brouillon n° %(number)d", number=source.number)
    return _("d’après le brouillon n° %(number)d, étape %(step)d", number=source.number, step=step)


def views() -> list[tuple[str, str]]:
    """The pages of one schedule: endpoint and name."""
    return [
        ("schedule", _("Résultat")),
        ("workbench", _("Atelier")),
        ("by_table", _("Par table")),
        ("by_slot", _("Par créneau")),
        ("by_company", _("Par entreprise")),
        ("unplaced", _("Sans créneau")),
        ("compare_schedule", _("Comparer")),
        ("reviews", _("Avis des directions")),
        ("equal_treatment", _("Égalité de traitement")),
    ]


def slot_caption(found: SlotList) -> str:
    """How many are received at that time, and how many places stay free."""
    meetings = ngettext("%(num)d rendez-vous", "%(num)d rendez-vous", len(found.cards))
    if not found.free:
        return _("%(meetings)s, aucune place libre", meetings=meetings)
    return ngettext(
        "%(meetings)s, %(num)d place libre",
        "%(meetings)s, %(num)d places libres",
        found.free,
        meetings=meetings,
    )


def companies_found(found: int, of: int) -> str:
    """How many of all companies a search keeps."""
    if found == of:
        return ngettext("%(num)d entreprise", "%(num)d entreprises", of)
    return ngettext("%(num)d entreprise sur %(of)d", "%(num)d entreprises sur %(of)d", found, of=of)

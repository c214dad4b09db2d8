"""The demonstration in a few lines, as the terminal shows them."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.demo.build import Built
from matchmaker.models import Company, Fair, Schedule, Wish
from matchmaker.scheduling.timetable import Figure, Level
from matchmaker.services.explanations import proof_in_words
from matchmaker.services.figures import Figures, document
from matchmaker.services.schedules import readable


def summary(session: Session, built: Built) -> list[str]:
    """What was asked, what the published draft gives, how well that is proven, and how fast it was found."""
    content = document(built.schedule)
    figures, slots = content.figures, len(content.problem.slots)
    return [
        _title(session, built.schedule.fair),
        _places(figures, slots),
        _asked(session, built.schedule.fair, figures),
        _given(session, built.schedule),
        *(_level(level) for level in figures.levels),
        _("Temps de calcul : %(seconds)s s", seconds=format_decimal(round(built.seconds, 2))),
    ]


def _title(session: Session, fair: Fair) -> str:
    return f"{fair.name('fr')}, {fair.organisation.name}"


def _places(figures: Figures, slots: int) -> str:
    words: str = _(
        "%(places)d places : %(tables)d tables × %(slots)d créneaux",
        places=figures.places,
        tables=sum(desk.tables for desk in figures.desks),
        slots=slots,
    )
    return words


def _asked(session: Session, fair: Fair, figures: Figures) -> str:
    wishes = session.scalar(sa.select(sa.func.count(Wish.id)).where(Wish.fair_id == fair.id)) or 0
    companies = session.scalar(sa.select(sa.func.count(Company.id)).where(Company.fair_id == fair.id))
    words: str = _(
        "%(wishes)d demandes de %(companies)d entreprises ; %(refused)d refusées par les directions",
        wishes=wishes,
        companies=companies,
        refused=wishes - figures.requests,
    )
    return words


def _given(session: Session, schedule: Schedule) -> str:
    """Counted as on the schedule's page: also those all of whose requests were refused."""
    given = readable(session, schedule, "fr")
    counts = [
        ngettext("%(num)d entreprise en a %(met)d", "%(num)d entreprises en ont %(met)d", number, met=met)
        for met, number in given.companies_by_meetings
    ]
    words: str = _(
        "%(meetings)d rendez-vous : %(counts)s", meetings=len(given.cards), counts=", ".join(counts)
    )
    return words


def _level(level: Level) -> str:
    """« Premiers rendez-vous : 109 (borne 109), démontré par couplage »."""
    names = {
        "served": _("Reçues au moins une fois (un groupe compte pour une)"),
        "draw": _("Numéros de tirage restés sans rendez-vous"),
        "worth": _("Priorité des rendez-vous accordés"),
        "idle": _("Créneaux d’attente entre deux rendez-vous"),
    }
    value, bound = _figure(level.value), _figure(level.bound)
    if level.is_proven and level.proof is not None:
        proof: str = _("démontré %(how)s", how=proof_in_words(level.proof))
    else:
        proof = _("démontré") if level.is_proven else _("non démontré")
    words: str = _(
        "%(name)s : %(value)s (borne %(bound)s, %(proof)s)",
        name=names[level.name],
        value=value,
        bound=bound,
        proof=proof,
    )
    return words


def _figure(value: Figure | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, int):
        return str(format_decimal(value))
    return ", ".join(map(str, value)) or "–"

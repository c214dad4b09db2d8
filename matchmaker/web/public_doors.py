"""The three doors of the home page: companies, directorates, organisers; what each finds behind it now.

In the demonstration a door lets whoever pushes it play that part; elsewhere one signs in, or up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.models import Fair, Membership, Role
from matchmaker.services import door as registration_door
from matchmaker.services.stages import Stage
from matchmaker.web import access, account
from matchmaker.web.language import day, hour


@dataclass(frozen=True)
class Action:
    """What one does at a door: ``role`` is played in the demonstration, else ``address`` is opened."""

    label: str
    address: str
    role: str = ""


@dataclass(frozen=True)
class Door:
    """One kind of person: what the service does for them now, and where they enter."""

    code: str
    title: str
    sentence: str
    main: Action
    other: Action | None = None

    @property
    def actions(self) -> Iterator[tuple[Action, str]]:
        """What one may do, the first thing first, with the kind of its button."""
        yield self.main, "primary"
        if self.other is not None:
            yield self.other, "secondary"


def doors(session: Session, fair: Fair, stage: Stage, now: datetime) -> tuple[Door, ...]:
    """The doors of ``fair``'s page, in the order in which people come."""
    here = access.membership()
    mine = here if here is not None and here.fair_id == fair.id else None
    opened = registration_door.door(session, fair, now)
    return (
        _company(fair, stage, opened, mine),
        _directorate(fair, stage, mine),
        _organiser(stage, mine),
    )


def _company(fair: Fair, stage: Stage, opened: registration_door.Door, mine: Membership | None) -> Door:
    own = _enter(Role.COMPANY, _("Mon espace"), _("Entrer comme entreprise"), mine)
    main, other = _company_actions(fair, opened, own, mine)
    return Door("company", _("Entreprise"), _company_sentence(fair, stage, opened), main, other)


def _company_actions(
    fair: Fair, opened: registration_door.Door, own: Action, mine: Membership | None
) -> tuple[Action, Action | None]:
    """Signing up comes first as long as one can; who is a company already enters."""
    sign_up = Action(_("Inscrire mon entreprise"), url_for("sign_up.start"))
    is_open = opened is registration_door.Door.OPEN
    if own.role or (mine is not None and mine.role is Role.COMPANY):
        return own, sign_up if own.role and is_open else None
    if is_open:
        return sign_up, own
    if opened is registration_door.Door.CLOSED:
        return own, None
    return Action(_("Voir les projets d’achat"), url_for("public.project_list", slug=fair.slug)), own


def _company_sentence(fair: Fair, stage: Stage, opened: registration_door.Door) -> str:
    opens = {"day": day(fair.requests_open_at), "hour": hour(fair.requests_open_at)}
    closes = {"day": day(fair.requests_close_at), "hour": hour(fair.requests_close_at)}
    if opened is registration_door.Door.NOT_READY:
        return _("Les inscriptions ouvriront bientôt ; d’ici là, repérez les projets qui vous concernent.")
    sentences = {
        Stage.PREPARATION: _(
            "Les inscriptions ouvrent le %(day)s à %(hour)s ; d’ici là, repérez les projets qui vous "
            "concernent.",
            **opens,
        ),
        Stage.REQUESTS_OPEN: _(
            "Inscrivez-vous, puis classez vos demandes de rendez-vous : tout peut changer jusqu’au %(day)s "
            "à %(hour)s.",
            **closes,
        ),
        Stage.PUBLISHED: _("Vos rendez-vous sont prêts, avec une raison pour chaque demande sans créneau."),
        Stage.THE_DAY: _(
            "Votre heure et votre table ; et, sans rendez-vous, l’accueil acheteurs jusqu’à %(hour)s.",
            hour=hour(fair.exchange_ends_at),
        ),
        Stage.CLOSED: _("Le salon est terminé ; votre espace garde ce que vous avez demandé et obtenu."),
    }
    waiting = _("Les inscriptions sont closes ; votre espace garde vos demandes, et le planning se prépare.")
    return sentences.get(_kind(stage), waiting)


def _directorate(fair: Fair, stage: Stage, mine: Membership | None) -> Door:
    sentences = {
        Stage.PREPARATION: _(
            "Décrivez vos projets d’achat et vos questions aux entreprises avant le %(day)s.",
            day=day(fair.requests_open_at),
        ),
        Stage.REQUESTS_OPEN: _("Lisez qui demande à vous rencontrer et pourquoi, puis répondez."),
        Stage.PUBLISHED: _("Qui vous recevez, à quelle table et à quelle heure."),
        Stage.THE_DAY: _("Qui vous recevez ce matin, à quelle table et à quelle heure."),
        Stage.CLOSED: _("Retrouvez vos stands, vos projets et qui vous avez reçu."),
    }
    waiting = _("Finissez de répondre aux demandes : le planning de vos stands se prépare.")
    main = _enter(Role.HOST, _("Mes stands"), _("Entrer comme direction"), mine)
    return Door("host", _("Direction"), sentences.get(_kind(stage), waiting), main)


def _organiser(stage: Stage, mine: Membership | None) -> Door:
    sentences = {
        Stage.PREPARATION: _("Préparez les stands, les projets et les règles, et voyez ce qui manque."),
        Stage.REQUESTS_OPEN: _("Validez les inscriptions et suivez les demandes, stand par stand."),
        Stage.PUBLISHED: _(
            "Combien d’entreprises sont reçues, lesquelles ne le sont pas et pourquoi, preuve à l’appui."
        ),
        Stage.THE_DAY: _("Le planning du matin, table par table."),
        Stage.CLOSED: _("Le planning tel qu’il a été publié, avec ses chiffres et ses raisons."),
    }
    waiting = _(
        "Calculez le planning, et voyez qui est reçu, qui ne l’est pas et pourquoi, preuve à l’appui."
    )
    main = _enter(Role.ORGANISER, _("Tableau de bord"), _("Entrer comme organisateur"), mine)
    return Door("organiser", _("Organisateur"), sentences.get(_kind(stage), waiting), main)


def _kind(stage: Stage) -> Stage:
    """An archived fair is as over as a closed one."""
    return Stage.CLOSED if stage is Stage.ARCHIVED else stage


def _enter(role: Role, label: str, played: str, mine: Membership | None) -> Action:
    """Play the part in the demonstration; else one's own pages, or signing in on the way there."""
    if current_app.config["DEMO"]:
        return Action(played, url_for("demo.play"), role.value)
    if mine is not None and account.HOMES[mine.role] == account.HOMES[role]:
        return Action(label, account.home_of(mine))
    return Action(label, url_for("account.sign_in", next=url_for(account.HOMES[role])))

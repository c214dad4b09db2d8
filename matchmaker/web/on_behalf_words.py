"""What is said around somebody who is in another's place: on every page, and where something is closed."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.models import Role
from matchmaker.services.on_behalf import Mode, Over, Standing
from matchmaker.web.language import hour


class Bar(NamedTuple):
    """The strip above every page; ``act`` leads from looking to acting."""

    kind: str
    text: str
    reason: str
    left: str
    act: str
    button: str


class Closed(NamedTuple):
    """What is said where something is closed; ``act`` leads from looking to acting."""

    title: str
    text: str
    act: str = ""


def bar_of(standing: Standing | None, clock: datetime) -> Bar | None:
    """For whom, since when, why and for how long still; none for who is themselves."""
    if standing is None:
        return None
    if standing.over is not None:
        return Bar("over", over_words(standing), "", "", "", _("C’est compris"))
    left = _left(standing, clock)
    since = {"name": standing.name, "hour": hour(standing.line.at)}
    if standing.begun.mode is Mode.SEE:
        text = _("Vous voyez le service comme « %(name)s » depuis %(hour)s, en lecture seule.", **since)
        return Bar("see", text, "", left, _act_address(standing), _("Arrêter"))
    text = _("Vous agissez pour « %(name)s » depuis %(hour)s.", **since)
    return Bar("act", text, standing.begun.reason, left, "", _("Arrêter"))


def over_words(standing: Standing) -> str:
    """Why it ended by itself."""
    if standing.over is Over.TIME and standing.name:
        return _("Le temps est écoulé : vous n’êtes plus à la place de « %(name)s ».", name=standing.name)
    if standing.over is Over.TIME:
        return _("Le temps est écoulé : vous avez retrouvé votre rôle.")
    return _("Personne ne peut plus prendre cette place : vous avez retrouvé votre rôle.")


def closed_words(standing: Standing, endpoint: str, is_deed: bool) -> Closed:
    """Why a page or a deed is closed, and how to go on."""
    said = _closed_words(standing, endpoint)
    nothing = _("Rien n’a été enregistré.")
    return said._replace(text=f"{nothing} {said.text}") if is_deed else said


def _closed_words(standing: Standing, endpoint: str) -> Closed:
    if standing.over is not None:
        return Closed(_("C’est terminé"), over_words(standing))
    if not _is_of_the_person(standing, endpoint):
        words = _(
            "Vous êtes à la place de « %(name)s ». Retrouvez d’abord votre rôle : vos pages vous attendent.",
            name=standing.name,
        )
        return Closed(_("Vous êtes à la place de quelqu’un d’autre"), words)
    if standing.begun.mode is Mode.SEE:
        words = _("Pour agir à la place de « %(name)s », dites d’abord pourquoi.", name=standing.name)
        return Closed(_("Vous regardez seulement"), words, _act_address(standing))
    return Closed(_("Cela ne se fait pas à la place d’un autre"), _own_words(endpoint))


def _is_of_the_person(standing: Standing, endpoint: str) -> bool:
    of = Role.COMPANY if standing.person is None else standing.person.role
    return endpoint.partition(".")[0] == of.value


def _own_words(endpoint: str) -> str:
    """Why nobody does this for somebody else."""
    team = _("Qui fait partie de l’entreprise se décide entre collègues.")
    words = {
        "company.accept_charter": _("La charte est un engagement personnel : seule l’entreprise l’accepte."),
        "company.correct_number": _(
            "Le numéro dit qui est l’entreprise, et le tirage en part : elle seule le corrige."
        ),
        "company.invite": team,
        "company.leave": team,
    }
    return words.get(endpoint, _("Seule la personne concernée peut le faire."))


def _left(standing: Standing, clock: datetime) -> str:
    minutes = max(1, -(-int((standing.begun.until - clock).total_seconds()) // 60))
    return ngettext("Encore %(num)d minute.", "Encore %(num)d minutes.", minutes)


def _act_address(standing: Standing) -> str:
    if standing.person is None:
        return ""
    kind = "entreprise" if standing.person.role is Role.COMPANY else "direction"
    return url_for("on_behalf.person", kind=kind, key=standing.person.key)

"""Why a stand suits a company, in a sentence: to the company itself, and to those who may receive it.

Both read the same facts; only the voice differs. Place and size are no reason and cannot be said here.
"""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.models import CpvCode
from matchmaker.services.fit import FitReason


def to_company(reason: FitReason, locale: str) -> str:
    """« Vous avez obtenu des marchés sous le code CPV 45232410 … ; ce stand annonce 4 projets … »."""
    where, announced = _where(reason, locale), _announced(reason)
    if not isinstance(reason.about, CpvCode):
        return _(
            "Vous travaillez dans le secteur %(where)s ; %(announced)s", where=where, announced=announced
        )
    if reason.won:
        return _("Vous avez obtenu des marchés %(where)s ; %(announced)s", where=where, announced=announced)
    return _("Vous travaillez %(where)s ; %(announced)s", where=where, announced=announced)


def to_host(reason: FitReason, locale: str) -> str:
    """« L’entreprise a obtenu des marchés sous le code CPV 45232410 … ; ce stand annonce 4 projets … »."""
    where, announced = _where(reason, locale), _announced(reason)
    if not isinstance(reason.about, CpvCode):
        return _(
            "L’entreprise déclare travailler dans le secteur %(where)s ; %(announced)s",
            where=where,
            announced=announced,
        )
    if reason.won:
        return _(
            "L’entreprise a obtenu des marchés %(where)s ; %(announced)s", where=where, announced=announced
        )
    return _("L’entreprise déclare travailler %(where)s ; %(announced)s", where=where, announced=announced)


def _where(reason: FitReason, locale: str) -> str:
    """The code itself if the company has that very one, else the family that it shares with the projects."""
    code, name = reason.about.code, reason.about.label(locale)
    if not isinstance(reason.about, CpvCode):
        return _("« %(name)s »", name=name)
    if code in (reason.won or reason.declared):
        return _("sous le code CPV %(code)s « %(name)s »", code=code, name=name)
    return _("dans la famille du code CPV %(code)s « %(name)s »", code=code, name=name)


def _announced(reason: FitReason) -> str:
    return ngettext(
        "ce stand annonce %(num)d projet dans ce domaine.",
        "ce stand annonce %(num)d projets dans ce domaine.",
        len(reason.needs),
    )

"""A registration in words: its state, the size of the company, what a filter found."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.models import Company, CpvOrigin, SizeClass, Wish
from matchmaker.services.closed_lists import size_names
from matchmaker.services.registrations import Registrations, State
from matchmaker.web.language import current as language
from matchmaker.web.project_words import titles


def state_name(state: State) -> str:
    names = {
        State.WAITING: _("à valider"),
        State.VALIDATED: _("validée"),
        State.REFUSED: _("refusée"),
        State.WITHDRAWN: _("retirée"),
    }
    return names[state]


def state_kind(state: State) -> str:
    """The colour of its tag; the word says the same."""
    kinds = {State.WAITING: "warn", State.VALIDATED: "good", State.REFUSED: "bad"}
    return kinds.get(state, "plain")


def choices(page: Registrations) -> list[tuple[str, str, int]]:
    """Every state to choose from, as addresses call it, in words, with its number of companies."""
    names = {
        State.WAITING: _("À valider"),
        State.VALIDATED: _("Validées"),
        State.REFUSED: _("Refusées"),
        State.WITHDRAWN: _("Retirées"),
    }
    each = [(state.value, names[state], page.counts.get(state, 0)) for state in State]
    return [("", _("Toutes"), page.total), *each]


def found(page: Registrations) -> str:
    """How many of all are shown."""
    shown = len(page.found)
    if shown == page.total:
        return ngettext("%(num)d inscription", "%(num)d inscriptions", shown)
    return ngettext("%(num)d inscription sur %(of)d", "%(num)d inscriptions sur %(of)d", shown, of=page.total)


def number_name(company: Company) -> str:
    """What kind of number a company has."""
    return _("SIREN") if company.siren else _("Numéro d’immatriculation étranger")


def sectors(company: Company) -> str:
    """The sectors in which a company works, in their order."""
    return ", ".join(sector.label(language()) for sector in company.sectors)


def projects(wish: Wish) -> str:
    """The projects about which a company asks."""
    return titles(wish.needs)


def size_name(size: SizeClass | None) -> str:
    return _("non précisée") if size is None else size_names()[size]


def origin_name(origin: CpvOrigin) -> str:
    names = {CpvOrigin.DECLARED: _("déclaré"), CpvOrigin.WON: _("marché obtenu")}
    return names[origin]

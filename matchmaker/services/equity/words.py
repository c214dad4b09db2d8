"""Equal treatment in words: why a lower request has a place, what arrival explains, what was done by hand."""

from __future__ import annotations

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from matchmaker.models import SizeClass, StepDeed
from matchmaker.services.closed_lists import size_names
from matchmaker.services.equity.arrival import Link, Reading
from matchmaker.services.equity.cases import Why
from matchmaker.services.equity.panel import FRANCE, Equity, Share


def why_name(why: Why) -> str:
    """The reason in a few words, for a table that counts."""
    names = {
        Why.PINNED: _("Verrou de l’organisation"),
        Why.BY_HAND: _("Placé à la main"),
        Why.PROMISED: _("Déjà publié"),
        Why.DRAW: _("Tirage"),
        Why.ONLY_PLACE: _("Seule place possible pour une autre"),
        Why.ABSENT: _("Absente à cette heure"),
        Why.ANNOUNCED: _("Annoncée pour plus tard"),
        Why.OWN_MEETING: _("Elle-même en rendez-vous"),
        Why.BREATHING: _("Pause demandée"),
        Why.QUOTA: _("Nombre de rendez-vous atteint"),
        Why.FIRST_MEETING: _("Seul rendez-vous d’une autre"),
        Why.OPEN: _("À revoir : rien ne s’y oppose"),
    }
    return names[why]


def why_sentence(why: Why, is_proven: bool) -> str:
    """The reason in a sentence; « elle » is the company whose request found no place."""
    if why is Why.FIRST_MEETING and is_proven:
        return _(
            "L’entreprise reçue n’a que ce rendez-vous (règle 4), et la recevoir ailleurs ne réunirait pas "
            "plus de points : c’est démontré."
        )
    sentences = {
        Why.PINNED: _("L’organisation a verrouillé ce rendez-vous."),
        Why.BY_HAND: _("L’organisation a placé ce rendez-vous à la main."),
        Why.PROMISED: _("Ce rendez-vous était déjà publié : il est maintenu (règle 1)."),
        Why.DRAW: _("L’entreprise reçue n’a que ce rendez-vous, et le tirage l’a placée avant (règle 4)."),
        Why.ONLY_PLACE: _(
            "Cette place était la seule possible pour une autre entreprise : la donner à celle-ci aurait "
            "privé quelqu’un de son seul rendez-vous (règle 4)."
        ),
        Why.ABSENT: _("Elle est absente à cette heure."),
        Why.ANNOUNCED: _(
            "Son rendez-vous était annoncé pour plus tard : personne n’est reçu plus tôt qu’annoncé."
        ),
        Why.OWN_MEETING: _("Elle est elle-même en rendez-vous à cette heure."),
        Why.BREATHING: _("Elle a demandé une pause entre deux rendez-vous."),
        Why.QUOTA: _("Elle a déjà tous les rendez-vous permis."),
        Why.FIRST_MEETING: _("L’entreprise reçue n’a que ce rendez-vous (règle 4)."),
        Why.OPEN: _("Rien ne s’y oppose : l’échange réunirait plus de points."),
    }
    return sentences[why]


def open_sentence(equity: Equity) -> str:
    """Where a case that nothing explains comes from, and what to do."""
    if equity.overrides.since_the_run:
        return _(
            "Ce planning a été modifié à la main depuis le dernier calcul : recalculez ces stands, ou gardez "
            "la modification en sachant ce qu’elle coûte."
        )
    return _("Ce planning n’est pas démontré optimal : relancez le calcul en lui laissant plus de temps.")


def reading_name(reading: Reading) -> tuple[str, str]:
    """What a correlation says in a few words, and the colour of its tag."""
    names = {
        Reading.TOO_FEW: (_("trop peu d’entreprises"), "plain"),
        Reading.ALL_ALIKE: (_("rien à comparer"), "plain"),
        Reading.NOTHING: (_("n’explique rien"), "good"),
        Reading.EARLY_FAVOURED: (_("à examiner"), "bad"),
        Reading.LATE_FAVOURED: (_("à examiner"), "bad"),
    }
    return names[reading]


def link_sentence(link: Link) -> str:
    """What a correlation says, with its figures."""
    if link.reading is Reading.TOO_FEW:
        return ngettext(
            "%(num)d entreprise : une corrélation ne dirait rien.",
            "%(num)d entreprises : une corrélation ne dirait rien.",
            link.companies,
        )
    if link.reading is Reading.ALL_ALIKE:
        return _("Toutes sont arrivées en même temps, ou ont reçu autant : il n’y a rien à comparer.")
    words = {
        Reading.NOTHING: _("L’ordre d’arrivée n’explique rien"),
        Reading.EARLY_FAVOURED: _("Les premières arrivées sont mieux servies"),
        Reading.LATE_FAVOURED: _("Les dernières arrivées sont mieux servies"),
    }
    return _(
        "%(reading)s : corrélation %(value)s sur %(companies)s entreprises. %(chance)s",
        reading=words[link.reading],
        value=correlation(link),
        companies=format_decimal(link.companies),
        chance=_chance(link),
    )


def _chance(link: Link) -> str:
    if not link.as_strong:
        return _(
            "Aucun des %(all)s ordres tirés au hasard ne donne un lien aussi fort.",
            all=format_decimal(link.shuffles),
        )
    return ngettext(
        "Sur %(all)s ordres tirés au hasard, %(num)d donne un lien au moins aussi fort.",
        "Sur %(all)s ordres tirés au hasard, %(num)d donnent un lien au moins aussi fort.",
        link.as_strong,
        all=format_decimal(link.shuffles),
    )


def correlation(link: Link) -> str:
    """To two decimals, with a true minus sign; a dash where there is none."""
    if link.value is None:
        return "–"
    words: str = format_decimal(round(link.value, 2) or 0.0, format="0.00")
    return words.replace("-", "−")


def rate(share: Share) -> str:
    """Of a hundred companies how many are received, or why that is not said."""
    if share.percent is None:
        return ngettext(
            "%(num)d entreprise : un pourcentage ne dirait rien",
            "%(num)d entreprises : un pourcentage ne dirait rien",
            share.companies,
        )
    words: str = _("%(share)s %%", share=format_decimal(share.percent))
    return words


def size_label(size: SizeClass | None) -> str:
    return _("non déclarée") if size is None else size_names()[size]


def sector_label(sector: str | None) -> str:
    return sector or _("aucun secteur déclaré")


def country_label(country: str | None) -> str:
    """France by name, other countries by the letters of their numbers."""
    if country is None:
        return _("inscription supprimée depuis")
    return _("France") if country == FRANCE else _("Autre pays (%(letters)s)", letters=country)


def deed_name(deed: StepDeed) -> str:
    """What was done by hand, as a heading over a meeting."""
    names = {
        StepDeed.MOVED: _("rendez-vous déplacé"),
        StepDeed.SWAPPED: _("deux rendez-vous échangés"),
        StepDeed.REPLACED: _("mise à la place d’une autre"),
        StepDeed.ADDED: _("rendez-vous ajouté"),
        StepDeed.DROPPED: _("demande retirée"),
        StepDeed.RESTORED: _("demande rétablie"),
        StepDeed.PINNED: _("rendez-vous verrouillé"),
        StepDeed.UNPINNED: _("rendez-vous déverrouillé"),
        StepDeed.ACCEPTED: _("proposition acceptée en partie"),
    }
    return names.get(deed, deed.value)

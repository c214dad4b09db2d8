"""Advice on capacity in words: what is missing, what would be enough, what was counted and what supposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.services.capacity.demand import Demand
from matchmaker.services.capacity.facts import Facts
from matchmaker.services.capacity.layout import Period, Variant
from matchmaker.services.capacity.outcomes import Outcome, Range
from matchmaker.web.language import hour, listed, number

SHORTEST = 3


def variant_name(place: int) -> str:
    return _("Variante %(letter)s", letter="ABC"[place])


def summary(one: Outcome, known: Facts) -> str:
    """What sets a variant apart, in one line."""
    made = one.variant
    tables = sum(count for _code, count in made.tables)
    sentence = _(
        "%(minutes)d + %(pause)d minutes, %(tables)s, %(quota)s au plus",
        minutes=made.slot_minutes,
        pause=made.changeover_minutes,
        tables=ngettext("%(num)d table", "%(num)d tables", tables),
        quota=ngettext("%(num)d rendez-vous", "%(num)d rendez-vous", made.meetings_per_company),
    )
    return _("%(sentence)s : comme aujourd’hui", sentence=sentence) if made == known.current else sentence


def advice_sentences(one: Outcome, known: Facts) -> list[str]:
    """What is missing for everybody's first meeting, and what would be enough."""
    if one.advice.is_enough:
        return [_enough(one)]
    found = [_missing(one.missing), _tables(one, known)]
    if one.advice.slots is not None:
        found.append(_slots(one, known.period))
    return found


def _enough(one: Outcome) -> str:
    if one.simulations == 1:
        return _("Chaque entreprise qui demande peut avoir un premier rendez-vous.")
    sound = sum(count == 0 for count in one.advice.missing)
    return _(
        "Chaque entreprise a un premier rendez-vous dans %(sound)d simulations sur %(all)d.",
        sound=sound,
        all=one.simulations,
    )


def _missing(missing: Range) -> str:
    sentence = ngettext(
        "Pour que chaque entreprise ait un premier rendez-vous, il faut %(num)d place de plus",
        "Pour que chaque entreprise ait un premier rendez-vous, il faut %(num)d places de plus",
        missing.middle,
    )
    if missing.is_one:
        return _("%(sentence)s.", sentence=sentence)
    spread = {"low": number(missing.low), "high": number(missing.high)}
    return _("%(sentence)s (de %(low)s à %(high)s selon la simulation).", sentence=sentence, **spread)


def _tables(one: Outcome, known: Facts) -> str:
    if one.advice.tables is None:
        return _("Des tables seules n’y suffisent pas.")
    labels, at = dict(known.labels), defaultdict[int, list[str]](list)
    for code, count in one.advice.tables:
        at[count].append(_("« %(desk)s »", desk=labels[code]))
    return _("Par exemple : %(tables)s.", tables=listed(_more(count, at[count]) for count in sorted(at)))


def _more(count: int, desks: list[str]) -> str:
    """So many tables more, at one stand or at each of several."""
    if len(desks) == 1:
        return ngettext(
            "une table de plus au stand %(desk)s",
            "%(num)d tables de plus au stand %(desk)s",
            count,
            desk=desks[0],
        )
    return ngettext(
        "une table de plus à chacun des stands %(desks)s",
        "%(num)d tables de plus à chacun des stands %(desks)s",
        count,
        desks=", ".join(desks),
    )


def _slots(one: Outcome, period: Period) -> str:
    more = one.advice.slots or 0
    made = one.variant
    sentence = ngettext(
        "Ou %(num)d créneau de plus : finir à %(hour)s",
        "Ou %(num)d créneaux de plus : finir à %(hour)s",
        more,
        hour=hour(one.ends_at + more * made.step),
    )
    shorter = _shorter(made, period, one.slots + more)
    if shorter is None:
        return _("%(sentence)s.", sentence=sentence)
    return _("%(sentence)s, ou des rendez-vous de %(minutes)d minutes.", sentence=sentence, minutes=shorter)


def _shorter(made: Variant, period: Period, slots: int) -> int | None:
    """The longest meetings of which so many fit the morning as it is."""
    lengths = range(made.slot_minutes - 1, SHORTEST - 1, -1)
    return next((m for m in lengths if period.slots(m, made.changeover_minutes) >= slots), None)


def basis(one: Outcome, demand: Demand | None) -> str:
    """What the figures are counted on."""
    if demand is None:
        return _(
            "Compté sur les demandes recevables telles qu’elles sont maintenant : %(requests)s demandes de "
            "%(companies)s entreprises ou groupes.",
            requests=number(one.requests.middle),
            companies=number(one.asking.middle),
        )
    return _(
        "Compté sur %(all)d salons simulés de %(companies)s entreprises, avec environ "
        "%(requests)s demandes. Chaque chiffre est celui du milieu ; dessous, le plus petit et "
        "le plus grand.",
        all=one.simulations,
        companies=number(demand.companies),
        requests=number(one.requests.middle),
    )


def assumptions(known: Facts, found: list[Outcome], demand: Demand | None) -> Iterator[str]:
    """What is exact, and what is supposed."""
    if demand is None:
        yield _(
            "Les réponses des directions et les heures de présence comptent ; les rendez-vous "
            "verrouillés ou publiés, non."
        )
    else:
        yield from _supposed(known)
    if known.bare.policy == "floor":
        yield _("Le nombre d’entreprises reçues est exact : aucun planning ne peut en recevoir davantage.")
    else:
        yield _(
            "À points égaux, plusieurs plannings se valent : un autre recevrait peut-être d’autres "
            "entreprises."
        )
    if all(one.is_exact for one in found):
        yield _("Les rendez-vous et les points sont exacts : chacun a trouvé son créneau.")
    else:
        yield _("Les rendez-vous et les points sont des maximums : tous n’ont pas trouvé leur créneau.")
    yield _("L’attente entre deux rendez-vous n’est pas comptée : il faut un planning pour la connaître.")


def _supposed(known: Facts) -> Iterator[str]:
    yield _(
        "Chaque entreprise demande des stands différents, tirés au hasard ; les mêmes pour chaque variante."
    )
    if known.attraction.is_known:
        yield _("Un stand attire selon le nombre de ses projets d’achat.")
    else:
        yield _("Tous les stands attirent autant : aucun projet d’achat n’est encore écrit.")
    yield _(
        "Toutes les entreprises sont présentes du début à la fin, et aucune direction n’a répondu : seul le "
        "rang des choix donne des points."
    )

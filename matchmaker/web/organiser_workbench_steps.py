"""The steps of a draft in words, and what a wish that found no place would cost.

A step is said as a noun, so that it can follow « Annuler : » as well as the name of who took it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.models import DraftStep, StepDeed
from matchmaker.scheduling.price import Price
from matchmaker.services.drafts.rearranging import Deed, Wanted
from matchmaker.services.reasons import reason_sentence
from matchmaker.web.organiser_workbench_words import Words


@dataclass(frozen=True)
class _Told:
    """What the words of a step are made of: whose meeting, from where to where, who gave way."""

    name: str
    desk: str
    before: str
    after: str
    other: str


def step_words(step: DraftStep, words: Words) -> str:
    """What a step did to a draft."""
    if step.company is None:
        return _WHOLE.get(step.deed, _another_change)()
    told = _Told(
        name=words.company(step.company),
        desk=words.desk(step.desk),
        before=_place(step.slot_before, step.table_before, words),
        after=_place(step.slot_after, step.table_after, words),
        other=words.company(step.other),
    )
    return _OF_A_MEETING.get(step.deed, _another)(told)


def _place(slot: str | None, table: str | None, words: Words) -> str:
    return words.place(slot, table) if slot and table else _("sans créneau")


def _moved(told: _Told) -> str:
    return _("déplacement de %(name)s (%(desk)s) : %(before)s → %(after)s", **told.__dict__)


def _swapped(told: _Told) -> str:
    return _("échange de %(name)s et %(other)s (%(desk)s) : %(before)s ↔ %(after)s", **told.__dict__)


def _replaced(told: _Told) -> str:
    return _("%(name)s à la place de %(other)s (%(desk)s), %(after)s", **told.__dict__)


def _added(told: _Told) -> str:
    return _("ajout de %(name)s (%(desk)s), %(after)s", **told.__dict__)


def _dropped(told: _Told) -> str:
    return _("retrait de %(name)s (%(desk)s), %(before)s", **told.__dict__)


def _restored(told: _Told) -> str:
    return _("rétablissement de la demande de %(name)s (%(desk)s)", **told.__dict__)


def _pinned(told: _Told) -> str:
    return _("verrouillage de %(name)s (%(desk)s), %(after)s", **told.__dict__)


def _unpinned(told: _Told) -> str:
    return _("déverrouillage de %(name)s (%(desk)s), %(after)s", **told.__dict__)


def _another(told: _Told) -> str:
    return _("changement pour %(name)s (%(desk)s)", **told.__dict__)


def _another_change() -> str:
    said: str = _("changement")
    return said


_OF_A_MEETING: dict[StepDeed, Callable[[_Told], str]] = {
    StepDeed.MOVED: _moved,
    StepDeed.SWAPPED: _swapped,
    StepDeed.REPLACED: _replaced,
    StepDeed.ADDED: _added,
    StepDeed.DROPPED: _dropped,
    StepDeed.RESTORED: _restored,
    StepDeed.PINNED: _pinned,
    StepDeed.UNPINNED: _unpinned,
}
_WHOLE: dict[StepDeed, Callable[[], str]] = {
    StepDeed.COMPUTED: lambda: _("calcul du planning"),
    StepDeed.COPIED: lambda: _("copie d’un autre planning"),
    StepDeed.RUN: lambda: _("nouveau calcul"),
    StepDeed.PREVIEWED: lambda: _("aperçu d’un rééquilibrage"),
    StepDeed.REPAIRED: lambda: _("rééquilibrage"),
    StepDeed.ACCEPTED: lambda: _("rééquilibrage accepté en partie"),
}


def wanted_words(wanted: Wanted, words: Words) -> str:
    """What somebody wanted to do with a card."""
    named = {"name": words.company(wanted.pair.company), "desk": words.desk(wanted.pair.desk)}
    if wanted.place is not None:
        return _("poser %(name)s (%(desk)s) à %(place)s", place=words.place(*wanted.place), **named)
    names = {
        Deed.PIN: _("verrouiller %(name)s (%(desk)s)", **named),
        Deed.UNPIN: _("déverrouiller %(name)s (%(desk)s)", **named),
        Deed.DROP: _("retirer %(name)s (%(desk)s)", **named),
    }
    return names.get(wanted.deed, _("rétablir la demande de %(name)s (%(desk)s)", **named))


def price_words(price: Price, draw: tuple[str, ...], words: Words) -> str:
    """What it would cost that a wish be a meeting, in the best timetable that holds it."""
    if price.impossible is not None:
        return _("Aucun planning ne peut la contenir. %(why)s", why=reason_sentence(price.impossible))
    if price.loses is not None:
        return _somebody_goes_without(price, draw, words)
    if not price.is_exact:
        return _at_least(price.loss)
    if price.level is None:
        return _("La placer ne coûterait aucun point.")
    cost = ngettext("La placer coûterait %(num)d point.", "La placer coûterait %(num)d points.", price.loss)
    gone = ", ".join(f"{words.company(pair.company)} ({words.desk(pair.desk)})" for pair in price.given_up)
    return f"{cost} {_('Rendez-vous rendus : %(gone)s.', gone=gone)}" if gone else cost


def _somebody_goes_without(price: Price, draw: tuple[str, ...], words: Words) -> str:
    loser = words.party(draw[(price.loses or 1) - 1])
    if price.gains is None:
        return _(
            "La placer laisserait %(loser)s sans rendez-vous, sans recevoir personne de plus.", loser=loser
        )
    return _(
        "La placer irait contre le tirage : %(loser)s n’aurait plus de rendez-vous, au profit de %(gainer)s.",
        loser=loser,
        gainer=words.party(draw[price.gains - 1]),
    )


def _at_least(loss: int) -> str:
    if not loss:
        return _("On ne le sait pas au juste ; peut-être rien.")
    return ngettext(
        "La placer coûterait au moins %(num)d point.", "La placer coûterait au moins %(num)d points.", loss
    )

"""The words of « Rééquilibrer »: what can be said, the three ways of a late opening, how sure a result is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from matchmaker.models import Happened, LateWay
from matchmaker.services.reasons import reason_sentence
from matchmaker.services.rebalancing.late_opening import WayPreview
from matchmaker.services.rebalancing.outcome import Cause, Certainty, Lost
from matchmaker.web.language import hour


@dataclass(frozen=True)
class WayCard:
    """One of the three ways, as it is chosen: its name, what it means, its figures line by line."""

    way: str
    name: str
    meaning: str
    figures: tuple[tuple[str, str], ...]
    refusal: str


def hint(kind: Happened) -> str:
    """One line under the name of what can be said."""
    hints = {
        Happened.TABLE_LOST: _(
            "La table est occupée, ou personne n’y reçoit, entre deux heures que vous indiquez."
        ),
        Happened.PERSON_LATE: _("Sa table ferme jusque-là, sauf si quelqu’un d’autre y est."),
        Happened.COMPANY_GONE: _("Une ou plusieurs à la fois ; leurs places profitent à d’autres."),
        Happened.COMPANY_LATE: _("Ses rendez-vous d’avant son arrivée sont déplacés si possible."),
        Happened.NEWCOMERS: _("Celles qui ne sont pas dans le planning publié."),
        Happened.TABLE_ADDED: _("Un stand ouvre une table, pour la matinée ou une partie."),
        Happened.COMPANY_BACK: _("Elle s’était retirée, et vient finalement."),
    }
    return hints.get(kind, "")


def explanation(kind: Happened) -> str:
    """What the form asks, and what follows from it."""
    words = {
        Happened.TABLE_LOST: _(
            "Ses rendez-vous passent à d’autres tables ou à d’autres heures, si c’est possible."
        ),
        Happened.PERSON_LATE: _(
            "Une table reste ouverte tant que quelqu’un y est. Choisissez tout le stand si personne n’y est."
        ),
        Happened.COMPANY_GONE: _("Les rendez-vous déjà tenus restent ; les autres sont libérés."),
        Happened.COMPANY_LATE: _("Elle garde ses rendez-vous d’après son arrivée."),
        Happened.NEWCOMERS: _("Elles comptent dans tout nouveau calcul, sans rien enlever à personne."),
        Happened.TABLE_ADDED: _(
            "Les demandes sans créneau de ce stand y trouvent place, dans l’ordre des règles."
        ),
        Happened.COMPANY_BACK: _("Elle compte de nouveau, comme avant son retrait."),
    }
    return words.get(kind, "")


def way_cards(ways: Iterable[WayPreview]) -> list[WayCard]:
    return [WayCard(one.way.value, *_way(one.way), tuple(_figures(one)), one.refusal) for one in ways]


def _way(way: LateWay) -> tuple[str, str]:
    names = {
        LateWay.DROP: (
            _("Supprimer les premiers créneaux"),
            _(
                "Les autres créneaux gardent leur durée et leur heure ; les rendez-vous d’avant "
                "l’ouverture sont déplacés ou perdus."
            ),
        ),
        LateWay.SHORTEN: (
            _("Raccourcir les rendez-vous"),
            _(
                "Chacun garde son rendez-vous, plus court et un peu plus tard, sans finir après "
                "l’heure prévue."
            ),
        ),
        LateWay.OVERRUN: (
            _("Finir plus tard"),
            _("Chacun garde son rendez-vous, aussi long que prévu ; tout est décalé, la fin aussi."),
        ),
    }
    return names[way]


def _figures(one: WayPreview) -> Iterable[tuple[str, str]]:
    if one.starts_at is None or one.last_at is None or one.ends_at is None:
        return
    yield _("Rendez-vous maintenus"), str(one.kept)
    yield _("dont à une autre heure, avec leur créneau"), str(one.shifted)
    yield _("dont à un autre créneau"), str(one.moved)
    yield _("Rendez-vous perdus"), str(one.lost)
    yield _("Entreprises qui n’en ont plus"), str(one.without)
    yield _("Durée d’un rendez-vous"), " – ".join(_("%(minutes)d min", minutes=m) for m in one.minutes)
    yield _("Premier rendez-vous"), hour(one.starts_at)
    yield _("Dernier rendez-vous"), hour(one.last_at)
    yield _("Fin"), hour(one.ends_at)


def certainty(found: Certainty) -> tuple[str, str, str]:
    """A word in a pill, its colour, and the sentence that says what it means."""
    words = {
        Certainty.PREVIEW: (
            _("aperçu"),
            "warn",
            _(
                "Calculé en un instant : toutes les règles sont respectées, mais un meilleur planning "
                "existe peut-être."
            ),
        ),
        Certainty.PROVEN: (
            _("démontré"),
            "good",
            _("On ne peut ni maintenir plus de rendez-vous, ni, à nombre égal, en déplacer moins."),
        ),
        Certainty.UNPROVEN: (
            _("non démontré"),
            "warn",
            _("Le calcul s’est arrêté avant d’avoir fini : un meilleur planning existe peut-être."),
        ),
        Certainty.ACCEPTED: (
            _("accepté en partie"),
            "warn",
            _(
                "Les règles ont été vérifiées, mais le résultat n’est pas démontré : une partie "
                "seulement a été acceptée."
            ),
        ),
        Certainty.BY_HAND: (
            _("modifié à la main"),
            "warn",
            _(
                "Les règles ont été vérifiées, mais le résultat n’est plus démontré : il a été modifié "
                "depuis le calcul."
            ),
        ),
    }
    return words[found]


def why_lost(lost: Lost) -> str:
    """What kept a promised meeting from being kept."""
    if lost.cause is Cause.GONE:
        return _("L’entreprise ne vient plus.")
    if lost.reason is None:
        return _("Ce rendez-vous n’est plus demandé, ou n’est plus permis.")
    if lost.reason.code == "stopped":
        return _("L’aperçu ne lui a pas trouvé de place ; le calcul complet cherche encore.")
    return reason_sentence(lost.reason)

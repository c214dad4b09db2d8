"""What stands beside the grid: the card that is picked up, the wishes without a place, those withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from matchmaker.models import DraftStep
from matchmaker.scheduling.price import Prices
from matchmaker.scheduling.problem import Pair
from matchmaker.scheduling.timetable import Booking, Reason, ReasonCode, Unplaced
from matchmaker.services.drafts.workbench import Bench
from matchmaker.services.reasons import next_step, reason_name, reason_sentence
from matchmaker.web.organiser_workbench_asked import UNSERVED, Sought, card_code
from matchmaker.web.organiser_workbench_cards import asked_words
from matchmaker.web.organiser_workbench_steps import price_words
from matchmaker.web.organiser_workbench_words import Words

AT_MOST = 40


@dataclass(frozen=True)
class Held:
    """The chosen card: what it is, where it stands or why it does not, what may be done beside laying it."""

    pair: Pair
    company: str
    desk: str
    asked: str
    place: str
    is_pinned: bool
    is_unasked: bool
    is_dropped: bool
    is_set_aside: bool
    reason: str
    price: str
    price_address: str
    drop_effect: str
    let_go: str


@dataclass(frozen=True)
class Waiting:
    """A wish without a place, in the list beside the grid."""

    anchor: str
    address: str
    company: str
    desk: str
    asked: str
    reason: str
    is_unserved: bool
    is_chosen: bool


@dataclass(frozen=True)
class Withdrawn:
    """A wish, or a meeting that nobody wished, that an organiser took out of this draft."""

    pair: Pair
    anchor: str
    company: str
    desk: str
    step: DraftStep
    may_be_restored: bool


@dataclass(frozen=True)
class Aside:
    """All of it; ``total``: how many wishes wait, of which the first are listed."""

    held: Held | None
    waiting: tuple[Waiting, ...]
    total: int
    withdrawn: tuple[Withdrawn, ...]


def aside(
    bench: Bench, words: Words, sought: Sought, companies: frozenset[str] | None, chosen: Pair | None
) -> Aside:
    """What stands beside the grid; ``companies``: the codes of those that are sought, None for all."""
    waiting = [one for one in bench.document.result.unplaced if _is_sought(bench, sought, companies, one)]
    waiting.sort(key=lambda one: _order(bench, words, one))
    return Aside(
        held=None if chosen is None else _held(bench, words, sought, chosen),
        waiting=tuple(_waiting(bench, words, sought, one, chosen) for one in waiting[:AT_MOST]),
        total=len(waiting),
        withdrawn=tuple(_withdrawn(bench, words)),
    )


def _is_sought(bench: Bench, sought: Sought, companies: frozenset[str] | None, one: Unplaced) -> bool:
    if companies is not None and one.company not in companies:
        return False
    if sought.show == UNSERVED and one.company not in bench.unserved:
        return False
    return sought.desk in ("", one.desk)


def _order(bench: Bench, words: Words, one: Unplaced) -> tuple[bool, int, str, int]:
    """Who meets nobody first, as the draw has it; then by name and choice."""
    is_unserved = one.company in bench.unserved
    drawn = bench.problem.rank[bench.companies[one.company].party] if is_unserved else 0
    asked = bench.asked.get(Pair(one.company, one.desk))
    return not is_unserved, drawn, words.company(one.company).casefold(), asked.rank if asked else 0


def _waiting(bench: Bench, words: Words, sought: Sought, one: Unplaced, chosen: Pair | None) -> Waiting:
    pair = Pair(one.company, one.desk)
    code = card_code(pair)
    return Waiting(
        anchor=f"w-{code}",
        address=sought.address(card=code, price=False, page=0, anchor=_row_of(sought, pair)),
        company=words.company(one.company),
        desk=words.desk(one.desk),
        asked=asked_words(bench.asked.get(pair)),
        reason=_reason_name(one.reason.code),
        is_unserved=one.company in bench.unserved,
        is_chosen=pair == chosen,
    )


def _row_of(sought: Sought, pair: Pair) -> str:
    """Where in the grid a card without a place may go."""
    return f"e-{pair.company}" if sought.is_by_company else f"d-{pair.desk}"


def _withdrawn(bench: Bench, words: Words) -> Iterator[Withdrawn]:
    for pair, step in bench.dropped.items():
        yield Withdrawn(
            pair=pair,
            anchor=f"w-{card_code(pair)}",
            company=words.company(pair.company),
            desk=words.desk(pair.desk),
            step=step,
            may_be_restored=pair in bench.asked and pair.company in bench.problem.company,
        )


def _held(bench: Bench, words: Words, sought: Sought, pair: Pair) -> Held:
    standing = bench.standing.get(pair)
    missed = _missed(bench, pair) if standing is None else None
    is_wished, is_asked = pair in bench.problem.worth, pair in bench.asked
    address = sought.address(price=True, anchor="card")
    return Held(
        pair=pair,
        company=words.company(pair.company),
        desk=words.desk(pair.desk),
        asked=asked_words(bench.asked.get(pair)),
        place="" if standing is None else words.place(standing.slot, standing.table),
        is_pinned=standing is not None and standing.pinned,
        is_unasked=not is_wished,
        is_dropped=is_asked and pair in bench.dropped,
        is_set_aside=is_asked and not is_wished and pair not in bench.dropped,
        reason="" if missed is None else _reason_sentence(missed.reason),
        price=_price(bench, words, pair) if sought.price and missed is not None else "",
        price_address=address if missed is not None and not sought.price else "",
        drop_effect="" if standing is None else _drop_effect(bench, words, standing),
        let_go=sought.address(
            card="", price=False, anchor="" if standing is None else f"c-{card_code(pair)}"
        ),
    )


def _reason_name(code: ReasonCode) -> str:
    """Of a draft made by hand no search was stopped: there is simply a better one, perhaps."""
    return _("À placer") if code == "stopped" else reason_name(code)


def _reason_sentence(reason: Reason) -> str:
    if reason.code == "stopped":
        return _(
            "Aucune règle ne l’explique : en changeant d’autres rendez-vous, elle trouverait peut-être place."
        )
    return f"{reason_sentence(reason)} {next_step(reason.code)}"


def _missed(bench: Bench, pair: Pair) -> Unplaced | None:
    found = (one for one in bench.document.unplaced if Pair(one.company, one.desk) == pair)
    return next(found, None)


def _price(bench: Bench, words: Words, pair: Pair) -> str:
    found = Prices(bench.problem, bench.document.result).of(pair)
    return price_words(found, bench.problem.draw, words)


def _drop_effect(bench: Bench, words: Words, standing: Booking) -> str:
    effect = replace(bench.moves.dropping(standing.pair), displaced=None)
    figures = words.figures(effect)
    return " ".join([f"{figures[:1].upper()}{figures[1:]}.", *words.consequences(effect)])

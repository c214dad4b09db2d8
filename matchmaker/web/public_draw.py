"""The public draw: what is announced, what is revealed, and how anybody computes it again.

The digests of those who take part are not listed. A SIREN has nine digits: whoever tries them all (minutes on
a laptop) would read from such a list who registered, which is nobody's business. What is published instead is
how many digests begin with each hexadecimal digit. A company that computes its own digest sees from these
sixteen counts between which numbers its own must lie, and learns nothing about anybody else.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from stdnum.fr import siren as siren_rules

from matchmaker.models import Draw, Fair, Schedule
from matchmaker.scheduling import draw as method

# Fewer would leave digits under which nobody, or one company, stands.
ENOUGH_TO_COUNT = 48
LONGEST_PARTY = 40
# Well-formed, and nobody's: range 000 is never attributed.
EXAMPLE_PARTY = "000123455"
HEXADECIMAL = "0123456789abcdef"
_SIREN = re.compile(r"G?[0-9]{9}")
_SIRET = re.compile(r"[0-9]{14}")


@dataclass(frozen=True)
class Share:
    """How many drew a digest that begins with ``digit``; their numbers go from ``first`` to ``last``."""

    digit: str
    count: int
    first: int
    last: int


@dataclass(frozen=True)
class Drawn:
    """Those who took part: at the draw, and later (their numbers follow); shares only if enough took part."""

    parties: int
    newcomers: int
    shares: tuple[Share, ...]


class Recipe(NamedTuple):
    """Commands for a terminal, with what the first one must answer."""

    commitment: str
    digest: str
    python: str


@dataclass(frozen=True)
class Fingerprints:
    """What was asked of the scheduler and what it answered, for one published version, as SHA-256."""

    version: int
    published_at: datetime
    problem_sha256: str
    timetable_sha256: str


@dataclass(frozen=True)
class DrawPage:
    """What may be told now; ``revealed`` is None before, and the secret then stays where it is."""

    draw: Draw | None
    revealed: Revealed | None
    fingerprints: tuple[Fingerprints, ...]


@dataclass(frozen=True)
class Revealed:
    """What everybody knows after the deadline."""

    secret: str
    public_number: str
    at: datetime
    recipe: Recipe
    drawn: Drawn
    own: OwnNumber | None


@dataclass(frozen=True)
class OwnNumber:
    """What somebody computes for one party: its digest, and where its number lies if it took part."""

    party: str
    digest: str
    remark: str
    share: Share | None


def draw_page(session: Session, fair: Fair, typed: str, now: datetime) -> DrawPage:
    """The page of the draw, with the number of the party that somebody typed; few queries, always as many."""
    draw = fair.draw
    return DrawPage(draw, _revealed(draw, typed, now) if draw else None, _fingerprints(session, fair))


def _revealed(draw: Draw, typed: str, now: datetime) -> Revealed | None:
    if draw.revealed_at is None or draw.public_number is None or draw.revealed_at > now:
        return None
    taking_part = drawn(draw.secret, draw.public_number, [rank.party for rank in draw.ranks])
    own = own_number(draw.secret, draw.public_number, typed, taking_part.shares)
    return Revealed(
        secret=draw.secret,
        public_number=draw.public_number,
        at=draw.revealed_at,
        recipe=recipe(draw.secret, draw.public_number, own.party if own else EXAMPLE_PARTY),
        drawn=taking_part,
        own=own,
    )


def _fingerprints(session: Session, fair: Fair) -> tuple[Fingerprints, ...]:
    published = (
        sa.select(Schedule.version, Schedule.published_at, Schedule.problem_sha256, Schedule.timetable_sha256)
        .where(Schedule.fair_id == fair.id, Schedule.version.is_not(None))
        .order_by(Schedule.version)
    )
    return tuple(Fingerprints(**row._mapping) for row in session.execute(published))


def recipe(secret: str, public: str, party: str) -> Recipe:
    """The three lines of the page, ready to paste: quoted as a shell and Python need it."""
    text = f"{secret}:{public}:{party}"
    literal = json.dumps(text, ensure_ascii=False)
    program = f"import hashlib; print(hashlib.sha256({literal}.encode()).hexdigest())"
    return Recipe(
        commitment=f"printf %s {shlex.quote(secret)} | sha256sum",
        digest=f"printf %s {shlex.quote(text)} | sha256sum",
        python=f"python3 -c {shlex.quote(program)}",
    )


def drawn(secret: str, public: str, parties: Sequence[str]) -> Drawn:
    """Count ``parties``, given in the order of their numbers, by the beginning of their digests."""
    digests = [method.digest(secret, public, party) for party in parties]
    together = _drawn_together(digests)
    enough = together >= ENOUGH_TO_COUNT
    return Drawn(
        parties=together,
        newcomers=len(digests) - together,
        shares=_shares(digests[:together]) if enough else (),
    )


def _drawn_together(digests: Sequence[str]) -> int:
    """How many stand in the order of their digests before the first newcomer."""
    for place, (one, following) in enumerate(pairwise(digests), start=1):
        if following < one:
            return place
    return len(digests)


def _shares(digests: Sequence[str]) -> tuple[Share, ...]:
    shares, before = [], 0
    for digit in HEXADECIMAL:
        count = sum(digest.startswith(digit) for digest in digests)
        shares.append(Share(digit, count, first=before + 1, last=before + count))
        before += count
    return tuple(shares)


def own_number(secret: str, public: str, typed: str, shares: Sequence[Share]) -> OwnNumber | None:
    """What the revealed draw gives to the party that somebody typed; None for an empty field."""
    if not (asked := typed[:LONGEST_PARTY].strip()):
        return None
    party, remark = _party(asked)
    digest = method.digest(secret, public, party)
    share = next((share for share in shares if digest.startswith(share.digit)), None)
    return OwnNumber(party, digest, remark, share)


def _party(typed: str) -> tuple[str, str]:
    """The party meant by what was typed, and what should be said about it."""
    number = "".join(typed.split()).upper()
    if _SIRET.fullmatch(number):
        return number[:9], _("C’est un SIRET : seuls ses neuf premiers chiffres, le SIREN, comptent ici.")
    if not _SIREN.fullmatch(number):
        return typed, _("Ce n’est pas un SIREN : le calcul est fait sur ce que vous avez écrit.")
    if not siren_rules.is_valid(number.removeprefix("G")):
        return number, _("Les neuf chiffres de ce SIREN ne s’accordent pas : vérifiez-les.")
    return number, ""

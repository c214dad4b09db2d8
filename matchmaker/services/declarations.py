"""What people declare, checked one thing at a time: words, telephone, sectors, CPV and NAF codes, hours.

Each check gives back what will be stored, or refuses and says which field is wrong, and how to mend it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import CpvCode, Fair, NafCode, Presence, Sector

LONGEST_NAME, LONGEST_PHONE, LONGEST_TEXT = 200, 30, 1000
CPV = re.compile(r"([0-9]{8})(?:-([0-9]))?")
PHONE = re.compile(r"\+?[0-9]{6,15}")
LINE_BREAKS = frozenset("\n\t")
# Names stand in messages that people of the fair never asked for: none may carry a link to them.
LINK = re.compile(r"://|\bwww\.", re.IGNORECASE)


def line_of(typed: str, field: str, most: int = LONGEST_NAME, missing: str = "") -> str:
    """One line of text without spaces around it; ``missing`` refuses an empty one."""
    text = " ".join(text_of(typed, field, most).split())
    if not text and missing:
        raise RuleBroken(missing, field=field)
    if LINK.search(text):
        raise RuleBroken(_("Un nom ne contient pas d’adresse de site : retirez-la."), field=field)
    return text


def text_of(typed: str, field: str, most: int = LONGEST_TEXT) -> str:
    """A text of ``most`` characters at most, without those that nobody can read."""
    text = typed.replace("\r\n", "\n").strip()
    if any(unicodedata.category(sign) == "Cc" and sign not in LINE_BREAKS for sign in text):
        raise RuleBroken(_("Ce texte contient un caractère illisible : tapez-le de nouveau."), field=field)
    if len(text) > most:
        raise RuleBroken(
            ngettext(
                "C’est trop long : %(num)d caractère au plus.",
                "C’est trop long : %(num)d caractères au plus.",
                most,
            ),
            field=field,
        )
    return text


def phone_of(typed: str, field: str = "phone") -> str | None:
    """A telephone number as it was written; None for none."""
    written = line_of(typed, field, LONGEST_PHONE)
    if not written:
        return None
    digits = re.sub(r"[\s.()/-]", "", written.replace("(0)", "") if "+" in written else written)
    if not PHONE.fullmatch(digits):
        raise RuleBroken(
            _("Ce numéro de téléphone n’est pas valable. Exemples : 01 23 45 67 89 ou +32 2 123 45 67."),
            field=field,
        )
    return written


def sectors_of(session: Session, codes: Sequence[str]) -> list[Sector]:
    """The sectors of these codes, each once."""
    known = {
        sector.code: sector for sector in session.scalars(sa.select(Sector).where(Sector.code.in_(codes)))
    }
    for code in codes:
        if code not in known:
            raise RuleBroken(_("Le secteur « %(code)s » n’existe pas.", code=code), field="sectors")
    return [known[code] for code in dict.fromkeys(codes)]


def cpv_of(session: Session, codes: Sequence[str], field: str) -> list[str]:
    """The CPV codes of eight digits, each once; one written with its check digit must have the right one."""
    asked = {code: CPV.fullmatch(code.strip()) for code in codes}
    wanted = [found[1] for found in asked.values() if found is not None]
    rows = sa.select(CpvCode.code, CpvCode.check_digit).where(CpvCode.code.in_(wanted))
    digits = {row.code: row.check_digit for row in session.execute(rows)}
    for code, found in asked.items():
        if found is None or found[1] not in digits or found[2] not in (None, digits[found[1]]):
            raise RuleBroken(
                _("Le code CPV « %(code)s » n’existe pas : cherchez-le par un mot.", code=code), field=field
            )
    return list(dict.fromkeys(wanted))


def naf_of(session: Session, code: str | None) -> str | None:
    """A code of the NAF; None for none."""
    if not code:
        return None
    if session.get(NafCode, code) is None:
        raise RuleBroken(_("Le code NAF « %(code)s » n’existe pas.", code=code), field="naf_code")
    return code


def presences_of(fair: Fair, hours: Sequence[tuple[datetime, datetime]]) -> list[Presence]:
    """Hours of presence: in order, apart from one another, within the exchange period."""
    periods = sorted(set(hours))
    for starts_at, ends_at in periods:
        if starts_at >= ends_at:
            raise RuleBroken(_("L’heure de départ doit venir après l’heure d’arrivée."), field="presence")
        if starts_at < fair.exchange_starts_at or ends_at > fair.exchange_ends_at:
            raise RuleBroken(
                _("Ces heures sortent de la période d’échange du salon : choisissez-les à l’intérieur."),
                field="presence",
            )
    if any(before[1] > after[0] for before, after in pairwise(periods)):
        raise RuleBroken(
            _("Deux de ces périodes se recouvrent : réunissez-les en une seule."), field="presence"
        )
    return [Presence(starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in periods]

"""What stands in one cell, as the services want it; what cannot be read is said in the words of the cell.

Services check what they are given. Here only what a spreadsheet does to it is undone or pointed out: zeros
lost at the head of a number, a long number cut to « 1,8E+13 », a formula that failed, several values in one
cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from stdnum.fr import siret as siret_number

from matchmaker.errors import RuleBroken
from matchmaker.models import Fair
from matchmaker.services.nomenclature import fold

T = TypeVar("T")
LONGEST_SHOWN = 80
LONGEST_SENTENCE = 400
ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})
ABRIDGED = re.compile(r"[0-9][.,]?[0-9]*E\+[0-9]+", re.IGNORECASE)
SPACES = re.compile(r"[\s\u00a0\u202f]+")
BETWEEN_VALUES = re.compile(r"[;|\n]|,(?!\d)")
BETWEEN_CODES = re.compile(r"[;|,\s]+")
HOURS = re.compile(r"(\d{1,2})(?:h|:)(\d{2})?[-–](\d{1,2})(?:h|:)(\d{2})?", re.IGNORECASE)
QUARTER = re.compile(r"(?:(20\d\d)[ -]?[TQ]([1-4])|[TQ]([1-4])[ -]?(20\d\d))", re.IGNORECASE)
YES, NO = (
    frozenset({"oui", "o", "yes", "y", "x", "vrai", "true", "1"}),
    frozenset({"", "non", "n", "no", "0"}),
)


class Cells:
    """The cells of one line, read one by one; what is wrong is kept, so that all of it is said at once."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.faults: list[RuleBroken] = []

    def text(self, field: str) -> str:
        return self.read(field, text, "")

    def read(self, field: str, parse: Callable[[str, str], T], otherwise: T) -> T:
        """What ``parse`` makes of the cell; ``otherwise`` if it refuses, and the refusal is kept."""
        try:
            return parse(text(self._cells.get(field, ""), field), field)
        except RuleBroken as refusal:
            self.faults.append(refusal)
            return otherwise


def shown(value: str, longest: int = LONGEST_SHOWN) -> str:
    """A value from outside inside a sentence: on one line, short, and without signs that nobody sees."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def text(cell: str, field: str) -> str:
    """The cell as it is, unless a formula failed in it."""
    if cell in ERRORS:
        raise RuleBroken(
            _("La case contient une erreur de calcul (%(error)s) : remplacez-la.", error=cell), field
        )
    return cell


def siret(cell: str, field: str) -> str:
    """A SIRET, refused with its true reason when the spreadsheet took it for a number."""
    digits = _whole(cell, field)
    whole = digits.zfill(14)
    # Nine digits are a SIREN: the service says so.
    if len(digits) in (6, 7, 8, 10, 11, 12, 13) and siret_number.is_valid(whole):
        raise RuleBroken(
            _(
                "Le tableur a pris ce SIRET pour un nombre et ôté ses zéros de tête. Mettez la colonne au "
                "format Texte, puis écrivez %(siret)s.",
                siret=whole,
            ),
            field,
        )
    return cell


def codes(cell: str, field: str) -> list[str]:
    """CPV codes in one cell, between spaces, commas or semicolons."""
    return [cpv(code, field) for code in BETWEEN_CODES.split(cell) if code]


def cpv(cell: str, field: str) -> str:
    """One CPV code; a label behind it is for people only."""
    code = _whole(cell.partition(" ")[0], field)
    if re.fullmatch("[0-9]{7}", code):
        raise RuleBroken(
            _(
                "Le code CPV « %(code)s » a 7 chiffres : le tableur a sans doute ôté le zéro de tête. Mettez "
                "la colonne au format Texte, puis écrivez 0%(code)s.",
                code=code,
            ),
            field,
        )
    return code


def naf(cell: str, field: str) -> str | None:
    """A NAF code with the dot that many leave out: 4222Z is 42.22Z."""
    code = SPACES.sub("", cell).upper()
    return re.sub(r"^(\d\d)(\d\d[A-Z])$", r"\1.\2", code) or None


def several(cell: str, field: str) -> list[str]:
    """Values in one cell, between semicolons, bars or line breaks; commas too, but not inside a number."""
    return [value.strip() for value in BETWEEN_VALUES.split(cell) if value.strip()]


def yes(cell: str, field: str) -> bool:
    """Oui or non; a cross is a yes, and an empty cell a no."""
    answer = fold(cell)
    if answer in YES or answer in NO:
        return answer in YES
    raise RuleBroken(_("Écrivez « oui » ou « non », au lieu de « %(cell)s ».", cell=shown(cell)), field)


def yes_or_day(cell: str, field: str) -> bool:
    """A day says that it was done, as the lists we give away have it."""
    try:
        date.fromisoformat(cell[:10])
    except ValueError:
        return yes(cell, field)
    return True


def number(cell: str, field: str) -> int | None:
    """A whole number of euros or lots: 1 200 000, 1.200.000, 1200000,00 €; empty for none."""
    plain = SPACES.sub("", cell).removesuffix("€").removesuffix("EUR")
    if not plain:
        return None
    plain = re.sub(r"[.,]00?$", "", plain)
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", plain):
        plain = re.sub("[.,]", "", plain)
    if not re.fullmatch(r"\d{1,15}", plain, re.ASCII):
        raise RuleBroken(
            _("Écrivez un nombre entier, en chiffres, au lieu de « %(cell)s ».", cell=shown(cell)), field
        )
    return int(plain)


def quarter(cell: str, field: str) -> str:
    """2024-T2, however it is written; anything else is left for the service to refuse."""
    found = QUARTER.fullmatch(cell)
    return cell if found is None else f"{found[1] or found[4]}-T{found[2] or found[3]}"


def one_of(known: Mapping[str, set[T]], cell: str, field: str) -> T:
    """The one thing of a closed list that the cell names."""
    found = known.get(fold(cell), set())
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise RuleBroken(
            _("Plusieurs portent le nom « %(cell)s » : écrivez son code.", cell=shown(cell)), field
        )
    if not cell:
        raise RuleBroken(_("Cette case ne peut pas rester vide."), field)
    raise RuleBroken(
        _("« %(cell)s » n’est pas dans la liste : voyez la feuille d’aide du modèle.", cell=shown(cell)),
        field,
    )


def hours(fair: Fair, cell: str, field: str) -> list[tuple[datetime, datetime]]:
    """Hours of presence on the day of the fair: 10:30-11:15, several between semicolons."""
    zone = ZoneInfo(fair.timezone)
    day = fair.exchange_starts_at.astimezone(zone)
    periods = []
    for period in several(cell, field):
        found = HOURS.fullmatch(SPACES.sub("", period))
        try:
            numbers = [int(part or 0) for part in found.groups()] if found else [99] * 4
            starts, ends = (
                day.replace(hour=hour, minute=minute, second=0) for hour, minute in (numbers[:2], numbers[2:])
            )
        except ValueError:
            raise RuleBroken(
                _("Écrivez les heures ainsi : 10:30-11:15, au lieu de « %(cell)s ».", cell=shown(period)),
                field,
            ) from None
        periods.append((starts, ends))
    return periods


def _whole(cell: str, field: str) -> str:
    """The digits of a long number, unless the spreadsheet kept only the first of them."""
    if ABRIDGED.fullmatch(cell):
        raise RuleBroken(
            _(
                "Le tableur a abrégé ce numéro en « %(cell)s » : mettez la colonne au format Texte, puis "
                "écrivez-le de nouveau en entier.",
                cell=shown(cell),
            ),
            field,
        )
    return SPACES.sub("", cell)

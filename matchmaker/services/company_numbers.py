"""The numbers by which companies are known: SIRET and SIREN in France, a registration number elsewhere."""

from __future__ import annotations

import re
import unicodedata

from babel import Locale
from flask_babel import gettext as _
from flask_babel import ngettext
from stdnum.fr import siret as siret_number
from stdnum.util import clean

from matchmaker.errors import RuleBroken
from matchmaker.services.nomenclature import fold

LONGEST_NUMBER = 30
# What people put between digits; python-stdnum makes every kind of space and dash one of these.
SEPARATORS = " .-/"
# Where companies have a SIRET: France and its départements and collectivities of INSEE's register.
WITH_SIRET = ("FR", "BL", "GF", "GP", "MF", "MQ", "PM", "RE", "YT")
# Babel also lists unions and placeholders as territories.
NO_COUNTRY = ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")


def countries(locale: str) -> dict[str, str]:
    """Two letters and name of every country where companies have no SIRET, in alphabetical order."""
    names = Locale.parse(locale).territories.items()
    kept = {code: name for code, name in names if re.fullmatch("[A-Z]{2}", code)}
    abroad = [(code, name) for code, name in kept.items() if code not in WITH_SIRET + NO_COUNTRY]
    return dict(sorted(abroad, key=lambda country: fold(country[1])))


def numbers_of(siret: str, country: str, foreign_number: str) -> tuple[str | None, str | None]:
    """The SIRET or the foreign number, whichever was given; one of them, and not both."""
    if not foreign_number.strip() and not siret.strip():
        raise RuleBroken(
            _("Donnez le SIRET de l’entreprise, ou son numéro d’immatriculation à l’étranger."),
            field="siret",
        )
    if not foreign_number.strip():
        return siret_of(siret), None
    if siret.strip():
        raise RuleBroken(
            _("Donnez un SIRET ou un numéro étranger, pas les deux : effacez celui qui ne convient pas."),
            field="foreign_number",
        )
    return None, foreign_number_of(country, foreign_number)


def siret_of(typed: str) -> str:
    """The 14 digits of a SIRET however it was typed; RuleBroken, saying what is wrong, for anything else.

    python-stdnum knows the key and La Poste, whose establishments follow another rule.
    """
    number = clean(INVISIBLE.sub("", typed), SEPARATORS)
    if not re.fullmatch("[0-9]+", number):
        raise RuleBroken(
            _(
                "Ce numéro SIRET n’est pas valable : il ne contient que des chiffres, 14 en tout. "
                "Une entreprise étrangère donne son pays et son numéro d’immatriculation."
            ),
            field="siret",
        )
    if len(number) != 14:
        raise RuleBroken(_length(len(number)), field="siret")
    if not siret_number.is_valid(number) or not number.strip("0"):
        raise RuleBroken(
            _(
                "Ce numéro SIRET n’est pas valable : un de ses 14 chiffres doit être faux. "
                "Comparez-le à celui de votre avis de situation ou d’une facture."
            ),
            field="siret",
        )
    return number


def foreign_number_of(country: str, typed: str) -> str:
    """Two letters of the country, then the registration number without spaces or punctuation."""
    if country not in countries("en"):
        raise RuleBroken(_("Choisissez le pays où l’entreprise est immatriculée."), field="foreign_country")
    number = clean(unicodedata.normalize("NFKC", INVISIBLE.sub("", typed)), SEPARATORS).upper()
    # Many numbers begin with their country (BE 0123.456.789): it is not said twice.
    number = number.removeprefix(country) if re.match(f"{country}[0-9]", number) else number
    if not re.fullmatch(f"[A-Z0-9]{{3,{LONGEST_NUMBER}}}", number) or not re.search("[1-9]", number):
        raise RuleBroken(
            _(
                "Ce numéro d’immatriculation n’est pas valable : recopiez-le du registre de votre pays, "
                "en chiffres et en lettres de A à Z (3 à 30 signes)."
            ),
            field="foreign_number",
        )
    return country + number


def _length(digits: int) -> str:
    if digits == 9:
        words: str = _(
            "Ce sont les 9 chiffres du SIREN. Le SIRET en compte 14 : le SIREN, puis 5 chiffres "
            "qui désignent l’établissement."
        )
        return words
    return ngettext(
        "Ce numéro SIRET n’est pas valable : il compte %(num)d chiffre au lieu de 14.",
        "Ce numéro SIRET n’est pas valable : il compte %(num)d chiffres au lieu de 14.",
        digits,
    )

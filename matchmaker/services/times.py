"""An instant in words, by the clock on the wall of the fair, in the language of who reads.

Pages have filters for it (web/language.py); messages and files are written where there is no page.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from matchmaker.models import Fair


def hour(fair: Fair, at: datetime) -> str:
    """« 10 h 30 », « 12 h » or "10:30"."""
    here = at.astimezone(ZoneInfo(fair.timezone))
    if _is_english():
        return f"{here:%H:%M}"
    return f"{here.hour} h {here:%M}" if here.minute else f"{here.hour} h"


def day(fair: Fair, at: datetime) -> str:
    """« 15 novembre » or "15 November"."""
    return format_date(at.astimezone(ZoneInfo(fair.timezone)), "d MMMM", locale=get_locale() or "fr")


def moment(fair: Fair, at: datetime) -> str:
    """« 14 novembre à 18 h 05 » or "14 November at 18:05"."""
    return _("%(day)s à %(hour)s", day=day(fair, at), hour=hour(fair, at))


def _is_english() -> bool:
    locale = get_locale()
    return locale is not None and locale.language == "en"

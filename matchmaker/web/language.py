"""French first, English complete: which language, and how each writes dates, times, numbers and money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, format_date, format_decimal, get_locale
from flask_babel import gettext as _
from flask_login import current_user

from matchmaker.web import catalogue

LANGUAGES = {"fr": "Français", "en": "English"}
TRANSLATIONS = Path(__file__).parents[1] / "translations"
PARIS = "Europe/Paris"
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"


def init(app: Flask) -> None:
    catalogue.compile_if_older()
    Babel(
        app,
        locale_selector=choose,
        default_locale="fr",
        default_timezone=PARIS,
        default_translation_directories=str(TRANSLATIONS),
    )
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.filters.update(
        day=day, short_day=short_day, hour=hour, amount=amount, number=number, listed=listed
    )
    app.jinja_env.globals.update(languages=LANGUAGES, locale=current, other_language=other_language)


def choose() -> str:
    """What the person chose, else what their account says, else what their browser prefers, else French."""
    if not has_request_context():
        return "fr"
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    if current_user.is_authenticated and current_user.locale in LANGUAGES:
        return str(current_user.locale)
    return request.accept_languages.best_match(LANGUAGES, "fr") or "fr"


def current() -> str:
    """ "fr" or "en"."""
    locale = get_locale()
    return "fr" if locale is None else locale.language


def other_language() -> str:
    return "en" if current() == "fr" else "fr"


def day(instant: datetime) -> str:
    """« mercredi 15 novembre 2023 » or "Wednesday 15 November 2023"."""
    return format_date(local(instant), "EEEE d MMMM y", rebase=False)


def short_day(instant: datetime) -> str:
    """« 15 novembre » or "15 November"."""
    return format_date(local(instant), "d MMMM", rebase=False)


def hour(instant: datetime) -> str:
    """« 10 h 30 », « 12 h » or "10:30"."""
    here = local(instant)
    if current() == "en":
        return f"{here:%H:%M}"
    minutes = f"{NO_BREAK_SPACE}{here:%M}" if here.minute else ""
    return f"{here.hour}{NO_BREAK_SPACE}h{minutes}"


def listed(parts: Iterable[str]) -> str:
    """« a ; b » or "a; b": of things that may hold commas themselves."""
    return ("; " if current() == "en" else " ; ").join(parts)


def number(value: float) -> str:
    return format_decimal(value).replace("-", "−")


def amount(euros: int) -> str:
    """« 1,2 M€ », « 350 000 € » or "€1.2 million", "€350,000"."""
    if euros >= 1_000_000:
        millions = format_decimal(round(euros / 1_000_000, 1))
        return _("%(millions)s M€", millions=millions)
    return _("%(euros)s €", euros=format_decimal(euros))


def local(instant: datetime) -> datetime:
    """The instant by the clock on the wall of the fair."""
    return instant.astimezone(ZoneInfo(g.get("timezone", PARIS)))

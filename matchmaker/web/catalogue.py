"""The English catalogue: brought up to date with the French sources, compiled when older than they are.

``python -m matchmaker.web.catalogue update`` collects every sentence of the code and the templates into
``translations/en/LC_MESSAGES/messages.po``; what is new waits there, empty, for its English.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1]
ENGLISH = PACKAGE / "translations" / "en" / "LC_MESSAGES" / "messages.po"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"silent": "false", "trimmed": "true"}}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "_n": (1, 2),
    "_l": None,
}


def sentences() -> Catalog:
    """Every sentence that people may read, as the sources have it now."""
    found = Catalog(project="Matchmaker", fuzzy=False)
    for file, _line, message, comments, context in extract_from_dir(
        PACKAGE, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("i18n:",)
    ):
        found.add(message, locations=[(file, 1)], auto_comments=comments, context=context)
    return found


def english() -> Catalog:
    """The catalogue as it is kept."""
    with ENGLISH.open("rb") as reading:
        return read_po(reading, locale="en")


def update() -> int:
    """Bring the catalogue up to date; returns how many sentences still lack their English."""
    kept = english() if ENGLISH.exists() else Catalog(locale="en", project="Matchmaker", fuzzy=False)
    kept.update(sentences(), no_fuzzy_matching=True)
    kept.obsolete.clear()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as writing:
        write_po(writing, kept, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return len(untranslated(kept))


def untranslated(catalogue: Catalog) -> list[str]:
    """The sentences without a whole English version, or with a doubtful one."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not message.string or not all(_forms(message.string)))
    ]


def french(kept: Catalog) -> Catalog:
    """The sentences that count something, as the sources have them.

    Without a catalogue of its own French would count as English does, and nothing would be plural.
    """
    counting = Catalog(locale="fr", project="Matchmaker", fuzzy=False)
    for message in kept:
        if message.pluralizable:
            counting.add(message.id, message.id, context=message.context)
    return counting


def compile_if_older() -> None:
    """Make the machine's form of both languages' catalogues; readers never see a file half written."""
    for language, content in (("en", lambda kept: kept), ("fr", french)):
        compiled = PACKAGE / "translations" / language / "LC_MESSAGES" / "messages.mo"
        if not compiled.exists() or compiled.stat().st_mtime < ENGLISH.stat().st_mtime:
            _write(content(english()), compiled)


def _write(content: Catalog, compiled: Path) -> None:
    compiled.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=compiled.parent, delete=False) as writing:
        write_mo(writing, content)
    Path(writing.name).replace(compiled)
    compiled.chmod(0o644)
    os.utime(compiled)


def _forms(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


if __name__ == "__main__":
    if sys.argv[1:] != ["update"]:
        sys.exit("usage: python -m matchmaker.web.catalogue update")
    left = update()
    sys.exit(f"{left} sentences wait for their English in {ENGLISH.name}" if left else 0)

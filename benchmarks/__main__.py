"""``make bench`` and ``make bench-full``: measure, keep what was measured, write it into docs/benchmarks.md.

The full form is measured in parts: it ends after 90 minutes with the fair at hand (``--minutes`` says
otherwise), or whenever it is interrupted, and the same command goes on where it was left.
``python -m benchmarks --tables`` writes the pages anew from what was kept, without measuring.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks import parts, plan, record
from benchmarks.measure import Measured, Trial, apart, unit
from benchmarks.pages import RECORD, write_pages
from benchmarks.parts import Part, Parts
from benchmarks.record import Run
from benchmarks.web_import import import_of_the_web


class Form(NamedTuple):
    """What is measured, and how many minutes at a time; a form without that is measured in one go."""

    trials: Callable[[], Iterator[Trial]]
    minutes: float | None = None


FORMS = {"short": Form(plan.short), "full": Form(plan.full, 90)}


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("--form", choices=FORMS, default="short", help="how much is measured")
    arguments.add_argument("--minutes", type=float, help="how long the full form goes on at a time")
    arguments.add_argument("--tables", action="store_true", help="only write the pages anew")
    asked = arguments.parse_args()
    try:
        if not asked.tables and not _measure(asked.form, asked.minutes):
            return
    except KeyboardInterrupt:
        sys.exit("Interrupted. Of the full form every fair that was measured is kept.")
    for page in write_pages(record.read(RECORD)):
        sys.stdout.write(f"{page}\n")


def _measure(form: str, minutes: float | None) -> bool:
    """Whether all is measured, and written down."""
    with TemporaryDirectory() as once:
        folder = Path(once) if FORMS[form].minutes is None else parts.FOLDER
        origin = {"form": form, "machine": record.machine(), "code": parts.code()}
        kept = Parts(folder / f"{form}.jsonl", origin, record.today())
        left = go_on(kept, FORMS[form].trials(), minutes or FORMS[form].minutes or inf)
        if left:
            sys.stdout.write(f"{len(kept.done)} fairs measured, {left} left: the same command goes on.\n")
            return False
        units = [part.unit for part in kept.done]
        tries = [import_of_the_web(), *(one for part in kept.done for one in part.tries)]
        record.write(Run(form, kept.date, origin["machine"], units, tries), RECORD)
        kept.forget()
        return True


def go_on(kept: Parts, trials: Iterable[Trial], minutes: float) -> int:
    """Measure fair by fair what is not kept yet; how many are left when the time is over."""
    begun = time.monotonic()
    fairs = [list(of_a_fair) for _, of_a_fair in groupby(trials, key=lambda trial: trial.source)]
    for of_a_fair in fairs[len(kept.done) :]:
        if time.monotonic() - begun > 60 * minutes:
            break
        now, tries = unit(), []
        for one in (one for trial in of_a_fair for one in apart(trial)):
            tries.append(one)
            say(one, time.monotonic() - begun)
        kept.add(Part(now, tries))
    return len(fairs) - len(kept.done)


def say(one: Measured, elapsed: float) -> None:
    seconds = "not ended" if one.seconds is None else f"{one.seconds:.3f} s"
    sys.stderr.write(f"{elapsed:5.0f} s  {one.fair}, seed {one.seed}, {one.way}: {seconds}\n")


if __name__ == "__main__":
    main()

"""``make bench`` and ``make bench-full``: measure, keep what was measured, write it into docs/benchmarks.md.

``python -m benchmarks --tables`` writes the pages anew from what was kept, without measuring.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable

from benchmarks import plan, record
from benchmarks.measure import Measured, Trial, apart, unit
from benchmarks.pages import RECORD, write_pages
from benchmarks.record import Run
from benchmarks.web_import import import_of_the_web

FORMS = {"short": plan.short, "full": plan.full}


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("--form", choices=FORMS, default="short", help="how much is measured")
    arguments.add_argument("--tables", action="store_true", help="only write the pages anew")
    asked = arguments.parse_args()
    if not asked.tables:
        record.write(measured(asked.form, FORMS[asked.form]()), RECORD)
    for page in write_pages(record.read(RECORD)):
        sys.stdout.write(f"{page}\n")


def measured(form: str, trials: Iterable[Trial]) -> Run:
    """Everything in one run; a unit is measured again for each fair, for the machine may be busy at times."""
    begun, units, tries = time.monotonic(), [unit()], [import_of_the_web()]
    last = None
    for trial in trials:
        if trial.source != last:
            units.append(unit())
            last = trial.source
        for one in apart(trial):
            tries.append(one)
            say(one, time.monotonic() - begun)
    return Run(form, record.today(), record.machine(), units, tries)


def say(one: Measured, elapsed: float) -> None:
    seconds = "not ended" if one.seconds is None else f"{one.seconds:.3f} s"
    sys.stderr.write(f"{elapsed:5.0f} s  {one.fair}, seed {one.seed}, {one.way}: {seconds}\n")


if __name__ == "__main__":
    main()

"""What a mutant is: one place of the scheduler, spoilt, and the tests that must notice."""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    """``old`` stands exactly once in ``file``; put ``new`` in its place, and one of ``tests`` fails.

    ``file`` is a module of the scheduler, ``tests`` are files in tests/scheduling.
    """

    what: str
    file: str
    old: str
    new: str
    tests: str

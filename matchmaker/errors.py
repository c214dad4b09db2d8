"""The exceptions that services raise on purpose."""

from __future__ import annotations


class RuleBroken(Exception):
    """A rule refuses the deed; the message is written to the person who asked.

    ``field`` names what was filled in wrongly, as the service calls it, so that a form can say it there.
    """

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field

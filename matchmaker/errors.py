"""The exceptions that services raise on purpose."""


class RuleBroken(Exception):
    """A rule refuses the deed; the message is written to the person who asked."""

"""What the rules of the allocation are worth in figures: points, quotas, examples, versions.

The nine sentences themselves are prose and stand in the template.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from matchmaker.models import AnswerKind, CharterVersion, Fair, Policy, RulesVersion
from matchmaker.models.columns import in_language
from matchmaker.scheduling.worth import Part, explain_worth
from matchmaker.services.words import answer_name


@dataclass(frozen=True)
class Points:
    """How many points something gives."""

    name: str
    points: int


@dataclass(frozen=True)
class Example:
    """A request and the sum that gives its worth."""

    request: str
    sum: str
    worth: int


@dataclass(frozen=True)
class InForce:
    """The newest version of the rules, in figures."""

    version: RulesVersion
    is_locked: bool
    is_floor: bool
    choices: tuple[Points, ...]
    answers: tuple[Points, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class RulesPage:
    """All that the page says; ``in_force`` is None as long as the fair has no rules."""

    in_force: InForce | None
    former: tuple[RulesVersion, ...]
    charter: CharterVersion | None
    charter_lines: tuple[str, ...]


def rules_page(fair: Fair, now: datetime, locale: str) -> RulesPage:
    """The rules of ``fair`` in three queries: its newest version, those before it, its charter."""
    newest = fair.rules[-1] if fair.rules else None
    charter = fair.charters[-1] if fair.charters else None
    return RulesPage(
        in_force=_in_force(newest, now) if newest else None,
        former=tuple(reversed(fair.rules[:-1])),
        charter=charter,
        charter_lines=tuple(in_language(charter.text_fr, charter.text_en, locale).splitlines())
        if charter
        else (),
    )


def _in_force(version: RulesVersion, now: datetime) -> InForce:
    return InForce(
        version=version,
        is_locked=version.locked_at is not None and version.locked_at <= now,
        is_floor=version.policy is Policy.FLOOR,
        choices=tuple(_choices(version)),
        answers=tuple(_answers(version)),
        examples=tuple(_examples(version)),
    )


def _choices(version: RulesVersion) -> Iterator[Points]:
    for rank, points in enumerate(version.weights.choices[: version.requests_per_company], start=1):
        yield Points(_choice(rank), points)


def _answers(version: RulesVersion) -> Iterator[Points]:
    yield Points(answer_name(AnswerKind.PRIORITY), version.weights.priority)
    yield Points(answer_name(AnswerKind.INTERESTED), version.weights.interest)
    yield Points(answer_name(AnswerKind.NEUTRAL), 0)
    yield Points(answer_name(None), 0)


def _examples(version: RulesVersion) -> Iterator[Example]:
    """A first choice, a second one that the directorate wants most, and the last one allowed."""
    for rank, kind in _asked(version.requests_per_company):
        parts = explain_worth(rank, kind.value, version.weights)
        yield Example(
            request=_("%(choice)s, réponse « %(answer)s »", choice=_choice(rank), answer=answer_name(kind)),
            sum=" + ".join(_part(part, kind) for part in parts),
            worth=sum(part.points for part in parts),
        )


def _asked(most: int) -> Sequence[tuple[int, AnswerKind]]:
    asked = ((1, AnswerKind.INTERESTED), (2, AnswerKind.PRIORITY), (most, AnswerKind.NEUTRAL))
    return asked[:most] if most < 3 else asked


def _part(part: Part, kind: AnswerKind) -> str:
    why = _choice(part.rank) if part.rank is not None else answer_name(kind)
    return _("%(points)d (%(why)s)", points=part.points, why=why)


def _choice(rank: int) -> str:
    return _("choix n° %(rank)d", rank=rank)

"""The rules of the allocation are written, then locked before registration opens (rule 9)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.db import take_turn
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Fair, Policy, RulesVersion, journal

MOST_POINTS, MOST_REQUESTS, MOST_MEETINGS = 1000, 4, 20


@dataclass(frozen=True)
class Values:
    """What rules 2, 4 and 5 leave to the fair: points, quotas, and what comes first."""

    choice_1: int = 100
    choice_2: int = 70
    choice_3: int = 45
    choice_4: int = 25
    priority_bonus: int = 30
    interest_bonus: int = 15
    requests_per_company: int = MOST_REQUESTS
    meetings_per_company: int = 3
    policy: Policy = Policy.FLOOR

    @property
    def choices(self) -> tuple[int, int, int, int]:
        return self.choice_1, self.choice_2, self.choice_3, self.choice_4


def newest(session: Session, fair: Fair) -> RulesVersion | None:
    """The version written last, locked or not."""
    versions = sa.select(RulesVersion).where(RulesVersion.fair_id == fair.id)
    return session.scalar(versions.order_by(RulesVersion.number.desc()).limit(1))


def values_of(rules: RulesVersion | None) -> Values:
    """What a version says; the usual values as long as nothing is written."""
    if rules is None:
        return Values()
    return Values(**{name: getattr(rules, name) for name in asdict(Values())})


def change(
    session: Session, fair: Fair, values: Values, account: Account | None, now: datetime
) -> RulesVersion:
    """Write the values of the version that is not locked yet, the first one if there is none."""
    take_turn(session, fair)
    rules = newest(session, fair)
    if rules is not None and rules.locked_at is not None:
        raise RuleBroken(_already_locked())
    _refuse_values(values)
    if rules is None:
        rules = RulesVersion(fair=fair, number=1, in_force_at=now)
        session.add(rules)
    for name, value in asdict(values).items():
        setattr(rules, name, value)
    _record(session, rules, "rules.change", account, now, _said(values))
    return rules


def lock(session: Session, rules: RulesVersion, account: Account | None, now: datetime) -> None:
    """Put a version of the rules in force for good: the database refuses any later change to it."""
    take_turn(session, rules)
    if rules.locked_at is not None:
        raise RuleBroken(_already_locked())
    if rules.number == 1 and now >= rules.fair.requests_open_at:
        raise RuleBroken(_("Les règles se verrouillent avant l’ouverture des inscriptions."))
    if rules.number > 1 and not (rules.reason or "").strip():
        raise RuleBroken(_("Dites pourquoi les règles changent : la raison est écrite à tous."))
    rules.locked_at = now
    _record(session, rules, "rules.lock", account, now, _said(values_of(rules)))


def _refuse_values(values: Values) -> None:
    for rank, (above, below) in enumerate(pairwise(values.choices), start=2):
        if below > above:
            words = _("Un choix ne vaut pas plus que celui qui le précède.")
            raise RuleBroken(words, field=f"choice_{rank}")
    if values.choice_4 < 1:
        raise RuleBroken(_("Un choix vaut au moins un point."), field="choice_4")
    if values.interest_bonus < 0:
        raise RuleBroken(_("Une réponse ne retire pas de points."), field="interest_bonus")
    if values.priority_bonus < values.interest_bonus:
        words = _("« Prioritaire » vaut au moins autant qu’« intéressée ».")
        raise RuleBroken(words, field="priority_bonus")
    if values.choice_1 + values.priority_bonus > MOST_POINTS:
        words = _("Le premier choix et « prioritaire » ne dépassent pas %(most)d points.", most=MOST_POINTS)
        raise RuleBroken(words, field="choice_1")
    _refuse_quotas(values)


def _refuse_quotas(values: Values) -> None:
    if not 1 <= values.requests_per_company <= MOST_REQUESTS:
        words = _("De 1 à %(most)d demandes par entreprise.", most=MOST_REQUESTS)
        raise RuleBroken(words, field="requests_per_company")
    if not 1 <= values.meetings_per_company <= MOST_MEETINGS:
        words = _("De 1 à %(most)d rendez-vous par entreprise.", most=MOST_MEETINGS)
        raise RuleBroken(words, field="meetings_per_company")


def _already_locked() -> str:
    words: str = _("Ces règles sont déjà verrouillées ; elles ne changent plus.")
    return words


def _said(values: Values) -> str:
    """The values in one line of the journal."""
    parts = asdict(values) | {"policy": values.policy.value}
    return " ".join(f"{name}={value}" for name, value in parts.items())


def _record(
    session: Session, rules: RulesVersion, deed: str, account: Account | None, now: datetime, detail: str
) -> None:
    about = f"rules v{rules.number}"
    journal.append(session, fair=rules.fair, account=account, at=now, deed=deed, about=about, detail=detail)

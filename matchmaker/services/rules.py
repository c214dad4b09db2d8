"""The rules of the allocation are locked before registration opens (rule 9)."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from matchmaker.errors import RuleBroken
from matchmaker.models import Account, RulesVersion, journal


def lock(session: Session, rules: RulesVersion, account: Account | None, now: datetime) -> None:
    """Put a version of the rules in force for good: the database refuses any later change to it."""
    if rules.locked_at is not None:
        raise RuleBroken(_("Ces règles sont déjà verrouillées ; elles ne changent plus."))
    if rules.number > 1 and not (rules.reason or "").strip():
        raise RuleBroken(_("Dites pourquoi les règles changent : la raison est écrite à tous."))
    rules.locked_at = now
    about = f"rules v{rules.number}"
    journal.append(session, fair=rules.fair, account=account, at=now, deed="rules.lock", about=about)

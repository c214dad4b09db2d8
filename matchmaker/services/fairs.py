"""Which fair a page is about, when several live in one database."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.models import Fair


def current(session: Session, now: datetime) -> Fair | None:
    """The fair that is on or comes next; once all are over, the last one."""
    ahead = sa.select(Fair).where(Fair.closes_at > now).order_by(Fair.opens_at, Fair.id).limit(1)
    over = sa.select(Fair).order_by(Fair.opens_at.desc(), Fair.id).limit(1)
    return session.scalar(ahead) or session.scalar(over)


def by_slug(session: Session, slug: str) -> Fair | None:
    """The fair at an address; the latest one should two organisations use the same word."""
    named = sa.select(Fair).where(Fair.slug == slug).order_by(Fair.opens_at.desc(), Fair.id).limit(1)
    return session.scalar(named)

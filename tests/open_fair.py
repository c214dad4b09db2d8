"""A fair at which companies may register: its charter written, its rules locked, its draw committed."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from matchmaker.models import Fair
from matchmaker.services import draws
from tests.builders import BEFORE_OPENING, a_charter, a_fair, some_rules


def an_open_fair(session: Session, **given: Any) -> Fair:
    """Stored in the session, and open between its usual dates."""
    fair = a_fair(**given)
    charter = a_charter(
        fair, text_fr="Ni prix, ni offre.\nNi cadeau.", text_en="No price, no offer.\nNo gift."
    )
    session.add_all([fair, charter, some_rules(fair, locked_at=BEFORE_OPENING)])
    session.flush()
    draws.commit(session, fair, "0" * 32, "Loto", None, BEFORE_OPENING)
    return fair

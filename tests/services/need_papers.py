"""What a directorate fills in, for the tests of the services that read it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from matchmaker.models import Procedure
from matchmaker.services.need_forms import NeedForm
from tests.builders import a_cpv, a_sector


def filled_in(session: Session, **given: Any) -> NeedForm:
    """A good form, under a sector and a CPV code that are stored."""
    sector, cpv = a_sector(), a_cpv()
    session.add_all([sector, cpv])
    session.flush()
    usual = {
        "title_fr": "Curage des réseaux",
        "description_fr": "Curage de deux cents kilomètres.",
        "sector": sector.code,
        "cpv": cpv.code,
        "quarter": "2024-T2",
        "procedure": Procedure.OPEN,
        "questions": (("Comment faites-vous ?", "How do you do it?"),),
    }
    return NeedForm(**usual | given)

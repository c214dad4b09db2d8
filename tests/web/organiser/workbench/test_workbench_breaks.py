"""Long words end their line in a narrow cell between two syllables."""

from __future__ import annotations

import pytest

from matchmaker.db import db
from matchmaker.models import Company
from matchmaker.web.organiser_workbench_breaks import SOFT_HYPHEN, breakable
from tests.pages import Visitor
from tests.services.bench_fair import BETA
from tests.web.organiser.conftest import SmallFair


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Terrassements", "Ter-ras-se-ments"),
        ("Réseaux d’assainissement", "Réseaux d’assai-nis-se-ment"),
        ("Équipements", "Équi-pe-ments"),
        ("hydrauliques", "hydrau-li-ques"),
        ("Photographie", "Pho-to-gra-phie"),
        ("Électricité", "Élec-tri-cité"),
        ("Compagnie", "Com-pa-gnie"),
        ("Chaussées", "Chaus-sées"),
        ("Voirie et ponts", "Voirie et ponts"),
        ("12345678901234", "12345678901234"),
        ("", ""),
    ],
)
def test_long_words_are_broken_between_syllables_and_short_ones_left_whole(text: str, broken: str) -> None:
    assert breakable(text).replace(SOFT_HYPHEN, "-") == broken


@pytest.mark.parametrize("view", ["", "?vue=entreprise"])
def test_the_names_in_the_grid_may_be_broken(
    organiser: Visitor, fair: SmallFair, bench: str, view: str
) -> None:
    with fair.changed():
        db.session.query(Company).filter_by(siren=BETA).one().name = "Terrassements"

    assert f"Ter{SOFT_HYPHEN}ras{SOFT_HYPHEN}se{SOFT_HYPHEN}ments" in organiser.open(f"{bench}{view}").html

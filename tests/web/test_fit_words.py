"""Why a stand suits a company: the same facts, told to the company and to the directorate."""

from __future__ import annotations

import pytest

from matchmaker.models import CpvCode, Need, Sector
from matchmaker.services.fit import FitReason
from matchmaker.web.fit_words import to_company, to_host

SEWERS = CpvCode(code="45232410", label_fr="Travaux d’assainissement", label_en="Sewerage work")
WATER = Sector(code="eau", label_fr="Eau", label_en="Water")
FOUR = tuple(Need(code=f"N{number}") for number in range(4))


@pytest.mark.parametrize(
    ("reason", "company", "host"),
    [
        (
            FitReason(SEWERS, FOUR, won=("45232410",)),
            "Vous avez obtenu des marchés sous le code CPV 45232410 « Travaux d’assainissement » ; ce stand "
            "annonce 4 projets dans ce domaine.",
            "L’entreprise a obtenu des marchés sous le code CPV 45232410 « Travaux d’assainissement » ; ce "
            "stand annonce 4 projets dans ce domaine.",
        ),
        (
            FitReason(SEWERS, FOUR[:1], won=("45232411",), declared=("45232410",)),
            "Vous avez obtenu des marchés dans la famille du code CPV 45232410 « Travaux d’assainissement »"
            " ; ce stand annonce 1 projet dans ce domaine.",
            "L’entreprise a obtenu des marchés dans la famille du code CPV 45232410 « Travaux "
            "d’assainissement » ; ce stand annonce 1 projet dans ce domaine.",
        ),
        (
            FitReason(SEWERS, FOUR[:1], declared=("45232410",)),
            "Vous travaillez sous le code CPV 45232410 « Travaux d’assainissement » ; ce stand annonce 1 "
            "projet dans ce domaine.",
            "L’entreprise déclare travailler sous le code CPV 45232410 « Travaux d’assainissement » ; ce "
            "stand annonce 1 projet dans ce domaine.",
        ),
        (
            FitReason(WATER, FOUR),
            "Vous travaillez dans le secteur « Eau » ; ce stand annonce 4 projets dans ce domaine.",
            "L’entreprise déclare travailler dans le secteur « Eau » ; ce stand annonce 4 projets dans ce "
            "domaine.",
        ),
    ],
    ids=["won", "won in the family", "declared", "sector"],
)
def test_a_reason_is_told_in_both_voices(reason: FitReason, company: str, host: str) -> None:
    assert to_company(reason, "fr") == company
    assert to_host(reason, "fr") == host
    assert reason.about.label("en") in to_host(reason, "en")

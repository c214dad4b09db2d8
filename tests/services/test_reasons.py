"""The same reason in two voices: to organisers about a company, and to the company itself."""

from __future__ import annotations

from typing import get_args

import pytest

from matchmaker.scheduling.timetable import Reason, ReasonCode
from matchmaker.services.reasons import Voice, next_step, reason_name, reason_sentence

CODES: tuple[ReasonCode, ...] = get_args(ReasonCode)
KINDS = {"greater": 8, "only": 3, "pinned": 1, "published": 0, "busy": 0, "equal": 0, "exchange": 0}
TAKEN = {"common": 6, "places": 12, "worth": 70, **KINDS}
COMPETING = {"competitors": 43, "groups": 0, "places": 42, "desks": 3}
WITNESSES: dict[ReasonCode, dict[str, int]] = {
    "draw": {"rank": 84, "parties": 111, **COMPETING},
    "desk_full": TAKEN,
    "outranked": TAKEN | {"greater": 12, "only": 0, "pinned": 0},
    "quota_used": {"quota": 3, "preferred": 2, "pinned": 1, "published": 0},
    "no_common_slot": {"slots": 9, "present": 3, "open": 6, "early": 0},
    "own_meeting": {"common": 6, "free": 2, "meeting": 1, "breathing": 1},
    "stopped": {},
}


def a_reason(code: ReasonCode, **changed: int) -> Reason:
    return Reason(code, "in English", tuple((WITNESSES[code] | changed).items()))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "draw",
            "Votre numéro de tirage est 84 sur 111. 43 entreprises, dont la vôtre, ne peuvent être reçues "
            "qu’aux 42 mêmes places de 3 stands ; toutes les autres ont été tirées avant vous.",
        ),
        (
            "desk_full",
            "Sur 6 créneaux communs, les 12 places du stand sont prises : 8 par des demandes de plus de 70 "
            "points, 3 par des entreprises dont c’est le seul rendez-vous, 1 par un rendez-vous fixé par "
            "l’organisateur.",
        ),
        (
            "outranked",
            "Sur 6 créneaux communs, les 12 places du stand sont prises : 12 par des demandes de plus de 70 "
            "points.",
        ),
        (
            "quota_used",
            "Vous avez déjà les 3 rendez-vous permis à chaque entreprise : 2 pour des demandes valant au "
            "moins autant, 1 fixé par l’organisateur.",
        ),
        (
            "no_common_slot",
            "Sur 9 créneaux, vos heures en couvrent 3 et le stand reçoit pour 6, jamais en même temps.",
        ),
        (
            "own_meeting",
            "Le stand a encore une place à 2 créneaux communs sur 6 : 1 où vous êtes déjà reçu ailleurs, "
            "1 où vous avez demandé une pause.",
        ),
        ("stopped", "Aucun obstacle n’est démontré : un meilleur planning est peut-être possible."),
    ],
)
def test_a_company_is_spoken_to(code: ReasonCode, told: str) -> None:
    assert reason_sentence(a_reason(code), Voice.COMPANY) == told


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"competitors": 2, "places": 1, "desks": 1},
            "2 entreprises, dont la vôtre, ne peuvent être reçues qu’à une seule et même place de ce stand ; "
            "l’autre a été tirée avant vous.",
        ),
        (
            {"competitors": 3, "places": 2, "desks": 1},
            "qu’aux 2 mêmes places de ce stand ; toutes les autres",
        ),
        ({"groups": 2}, "avant vous. Un groupe déclaré compte pour une seule."),
    ],
)
def test_the_draw_says_who_competes_for_what(changed: dict[str, int], told: str) -> None:
    assert told in reason_sentence(a_reason("draw", **changed), Voice.COMPANY)
    assert told.replace("la vôtre", "celle-ci").replace("vous", "elle") in reason_sentence(
        a_reason("draw", **changed)
    )


def test_what_the_company_itself_is_the_reason_of_is_said_to_be() -> None:
    taken = a_reason("desk_full", greater=0, only=0, pinned=1, busy=2, equal=3, exchange=6)

    assert reason_sentence(taken, Voice.COMPANY) == (
        "Sur 6 créneaux communs, les 12 places du stand sont prises : 1 par un rendez-vous fixé par "
        "l’organisateur, 3 par des demandes valant autant, 2 quand vous êtes vous-même en rendez-vous ou en "
        "pause, 6 par des demandes valant moins, mais il vous faudrait aussi renoncer à un rendez-vous."
    )
    assert reason_sentence(taken).endswith(
        "3 par des demandes valant autant, 2 quand l’entreprise est elle-même en rendez-vous ou en pause, "
        "6 par des demandes valant moins, mais il faudrait aussi retirer un rendez-vous à l’entreprise."
    )


def test_what_was_published_before_is_said_to_have_been() -> None:
    taken = a_reason("desk_full", greater=0, only=0, pinned=0, published=12)
    used = a_reason("quota_used", preferred=0, pinned=1, published=2)
    early = a_reason("no_common_slot", early=1)

    assert "12 par des rendez-vous déjà publiés" in reason_sentence(taken)
    assert "2 déjà publiés" in reason_sentence(used, Voice.COMPANY)
    assert "seulement avant l’heure qui vous a été annoncée" in reason_sentence(early, Voice.COMPANY)
    assert "seulement avant l’heure qui lui a été annoncée" in reason_sentence(early)


def test_a_company_that_may_have_no_meeting_is_told_so() -> None:
    reason = a_reason("quota_used", quota=0)

    assert reason_sentence(reason, Voice.COMPANY) == "Votre entreprise n’a droit à aucun rendez-vous."
    assert reason_sentence(reason) == "L’entreprise n’a droit à aucun rendez-vous."


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("witnessed", [True, False])
def test_nobody_speaks_to_a_company_as_to_its_organisers(code: ReasonCode, witnessed: bool) -> None:
    reason = a_reason(code) if witnessed else Reason(code, "in English")

    told = f"{reason_sentence(reason, Voice.COMPANY)} {next_step(code, Voice.COMPANY)}"

    assert "L’entreprise" not in told
    assert "Proposer" not in told
    assert "Relancer" not in told


@pytest.mark.parametrize("code", CODES)
def test_a_company_has_a_next_step_of_its_own_for_every_reason(code: ReasonCode) -> None:
    assert "L’accueil acheteurs vous reçoit sans réservation" in next_step(code, Voice.COMPANY)
    assert reason_name(code)


@pytest.mark.parametrize("code", CODES)
def test_organisers_read_of_the_company(code: ReasonCode) -> None:
    told = f"{reason_sentence(a_reason(code))} {reason_sentence(Reason(code, ''))} {next_step(code)}"

    assert "vous" not in told.replace("rendez-vous", "")

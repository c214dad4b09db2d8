"""Forms as nobody should send them to the workbench, and words that a refusal must not lose."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from matchmaker.models import StepDeed
from matchmaker.scheduling.problem import Pair
from tests.pages import Opened, Visitor, words
from tests.services.bench_fair import BETA, DELTA
from tests.web.organiser.conftest import SmallFair, schedule_called
from tests.web.organiser.workbench.conftest import Found, form

WHY = "Le référent l’a demandé au téléphone."


@pytest.mark.parametrize("seen", ["-1", "2147483648", "1" + "0" * 30, "-" + "9" * 30, "9" * 5000])
@pytest.mark.parametrize("deed", ["deplacer", "annuler", "refaire"])
def test_a_step_that_no_database_can_keep_is_refused_and_nothing_breaks(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str, seen: str, deed: str
) -> None:
    refused = organiser.post(f"{bench}/{deed}", form(Pair(BETA, "EAU"), "pin", seen=seen), 409)

    assert "repartez de l’atelier" in Opened(refused).text
    assert Found(fair, chosen).step == 0


def test_what_was_typed_stays_when_the_draft_was_discarded_meanwhile(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    organiser.open(bench)
    with fair.changed():
        schedule_called(chosen).discarded_at = schedule_called(chosen).created_at

    refused = organiser.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "drop", reason=WHY), 422)

    assert "Ce brouillon a été écarté" in Opened(refused).text
    assert f"Ce que vous aviez écrit {WHY}" in Opened(refused).text


def test_what_was_typed_for_an_impossible_place_stays(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    sent = form(Pair(DELTA, "EAU"), "add s9 EAU-1", reason=WHY)
    refused = organiser.post(f"{bench}/deplacer", sent, 422)

    assert "ne connaît pas" in Opened(refused).text
    assert f"Ce que vous aviez écrit {WHY}" in Opened(refused).text
    assert Found(fair, chosen).step == 0


def test_what_was_typed_stays_when_a_colleague_was_faster_and_it_is_no_longer_possible(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    organiser.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "drop", reason="Doublon."))

    late = organiser.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "drop", reason=WHY), 409)

    assert "Ce n’est plus possible" in Opened(late).text
    assert f"Ce que vous aviez écrit {WHY}" in Opened(late).text
    assert Found(fair, chosen).deeds[1:] == [StepDeed.DROPPED]


def test_a_place_taken_without_a_reason_is_taken_from_where_the_reason_is_asked(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    kind, pair, place = Found(fair, chosen).moves("replace")[0]

    refused = Opened(organiser.post(f"{bench}/deplacer", form(pair, f"{kind} {place}"), 422))
    again = [button for button in refused.all("button") if words(button) == "Le faire pour ce motif"]
    organiser.post(f"{bench}/deplacer", form(pair, again[0].get("value", ""), reason=WHY))

    assert "Vous vouliez : poser " in refused.text
    assert Found(fair, chosen).places[pair] == place


def test_whoever_is_overtaken_reads_what_laying_the_card_down_would_do_now(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    kind, pair, place = Found(fair, chosen).moves("move", "swap")[0]
    standing = Found(fair, chosen).places
    other = next(one for one in standing if one.company != pair.company and standing[one] != place)
    organiser.post(f"{bench}/deplacer", form(other, "pin"))
    offered = organiser.open(f"{bench}?carte={pair.company}.{pair.desk}")

    late = Opened(organiser.post(f"{bench}/deplacer", form(pair, f"{kind} {place}"), 409))

    button = next(one for one in offered.all("button") if one.get("value") == f"{kind} {place}")
    assert f"Maintenant : {sentence(button)}" in late.text


def sentence(button: Element) -> str:
    """What a place says in full, for whoever does not see the grid."""
    return next(words(span) for span in button.iter("span") if span.get("class") == "visually-hidden")


def test_only_a_card_that_is_laid_down_comes_with_a_place(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    for deed in ("pin", "unpin", "drop", "restore"):
        sent = form(Pair(BETA, "EAU"), f"{deed} s1 EAU-1")
        organiser.post(f"{bench}/deplacer", sent, 409)

    assert Found(fair, chosen).step == 0


@pytest.mark.parametrize("deed", ["deplacer", "annuler", "refaire"])
def test_the_address_of_a_deed_leads_whoever_opens_it_back_to_the_bench(
    organiser: Visitor, empty: Visitor, bench: str, deed: str
) -> None:
    assert organiser.client.get(f"{bench}/{deed}?vue=entreprise").location == f"{bench}?vue=entreprise"
    empty.open(f"{bench}/{deed}", 404)

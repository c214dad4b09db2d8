"""What is done at the workbench: every deed by its form, every refusal, and that two never overwrite."""

from __future__ import annotations

import re

from flask import Flask

from matchmaker.models import StepDeed
from matchmaker.scheduling.problem import Pair
from tests.builders import (
    an_account,
)
from tests.pages import Visitor, words
from tests.services.bench_fair import BETA, DELTA, GAMMA
from tests.web.conftest import signed_in
from tests.web.organiser.conftest import SmallFair, said
from tests.web.organiser.workbench.conftest import Found, buttons, form


def test_a_move_by_its_form_leads_back_to_the_card_and_can_be_undone_and_redone(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    before = Found(fair, chosen)
    kind, pair, place = before.moves("move", "swap")[0]

    moved = organiser.post(f"{bench}/deplacer?montrer=modifies", form(pair, f"{kind} {place}"))
    after = Found(fair, chosen)
    assert moved.location == f"{bench}?montrer=modifies#c-{pair.company}.{pair.desk}"
    assert after.places[pair] == place
    page = organiser.open(bench)
    assert "Fait : " in page.text
    undone = organiser.post(f"{bench}/annuler", {"seen": 1})
    assert undone.location == f"{bench}#c-{pair.company}.{pair.desk}"
    assert Found(fair, chosen).timetable == before.timetable
    organiser.post(f"{bench}/refaire", {"seen": 0})
    assert Found(fair, chosen).timetable == after.timetable


def test_undo_and_redo_say_what_they_would_do_and_are_off_where_there_is_nothing(
    organiser: Visitor, bench: str
) -> None:
    fresh = organiser.open(bench)
    organiser.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "pin"))
    after = organiser.open(bench)
    organiser.post(f"{bench}/annuler", {"seen": 1})
    undone = organiser.open(bench)

    assert "rien à annuler Refaire rien à refaire" in fresh.text
    assert "Annuler verrouillage de Beta (Eau potable)" in after.text
    assert "Refaire verrouillage de Beta (Eau potable)" in undone.text
    assert "Ce n’est pas possible" in said(organiser.post(f"{bench}/annuler", {"seen": 0}, 409))


def test_dropping_without_a_reason_asks_for_it_and_keeps_the_card_in_hand(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    refused = organiser.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "drop", reason=" "), 422)
    long = organiser.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "drop", reason="x" * 501), 422)

    assert "Dites pourquoi, en une phrase" in said(refused)
    assert "Reposer la carte" in said(refused)
    assert "x" * 501 in said(long)
    assert Found(fair, chosen).step == 0


def test_what_is_dropped_stands_beside_with_its_reason_and_comes_back(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    pair = Pair(BETA, "EAU")
    dropped = organiser.post(f"{bench}/deplacer", form(pair, "drop", reason="Doublon & Cie"))
    page = organiser.open(bench)
    restored = organiser.post(f"{bench}/deplacer", form(pair, "restore", seen=1))
    picked = organiser.open(restored.location.partition("#")[0])

    assert dropped.location == f"{bench}#w-{BETA}.EAU"
    assert "« Doublon & Cie »" in page.text
    assert "Rétablir" in page.text
    assert restored.location == f"{bench}?carte={BETA}.EAU#card"
    assert any(value.startswith("add ") for value in buttons(picked))
    assert Found(fair, chosen).deeds[1:] == [StepDeed.DROPPED, StepDeed.RESTORED]


def test_a_pair_nobody_asked_for_is_looked_up_by_name_or_number_and_placed_for_a_reason(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    pair, place = Pair(DELTA, "EAU"), Found(fair, chosen).free
    by_name = organiser.client.get(f"{bench}?entreprise=delt&aupres=EAU")
    by_number = organiser.client.get(f"{bench}?entreprise={DELTA}&aupres=EAU")
    page = organiser.open(f"{bench}?carte={DELTA}.EAU")

    assert by_name.location == by_number.location == f"{bench}?carte={DELTA}.EAU#card"
    assert "Personne n’a demandé ce rendez-vous" in page.text
    without = organiser.post(f"{bench}/deplacer", form(pair, f"add {place}"), 422)
    assert "Dites pourquoi" in said(without)
    organiser.post(f"{bench}/deplacer", form(pair, f"add {place}", reason="Le référent le demande."))
    assert Found(fair, chosen).places[pair] == place


def test_a_name_that_several_have_or_nobody_is_asked_again(organiser: Visitor, bench: str) -> None:
    several = organiser.open(f"{bench}?entreprise=a&aupres=EAU")
    nobody = organiser.open(f"{bench}?entreprise=zzz&aupres=EAU")

    links = [
        words(a) for a in several.all("a") if "carte=" in a.get("href", "") and "#card" in a.get("href", "")
    ]
    assert "Quelle entreprise ?" in several.text.replace("\u202f", " ")
    assert {"Alpha", "Beta", "Delta", "Gamma"} <= set(links)
    assert "Aucune entreprise du salon ne s’appelle ainsi" in nobody.text


def test_whoever_is_overtaken_reads_who_did_what_and_does_it_again_in_one_button(
    app: Flask, fair_id: int, organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    colleague = signed_in(app, fair_id, account=an_account(name="Marie Curie"))
    colleague.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "drop", reason="Elle appelle : absente."))

    late = organiser.post(f"{bench}/deplacer", form(Pair(GAMMA, "VOI"), "pin"), 409)
    again = re.search(r'name="seen" value="(\d+)"', late.get_data(as_text=True))

    assert "Marie Curie : retrait de Beta (Eau potable)" in said(late).replace("\u00a0", " ")
    assert "Elle appelle" in said(late)
    assert "verrouiller Gamma (Voirie)" in said(late)
    assert "Le faire quand même" in said(late)
    assert again is not None
    organiser.post(f"{bench}/deplacer", form(Pair(GAMMA, "VOI"), "pin", seen=int(again.group(1))))
    assert Found(fair, chosen).deeds[1:] == [StepDeed.DROPPED, StepDeed.PINNED]


def test_what_is_no_longer_possible_is_not_offered_again(organiser: Visitor, bench: str) -> None:
    organiser.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "pin"))

    late = said(organiser.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "pin"), 409))

    assert "Ce n’est plus possible" in late
    assert "Le faire quand même" not in late


def test_undoing_what_one_has_not_seen_is_refused_with_what_was_done(organiser: Visitor, bench: str) -> None:
    organiser.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "pin"))
    organiser.post(f"{bench}/deplacer", form(Pair(GAMMA, "VOI"), "pin", seen=1))

    late = said(organiser.post(f"{bench}/annuler", {"seen": 1}, 409))

    assert "verrouillage de Gamma" in late
    assert "verrouillage de Beta" not in late


def test_that_the_step_one_saw_was_undone_is_said(organiser: Visitor, bench: str) -> None:
    organiser.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "pin"))
    organiser.post(f"{bench}/annuler", {"seen": 1})

    undone = said(organiser.post(f"{bench}/deplacer", form(Pair(GAMMA, "VOI"), "pin", seen=1), 409))
    organiser.post(f"{bench}/refaire", {"seen": 0})
    redone = said(organiser.post(f"{bench}/deplacer", form(Pair(GAMMA, "VOI"), "pin", seen=0), 409))

    assert "Quelqu’un a annulé l’étape que vous voyiez" in undone
    assert "Quelqu’un a annulé" not in redone
    assert "verrouillage de Beta" in redone


def test_an_odd_form_is_refused_and_changes_nothing(
    organiser: Visitor, fair: SmallFair, chosen: str, bench: str
) -> None:
    odd = (
        {"deed": "steal"},
        {"deed": ""},
        {"deed": "move s1"},
        {"seen": "x"},
        {"seen": ""},
        {"company": "000000000"},
        {"desk": "RIEN"},
    )
    for sent in odd:
        organiser.post(f"{bench}/deplacer", form(Pair(BETA, "EAU"), "pin") | sent, 409)
    organiser.post(f"{bench}/annuler", {"seen": "x"}, 409)

    assert Found(fair, chosen).step == 0

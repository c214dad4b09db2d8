"""A need is checked field by field, each refusal beside its field, before anything of it is stored."""

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.models import Need
from matchmaker.services.need_forms import (
    LONGEST_QUESTION,
    asked,
    fill,
    next_code,
    quarters,
    refuse_form,
    refuse_if_changed,
    state,
)
from tests.builders import BEFORE_OPENING, a_desk, a_fair, a_need
from tests.services.need_papers import filled_in

QUESTION = ("Comment faites-vous ?", "")


@pytest.fixture
def desk(session):
    desk = a_desk(a_fair())
    session.add(desk)
    session.flush()
    return desk


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"title_fr": "  "}, "title_fr", "titre"),
        ({"title_fr": "a" * 161}, "title_fr", "160 caractères"),
        ({"title_en": "a" * 161}, "title_en", "160 caractères"),
        ({"description_fr": ""}, "description_fr", "Décrivez"),
        ({"description_fr": "a" * 3001}, "description_fr", "3000 caractères"),
        ({"internal_note": "a" * 3001}, "internal_note", "3000 caractères"),
        ({"title_fr": "Eau\x00"}, "title_fr", "illisible"),
        ({"sector": "inconnu"}, "sector", "secteur"),
        ({"cpv": "00000000"}, "cpv", "CPV n’existe pas"),
        ({"amount_min": -1}, "amount_min", "négatif"),
        ({"amount_max": 10_000_000_001}, "amount_max", "dix milliards"),
        ({"amount_min": 2, "amount_max": 1}, "amount_max", "inférieur"),
        ({"quarter": "2024-T5"}, "quarter", "trimestre"),
        ({"quarter": "2019-T1"}, "quarter", "trimestre"),
        ({"lots": 0}, "lots", "lots"),
        ({"lots": 201}, "lots", "lots"),
        ({"questions": ()}, "question_1_fr", "une à trois questions"),
        ({"questions": (("", ""), ("", ""))}, "question_1_fr", "une à trois questions"),
        ({"questions": (QUESTION,) * 4}, "question_3_fr", "trois questions"),
        ({"questions": (("a" * (LONGEST_QUESTION + 1), ""),)}, "question_1_fr", "300 caractères"),
        ({"questions": (("Une ?\nDeux ?", ""),)}, "question_1_fr", "une ligne"),
        ({"questions": (QUESTION, ("Une ?", "One?\u2028Two?"))}, "question_2_en", "une ligne"),
        ({"questions": (QUESTION, ("", "How?"))}, "question_2_fr", "en français"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(session, desk, given, field, words):
    with pytest.raises(RuleBroken, match=words) as refused:
        refuse_form(session, desk.fair, filled_in(session, **given))

    assert refused.value.field == field


def test_a_good_form_passes_with_every_field_at_its_limit(session, desk):
    form = filled_in(
        session,
        title_fr="a" * 160,
        amount_min=0,
        amount_max=10_000_000_000,
        lots=200,
        questions=(QUESTION, QUESTION, ("a" * LONGEST_QUESTION, "b")),
    )

    refuse_form(session, desk.fair, form)


def test_the_quarters_are_those_of_three_years_and_the_one_it_had(desk):
    assert quarters(desk.fair)[::11] == ["2023-T1", "2025-T4"]
    assert quarters(desk.fair, "2019-T1")[0] == "2019-T1"


def test_filling_says_whether_anything_differs(session, desk):
    form = filled_in(session)
    need = Need(code="P001", drafted_at=BEFORE_OPENING)

    assert fill(need, form)
    assert (need.title_fr, need.title_en, need.sector_code) == (form.title_fr, None, form.sector)
    assert not fill(need, form)


def test_questions_are_rewritten_in_place_and_empty_lines_are_none(session, desk):
    need = a_need(desk)
    session.add(need)
    session.flush()
    fill(need, filled_in(session, questions=(("Un ?", "One?"), ("", ""), ("Trois ?", ""))))
    session.flush()
    session.expire(need)
    assert asked(need) == [("Un ?", "One?"), ("Trois ?", None)]

    fill(need, filled_in(session, questions=(("Seule ?", ""),)))
    session.flush()
    session.expire(need)
    assert asked(need) == [("Seule ?", None)]


def test_a_code_that_is_taken_is_passed_over(session, desk):
    session.add(a_need(desk, code="P003"))
    session.flush()

    assert next_code(session, desk.fair, declared=1) == "P002"
    assert next_code(session, desk.fair, declared=2) == "P004"


def test_whoever_has_read_another_text_is_asked_to_read_again(session, desk):
    need = a_need(desk)
    session.add(need)
    session.flush()
    seen = state(need)
    refuse_if_changed(session, need, seen)

    need.internal_note = "Attention"
    with pytest.raises(RuleBroken, match="relisez-le"):
        refuse_if_changed(session, need, seen)

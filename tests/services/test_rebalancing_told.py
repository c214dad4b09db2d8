"""What an organiser says has happened: each kind of thing, and each refusal beside its field."""

from datetime import timedelta

import pytest

from matchmaker.errors import RuleBroken
from matchmaker.models import Happened, LateWay, Presence, TableClosure
from matchmaker.services.drafts.drafted import happenings_of
from matchmaker.services.rebalancing import happenings_words, rebalancing
from matchmaker.services.rebalancing.companies import found, newcomers
from matchmaker.services.rebalancing.told import Telling, Told, of, read
from tests.builders import EXCHANGE, a_company, a_desk, a_fair
from tests.services.rebalanced_fair import (
    AT_10_42,
    EVE,
    SIRENS,
    a_published_fair,
    company,
    rebalanced,
    said,
    table,
)


@pytest.fixture
def fair(session):
    return a_published_fair(session)


@pytest.fixture
def telling(session, fair) -> Telling:
    return rebalancing.telling(session, fair, AT_10_42)


def refused(telling, *lines):
    with pytest.raises(RuleBroken) as refusal:
        read(telling, lines)
    return refusal.value.field, str(refusal.value)


def sentence(telling, line, locale="fr"):
    [told] = read(telling, [line])
    return happenings_words.sentence(told, telling.fair, telling.grid, locale)


def test_a_late_opening_is_told_in_minutes_and_a_way(telling):
    line = said(Happened.LATE_OPENING, minutes=15, way="shorten")

    assert read(telling, [line]) == [Told(Happened.LATE_OPENING, minutes=15, way=LateWay.SHORTEN)]
    assert sentence(telling, line).startswith("L’ouverture a 15 minutes de retard : les rendez-vous")


@pytest.mark.parametrize("minutes", ["0", "121", "", "quinze", "-5", "1.5", "٣٣٣"])
def test_minutes_out_of_range_are_refused(telling, minutes):
    field, words = refused(telling, said(Happened.LATE_OPENING, minutes=minutes, way="drop"))

    assert (field, words) == ("minutes", "Écrivez un nombre de minutes, de 1 à 120.")


def test_a_way_that_is_none_of_the_three_is_refused(telling):
    assert refused(telling, said(Happened.LATE_OPENING, minutes=15, way="fly"))[0] == "way"


def test_a_lost_table_is_told_with_its_hours(telling):
    line = said(Happened.TABLE_LOST, table="EAU-2", from_slot="s4", until_slot="s5")

    assert sentence(telling, line) == "La table 2 du stand « Eau » manque de 11 h à 11 h 18."


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"table": "XXX-1", "from_slot": "s4", "until_slot": "s5"}, "table"),
        ({"table": "EAU-1", "from_slot": "s9", "until_slot": "s5"}, "from_slot"),
        ({"table": "EAU-1", "from_slot": "s4", "until_slot": ""}, "until_slot"),
        ({"table": "EAU-1", "from_slot": "s5", "until_slot": "s4"}, "until_slot"),
        ({"table": "EAU-1", "from_slot": "s1", "until_slot": "s4"}, "from_slot"),
        ({"table": "\0", "from_slot": "s4", "until_slot": "s4"}, "table"),
    ],
)
def test_a_lost_table_that_cannot_be_is_refused(telling, values, field):
    assert refused(telling, said(Happened.TABLE_LOST, **values))[0] == field


def test_a_table_closed_already_cannot_be_lost(session, fair, telling):
    slot = telling.slots["s4"]
    session.add(TableClosure(table=table(session, fair, "EAU-1"), slot=slot))
    session.flush()

    line = said(Happened.TABLE_LOST, table="EAU-1", from_slot="s4", until_slot="s4")
    assert refused(telling, line) == ("table", "Cette table est déjà fermée à ces heures.")


def test_a_table_of_another_fair_is_unknown(session, telling):
    other = a_published_fair_elsewhere(session)
    line = said(Happened.TABLE_LOST, table=other, from_slot="s4", until_slot="s4")

    assert refused(telling, line)[0] == "table"


def a_published_fair_elsewhere(session):
    fair = a_fair()
    desk = a_desk(fair, code="LOIN")
    session.add_all([fair, desk])
    session.flush()
    return desk.tables[0].code


def test_a_table_more_is_told_by_its_stand(telling):
    line = said(Happened.TABLE_ADDED, desk="RES", from_slot="s4", until_slot="s6")

    assert sentence(telling, line) == "Une table de plus au stand « Réseaux », de 11 h à 11 h 28."


def test_a_table_more_at_no_stand_is_refused(telling):
    line = said(Happened.TABLE_ADDED, desk="XXX", from_slot="s4", until_slot="s6")

    assert refused(telling, line)[0] == "desk"


def test_who_is_late_is_told_by_where_they_sit(telling):
    line = said(Happened.PERSON_LATE, person="RES-1:lead:s1", from_slot="s5")

    assert sentence(telling, line) == "« Référent 2 » n’est là qu’à partir de 11 h 10."


def test_a_whole_stand_is_late_person_by_person(telling):
    line = said(Happened.PERSON_LATE, person="desk:EAU", from_slot="s5")

    assert [told.person.name for told in read(telling, [line])] == ["Référent 0", "Référent 1"]


@pytest.mark.parametrize("person", ["", "RES-1:buyer:s1", "desk:XXX"])
def test_who_sits_nowhere_cannot_be_late(telling, person):
    assert refused(telling, said(Happened.PERSON_LATE, person=person, from_slot="s5"))[0] == "person"


def test_nobody_is_late_for_the_first_slot(session, fair):
    early = rebalancing.telling(session, fair, EVE)
    line = said(Happened.PERSON_LATE, person="RES-1:lead:s1", from_slot="s1")

    assert refused(early, line) == ("from_slot", "Au premier créneau, personne n’est en retard.")


def test_several_companies_are_gone_at_once(telling):
    line = said(Happened.COMPANY_GONE, companies=[SIRENS[0], SIRENS[3], SIRENS[0]])

    assert [told.company.code for told in read(telling, [line])] == [SIRENS[0], SIRENS[3]]


def test_a_company_gone_already_is_refused(session, fair, telling):
    company(session, fair, SIRENS[0]).withdrawn_at = EVE
    session.flush()

    field, words = refused(telling, said(Happened.COMPANY_GONE, companies=[SIRENS[0]]))
    assert (field, words) == ("companies", "« Entreprise 0 » ne participe plus : c’est déjà pris en compte.")


@pytest.mark.parametrize("codes", [[], [""], ["999999999"], ["\0"]])
def test_no_company_or_an_unknown_one_is_refused(telling, codes):
    assert refused(telling, said(Happened.COMPANY_GONE, companies=codes))[0] == "companies"


def test_a_company_that_waits_to_be_validated_is_unknown(session, fair, telling):
    waiting = a_company(fair, validated_at=None)
    session.add(waiting)
    session.flush()

    assert refused(telling, said(Happened.COMPANY_GONE, companies=[waiting.code]))[0] == "companies"


def test_a_late_company_is_told_by_its_arrival(telling):
    line = said(Happened.COMPANY_LATE, company=SIRENS[0], from_slot="s4")

    [told] = read(telling, [line])
    assert told.until_slot == "s3"
    assert sentence(telling, line) == "« Entreprise 0 » n’est là qu’à partir de 11 h."


def test_who_would_have_left_before_arriving_is_not_late(session, fair, telling):
    leaves_at = EXCHANGE + timedelta(minutes=30)
    company(session, fair, SIRENS[0]).presences = [Presence(starts_at=EXCHANGE, ends_at=leaves_at)]
    session.flush()

    assert refused(telling, said(Happened.COMPANY_LATE, company=SIRENS[0], from_slot="s4"))[0] == "from_slot"


def test_a_company_back_had_left(session, fair, telling):
    line = said(Happened.COMPANY_BACK, company=SIRENS[0])
    assert refused(telling, line) == ("company", "« Entreprise 0 » ne s’est pas retirée : elle compte déjà.")

    company(session, fair, SIRENS[0]).withdrawn_at = EVE
    session.flush()
    assert sentence(telling, line) == "« Entreprise 0 » revient."


def test_a_company_that_left_before_the_draw_has_no_number_to_come_back_with(session, fair, telling):
    undrawn = a_company(fair, withdrawn_at=EVE)
    session.add(undrawn)
    session.flush()

    assert "sans numéro de tirage" in refused(telling, said(Happened.COMPANY_BACK, company=undrawn.code))[1]


def test_newcomers_are_those_the_version_does_not_know(session, fair, telling):
    assert newcomers(session, fair) == []
    assert "aucune entreprise de plus" in refused(telling, said(Happened.NEWCOMERS))[1]

    late = a_company(fair)
    session.add(late)
    session.flush()
    assert newcomers(session, fair) == [late]
    assert read(telling, [said(Happened.NEWCOMERS)]) == [Told(Happened.NEWCOMERS)]


@pytest.mark.parametrize("line", ["", "quoi=rien", "table=EAU-1", "%%%", "quoi=newcomers&quoi=newcomers"])
def test_what_is_not_understood_is_refused(telling, line):
    assert "pas été compris" in refused(telling, line)[1]


def test_too_much_at_once_is_refused(telling):
    line = said(Happened.TABLE_LOST, table="EAU-2", from_slot="s4", until_slot="s5")

    assert "beaucoup à la fois" in refused(telling, *[line] * 31)[1]


def test_what_is_said_twice_counts_once(telling):
    line = said(Happened.COMPANY_GONE, companies=[SIRENS[0]])

    assert len(read(telling, [line, line])) == 1


def test_a_draft_remembers_what_was_told(session, fair, telling):
    lines = [
        said(Happened.TABLE_LOST, table="EAU-2", from_slot="s4", until_slot="s5"),
        said(Happened.COMPANY_LATE, company=SIRENS[0], from_slot="s4"),
    ]
    draft = rebalanced(session, fair, *lines)

    assert [of(one) for one in happenings_of(session, draft)] == read(telling, lines)


def test_companies_are_found_by_a_part_of_their_name_or_number(session, fair):
    names, more = found(session, fair, "PRISE 3")
    assert ([one.code for one in names], more) == ([SIRENS[3]], 0)

    names, more = found(session, fair, "000 900 104")
    assert [one.code for one in names] == [SIRENS[4]]


def test_what_is_ticked_stays_in_the_list_whatever_is_searched(session, fair):
    names, _more = found(session, fair, "prise 3", chosen=[SIRENS[8]])

    assert [one.code for one in names] == [SIRENS[8], SIRENS[3]]


def test_without_a_search_those_who_have_a_meeting_are_offered(session, fair):
    session.add(a_company(fair, name="Aaa, sans rendez-vous"))
    session.flush()

    names, _more = found(session, fair, "")

    assert names
    assert "Aaa, sans rendez-vous" not in {one.name for one in names}


def test_companies_that_do_not_come_are_named_together(telling):
    told = read(telling, [said(Happened.COMPANY_GONE, companies=[SIRENS[3], SIRENS[0]])])

    assert happenings_words.sentences(told, telling.fair, telling.grid, "fr") == [
        "2 entreprises ne viennent pas, ou sont parties : « Entreprise 0 », « Entreprise 3 »."
    ]

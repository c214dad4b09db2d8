"""Why a stand suits a company: shared CPV codes first, sectors second, nothing else."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from matchmaker.models import Company, CompanyCpv, CpvCode, CpvOrigin, Desk, Fair, Need, Sector
from matchmaker.services.fit import FitReason, fit_reasons, nodes_above, suggestions
from tests.builders import BEFORE_OPENING, a_company, a_cpv, a_desk, a_fair, a_need, a_sector

NODES = {
    code: CpvCode(code=code, label_fr=label)
    for code, label in {
        "45000000": "Travaux de construction",
        "45200000": "Génie civil",
        "45232000": "Ouvrages annexes de pipelines et de câbles",
        "45232150": "Travaux relatifs aux conduites d'alimentation en eau",
        "45232410": "Travaux d'assainissement",
        "45233140": "Travaux routiers",
        "45400000": "Parachèvement",
    }.items()
}
ROADS, WATER = Sector(code="voirie", label_fr="Voirie"), Sector(code="eau", label_fr="Eau")
ROAD_NEEDS = [Need(code=f"R{n}", cpv_code="45400000", sector_code="voirie") for n in range(7)]


def company(*won: str, declared: tuple[str, ...] = (), sectors: tuple[Sector, ...] = ()) -> Company:
    codes = [CompanyCpv(cpv_code=code, origin=CpvOrigin.WON) for code in won]
    codes += [CompanyCpv(cpv_code=code, origin=CpvOrigin.DECLARED) for code in declared]
    return Company(cpv=codes, sectors=list(sectors))


def need(code: str, cpv_code: str, sector: str = "assainissement") -> Need:
    return Need(code=code, cpv_code=cpv_code, sector_code=sector)


def test_a_code_won_and_announced_is_the_reason_with_its_projects() -> None:
    one, two, other = need("N1", "45232410"), need("N2", "45232410"), need("N3", "45400000")
    assert fit_reasons(company("45232410"), [one, two, other], NODES) == [
        FitReason(about=NODES["45232410"], needs=(one, two), won=("45232410",))
    ]


def test_neighbouring_codes_share_the_deepest_code_above_both() -> None:
    asked = need("N1", "45232410")
    assert fit_reasons(company("45232150"), [asked], NODES) == [
        FitReason(about=NODES["45232000"], needs=(asked,), won=("45232150",))
    ]


def test_a_code_that_does_not_exist_is_never_named() -> None:
    """Both are 452324…, but these six digits are no code of the nomenclature given."""
    reasons = fit_reasons(company("45232410"), [need("N1", "45232440")], NODES)
    assert [reason.about.code for reason in reasons] == ["45232000"]


def test_a_wider_reason_counts_the_projects_of_the_narrower_one_too() -> None:
    sewer, water = need("N1", "45232410"), need("N2", "45232150")
    reasons = fit_reasons(company("45232410"), [sewer, water], NODES)
    assert [(reason.about.code, reason.needs) for reason in reasons] == [
        ("45232410", (sewer,)),
        ("45232000", (sewer, water)),
    ]


def test_what_a_company_says_of_itself_is_told_apart_from_what_it_won() -> None:
    asked = need("N1", "45232150")
    reasons = fit_reasons(company("45232410", declared=("45232150", "45232410")), [asked], NODES)
    assert reasons == [FitReason(about=NODES["45232150"], needs=(asked,), declared=("45232150",))]


def test_the_division_of_all_works_is_no_reason() -> None:
    assert fit_reasons(company("45233140"), [need("N1", "45400000")], NODES) == []


def test_three_digits_in_common_are_a_reason() -> None:
    reasons = fit_reasons(company("45233140"), [need("N1", "45232410")], NODES)
    assert [(reason.about.code, reason.digits) for reason in reasons] == [("45200000", 3)]


def test_a_sector_is_a_weaker_reason_than_any_code() -> None:
    asked = need("N1", "45232410")
    reasons = fit_reasons(company("45233140", sectors=(ROADS,)), [asked, *ROAD_NEEDS], NODES)
    assert reasons == [
        FitReason(about=NODES["45200000"], needs=(asked,), won=("45233140",)),
        FitReason(about=ROADS, needs=tuple(ROAD_NEEDS)),
    ]


def test_a_sector_without_a_project_is_no_reason() -> None:
    assert fit_reasons(company(sectors=(WATER,)), ROAD_NEEDS, NODES) == []


def test_of_two_reasons_as_close_the_one_with_more_projects_comes_first() -> None:
    needs = [*ROAD_NEEDS, need("N1", "45400000", "eau")]
    reasons = fit_reasons(company(sectors=(WATER, ROADS)), needs, NODES)
    assert [reason.about.code for reason in reasons] == ["voirie", "eau"]


def test_of_two_reasons_as_strong_the_smaller_code_comes_first() -> None:
    needs = [need("N1", "45400000", "voirie"), need("N2", "45400000", "eau")]
    reasons = fit_reasons(company(sectors=(ROADS, WATER)), needs, NODES)
    assert [reason.about.code for reason in reasons] == ["eau", "voirie"]


def test_nothing_in_common_gives_no_reason() -> None:
    assert fit_reasons(company("90910000", sectors=(WATER,)), ROAD_NEEDS, NODES) == []


def a_fair_with_codes(session: Session) -> tuple[Fair, dict[str, CpvCode]]:
    """A fair, and the few codes that these tests speak of."""
    fair = a_fair()
    codes = {code: a_cpv(code=code) for code in ("45200000", "45232000", "45232150", "45232410", "45233140")}
    session.add_all([fair, *codes.values()])
    return fair, codes


def a_stand(fair: Fair, code: str, *cpv: CpvCode) -> Desk:
    """A stand that announces one project under each code."""
    desk = a_desk(fair, code=code)
    for one in cpv:
        a_need(desk, cpv=one)
    return desk


def store(session: Session, *things: Company | Desk) -> None:
    session.add_all(things)
    session.flush()


def a_winner(fair: Fair, *cpv: CpvCode) -> Company:
    codes = [CompanyCpv(cpv=one, origin=CpvOrigin.WON) for one in cpv]
    return a_company(fair, cpv=codes)


def test_the_closest_stand_comes_first_then_the_one_with_more_projects(either: Session) -> None:
    fair, codes = a_fair_with_codes(either)
    road, sewer, water = codes["45233140"], codes["45232410"], codes["45232150"]
    desks = [
        a_stand(fair, "CHA", road),
        a_stand(fair, "EAU", water, water),
        a_stand(fair, "RES", sewer),
        a_stand(fair, "EXP", water),
    ]
    winner = a_winner(fair, sewer)
    store(either, winner, *desks)
    found = suggestions(either, winner, desks)
    assert [(one.desk.code, one.reasons[0].about.code, len(one.reasons[0].needs)) for one in found] == [
        ("RES", "45232410", 1),
        ("EAU", "45232000", 2),
        ("EXP", "45232000", 1),
        ("CHA", "45200000", 1),
    ]


def test_stands_as_close_come_by_code_however_they_are_given(either: Session) -> None:
    fair, codes = a_fair_with_codes(either)
    desks = [a_stand(fair, code, codes["45232410"]) for code in ("B", "C", "A")]
    winner = a_winner(fair, codes["45232410"])
    store(either, winner, *desks)
    assert [one.desk.code for one in suggestions(either, winner, desks)] == ["A", "B", "C"]
    assert [one.desk.code for one in suggestions(either, winner, desks[::-1])] == ["A", "B", "C"]


def test_a_stand_with_nothing_in_common_is_not_suggested(session: Session) -> None:
    fair, codes = a_fair_with_codes(session)
    winner = a_winner(fair, codes["45232410"])
    desks = [a_stand(fair, "VIDE"), a_stand(fair, "AUTRE", a_cpv(code="90910000"))]
    store(session, winner, *desks)
    assert suggestions(session, winner, desks) == []


def test_a_project_that_takes_no_meetings_is_no_reason(session: Session) -> None:
    fair, codes = a_fair_with_codes(session)
    desk = a_desk(fair)
    a_need(desk, cpv=codes["45232410"], consultation_started_at=BEFORE_OPENING)
    a_need(desk, cpv=codes["45232410"], published_at=None)
    winner = a_winner(fair, codes["45232410"])
    store(session, winner, desk)
    assert suggestions(session, winner, [desk]) == []


def test_a_sector_alone_suggests_a_stand(session: Session) -> None:
    fair, codes = a_fair_with_codes(session)
    sector = a_sector()
    desk = a_desk(fair)
    project = a_need(desk, sector=sector, cpv=codes["45233140"])
    newcomer = a_company(fair, sectors=[sector])
    store(session, newcomer, desk)
    [one] = suggestions(session, newcomer, [desk])
    assert one.reasons == (FitReason(about=sector, needs=(project,)),)


def test_only_the_codes_that_exist_stand_above_a_code(session: Session) -> None:
    _, codes = a_fair_with_codes(session)
    session.flush()
    assert nodes_above(session, ["45232411"]) == {
        code: codes[code] for code in ("45200000", "45232000", "45232410")
    }


def test_the_number_of_queries_does_not_grow_with_the_stands(session: Session) -> None:
    fair, codes = a_fair_with_codes(session)
    desks = [a_stand(fair, f"S{n}", *codes.values()) for n in range(6)]
    winner = a_winner(fair, *codes.values())
    store(session, winner, *desks)
    assert queries(session, winner, desks[:1]) == queries(session, winner, desks) == 4


def queries(session: Session, company: Company, desks: list[Desk]) -> int:
    """How many statements one call sends, nothing being loaded before but the stands themselves."""
    session.expire_all()
    for desk in [company, *desks]:
        session.refresh(desk)
    sent: list[str] = []
    connection = session.connection()

    def count(*statement: object) -> None:
        sent.append(str(statement[2]))

    event.listen(connection, "before_cursor_execute", count)
    try:
        suggestions(session, company, desks)
    finally:
        event.remove(connection, "before_cursor_execute", count)
    return len(sent)

"""A fair to rearrange: two stands, three tables, three slots, five companies, one of which finds no place."""

from __future__ import annotations

from sqlalchemy.orm import Session

from matchmaker.models import AnswerKind, Fair, Schedule
from tests.builders import a_company, a_desk, a_fair, a_grid, a_wish, an_answer, some_rules
from tests.services.small_fair import a_draft_of, drawn

ALPHA, BETA, GAMMA, DELTA, OMEGA = "000990018", "000990026", "000990034", "000990042", "000990059"
NAMES = {ALPHA: "Alpha", BETA: "Beta", GAMMA: "Gamma", DELTA: "Delta", OMEGA: "Oméga"}
WISHES = {ALPHA: ("EAU", "VOI"), BETA: ("EAU",), GAMMA: ("VOI", "EAU"), DELTA: ("VOI",), OMEGA: ("VOI",)}


def a_bench_fair(session: Session) -> Fair:
    """EAU has two tables, VOI one: four ask for VOI, which has three places."""
    fair = a_fair()
    desks = {"EAU": a_desk(fair, tables=2, code="EAU"), "VOI": a_desk(fair, code="VOI", label_fr="Voirie")}
    session.add_all([fair, some_rules(fair), a_grid(fair, slots=3), *desks.values()])
    for siren, asked in WISHES.items():
        company = a_company(fair, siren=siren, name=NAMES[siren])
        session.add(company)
        for rank, code in enumerate(asked, 1):
            wish = a_wish(company, desks[code], rank)
            session.add(wish)
            if rank == 1:
                session.add(an_answer(wish, AnswerKind.INTERESTED))
    session.flush()
    return drawn(session, fair)


def a_bench_draft(session: Session) -> Schedule:
    """What the scheduler makes of it."""
    return a_draft_of(session, a_bench_fair(session))

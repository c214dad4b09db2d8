"""The workbench's times: how long the server takes for its page, for a card picked up and for a move.

``python -m benchmarks.workbench`` makes a fair of each size in memory, solves it, and asks for the pages as a
browser would. Every figure is the median of some requests, templates and interpreter being warm. The goal is
300 ms.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from benchmarks.instances import START, Fair
from matchmaker.app import create_app
from matchmaker.db import db
from matchmaker.models import (
    Account,
    Company,
    Desk,
    Directorate,
    Grid,
    Membership,
    Organisation,
    Role,
    RulesVersion,
    Schedule,
    Slot,
    Table,
    Wish,
)
from matchmaker.models import Fair as StoredFair
from matchmaker.scheduling.moves import Moves
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solve import solve
from matchmaker.services import draws, planning
from matchmaker.services.figures import document
from matchmaker.services.rules import MOST_REQUESTS
from matchmaker.web.clock import set_clock

SIZES = (Fair(120, 10, 9), Fair(186, 12, 9), Fair(1000, 60, 12))
DIRECTORATES = 6
TRIES = 7
REQUESTS_OPEN, DEADLINE = START - timedelta(days=60), START - timedelta(days=10)
NOW = START - timedelta(days=5)


class Times(NamedTuple):
    """Medians in milliseconds; ``after``: of the page that follows a move; ``weight``: of a page, in kB."""

    size: str
    page: float
    by_company: float
    card: float
    move: float
    after: float
    weight: float


def main() -> None:
    columns = ("fair", "page", "by company", "card picked up", "move", "page after it", "HTML")
    sys.stdout.write(f"| {' | '.join(columns)} |\n|---|{'--:|' * (len(columns) - 1)}\n")
    for times in measured():
        cells = [f"{figure:.0f} ms" for figure in times[1:6]]
        sys.stdout.write(f"| {' | '.join([times.size, *cells, f'{times.weight:.0f} kB'])} |\n")


def measured() -> Iterator[Times]:
    """The times at each size."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            app, address = application(size, Path(folder))
            yield _times(size, app, address)


def application(size: Fair, folder: Path) -> tuple[Flask, str]:
    """An application that holds one solved draft of such a fair, and where its workbench is."""
    stored = f"sqlite:///{folder / 'fair.sqlite'}"
    app = create_app(INSTANCE=folder, SQLALCHEMY_DATABASE_URI=stored, TESTING=True, SECRET_KEY="benchmark")
    app.config["WTF_CSRF_ENABLED"] = False
    set_clock(app, lambda: NOW)
    with app.test_request_context():
        db.create_all()
        fair = stored_fair(db.session(), size.problem(1))
        draft = _solved(db.session(), fair)
        db.session.commit()
        return app, f"/organisateur/plannings/{draft.public_id}/atelier"


def _times(size: Fair, app: Flask, address: str) -> Times:
    client = app.test_client()
    with app.app_context():
        member = db.session.query(Membership).one()
        with client.session_transaction() as session:
            session.update(_user_id=str(member.account_id), _fresh=True, membership_id=member.id)
        card = _a_card(db.session.query(Schedule).one())
    page = _median(lambda: client.get(address))
    return Times(
        size.size,
        page,
        _median(lambda: client.get(f"{address}?vue=entreprise")),
        _median(lambda: client.get(f"{address}?carte={card}")),
        *_moves(app, client, address),
        len(client.get(address).data) / 1000,
    )


def _a_card(draft: Schedule) -> str:
    """A meeting at the largest desk, where most cells have to be asked about."""
    content = document(draft)
    largest = max(content.problem.desks, key=lambda desk: len(desk.tables))
    booking = next(booking for booking in content.result.meetings if booking.desk == largest.id)
    return f"{booking.company}.{booking.desk}"


def _moves(app: Flask, client: FlaskClient, address: str) -> tuple[float, float]:
    """Moves one after the other, each with what the page before it saw; and the pages that follow them."""
    taken, after = [], []
    for _ in range(TRIES):
        with app.app_context():
            draft = db.session.query(Schedule).one()
            form = _a_move(draft)
        begun = time.perf_counter()
        answer = client.post(f"{address}/deplacer", data=form)
        taken.append(time.perf_counter() - begun)
        assert answer.status_code == 302, answer.get_data(as_text=True)[:500]
        begun = time.perf_counter()
        client.get(address)
        after.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken), 1000 * statistics.median(after)


def _a_move(draft: Schedule) -> dict[str, str]:
    content = document(draft)
    moves = Moves(content.problem, content.result.meetings)
    for booking in content.result.meetings:
        for cell in moves.cells(booking.pair):
            for option in cell.options:
                kind, pair, place = option.move
                deed = f"{kind} {place.slot} {place.table}"
                card = {"company": pair.company, "desk": pair.desk, "reason": "measured"}
                return {"seen": str(draft.step), "deed": deed, **card}
    raise ValueError("nothing can be moved")


def _median(ask: Callable[[], object]) -> float:
    """Milliseconds; the first request, which warms everything, is not counted."""
    taken = []
    for _ in range(TRIES + 1):
        begun = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken[1:])


def stored_fair(session: Session, problem: Problem) -> StoredFair:
    """The fair of a problem as rows, desks shared out among directorates, its draw revealed."""
    fair = StoredFair(
        organisation=Organisation(slug="banc", name="Banc d’essai"),
        slug="banc",
        name_fr="Banc d’essai",
        venue="–",
        address="–",
        timezone="Europe/Paris",
        opens_at=START - timedelta(hours=2),
        exchange_starts_at=START,
        exchange_ends_at=problem.slots[-1].end,
        closes_at=START + timedelta(hours=4),
        requests_open_at=REQUESTS_OPEN,
        requests_close_at=DEADLINE,
        slot_minutes=8,
        changeover_minutes=2,
    )
    account = Account(email="banc@example.org", name="Banc", created_at=REQUESTS_OPEN)
    member = Membership(fair=fair, role=Role.ORGANISER, account=account)
    rules = RulesVersion(fair=fair, number=1, in_force_at=REQUESTS_OPEN)
    session.add_all([fair, member, rules, _grid(fair, problem)])
    _people(session, fair, problem)
    session.flush()
    draws.commit(session, fair, "0" * 32, "Loto", None, REQUESTS_OPEN - timedelta(days=1))
    draws.reveal(session, fair, "4711", None, NOW)
    return fair


def _grid(fair: StoredFair, problem: Problem) -> Grid:
    grid = Grid(fair=fair, number=1)
    for position, slot in enumerate(problem.slots, 1):
        grid.slots.append(Slot(code=slot.id, position=position, starts_at=slot.start, ends_at=slot.end))
    return grid


def _people(session: Session, fair: StoredFair, problem: Problem) -> None:
    directorates = [
        Directorate(fair=fair, code=f"DIR{n}", label_fr=f"Direction {n}") for n in range(DIRECTORATES)
    ]
    desks = {}
    for number, desk in enumerate(problem.desks):
        row = Desk(fair=fair, directorate=directorates[number % DIRECTORATES], code=desk.id, position=number)
        row.label_fr = f"Stand spécialisé n° {number + 1}"
        row.tables = [Table(fair=fair, code=t.id, number=place) for place, t in enumerate(desk.tables, 1)]
        desks[desk.id] = row
    session.add_all(desks.values())
    companies = {
        company.id: Company(
            fair=fair,
            siren=f"{number:09d}",
            name=f"Entreprise d’essai n° {number}",
            registered_at=REQUESTS_OPEN,
            validated_at=REQUESTS_OPEN,
        )
        for number, company in enumerate(problem.companies, 1)
    }
    session.add_all(companies.values())
    ranks: dict[str, int] = {}
    for wish in problem.wishes:
        ranks[wish.company] = ranks.get(wish.company, 0) + 1
        if ranks[wish.company] > MOST_REQUESTS:
            continue
        asked = {"company": companies[wish.company], "desk": desks[wish.desk], "rank": ranks[wish.company]}
        session.add(Wish(fair=fair, asked_at=DEADLINE, **asked))


def _solved(session: Session, fair: StoredFair) -> Schedule:
    run = planning.ask_for_run(session, fair, None, NOW)
    problem, revision = planning.question(session, fair), planning.live_revision(session, fair)
    return planning.keep_draft(session, run, problem, solve(problem, seed=1), revision, NOW)


if __name__ == "__main__":
    main()

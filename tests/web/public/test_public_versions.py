"""The log of versions that anybody reads: numbers and general words, no name; and the line on paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from matchmaker.db import db
from matchmaker.models import Company, Desk, Fair, Happened, Happening, Schedule
from matchmaker.services.drafts import copying
from matchmaker.services.publishing import publication, restoring
from tests.builders import AFTER_THE_DEADLINE
from tests.pages import Opened, Visitor, count_queries, words
from tests.services.drafts import drop, first_pair
from tests.services.small_fair import a_draft_of, a_small_fair, drawn
from tests.web.conftest import Clock

VERSIONS = "/salons/2023/versions"


class Log:
    """A fair whose versions follow one another, an hour apart."""

    def __init__(self, app: Flask) -> None:
        self.app, self.at = app, AFTER_THE_DEADLINE

    def publish(self, make: object) -> None:
        with self.app.app_context():
            session = db.session()
            draft = make(session)
            publication.publish(session, draft, None, self.at)
            session.commit()
        self.at += timedelta(hours=1)

    def first(self) -> None:
        self.publish(lambda session: a_draft_of(session, session.query(Fair).one()))

    def opened(self) -> None:
        """The same meetings once more."""
        self.publish(self._opened)

    def without_one(self) -> None:
        self.publish(self._without_one)

    def back_to(self, version: int) -> None:
        self.publish(
            lambda s: restoring.restore(s, s.query(Schedule).filter_by(version=version).one(), None, self.at)
        )

    def happened(self, *kinds: Happened) -> None:
        """The newest version declared that."""
        with self.app.app_context():
            version = db.session.query(Schedule).filter_by(replaced_at=None).one()
            company = db.session.query(Company).first()
            for position, kind in enumerate(kinds, start=1):
                given = {"schedule": version, "position": position, "kind": kind, "said_at": self.at}
                db.session.add(Happening(company=company, **given))
            db.session.commit()

    def _opened(self, session: object) -> Schedule:
        standing = session.query(Schedule).filter_by(replaced_at=None).filter(Schedule.version > 0).one()
        return copying.open_version(session, standing, None, self.at).draft

    def _without_one(self, session: object) -> Schedule:
        draft = self._opened(session)
        drop(session, draft, first_pair(draft))
        return draft


@pytest.fixture
def clock() -> Clock:
    return Clock(AFTER_THE_DEADLINE + timedelta(days=1))


@pytest.fixture
def log(app: Flask) -> Log:
    with app.app_context():
        fair = drawn(db.session(), a_small_fair(db.session()))
        fair.slug = "2023"
        db.session.commit()
    return Log(app)


def lines(page: Opened) -> list[list[str]]:
    (body,) = page.all("tbody")
    return [[words(cell) for cell in row if cell.tag in ("th", "td")] for row in body.iter("tr")]


def test_before_the_first_version_it_says_when_it_comes(visitor: Visitor, log: Log) -> None:
    page = visitor.open(VERSIONS)

    assert page.all("table") == []
    assert "lundi 6 novembre 2023" in page.text
    assert VERSIONS not in [a.get("href") for a in visitor.open("/salons/2023").all("a")]


def test_each_version_says_when_why_and_how_many_meetings_it_changed(visitor: Visitor, log: Log) -> None:
    log.first()
    log.without_one()
    log.back_to(1)

    assert lines(visitor.open(VERSIONS)) == [
        ["v3 en vigueur", "le 9 novembre à 1 h 59", "Retour à la version 1.", "2", "1", "0", "0", "1"],
        ["v2", "le 9 novembre à 0 h 59", "Ajustements de l’organisation.", "1", "1", "0", "1", "0"],
        ["v1", "le 8 novembre à 23 h 59", "Premier planning publié.", "2", "–", "–", "–", "2"],
    ]


def test_what_happened_is_said_in_general_words_once(visitor: Visitor, log: Log) -> None:
    log.first()
    log.without_one()
    log.happened(Happened.COMPANY_GONE, Happened.NEWCOMERS, Happened.COMPANY_GONE)

    why = lines(visitor.open(VERSIONS))[0][2]
    assert why == "Des entreprises ne peuvent plus venir. De nouvelles entreprises participent."


def test_no_company_and_no_stand_is_named(visitor: Visitor, log: Log) -> None:
    log.first()
    log.without_one()
    text = visitor.open(VERSIONS).html

    with log.app.app_context():
        secret = [*db.session.scalars(sa.select(Company.name)), *db.session.scalars(sa.select(Company.siren))]
        secret += [*db.session.scalars(sa.select(Desk.label_fr)), "Doublon", "Double emploi"]
    assert [name for name in secret if name in text] == []


def test_the_fair_s_page_leads_to_it_once_there_is_one(visitor: Visitor, log: Log) -> None:
    log.first()

    assert VERSIONS in [a.get("href") for a in visitor.open("/salons/2023").all("a")]


def test_it_reads_in_english(app: Flask, log: Log) -> None:
    log.first()
    page = Visitor(app, "en").open(VERSIONS)

    assert page.heading == "Versions of the timetable"
    assert lines(page)[0][2] == "First published timetable."


def test_two_versions_or_twelve_take_the_same_queries(visitor: Visitor, log: Log) -> None:
    def opened() -> int:
        with log.app.app_context():
            engine = db.engine
        with count_queries(engine) as sent:
            visitor.open(VERSIONS)
        return len(sent)

    log.first()
    log.opened()
    few = opened()
    for _ in range(10):
        log.opened()

    assert opened() == few


def test_paper_bears_the_version_at_the_foot_of_every_page(visitor: Visitor, log: Log) -> None:
    log.first()
    log.opened()
    answer = visitor.client.get(f"{VERSIONS}/2.css")

    assert answer.mimetype == "text/css"
    assert '@bottom-left { content: "v2, publiée le 9 novembre à 0 h 59, remplace v1";' in answer.text


def test_a_version_that_is_none_has_no_line_on_paper(visitor: Visitor, log: Log) -> None:
    log.first()

    for asked in ("9", "0", "-1", "v1", "1" * 40):
        visitor.open(f"{VERSIONS}/{asked}.css", status=404)
    visitor.open("/salons/autre/versions", status=404)

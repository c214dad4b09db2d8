"""The version that one reads is written on every page, print and file that shows the timetable."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from matchmaker.db import db
from matchmaker.demo.moments import PUBLISHED
from matchmaker.models import Schedule
from tests.demo_fixtures import DemoApp
from tests.pages import Visitor

SAID = "v1, publiée le 2 novembre à 14 h"
AS_OF = f"{SAID} – état du 6 novembre à 9 h 30"
PAPER = "/salons/2023/versions/1.css"
VIEWS = ("", "/par-table", "/par-creneau", "/par-entreprise", "/sans-creneau")


def playing(demo_app: DemoApp, role: str) -> Visitor:
    visitor = Visitor(demo_app(PUBLISHED.name))
    visitor.post("/demonstration/role", {"role": role})
    return visitor


def of_version(visitor: Visitor) -> str:
    with visitor.app.app_context():
        version = db.session.scalars(sa.select(Schedule).where(Schedule.version == 1)).one()
        return f"/organisateur/plannings/{version.public_id}"


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("company", "/entreprise/"),
        ("company", "/entreprise/rendez-vous"),
        ("host", "/direction/mon-planning"),
    ],
)
def test_whoever_reads_their_meetings_reads_the_version(demo_app: DemoApp, role: str, address: str) -> None:
    assert AS_OF in playing(demo_app, role).open(address).text


@pytest.mark.parametrize(
    ("role", "address"), [("company", "/entreprise/rendez-vous"), ("host", "/direction/mon-planning")]
)
def test_what_is_printed_bears_it_at_the_foot_of_every_page(
    demo_app: DemoApp, role: str, address: str
) -> None:
    links = playing(demo_app, role).open(address).all("link")

    assert [link.get("media") for link in links if PAPER in (link.get("href") or "")] == ["print"]


def test_every_view_of_the_organiser_says_it_on_screen_and_paper(demo_app: DemoApp) -> None:
    visitor = playing(demo_app, "organiser")
    for view in VIEWS:
        page = visitor.open(of_version(visitor) + view)
        assert AS_OF in page.text, view
        assert [a for a in page.all("link") if a.get("href") == PAPER], view


def test_files_say_it_in_their_heading_and_their_name(demo_app: DemoApp) -> None:
    visitor = playing(demo_app, "organiser")
    address = of_version(visitor)
    book = load_workbook(io.BytesIO(visitor.client.get(f"{address}/planning.xlsx").data))
    text = visitor.client.get(f"{address}/planning.csv")

    assert {sheet.cell(2, 1).value for sheet in book} == {AS_OF}
    assert AS_OF in text.get_data().decode("utf-8-sig").splitlines()[1]
    names = [
        visitor.client.get(f"{address}/{file}").headers["Content-Disposition"]
        for file in ("planning.xlsx", "planning.csv", "planning.json", "probleme.json")
    ]
    assert [name.rpartition("-v1.")[1] for name in names] == ["-v1."] * 4


def test_a_list_says_under_which_version_it_was_taken(demo_app: DemoApp) -> None:
    visitor = playing(demo_app, "organiser")
    text = visitor.client.get("/organisateur/exports/rendez-vous.csv").get_data().decode("utf-8-sig")

    assert f"Rendez-vous (planning {SAID}) – état du 6 novembre" in text.splitlines()[1]

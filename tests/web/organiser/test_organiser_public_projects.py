"""A public project is corrected, its consultation launched, or withdrawn: after saying what will change."""

from __future__ import annotations

import sqlalchemy as sa

from matchmaker.db import db
from matchmaker.models import Company, Need, Wish
from tests.builders import AFTER_THE_DEADLINE
from tests.pages import Opened, Visitor
from tests.web.organiser.conftest import SmallFair
from tests.web.organiser.projects import PROJECTS, UNREAD, add, draft, form_of, read_list, seen, stages


def test_before_a_consultation_it_is_said_how_many_requests_are_concerned(
    organiser: Visitor, fair: SmallFair
) -> None:
    address = add(fair, "P001")
    with fair.changed():
        need = db.session.query(Need).one()
        for wish in db.session.scalars(sa.select(Wish).order_by(Wish.id).limit(2)):
            wish.needs.append(need)
    page = organiser.open(f"{address}/consultation")
    assert "2 demandes portent sur ce seul projet" in page.text

    organiser.post(f"{address}/consultation", {"seen": seen(page)})

    assert stages(fair) == {"P001": "consultation"}
    organiser.open(f"{address}/consultation", status=404)
    assert "Lancer la consultation" not in organiser.open(address).text


def test_a_project_is_withdrawn_after_confirmation(organiser: Visitor, fair: SmallFair) -> None:
    address = add(fair, "P001")
    page = organiser.open(f"{address}/retrait")
    assert "Aucune demande ne porte sur ce seul projet." in page.text

    organiser.post(f"{address}/retrait", {"seen": seen(page)})

    assert stages(fair) == {"P001": "withdrawn"}
    organiser.open(f"{address}/correction", status=404)


def test_a_project_with_published_meetings_is_not_withdrawn(organiser: Visitor, fair: SmallFair) -> None:
    address = add(fair, "P001")
    with fair.changed():
        need = db.session.query(Need).one()
        for wish in db.session.scalars(sa.select(Wish)):
            wish.needs.append(need)
    fair.published()
    page = organiser.open(f"{address}/retrait")
    assert "2 rendez-vous publiés portent sur ce seul projet." in page.text

    organiser.post(f"{address}/retrait", {"seen": seen(page)}, status=409)

    assert stages(fair) == {"P001": "published"}


def test_a_correction_is_public_at_once_as_a_new_version(organiser: Visitor, fair: SmallFair) -> None:
    address = draft(fair)
    organiser.post(f"{PROJECTS}/publication", read_list(organiser) | {"code": "P001"})

    sent = form_of(organiser, address) | {"title_fr": "Titre corrigé"}
    assert organiser.post(f"{address}/correction", sent).location == address

    page = organiser.open(address)
    assert page.heading == "Titre corrigé"
    assert "Version 2, publique depuis" in page.text


def test_a_correction_that_is_wrong_or_changes_nothing_is_kept_in_the_form(
    organiser: Visitor, fair: SmallFair
) -> None:
    address = add(fair, "P001")
    shown = form_of(organiser, address)

    page = Opened(organiser.post(f"{address}/correction", shown, status=422))
    assert "Rien n’a changé" in page.text
    page = Opened(organiser.post(f"{address}/correction", shown | {"title_fr": "", "lots": "7"}, status=422))
    assert "Donnez un titre au projet." in page.text
    assert [i.get("value") for i in page.all("input") if i.get("name") == "lots"] == ["7"]
    page = Opened(organiser.post(f"{address}/correction", shown | {"seen": "autre", "lots": "7"}, status=422))
    assert UNREAD in page.text


def test_a_draft_has_no_correction_and_no_confirmation(organiser: Visitor, fair: SmallFair) -> None:
    address = draft(fair)

    for page in ("correction", "consultation", "retrait"):
        organiser.open(f"{address}/{page}", status=404)


def test_a_company_that_left_is_not_concerned(organiser: Visitor, fair: SmallFair) -> None:
    address = add(fair, "P001")
    with fair.changed():
        need, wish = db.session.query(Need).one(), db.session.scalars(sa.select(Wish)).first()
        wish.needs.append(need)
        db.session.query(Company).filter_by(id=wish.company_id).one().withdrawn_at = AFTER_THE_DEADLINE

    assert "Aucune demande" in organiser.open(f"{address}/consultation").text

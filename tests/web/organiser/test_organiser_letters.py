"""What will be written is read before, word for word; what nobody has proven, or has changed, is said."""

from __future__ import annotations

import sqlalchemy as sa

from matchmaker.db import db
from matchmaker.models import Company, Desk, Message, Schedule
from matchmaker.services.drafts import copying
from matchmaker.services.publishing.last_check import RULES
from tests.builders import AFTER_THE_DEADLINE, a_company, a_wish
from tests.pages import Opened, Visitor, count_queries, words
from tests.services.drafts import drop, first_pair
from tests.web.organiser.conftest import SCHEDULES, SmallFair, said
from tests.web.organiser.test_organiser_publishing import address_of, done, of_other_tables, offers


def unfolded(page: Opened) -> dict[str, list[str]]:
    """Each pile of letters by its sentence, and to whom its letters go."""
    piles = [details for details in page.all("details") if details.get("class") == "pile"]
    return {
        words(next(pile.iter("summary"))): [
            words(span) for span in pile.iter("span") if span.get("class") == "message__subject"
        ]
        for pile in piles
    }


def read(page: Opened) -> list[str]:
    """The bodies of the messages as the page shows them."""
    shown = [words(div) for div in page.all("div") if div.get("class") == "message-body"]
    return sorted(" ".join(body.split()) for body in shown)


def written(fair: SmallFair, version: int) -> list[str]:
    with fair.changed():
        bodies = sa.select(Message.body).where(Message.event.startswith(f"schedule v{version} "))
        return sorted(" ".join(body.split()) for body in db.session.scalars(bodies))


def edited(fair: SmallFair) -> str:
    """The published timetable with one meeting dropped by hand for a reason."""
    with fair.changed():
        version = db.session.query(Schedule).filter_by(replaced_at=None).filter(Schedule.version > 0).one()
        draft = copying.open_version(db.session(), version, None, AFTER_THE_DEADLINE).draft
        drop(db.session(), draft, first_pair(draft), reason="Doublon avec un autre stand")
        return draft.public_id


def test_every_message_is_read_before_word_for_word(organiser: Visitor, fair: SmallFair) -> None:
    first = fair.draft()
    page = organiser.open(address_of(first))
    organiser.post(address_of(first), {"read": seal(page)})
    assert read(page) == written(fair, 1)

    second = edited(fair)
    page = organiser.open(address_of(second))
    organiser.post(address_of(second), {"read": seal(page)})
    assert read(page) == written(fair, 2)
    assert len(read(page)) == 1


def seal(page: Opened) -> str:
    """What the form sends back of the messages that were read."""
    return str(next(i.get("value") for i in page.all("input") if i.get("name") == "read"))


def test_messages_lie_in_piles_by_what_they_are_about(organiser: Visitor, fair: SmallFair) -> None:
    piles = unfolded(organiser.open(address_of(fair.draft())))

    assert [(sentence, len(names)) for sentence, names in piles.items()] == [
        ("2 entreprises reçoivent leurs rendez-vous", 2),
        ("1 entreprise apprend qu’elle n’est pas reçue, et pourquoi", 1),
    ]


def test_what_was_read_is_published_or_nothing(organiser: Visitor, fair: SmallFair) -> None:
    chosen = fair.draft()
    page = organiser.open(address_of(chosen))
    with fair.changed():
        db.session.query(Company).first().contacts[0].email = "autre@example.org"

    answer = organiser.post(address_of(chosen), {"read": seal(page)}, status=409)
    assert "relisez les messages" in said(answer)
    assert done(fair, 1) == (0, 0, 0, 0)


def test_what_nobody_has_proven_is_said_and_who_decided_it(organiser: Visitor, fair: SmallFair) -> None:
    fair.published()
    page = organiser.open(address_of(edited(fair)))

    assert "non démontré" in page.text
    assert "Une décision y a été prise à la main" in page.text
    assert "Doublon avec un autre stand" in page.text
    assert "N’a plus de rendez-vous" in page.text
    assert "Ce qui n’est pas démontré" not in organiser.open(address_of(fair.draft())).text


def test_every_rule_is_said_in_words(organiser: Visitor, fair: SmallFair) -> None:
    page = organiser.open(address_of(fair.draft()))

    assert "Toutes sont respectées" in page.text
    assert page.text.count("vérifié") == len(RULES)


def test_a_stale_draft_says_what_changed_and_runs_again_from_there(
    organiser: Visitor, fair: SmallFair
) -> None:
    stale = of_other_tables(fair)
    page = organiser.open(address_of(stale))
    forms = [f.get("action") for f in page.all("form")]

    assert "Depuis ce brouillon :" in page.text
    assert "1 stand a d’autres tables (Eau potable)" in page.text
    assert f"{SCHEDULES}/{stale}/calculer" in forms
    sent = {"seen": 0, "scope": "all"}
    assert organiser.post(f"{SCHEDULES}/{stale}/calculer", sent).location.startswith("/organisateur/calculs/")
    assert offers(organiser.open(address_of(stale))) == ["Publier la version 1"]


def test_the_page_takes_the_same_queries_for_three_companies_or_thirty(
    organiser: Visitor, fair: SmallFair
) -> None:
    def opened() -> int:
        chosen = fair.draft()
        organiser.open(address_of(chosen))
        with organiser.app.app_context():
            engine = db.engine
        with count_queries(engine) as sent:
            organiser.open(address_of(chosen))
        return len(sent)

    few = opened()
    with fair.changed() as stored:
        desk = db.session.query(Desk).one()
        more = [a_company(stored, siren=f"0009000{n:02d}") for n in range(27)]
        db.session.add_all([*more, *(a_wish(company, desk) for company in more)])

    assert opened() == few

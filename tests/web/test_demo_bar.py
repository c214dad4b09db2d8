"""The strip of the demonstration: every page has it there, and nothing of it exists elsewhere."""

import re

import html5lib
import pytest
import sqlalchemy as sa

from matchmaker.db import db
from matchmaker.demo import moments
from matchmaker.demo.moments import DRAFTS, MOMENTS, THE_DAY
from matchmaker.models import Account, Membership, Role, Schedule
from matchmaker.web import clock
from tests.builders import a_message
from tests.demo.stored import the_fair
from tests.pages import Visitor, words

STAGE, ROLE, MESSAGES = "/demonstration/etape", "/demonstration/role", "/demonstration/messages"
HOMES = {
    "company": ("Entreprise", "/entreprise/"),
    "host": ("Direction", "/direction/"),
    "procurement": ("Achats", "/organisateur/"),
    "organiser": ("Organisateur", "/organisateur/"),
}


@pytest.fixture
def demo(demo_app):
    return demo_app("drafts")


def pressed(page):
    """The words of the buttons that say where one is."""
    return [" ".join("".join(b.itertext()).split()) for b in page.all("button") if b.get("aria-current")]


def test_every_page_says_that_the_data_are_for_demonstration(demo):
    page = Visitor(demo).open("/")

    assert "Données de démonstration" in page.text
    assert pressed(page) == ["Brouillons 30 octobre", "Visiteur"]


def test_in_english_too(demo):
    page = Visitor(demo, "en").open("/")

    assert "Demonstration data" in page.text
    assert pressed(page) == ["Drafts 30 October", "Visitor"]


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_one_click_goes_to_another_moment_of_the_fair(demo, moment):
    visitor = Visitor(demo)

    answer = visitor.post(STAGE, {"stage": moment.name})

    assert answer.location == "/"
    assert pressed(visitor.open("/"))[:1] == [
        {
            "requests_open": "Demandes ouvertes 10 octobre",
            "drafts": "Brouillons 30 octobre",
            "published": "Publié 6 novembre",
            "the_day": "Le jour même 15 novembre",
        }[moment.name]
    ]
    with demo.app_context():
        assert clock.now() == moment.now


def test_it_says_where_one_has_arrived(demo):
    visitor = Visitor(demo)
    visitor.post(STAGE, {"stage": "the_day"})

    assert "Nous sommes le mercredi 15 novembre 2023 à 10 h 42." in visitor.open("/").text


def test_one_click_makes_an_organiser_and_another_a_visitor(demo):
    visitor = Visitor(demo)

    assert visitor.post(ROLE, {"role": "organiser"}).location == "/organisateur/"
    assert "Organisateur" in pressed(visitor.open("/organisateur/"))

    assert visitor.post(ROLE, {"role": "visitor"}).location == "/"
    visitor.open("/organisateur/", status=200, follow_redirects=True)
    assert pressed(visitor.open("/"))[-1] == "Visiteur"


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
@pytest.mark.parametrize("role", HOMES)
def test_each_role_is_one_click_away_at_every_moment_and_leads_to_its_home(demo_app, moment, role):
    visitor, (label, home) = Visitor(demo_app(moment.name)), HOMES[role]

    assert visitor.post(ROLE, {"role": role}).location == home
    assert pressed(visitor.open(home))[-1] == label


def played(visitor):
    """The account and the company of who is playing."""
    with visitor.client.session_transaction() as session:
        member = db.session.get_one(Membership, session["membership_id"])
    return member.account.email, member.company and member.company.name


def test_the_firm_that_is_played_is_the_same_at_all_four_moments(demo_app):
    found = set()
    for moment in MOMENTS:
        app = demo_app(moment.name)
        visitor = Visitor(app)
        visitor.post(ROLE, {"role": "company"})
        with app.app_context():
            found.add(played(visitor))

    ((address, name),) = found
    assert address.endswith(".example")
    assert name


def test_who_plays_the_firm_plays_it_still_at_another_moment(demo):
    visitor = Visitor(demo)
    visitor.post(ROLE, {"role": "company"})
    with demo.app_context():
        before = played(visitor)

    assert visitor.post(STAGE, {"stage": "published"}).location == "/entreprise/"
    with demo.app_context():
        assert played(visitor) == before


def test_an_account_that_another_moment_does_not_know_is_signed_out_there(demo):
    """Otherwise a visitor would go on as whoever has the same number there."""
    with demo.app_context():
        mine = Account(email="moi@visiteur.example", name="Moi", created_at=DRAFTS.now)
        member = Membership(account=mine, fair=the_fair(db.session()), role=Role.ORGANISER)
        db.session.add(member)
        db.session.commit()
        visitor = Visitor(demo).acts_as(member.id, mine.id)
    visitor.open("/organisateur/")

    assert visitor.post(STAGE, {"stage": "published"}).location == "/"
    assert pressed(visitor.open("/"))[-1] == "Visiteur"


def test_a_number_that_is_somebody_else_s_at_another_moment_gives_nothing(demo):
    with demo.app_context():
        taken = db.session.scalars(sa.select(Membership).where(Membership.role == Role.COMPANY)).first()
        taken.account.email = "moi@visiteur.example"
        db.session.commit()
        visitor = Visitor(demo).acts_as(taken.id, taken.account_id)

    assert visitor.post(STAGE, {"stage": "published"}).location == "/"
    assert pressed(visitor.open("/"))[-1] == "Visiteur"


# The outbox on screen


def test_every_visitor_reads_the_messages_newest_first(demo_app):
    visitor = Visitor(demo_app("published"))

    page = visitor.open(MESSAGES)

    assert page.heading == "Messages de la démonstration"
    assert "Vos rendez-vous : Salon de l’achat public 2023" in page.text
    assert len(page.all("details")) == 50
    assert visitor.open(f"{MESSAGES}?page=999").status == 200


def test_the_strip_leads_to_the_messages_and_links_in_them_can_be_followed(demo):
    with demo.app_context():
        body = "Suivez http://localhost/accessibilite"
        db.session.add(a_message(the_fair(db.session()), body=body, written_at=THE_DAY.now))
        db.session.commit()
    visitor = Visitor(demo)
    strip = next(a for a in visitor.open("/").all("a") if words(a) == "Messages")

    page = visitor.open(strip.get("href"))

    first = page.all("details")[0]
    assert [a.get("href") for a in first.iter("a")] == ["http://localhost/accessibilite"]


def test_before_anything_is_written_it_says_what_would_write(demo_app):
    app = demo_app("requests_open")
    with app.app_context():
        db.session.execute(sa.text("DELETE FROM message"))
        db.session.commit()

    assert "Inscrivez une entreprise" in Visitor(app).open(MESSAGES).text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_messages_are_sound_in_both_languages(demo_app, language):
    Visitor(demo_app("the_day"), language).open(MESSAGES)


def test_who_is_organiser_stays_so_at_another_moment(demo):
    visitor = Visitor(demo)
    visitor.post(ROLE, {"role": "organiser"})

    assert visitor.post(STAGE, {"stage": "published"}).location == "/organisateur/"
    assert "Organisateur" in pressed(visitor.open("/organisateur/"))


def test_the_language_that_was_chosen_stays_through_both_switches(demo):
    visitor = Visitor(demo, "en")
    visitor.client.get("/")
    visitor.post("/langue", {"language": "fr", "next": "/"})
    visitor.post(ROLE, {"role": "organiser"})
    visitor.post(STAGE, {"stage": "published"})

    page = visitor.client.get("/").get_data(as_text=True)
    assert html5lib.parse(page, namespaceHTMLElements=False).get("lang") == "fr"


def test_whoever_reads_english_goes_on_in_english_as_the_organiser(demo):
    visitor = Visitor(demo, "en")
    visitor.post(ROLE, {"role": "organiser"})

    assert visitor.open("/organisateur/").all("html")[0].get("lang") == "en"


@pytest.mark.parametrize(
    ("address", "data"), [(STAGE, {"stage": "someday"}), (STAGE, {}), (ROLE, {"role": "king"}), (ROLE, {})]
)
def test_what_is_not_on_the_strip_is_an_incomplete_demand(demo, address, data):
    Visitor(demo).post(address, data, status=400)


@pytest.mark.parametrize("address", [STAGE, ROLE])
def test_an_address_of_the_strip_is_only_for_its_forms(demo, address):
    Visitor(demo).open(address, status=405)
    assert demo.test_client().post(address).status_code == 400  # no token


def test_time_stands_still(demo):
    with demo.app_context():
        assert clock.now() == clock.now() == DRAFTS.now


def test_a_switch_leaves_one_line_in_the_journal_and_nothing_of_what_was_done_before(demo):
    visitor = Visitor(demo)
    with demo.app_context():
        db.session.execute(sa.update(Schedule).values(name="Renommé"))
        db.session.commit()

    visitor.post(STAGE, {"stage": "drafts"})

    with demo.app_context():
        assert "Renommé" not in db.session.scalars(sa.select(Schedule.name)).all()
        assert moments.current(db.session()) == DRAFTS


# Outside the demonstration


IN_DEMO = re.compile(r"demo[_.]|demonstration")


def test_elsewhere_there_is_no_strip_and_no_such_address(app, visitor):
    assert [rule.rule for rule in app.url_map.iter_rules() if IN_DEMO.search(rule.endpoint + rule.rule)] == []
    assert "démonstration" not in visitor.open("/").text
    for address in (STAGE, ROLE):
        visitor.post(address, {"stage": THE_DAY.name, "role": "organiser"}, status=404)
    visitor.open(MESSAGES, status=404)


def test_elsewhere_the_clock_is_not_that_of_the_demonstration(demo_app):
    """Even on a database that a demonstration left behind."""
    app = demo_app("published", DEMO=False)

    with app.app_context():
        assert clock.now().year > 2023
    Visitor(app).post(ROLE, {"role": "organiser"}, status=404)


def test_nobody_signs_in_with_a_password_as_the_people_of_the_demonstration(demo):
    with demo.app_context():
        assert db.session.scalars(sa.select(Account).where(Account.password_hash.is_not(None))).all() == []

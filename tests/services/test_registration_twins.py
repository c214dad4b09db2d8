"""The same company registered twice at the same instant: on PostgreSQL the second waits, then is told so."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.db import Base
from matchmaker.errors import RuleBroken
from matchmaker.models import Account, Company, Fair
from matchmaker.services.registration import Registration
from matchmaker.services.sign_up import sign_up
from tests.builders import BEFORE_THE_DEADLINE
from tests.open_fair import an_open_fair

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("pg")]
PASSWORD = "quatorze-carottes-bleues"


def a_form(siret: str, email: str) -> Registration:
    return Registration(
        name="Seine-Orly", siret=siret, contact_name="Camille", contact_email=email, accepts_charter=True
    )


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (a_form("00000001800010", "autre@salon.example"), "déjà inscrite"),
        (a_form("00000002600013", "une@salon.example"), "déjà un compte"),
    ],
)
def test_a_company_and_an_address_sign_up_once(new_postgresql_database, late, words):
    engine = sa.create_engine(new_postgresql_database("sign_up_twins"))
    Base.metadata.create_all(engine)
    with Session(engine) as first, Session(engine) as second:
        fair_id = an_open_fair(first).id
        first.commit()
        second.get_one(Fair, fair_id)

        def deed(session, form):
            return sign_up(session, session.get_one(Fair, fair_id), form, PASSWORD, "fr", BEFORE_THE_DEADLINE)

        deed(first, a_form("00000001800010", "une@salon.example"))
        with ThreadPoolExecutor(1) as pool:
            twin = pool.submit(deed, second, late)
            time.sleep(0.2)
            first.commit()
            with pytest.raises(RuleBroken, match=words):
                twin.result()
        second.rollback()
        counted = [len(first.scalars(sa.select(table)).all()) for table in (Account, Company)]
    engine.dispose()

    assert counted == [1, 1]

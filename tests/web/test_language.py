"""French first, English complete, each written as it writes."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from matchmaker.web import catalogue, language

HALF_PAST_TEN = datetime(2023, 11, 15, 9, 30, tzinfo=UTC)
NOON = datetime(2023, 11, 15, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (
            "fr",
            [
                "mercredi 15 novembre 2023",
                "10\u00a0h\u00a030",
                "12\u00a0h",
                "1,2\u00a0M€",
                "350\u202f000\u00a0€",
                "eau ; voirie, trottoirs",
            ],
        ),
        (
            "en",
            [
                "Wednesday 15 November 2023",
                "10:30",
                "12:00",
                "€1.2 million",
                "€350,000",
                "eau; voirie, trottoirs",
            ],
        ),
    ],
)
def test_each_language_writes_its_own_way(app: Flask, locale: str, words: list[str]) -> None:
    with app.test_request_context(), force_locale(locale):
        written = [
            language.day(HALF_PAST_TEN),
            language.hour(HALF_PAST_TEN),
            language.hour(NOON),
            language.amount(1_200_000),
            language.amount(350_000),
            language.listed(["eau", "voirie, trottoirs"]),
        ]

    assert written == words


def test_no_sentence_lacks_its_english() -> None:
    assert catalogue.untranslated(catalogue.english()) == []


def test_the_catalogue_has_every_sentence_of_the_sources_and_no_other() -> None:
    kept = {(message.context, str(message.id)) for message in catalogue.english() if message.id}
    said = {(message.context, str(message.id)) for message in catalogue.sentences() if message.id}

    assert kept == said


def test_the_english_keeps_the_names_of_what_is_filled_in() -> None:
    wrong = [str(message.id) for message in catalogue.english() if message.id and list(message.check())]

    assert wrong == []

"""The sign NUL, which no database of ours can keep, reaches neither a page nor a service."""

from flask import Flask, jsonify, request

from tests.pages import Visitor


def test_a_question_is_asked_without_it(own_app: Flask) -> None:
    own_app.add_url_rule("/essai", "public.essai", lambda: jsonify(request.args))

    answer = own_app.test_client().get("/essai?mots=vo%00irie&%00page=2&page=3")

    assert answer.get_json() == {"mots": "voirie", "page": "2"}


def test_an_address_with_it_names_nothing(own_app: Flask) -> None:
    own_app.add_url_rule("/essai/<name>", "public.essai", lambda name: name)

    assert own_app.test_client().get("/essai/voirie").status_code == 200
    assert own_app.test_client().get("/essai/voi%00rie").status_code == 404


def test_a_form_with_it_is_refused_in_words(visitor: Visitor) -> None:
    answer = visitor.post("/langue", {"language": "en", "next": "/\x00"}, status=400)

    assert "Votre envoi ne nous est pas parvenu en entier" in answer.get_data(as_text=True)


def test_so_is_a_file_named_with_it(visitor: Visitor) -> None:
    body = (
        '--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
        f"{visitor.token()}\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a\x00.csv"\r\n\r\nx\r\n--b--\r\n'
    )

    answer = visitor.client.post("/langue", data=body, content_type="multipart/form-data; boundary=b")

    assert answer.status_code == 400

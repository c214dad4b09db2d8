"""What a visitor reads when the answer is no: one kind page, what happened and what to do."""

from __future__ import annotations

from typing import NamedTuple

import structlog
from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException, SecurityError

from matchmaker.db import db
from matchmaker.errors import RuleBroken

log = structlog.get_logger()


class Refusal(NamedTuple):
    """A title and the sentence that says what to do."""

    title: str
    text: str


def init(app: Flask) -> None:
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(IntegrityError, overtaken)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(SecurityError, _another_host)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _http_error)


def error_page(code: int) -> str:
    """The page of an HTTP error."""
    return render_template("refused.html", refusal=refusal(code), code=code)


def refusal(code: int) -> Refusal:
    """What to say for an HTTP error; what we have no words for gets the general ones."""
    sentences = {
        400: Refusal(
            _("Demande incomplète"),
            _("Votre envoi ne nous est pas parvenu en entier. Revenez en arrière et réessayez."),
        ),
        403: Refusal(
            _("Page réservée"),
            _("Cette page est réservée. Connectez-vous avec le compte qui y donne accès."),
        ),
        404: Refusal(
            _("Page introuvable"),
            _("Cette page n’existe pas ou n’existe plus. Vérifiez l’adresse ou repartez de l’accueil."),
        ),
        405: Refusal(
            _("Action impossible ici"),
            _("Cette adresse s’utilise depuis son formulaire. Repartez de l’accueil pour le retrouver."),
        ),
        409: Refusal(
            _("Ce n’est plus possible"),
            _("La situation a changé entre-temps. La page précédente vous montrera où vous en êtes."),
        ),
        413: Refusal(
            _("Envoi trop volumineux"),
            _("Ce que vous envoyez dépasse la taille acceptée. Réduisez-le, puis réessayez."),
        ),
        429: Refusal(
            _("Trop d’essais"),
            _("Vous avez fait trop d’essais en peu de temps. Patientez une minute, puis réessayez."),
        ),
        500: Refusal(
            _("Un incident de notre côté"),
            _("Rien n’a été enregistré. Réessayez dans un instant ; si cela continue, écrivez-nous."),
        ),
    }
    return sentences.get(code, sentences[400] if code < 500 else sentences[500])


def _http_error(error: Exception) -> ResponseReturnValue:
    code = error.code if isinstance(error, HTTPException) and error.code else 500
    if code < 400:
        return error.get_response() if isinstance(error, HTTPException) else error_page(500)
    return error_page(code), code


def _another_host(_error: SecurityError) -> ResponseReturnValue:
    """A page would have links, and these would lead to a host that is not ours."""
    return Response(_("Ce service ne répond pas à cette adresse."), status=400, mimetype="text/plain")


def _rule_broken(error: RuleBroken) -> ResponseReturnValue:
    """A rule refuses: 409, in the words of the rule, with the way back."""
    said = Refusal(_("Ce n’est pas possible"), str(error))
    return render_template("refused.html", refusal=said, code=409, back=request.referrer), 409


def overtaken(error: IntegrityError) -> ResponseReturnValue:
    """Somebody else was faster, and the database forbids what would follow: nothing is stored."""
    log.warning("the database refused", reason=str(error.orig), endpoint=request.endpoint)
    db.session.rollback()
    return error_page(409), 409


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    said = Refusal(
        _("Formulaire expiré"),
        _("Cette page est restée ouverte trop longtemps. Rechargez-la, puis recommencez."),
    )
    return render_template("refused.html", refusal=said, code=400, back=request.referrer), 400

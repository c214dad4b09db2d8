"""The public draw on its two days: committed before registration opens, revealed after the deadline."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.scheduling.draw import new_secret
from matchmaker.services import draws
from matchmaker.services.drawn import drawn
from matchmaker.web.clock import now
from matchmaker.web.reach import account_here, fair_here


def draw() -> str:
    fair = fair_here()
    return render_template("organiser/draw.html", fair=fair, now=now(), drawn=drawn(db.session(), fair))


def commit_draw() -> ResponseReturnValue:
    source = request.form.get("public_source", "")
    draws.commit(db.session(), fair_here(), new_secret(), source, account_here(), now())
    flash(_("L’empreinte du tirage est publiée."))
    return redirect(url_for(".draw"))


def reveal_draw() -> ResponseReturnValue:
    number = request.form.get("public_number", "")
    draws.reveal(db.session(), fair_here(), number, account_here(), now())
    flash(_("Le tirage est révélé : chaque entreprise a son numéro."))
    return redirect(url_for(".draw"))

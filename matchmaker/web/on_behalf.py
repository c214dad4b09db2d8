"""Seeing the service as somebody else does, and acting for them: whom, how, why, and what stays closed.

Deeds are closed unless they are named here: what commits a person, or says who they are, is theirs alone,
and a deed that is added later is closed until somebody thinks of it.
"""

from __future__ import annotations

import re

from flask import Blueprint, Flask, abort, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import Forbidden
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import JournalEntry, Role
from matchmaker.services import on_behalf as deeds
from matchmaker.services.done_for import people_called
from matchmaker.services.on_behalf import LASTS, LONGEST_REASON, Mode, Over, Person, Standing
from matchmaker.web import access, account, addresses, asked, refusals
from matchmaker.web.addresses import Addresses
from matchmaker.web.clock import now, real_time
from matchmaker.web.forms import Form, stripped
from matchmaker.web.on_behalf_words import closed_words
from matchmaker.web.reach import fair_here, own_membership_here

ROLES = (Role.ORGANISER, Role.PROCUREMENT)
bp = Blueprint("on_behalf", __name__, url_prefix="/organisateur/agir-pour")
KINDS = {"entreprise": Role.COMPANY, "direction": Role.HOST}
# Forms opened as oneself work again once one is oneself again, and no form of one part serves in another.
TOKEN, OWN_TOKEN = "csrf_token", "own_csrf_token"
OPEN_DEEDS = frozenset(
    {
        "company.ask",
        "company.reword",
        "company.move",
        "company.withdraw",
        "company.set_sectors",
        "company.set_presence",
        "company.set_details",
        "company.add_activity",
        "company.remove_activity",
        "company.resubmit",
        "company.leave_fair",
        "company.come_back",
        "host.declare_project",
        "host.edit_project",
        "host.remove_project",
        "host.answer_request",
        "host.answer_quickly",
        "host.point_out",
    }
)
# What one does as oneself, whoever one acts for.
OWN_DEEDS = frozenset({"account.sign_out", "account.change_language", "demo.go_to", "demo.play"})
LEAVING = frozenset({"account.sign_out", "demo.play"})


class ReasonForm(Form):
    """Why one acts for somebody."""

    reason = TextAreaField(
        _l("Pourquoi vous agissez à sa place"),
        [
            InputRequired(_l("Dites pourquoi vous agissez à sa place.")),
            Length(max=LONGEST_REASON, message=_l("C’est trop long : %(max)d caractères au plus.")),
        ],
        [stripped],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )


def init(app: Flask) -> None:
    """Before the forgery token is looked at: an old form of another part is refused for what it is."""
    app.before_request(_close_deeds)
    app.register_error_handler(Forbidden, _closed)


def choose() -> str:
    found = people_called(db.session(), fair_here(), asked.words("q"))
    return render_template("organiser/on_behalf.html", found=found, search=asked.words("q"))


def person(kind: str, key: str) -> str:
    return _page(_person_or_404(kind, key), ReasonForm(), kind, key)


def see(kind: str, key: str) -> ResponseReturnValue:
    chosen, by = _person_or_404(kind, key), own_membership_here()
    _leave_the_one_before()
    line = deeds.see(db.session(), chosen, by, now(), real_time() + LASTS)
    return _enter(line, chosen)


def act_for(kind: str, key: str) -> ResponseReturnValue:
    chosen, by, form = _person_or_404(kind, key), own_membership_here(), ReasonForm()
    if not form.validate():
        return _page(chosen, form, kind, key), 422
    try:
        _leave_the_one_before()
        until = real_time() + LASTS
        line = deeds.act_for(db.session(), chosen, by, form.reason.data or "", now(), until)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _page(chosen, form, kind, key), 422
    return _enter(line, chosen)


def end() -> ResponseReturnValue:
    standing = access.standing()
    if standing is not None:
        deeds.end(db.session(), standing.line, standing.over or Over.ASKED, now())
        flash(_("Vous avez retrouvé votre rôle."))
    back = _whence(standing)
    _be_oneself_again()
    return redirect(back)


PAGES: Addresses = (("", choose), ("/<kind>/<key>", person))
DEEDS: Addresses = (("/<kind>/<key>/voir", see), ("/<kind>/<key>", act_for), ("/fin", end))
addresses.give(bp, PAGES, DEEDS)
addresses.keep_the_fair(bp)


def _page(chosen: Person, form: ReasonForm, kind: str, key: str) -> str:
    """Whom one would act for, and why one may not, if so."""
    try:
        deeds.refuse_person(db.session(), chosen, own_membership_here())
        why_not = ""
    except RuleBroken as refusal:
        why_not = str(refusal)
    names = {"person": chosen, "kind": kind, "key": key, "minutes": LASTS.seconds // 60}
    return render_template("organiser/on_behalf_person.html", form=form, why_not=why_not, **names)


def _person_or_404(kind: str, key: str) -> Person:
    """That company or host of the organiser's own fair."""
    if kind not in KINDS or (kind == "direction" and not re.fullmatch("[0-9]{1,9}", key)):
        abort(404)
    return deeds.person_of(db.session(), own_membership_here().fair, KINDS[kind], key) or abort(404)


def _leave_the_one_before() -> None:
    """Who acts ends it first, knowingly; who only looked, or whose time is over, has nothing to lose."""
    standing = access.standing()
    if standing is None:
        return
    if standing.over is None and standing.begun.mode is Mode.ACT:
        raise RuleBroken(
            _(
                "Vous agissez déjà pour « %(name)s » : arrêtez d’abord, dans le bandeau en haut de la page.",
                name=standing.name,
            )
        )
    deeds.end(db.session(), standing.line, standing.over or Over.ANOTHER, now())


def _enter(line: JournalEntry, chosen: Person) -> ResponseReturnValue:
    token = session.pop(TOKEN, None)
    if access.standing() is None:
        session[OWN_TOKEN] = token
    session[access.BEGUN] = line.hash
    return redirect(url_for(account.HOMES[chosen.role]))


def _be_oneself_again() -> None:
    session.pop(access.BEGUN, None)
    if OWN_TOKEN in session:
        session[TOKEN] = session.pop(OWN_TOKEN)
    access.forget_standing()


def _whence(standing: Standing | None) -> str:
    """Back to where one began."""
    who = None if standing is None else standing.person
    if who is None or who.company is None:
        return url_for(".choose")
    return url_for("organiser.registration", public_id=who.key)


def _close_deeds() -> None:
    """Whatever is sent while one is not oneself is refused, unless it is named above."""
    if request.method in access.SAFE or request.endpoint is None or access.BEGUN not in session:
        return
    standing = access.standing()
    if standing is None or request.endpoint.startswith("on_behalf."):
        return
    if request.endpoint in LEAVING:
        _end_on_leaving(standing)
    if request.endpoint in OWN_DEEDS or standing.over is not None:
        return
    if standing.begun.mode is Mode.SEE or request.endpoint not in OPEN_DEEDS:
        abort(403)
    g.done_as = standing.line.role


def _end_on_leaving(standing: Standing) -> None:
    """Its own line, and still one for the deed that ends it."""
    deeds.end(db.session(), standing.line, standing.over or Over.SIGNED_OUT, now())
    db.session.info.pop("journalled", None)


def _closed(_error: Forbidden) -> ResponseReturnValue:
    """Who is in somebody else's place reads what is closed to them there, and has the button to leave it."""
    standing = access.standing()
    if standing is None:
        return refusals.error_page(403), 403
    said = closed_words(standing, request.endpoint or "", request.method not in access.SAFE)
    return render_template("organiser/on_behalf_closed.html", said=said, written=_written()), 403


def _written() -> list[str]:
    """What was typed into a page of the person, or into one of one's own that stayed open elsewhere, so that
    no words are lost; never those of a sign-in form.
    """
    if (request.endpoint or "").partition(".")[0] not in ("company", "host", "organiser"):
        return []
    return [text.strip() for name, text in request.form.items() if name != TOKEN and " " in text.strip()]

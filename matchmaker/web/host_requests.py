"""Who asks a stand, and what its people answer: the list, one request, its form, the quick buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import AnswerKind, Desk, Need, Refusal, Wish
from matchmaker.services import answers
from matchmaker.services.askers import Asker, Tally, askers, tallies
from matchmaker.services.need_lists import needs_of
from matchmaker.web.clock import now
from matchmaker.web.forms import Form, again, choices, stripped
from matchmaker.web.host_words import answer_choices
from matchmaker.web.language import current as language
from matchmaker.web.reach import account_here, desk_or_404, fair_here

QUICK = (AnswerKind.INTERESTED, AnswerKind.NEUTRAL)
UNANSWERED, ALL, PRIORITIES, REFUSED = "a-repondre", "toutes", "prioritaires", "refusees"


class AnswerForm(Form):
    """One answer of the closed list; ``seen`` is the answer that stood when the page was shown."""

    seen = HiddenField()
    kind = RadioField(_l("Votre réponse"), [InputRequired(_l("Choisissez une réponse de la liste."))])
    need = SelectField(_l("Projet de la priorité"), validate_choice=False)
    words = TextAreaField(
        _l("Raison"),
        [Optional(), Length(max=answers.LONGEST_WORDS, message=_l("Écrivez au plus %(max)d caractères."))],
        [stripped],
        render_kw={"rows": 3},
    )


@dataclass(frozen=True)
class View:
    """One way to look at the list: its word in the address, its name, and how many it shows."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Sheet:
    """One request among those of its stand, with its neighbours."""

    asker: Asker
    number: int
    of: int
    before: Asker | None
    after: Asker | None
    after_unanswered: Asker | None


def requests(code: str) -> str:
    desk = desk_or_404(code)
    all_of_them = askers(db.session(), desk)
    is_final = answers.are_final(db.session(), desk.fair)
    view = _view(request.args.get("voir", ""), all_of_them, is_final)
    return render_template(
        "host/requests.html",
        desk=desk,
        tally=_tally(desk),
        view=view,
        views=_views(all_of_them),
        shown=_shown(all_of_them, view),
        is_final=is_final,
        quick=[(kind.value, kind) for kind in QUICK],
        seen=answers.said,
    )


def request_sheet(code: str, public_id: str) -> ResponseReturnValue:
    desk = desk_or_404(code)
    sheet = _sheet(desk, public_id)
    if sheet is None:
        return _gone(desk)
    return render_template("host/request.html", form=_form(desk, sheet), **_around(desk, sheet))


def answer_request(code: str, public_id: str) -> ResponseReturnValue:
    desk = desk_or_404(code)
    sheet = _sheet(desk, public_id)
    if sheet is None:
        return _gone(desk)
    form = _form(desk, sheet)
    if not form.validate() or not _stored(form, desk, sheet.asker.wish):
        return again("host/request.html", form, **_around(desk, sheet))
    flash(_("Réponse enregistrée pour %(company)s.", company=sheet.asker.company.name))
    return redirect(_onwards(desk, sheet))


def answer_quickly(code: str, public_id: str) -> ResponseReturnValue:
    desk = desk_or_404(code)
    sheet = _sheet(desk, public_id)
    if sheet is None:
        return _gone(desk)
    kind = next((kind for kind in QUICK if kind.value == request.form.get("kind")), None) or abort(400)
    answers.refuse_if_overtaken(db.session(), sheet.asker.wish, request.form.get("seen", ""))
    answers.welcome(db.session(), sheet.asker.wish, kind, account_here(), now())
    flash(_("Réponse enregistrée pour %(company)s.", company=sheet.asker.company.name))
    view = request.form.get("voir") or None
    return redirect(url_for(".requests", code=code, voir=view, _anchor=_anchor(sheet, view)))


def _tally(desk: Desk) -> Tally:
    return tallies(db.session(), fair_here(), [desk])[0]


def _gone(desk: Desk) -> ResponseReturnValue:
    """A company may take a request back at any time until the deadline: said kindly, nothing is stored."""
    return render_template("host/gone.html", desk=desk), 404


def _view(asked: str, all_of_them: list[Asker], is_final: bool) -> str:
    """What still waits for an answer comes first, as long as an answer changes something."""
    if asked in (UNANSWERED, ALL, PRIORITIES, REFUSED):
        return asked
    waits = not is_final and any(asker.answer is None for asker in all_of_them)
    return UNANSWERED if waits else ALL


def _views(all_of_them: list[Asker]) -> list[View]:
    named = (
        (UNANSWERED, _("Sans réponse")),
        (ALL, _("Toutes")),
        (PRIORITIES, _("Prioritaires")),
        (REFUSED, _("Refusées")),
    )
    return [View(value, label, len(_shown(all_of_them, value))) for value, label in named]


def _shown(all_of_them: list[Asker], view: str) -> list[Asker]:
    kinds = {UNANSWERED: None, PRIORITIES: AnswerKind.PRIORITY, REFUSED: AnswerKind.REFUSED}
    if view == ALL:
        return all_of_them
    return [asker for asker in all_of_them if (asker.answer and asker.answer.kind) is kinds[view]]


def _sheet(desk: Desk, public_id: str) -> Sheet | None:
    """The request with that address, if a company still makes it."""
    all_of_them = askers(db.session(), desk)
    index = next((i for i, one in enumerate(all_of_them) if one.wish.public_id == public_id), None)
    if index is None:
        return None
    later = [one for one in (*all_of_them[index + 1 :], *all_of_them[:index]) if one.answer is None]
    return Sheet(
        asker=all_of_them[index],
        number=index + 1,
        of=len(all_of_them),
        before=all_of_them[index - 1] if index else None,
        after=all_of_them[index + 1] if index + 1 < len(all_of_them) else None,
        after_unanswered=later[0] if later else None,
    )


def _around(desk: Desk, sheet: Sheet) -> dict[str, Any]:
    return {
        "desk": desk,
        "sheet": sheet,
        "tally": _tally(desk),
        "is_final": answers.are_final(db.session(), desk.fair),
    }


def _form(desk: Desk, sheet: Sheet) -> AnswerForm:
    """The form, filled with the answer that stands, if any."""
    answer = sheet.asker.answer
    filled: dict[str, str] = {"seen": answers.said(answer)}
    if answer is not None:
        said = answer.refusal or answer.kind
        need = answer.need.code if answer.need else ""
        filled |= {"kind": said.value, "need": need, "words": answer.reason}
    form = AnswerForm(data=filled)
    form.kind.choices = choices(answer_choices())
    offered = [(need.code, need.title(language())) for need in _offered(desk)]
    form.need.choices = choices([("", _("Choisissez un projet")), *offered])
    return form


def _offered(desk: Desk) -> list[Need]:
    """The projects that a priority may be tied to."""
    return [need for need in needs_of(db.session(), [desk]) if need.takes_meetings]


def _stored(form: AnswerForm, desk: Desk, wish: Wish) -> bool:
    """Give the answer; what a rule refuses is said in the form, and the next sending knows what stands."""
    try:
        answers.refuse_if_overtaken(db.session(), wish, form.seen.data or "")
        _give(form, desk, wish)
    except RuleBroken as refusal:
        form.refuse(refusal)
        form.seen.data = answers.said(wish.answer)
        return False
    return True


def _give(form: AnswerForm, desk: Desk, wish: Wish) -> None:
    words, account = form.words.data or "", account_here()
    if form.kind.data in {refusal.value for refusal in Refusal}:
        answers.refuse(db.session(), wish, Refusal(form.kind.data), words, account, now())
        return
    kind = AnswerKind(form.kind.data)
    need = next((one for one in _offered(desk) if one.code == form.need.data), None)
    answers.welcome(db.session(), wish, kind, account, now(), need, words)


def _onwards(desk: Desk, sheet: Sheet) -> str:
    """The next request without an answer if that button was pressed, else the same one again."""
    if "next" not in request.form:
        return url_for(".request_sheet", code=desk.code, public_id=sheet.asker.wish.public_id)
    if sheet.after_unanswered is None:
        return url_for(".requests", code=desk.code)
    return url_for(".request_sheet", code=desk.code, public_id=sheet.after_unanswered.wish.public_id)


def _anchor(sheet: Sheet, view: str | None) -> str | None:
    """Where to go on in the list: one that no longer shows the request answered must not lose its reader."""
    following = sheet.after if view == ALL else sheet.after_unanswered
    return None if following is None else f"demande-{following.wish.public_id}"

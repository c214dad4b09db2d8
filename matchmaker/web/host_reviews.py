"""A stand reads the draft that is shown to it, and approves it or asks for a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Review
from matchmaker.services.drafts import reviews
from matchmaker.services.drafts.reviews import LONGEST_SENTENCE, Seen
from matchmaker.web import review_words
from matchmaker.web.addresses import Addresses
from matchmaker.web.clock import now
from matchmaker.web.forms import Form, again, choices, stripped
from matchmaker.web.host_draft_view import DeskDraft, desk_draft
from matchmaker.web.reach import account_here, desk_or_404, fair_here


class ChangeForm(Form):
    """What should change; ``draft`` and ``read`` say what stood on the page."""

    draft = HiddenField()
    read = HiddenField()
    sentence = TextAreaField(
        _l("Ce qu’il faudrait changer"),
        [
            DataRequired(_l("Dites en une phrase ce qu’il faudrait changer.")),
            Length(max=LONGEST_SENTENCE, message=_l("Écrivez au plus %(max)d caractères.")),
        ],
        [stripped],
        render_kw={"rows": 4, "maxlength": LONGEST_SENTENCE},
    )
    about = SelectField(_l("À propos de"), choices=[], validate_choice=False)

    def remember(self, page: DeskDraft | None) -> None:
        """The next sending says what stands on the page now."""
        if page is not None:
            self.draft.data, self.read.data = page.draft.public_id, page.stand.meetings_sha256
            self.about.choices = choices(page.choices())


def draft_to_review(code: str) -> str:
    desk = desk_or_404(code)
    page, form = desk_draft(desk), ChangeForm(formdata=None)
    form.remember(page)
    return render_template("host/draft.html", desk=desk, form=form, **_around(page))


def approve_draft(code: str) -> ResponseReturnValue:
    desk, form = desk_or_404(code), ChangeForm(formdata=None)
    return _given(code, form, lambda: reviews.approve(db.session(), desk, _seen(), account_here(), now()))


def back_to_draft(code: str) -> ResponseReturnValue:
    """Where somebody is led who comes to the address of the button, by « back », a language or a sign-in."""
    return redirect(url_for(".draft_to_review", code=desk_or_404(code).code))


def ask_for_change(code: str) -> ResponseReturnValue:
    desk, form = desk_or_404(code), ChangeForm()
    if not form.validate():
        return _once_more(code, form)
    asked = form.sentence.data or "", account_here(), now(), form.about.data or ""
    return _given(code, form, lambda: reviews.ask_for_change(db.session(), desk, _seen(), *asked))


def _seen() -> Seen:
    return Seen(request.form.get("draft", ""), request.form.get("read", ""))


def _given(code: str, form: ChangeForm, verdict: Callable[[], Review]) -> ResponseReturnValue:
    """Back to the page, which says what comes next; what is refused is said there, over what stands now."""
    try:
        verdict()
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _once_more(code, form)
    flash(_("Votre avis est enregistré."))
    return redirect(url_for(".draft_to_review", code=code))


def _once_more(code: str, form: ChangeForm) -> ResponseReturnValue:
    desk = desk_or_404(code)
    page = desk_draft(desk)
    form.remember(page)
    return again("host/draft.html", form, desk=desk, **_around(page))


def _around(page: DeskDraft | None) -> dict[str, Any]:
    fair = fair_here()
    return {"fair": fair, "page": page, "by_when": review_words.by_when(fair, now())}


PAGES: Addresses = (
    ("/stands/<code>/brouillon", draft_to_review),
    ("/stands/<code>/brouillon/valider", back_to_draft),
)
DEEDS: Addresses = (
    ("/stands/<code>/brouillon", ask_for_change),
    ("/stands/<code>/brouillon/valider", approve_draft),
)

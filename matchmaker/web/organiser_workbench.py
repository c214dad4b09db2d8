"""The organiser's workbench: see everything, change anything, break nothing.

One page, in two views with an address for every state, and one route for all that is done with a card: a
drag, a key and a plain form send the very same fields.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import DraftStep, Schedule
from matchmaker.scheduling.moves import Moves, Place
from matchmaker.scheduling.problem import Pair
from matchmaker.services.drafts import drafting, rearranging
from matchmaker.services.drafts import workbench as reading
from matchmaker.services.drafts.drafting import Overtaken
from matchmaker.services.drafts.rearranging import LONGEST_REASON, Deed, Wanted
from matchmaker.services.drafts.workbench import Bench
from matchmaker.services.figures import document
from matchmaker.web.addresses import Addresses
from matchmaker.web.clock import now
from matchmaker.web.forms import Form, stripped
from matchmaker.web.language import current as language
from matchmaker.web.organiser_workbench_aside import aside
from matchmaker.web.organiser_workbench_asked import CONFLICTS, Sought, card_code, card_of, sought
from matchmaker.web.organiser_workbench_cards import Cards
from matchmaker.web.organiser_workbench_finding import (
    NOTHING_SOUGHT,
    LookedUp,
    companies_sought,
    found_words,
    looked_up,
    tools,
)
from matchmaker.web.organiser_workbench_steps import step_words, wanted_words
from matchmaker.web.organiser_workbench_view import Boards
from matchmaker.web.organiser_workbench_words import Words
from matchmaker.web.reach import account_here, schedule_or_404

MOST_STEPS = 2**31 - 1
TOO_LONG = lazy_gettext("Le motif tient en %(max)d caractères au plus.", max=LONGEST_REASON)


class CardForm(Form):
    """What every deed with a card sends: the step its page was made from, whose card, what and where."""

    seen = IntegerField()
    company = HiddenField()
    desk = HiddenField()
    deed = StringField()
    reason = TextAreaField(
        lazy_gettext("Pourquoi"), [Length(max=LONGEST_REASON, message=TOO_LONG)], filters=[stripped]
    )

    @property
    def step(self) -> int:
        """The step that was seen; what is none is no form of ours, and no number that a database keeps."""
        if self.seen.data is None or not 0 <= self.seen.data <= MOST_STEPS:
            raise RuleBroken(_("Cette action est incomplète : repartez de l’atelier."))
        return int(self.seen.data)

    def wanted(self) -> Wanted:
        """The deed; ``deed`` holds its name and, where a card is laid down, the slot and the table."""
        name, *place = (self.deed.data or "").split(" ", 2)
        if name not in {deed.value for deed in Deed} or len(place) not in (0, 2):
            raise RuleBroken(_("Cette action est incomplète : repartez de l’atelier."))
        where = Place(*place) if place else None
        if where is not None and not Deed(name).lays:
            raise RuleBroken(_("Cette demande est incomplète : repartez de l’atelier."))
        return Wanted(Deed(name), self.pair, where, self.reason.data or "")

    @property
    def pair(self) -> Pair:
        return Pair(self.company.data or "", self.desk.data or "")


def workbench(public_id: str) -> ResponseReturnValue:
    chosen, asked = schedule_or_404(public_id), sought(public_id)
    bench = _read(chosen, asked)
    wanted = looked_up(bench, asked)
    if wanted.pair is not None:
        return redirect(asked.address(card=card_code(wanted.pair), anchor="card"))
    return _page(chosen, bench, asked, CardForm(formdata=None), wanted)


def rearrange(public_id: str) -> ResponseReturnValue:
    chosen, asked, form = schedule_or_404(public_id), sought(public_id), CardForm()
    try:
        seen, wanted = form.step, form.wanted()
        if form.validate():
            return _done(chosen, asked, seen, wanted)
    except Overtaken as late:
        return overtaken(late, asked, form.wanted())
    except RuleBroken as refusal:
        # Where a reason was typed the page comes back with it.
        if not (refusal.field or form.reason.data):
            raise
        form.refuse(refusal)
    asked = replace(asked, card=card_code(form.pair))
    return _page(chosen, _read(chosen, asked), asked, form), 422


def undo_step(public_id: str) -> ResponseReturnValue:
    return _walk(public_id, drafting.undo, lazy_gettext("Annulé : %(what)s."))


def redo_step(public_id: str) -> ResponseReturnValue:
    return _walk(public_id, drafting.redo, lazy_gettext("Refait : %(what)s."))


def _done(chosen: Schedule, asked: Sought, seen: int, wanted: Wanted) -> ResponseReturnValue:
    """Back to the card where it stands now; a wish that came back is picked up at once."""
    step = rearranging.rearrange(db.session(), chosen, seen, wanted, account_here(), now())
    code = card_code(wanted.pair)
    flash(_("Fait : %(what)s.", what=step_words(step, _words(chosen))))
    if wanted.deed is Deed.RESTORE:
        return redirect(asked.address(card=code, price=False, anchor="card"))
    anchor = f"w-{code}" if wanted.deed is Deed.DROP else f"c-{code}"
    return redirect(asked.address(card="", price=False, anchor=anchor))


def _walk(public_id: str, deed: Callable[..., DraftStep], told: str) -> ResponseReturnValue:
    chosen, asked, form = schedule_or_404(public_id), sought(public_id), CardForm()
    try:
        step = deed(db.session(), chosen, form.step, account_here(), now())
    except Overtaken as late:
        return overtaken(late, asked)
    flash(str(told) % {"what": step_words(step, _words(chosen))})
    pair = None if step.company is None or step.desk is None else Pair(step.company, step.desk)
    return redirect(asked.address(card="", price=False, anchor=_anchor(chosen, pair)))


def _anchor(chosen: Schedule, pair: Pair | None) -> str:
    """The card that a step was about, if it stands; else the grid."""
    standing = {booking.pair for booking in document(chosen).result.meetings}
    return f"c-{card_code(pair)}" if pair in standing and pair is not None else "bench"


def overtaken(late: Overtaken, asked: Sought, wanted: Wanted | None = None) -> ResponseReturnValue:
    """Who did what meanwhile, and the same deed again where it is still possible."""
    draft, words = late.draft, _words(late.draft)
    steps = drafting.since(db.session(), draft, late.seen)
    refusal = None if wanted is None else rearranging.refusal_of(db.session(), draft, wanted)
    page = render_template(
        "organiser/workbench_overtaken.html",
        schedule=draft,
        steps=[(step, step_words(step, words)) for step in steps],
        is_undone=late.seen not in _numbers(draft),
        wanted=wanted,
        what="" if wanted is None else wanted_words(wanted, words),
        refusal=refusal,
        effect="" if wanted is None or refusal is not None else _effect(draft, wanted, words),
        deed=request.form.get("deed", ""),
        again=asked.address(".rearrange"),
        back=asked.address(card="" if wanted is None else card_code(wanted.pair), anchor="card"),
    )
    return page, 409


def _effect(draft: Schedule, wanted: Wanted, words: Words) -> str:
    """What laying the card down would do to the draft as it stands now."""
    move = wanted.move
    if move is None:
        return ""
    content = document(draft)
    option = Moves(content.problem, content.result.meetings, content.result.is_repaired).option(move)
    return words.sentence(move, option.effect)


def _numbers(draft: Schedule) -> set[int]:
    """The steps of this draft that led to where it stands."""
    steps = drafting.path(db.session(), draft)
    return {step.number for step in steps if step.schedule_id == draft.id}


def _read(chosen: Schedule, asked: Sought) -> Bench:
    return reading.bench(db.session(), chosen, language(), asked.show == CONFLICTS)


def _words(chosen: Schedule) -> Words:
    """The names alone, for what is said of a step."""
    return Words(reading.names(db.session(), chosen, language()))


def _page(
    chosen: Schedule, bench: Bench, asked: Sought, form: CardForm, wanted: LookedUp = NOTHING_SOUGHT
) -> str:
    words, pair = Words(bench.names), card_of(asked.card, bench.problem)
    companies = companies_sought(db.session(), chosen.fair, bench, asked)
    cards = Cards(bench, words, asked, pair, may_edit=chosen.is_draft)
    board = Boards(cards, companies).board()
    return render_template(
        "organiser/workbench.html",
        schedule=chosen,
        form=form,
        what=wanted_words(form.wanted(), words) if form.reason.errors else "",
        sought=asked,
        wanted=wanted,
        board=board,
        found_words=found_words(board, asked),
        aside=aside(bench, words, asked, companies, pair),
        tools=tools(db.session(), chosen, bench, words, asked),
        may_edit=chosen.is_draft,
    )


def back_to_bench(public_id: str) -> ResponseReturnValue:
    """Where somebody is led who comes to the address of a deed, by « back », a language or a sign-in."""
    schedule_or_404(public_id)
    return redirect(sought(public_id).address())


PAGES: Addresses = (
    ("/plannings/<public_id>/atelier", workbench),
    ("/plannings/<public_id>/atelier/deplacer", back_to_bench),
    ("/plannings/<public_id>/atelier/annuler", back_to_bench),
    ("/plannings/<public_id>/atelier/refaire", back_to_bench),
)
DEEDS: Addresses = (
    ("/plannings/<public_id>/atelier/deplacer", rearrange),
    ("/plannings/<public_id>/atelier/annuler", undo_step),
    ("/plannings/<public_id>/atelier/refaire", redo_step),
)

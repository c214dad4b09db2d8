"""« Rééquilibrer »: say what has happened in a minute, see at once what it would change.

What is said travels in the address (``dit``) from one short form to the next, so that nothing is stored, and
nothing typed is lost, until a draft is made of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Happened, Happening, Schedule, Scope
from matchmaker.services.drafts import rerunning
from matchmaker.services.rebalancing import happenings_words, rebalancing
from matchmaker.services.rebalancing.companies import newcomers
from matchmaker.services.rebalancing.late_opening import WayPreview, previews
from matchmaker.services.rebalancing.told import Telling, minutes_of, read, written
from matchmaker.web.addresses import Addresses
from matchmaker.web.clock import now
from matchmaker.web.forms import again
from matchmaker.web.language import current as language
from matchmaker.web.organiser_rebalance_forms import FORMS, LateOpening, Saying, Search
from matchmaker.web.organiser_rebalance_words import explanation, hint, way_cards
from matchmaker.web.organiser_runs import carry_out_once_stored
from matchmaker.web.reach import account_here, fair_here

USUAL_MINUTES = 15
SLUGS: Mapping[str, Happened] = {
    "retard": Happened.LATE_OPENING,
    "table-perdue": Happened.TABLE_LOST,
    "personne-en-retard": Happened.PERSON_LATE,
    "entreprises-absentes": Happened.COMPANY_GONE,
    "entreprise-en-retard": Happened.COMPANY_LATE,
    "nouvelles-entreprises": Happened.NEWCOMERS,
    "table-en-plus": Happened.TABLE_ADDED,
    "entreprise-de-retour": Happened.COMPANY_BACK,
}


def rebalance() -> str:
    lines, fair = request.args.getlist("dit"), fair_here()
    refusal, telling = _telling()
    said, fault = ([], None) if telling is None else _sentences(telling, lines)
    return render_template(
        "organiser/rebalance.html",
        refusal=refusal,
        fault=fault,
        said=said,
        lines=lines,
        minutes=USUAL_MINUTES,
        kinds=[(slug, happenings_words.kind_name(kind), hint(kind)) for slug, kind in SLUGS.items()][1:],
        drafts=_under_way(fair.id),
    )


def begin_rebalancing() -> ResponseReturnValue:
    return _begin(request.form.getlist("dit"))


def late_opening() -> str:
    form = LateOpening(formdata=None, minutes=request.args.get("minutes", str(USUAL_MINUTES))[:10])
    return render_template("organiser/rebalance_late.html", form=form, **_late_page(form, request.args))


def say(kind: str) -> str:
    what, (refusal, telling) = _kind_or_404(kind), _telling()
    form = FORMS[what](request.args, meta={"csrf": False})
    return render_template(
        "organiser/rebalance_say.html", form=form, **_say_page(kind, form, telling, refusal)
    )


def tell(kind: str) -> ResponseReturnValue:
    what, (refusal, telling) = _kind_or_404(kind), _telling()
    form, lines = FORMS[what](), request.form.getlist("dit")
    if request.form.get("puis") == "chercher":
        return redirect(url_for(".say", kind=kind, dit=lines, **_typed(form)))
    if telling is None or not form.validate_on_submit() or not _is_understood(telling, what, form):
        return _again(kind, form, telling, refusal)
    lines = [*lines, written(what, form.values())]
    if request.form.get("puis") == "ajouter":
        return redirect(url_for(".rebalance", dit=lines))
    return _begin(lines)


def _begin(lines: Sequence[str]) -> ResponseReturnValue:
    """Make the draft, and have the proof looked for at once, unless the scheduler is busy."""
    draft = rebalancing.rebalance(db.session(), fair_here(), lines, account_here(), now())
    look_for_the_proof(draft)
    return redirect(url_for(".rebalanced", public_id=draft.public_id))


def look_for_the_proof(draft: Schedule) -> bool:
    """Whether the scheduler could be asked; what it is busy with has to end first."""
    asked = Scope.FEWEST_CHANGES, None, account_here(), now()
    try:
        carry_out_once_stored(rerunning.run_from_draft(db.session(), draft, draft.step, *asked))
    except RuleBroken:
        return False
    return True


def _kind_or_404(slug: str) -> Happened:
    return SLUGS.get(slug) or abort(404)


def _telling() -> tuple[str, Telling | None]:
    """What can be said at this hour, or why nothing can."""
    try:
        return "", rebalancing.telling(db.session(), fair_here(), now())
    except RuleBroken as refusal:
        return str(refusal), None


def _sentences(
    telling: Telling, lines: Sequence[str]
) -> tuple[list[tuple[list[str], list[str]]], str | None]:
    """Each thing said, with the lines that are left without it; and what has become wrong with them."""
    found: list[tuple[list[str], list[str]]] = []
    try:
        for place, line in enumerate(lines):
            told = read(telling, [line])
            words = happenings_words.sentences(told, telling.fair, telling.grid, language())
            found.append((words, [*lines[:place], *lines[place + 1 :]]))
        read(telling, lines)
    except RuleBroken as refusal:
        return found, str(refusal)
    return found, None


def _is_understood(telling: Telling, what: Happened, form: Saying) -> bool:
    try:
        read(telling, [*request.form.getlist("dit"), written(what, form.values())])
    except RuleBroken as refusal:
        form.refuse(refusal)
        return False
    return True


def _again(kind: str, form: Saying, telling: Telling | None, refusal: str) -> ResponseReturnValue:
    if isinstance(form, LateOpening):
        return again("organiser/rebalance_late.html", form, **_late_page(form, request.form))
    return again("organiser/rebalance_say.html", form, **_say_page(kind, form, telling, refusal))


def _typed(form: Saying) -> dict[str, Any]:
    typed = {"search": form.search.data} if isinstance(form, Search) else {}
    return typed | form.values()


def _say_page(kind: str, form: Saying, telling: Telling | None, refusal: str) -> dict[str, Any]:
    what = SLUGS[kind]
    if telling is not None:
        form.offer(db.session(), telling, language())
    return {
        "kind": kind,
        "title": happenings_words.kind_name(what),
        "explanation": explanation(what),
        "fields": [form[name] for name in form.said],
        "search": form.search if isinstance(form, Search) else None,
        "more": form.more if isinstance(form, Search) else 0,
        "lines": request.values.getlist("dit"),
        "refusal": refusal,
        "newcomers": newcomers(db.session(), fair_here()) if what is Happened.NEWCOMERS and telling else None,
    }


def _late_page(form: LateOpening, sent: Any) -> dict[str, Any]:
    """The three ways, if the minutes can be understood."""
    refusal, telling = _telling()
    ways: Sequence[WayPreview] = ()
    if telling is not None:
        try:
            minutes = minutes_of(form.minutes.data or "")
            ways = previews(db.session(), fair_here(), telling.grid, minutes, now())
        except RuleBroken as fault:
            if not form.errors:
                form.refuse(fault)
    return {"refusal": refusal, "ways": way_cards(ways), "lines": sent.getlist("dit")}


def _under_way(fair_id: int) -> Sequence[Schedule]:
    """Drafts that suppose something, and are neither published nor put aside."""
    supposing = sa.select(Happening.schedule_id)
    open_ones = sa.select(Schedule).where(
        Schedule.fair_id == fair_id, Schedule.published_at.is_(None), Schedule.discarded_at.is_(None)
    )
    return db.session.scalars(
        open_ones.where(Schedule.id.in_(supposing)).order_by(Schedule.number.desc()).limit(5)
    ).all()


PAGES: Addresses = (
    ("/reequilibrer", rebalance),
    ("/reequilibrer/retard", late_opening),
    ("/reequilibrer/<kind>", say),
)
DEEDS: Addresses = (
    ("/reequilibrer", begin_rebalancing),
    ("/reequilibrer/<kind>", tell),
)

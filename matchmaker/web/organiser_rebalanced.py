"""What a rebalanced draft would change, before it is decided: accept all, some, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Run, Schedule
from matchmaker.scheduling.chains import Chain
from matchmaker.scheduling.timetable import Booking
from matchmaker.services.drafts.drafted import happenings_of
from matchmaker.services.explanations import Finding, findings
from matchmaker.services.figures import document
from matchmaker.services.publishing.news import News, Spot
from matchmaker.services.rebalancing import accepting as rebalancing_accept
from matchmaker.services.rebalancing import happenings_words
from matchmaker.services.rebalancing import told as rebalancing_told
from matchmaker.services.rebalancing.outcome import CompanyOutcome, Outcome, outcome
from matchmaker.web.addresses import Addresses
from matchmaker.web.clock import now, real_time
from matchmaker.web.language import current as language
from matchmaker.web.language import hour
from matchmaker.web.organiser_rebalance import look_for_the_proof
from matchmaker.web.organiser_rebalance_words import certainty, why_lost
from matchmaker.web.organiser_runs import RunState, state_of
from matchmaker.web.reach import account_here, schedule_or_404


@dataclass(frozen=True)
class ChainView:
    """Changes that are taken together, one sentence each; ``key`` is what its box sends."""

    key: str
    is_forced: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class CompanyView:
    """One company and what it will read, sentence by sentence."""

    one: CompanyOutcome
    sentences: tuple[str, ...]


def rebalanced(public_id: str) -> ResponseReturnValue:
    draft = schedule_or_404(public_id)
    if not (draft.is_draft and happenings_of(db.session(), draft)):
        return redirect(url_for(".schedule", public_id=public_id))
    return _page(draft)


def rebalanced_state(public_id: str) -> ResponseReturnValue:
    """What the page's module asks for every second while the proof is looked for."""
    draft = schedule_or_404(public_id)
    state = _state(_run_of(draft))
    seen = {"progress": state.progress, "sentence": state.sentence, "is_over": state.is_over}
    answer = jsonify(**seen, page=url_for(".rebalanced", public_id=public_id))
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    return answer.make_conditional(request)


def prove_rebalancing(public_id: str) -> ResponseReturnValue:
    if not look_for_the_proof(schedule_or_404(public_id)):
        flash(_("Un autre calcul est en cours : réessayez quand il sera terminé."), "error")
    return redirect(url_for(".rebalanced", public_id=public_id))


def accept_changes(public_id: str) -> ResponseReturnValue:
    draft, keys = schedule_or_404(public_id), request.form.getlist("chains")
    try:
        rebalancing_accept.accept(db.session(), draft, _seen(draft), keys, account_here(), now())
    except RuleBroken as refusal:
        return _page(draft, str(refusal)), 409
    return redirect(url_for(".publishing", public_id=public_id))


def _page(draft: Schedule, refusal: str = "") -> str:
    found = outcome(db.session(), draft, language())
    run = _run_of(draft)
    chains = _chains(draft, found)
    return render_template(
        "organiser/rebalanced.html",
        schedule=draft,
        refusal=refusal,
        told=_told(draft),
        found=found,
        certainty=certainty(found.certainty),
        findings=_findings(draft),
        figures=_figures(found),
        changed=[_company(one) for one in found.changed],
        only_shifted=[_company(one) for one in found.only_shifted],
        why_lost=why_lost,
        forced=[chain for chain in chains if chain.is_forced],
        free=[chain for chain in chains if not chain.is_forced],
        state=_state(run),
    )


def _told(draft: Schedule) -> list[str]:
    """What was supposed, in the hours that were announced before."""
    before = draft.grid if draft.made_from is None else draft.made_from.grid
    told = [rebalancing_told.of(one) for one in happenings_of(db.session(), draft)]
    return happenings_words.sentences(told, draft.fair, before, language())


def _findings(draft: Schedule) -> list[Finding]:
    """Slots are counted here, not hours: those shift for everybody when the opening is late."""
    figures = document(draft).figures
    return [
        _of_slots(finding, level.value) if level.name == "moved" and isinstance(level.value, int) else finding
        for finding, level in zip(findings(figures), figures.levels, strict=True)
    ]


def _of_slots(finding: Finding, moved: int) -> Finding:
    words = ngettext(
        "%(num)d rendez-vous change de créneau.", "%(num)d rendez-vous changent de créneau.", moved
    )
    return replace(finding, title=_("Changements de créneau"), reached=words)


def _figures(found: Outcome) -> list[tuple[str, str, str]]:
    lost, told = len(found.lost), found.addresses
    shifted = _("dont %(count)d à une autre heure, avec leur créneau", count=found.shifted)
    of_all = _("sur %(count)d", count=found.before)
    return [
        (
            str(found.kept),
            ngettext("rendez-vous maintenu", "rendez-vous maintenus", found.kept),
            shifted if found.shifted else of_all,
        ),
        (str(found.moved), ngettext("change de créneau", "changent de créneau", found.moved), ""),
        (str(lost), ngettext("rendez-vous perdu", "rendez-vous perdus", lost), ""),
        (str(found.gained), ngettext("nouveau rendez-vous", "nouveaux rendez-vous", found.gained), ""),
        (
            str(found.companies),
            ngettext("entreprise à prévenir", "entreprises à prévenir", found.companies),
            ngettext("à %(num)d adresse", "à %(num)d adresses", told),
        ),
    ]


def _company(one: CompanyOutcome) -> CompanyView:
    return CompanyView(one, tuple(_sentences(one.news)))


def _sentences(news: News) -> Iterable[str]:
    for spot in news.lost:
        yield _("perd %(at)s", at=_at(spot))
    for move in news.moved:
        if move.before.starts_at == move.after.starts_at:
            table = move.after.number
            yield _("%(at)s : passe à la table %(table)d", at=_at(move.before), table=table)
        else:
            yield _("%(at)s → %(hour)s", at=_at(move.before), hour=hour(move.after.starts_at))
    for spot in news.gained:
        yield _("obtient %(at)s", at=_at(spot))


def _at(spot: Spot) -> str:
    return _("%(hour)s, stand « %(desk)s »", hour=hour(spot.starts_at), desk=spot.desk)


def _chains(draft: Schedule, found: Outcome) -> list[ChainView]:
    if not draft.is_draft:
        return []
    names = {one.code: one.name for one in (*found.changed, *found.only_shifted)}
    words = _ChainWords(draft, names)
    return [
        ChainView(rebalancing_accept.key_of(chain), chain.is_forced, tuple(words.of(chain)))
        for chain in rebalancing_accept.chains_of(db.session(), draft)
    ]


class _ChainWords:
    """Changes of the core in words: codes become names, slots hours."""

    def __init__(self, draft: Schedule, names: Mapping[str, str]) -> None:
        before = draft.grid if draft.made_from is None else draft.made_from.grid
        self._names = names
        self._before = {slot.code: slot.starts_at for slot in before.slots}
        self._after = {slot.code: slot.starts_at for slot in draft.grid.slots}

    def of(self, chain: Chain) -> Iterable[str]:
        for lost in chain.lost:
            yield _("%(who)s perd %(hour)s", who=self._who(lost), hour=self._hour(lost, self._before))
        for shift in chain.moved:
            hours = {
                "before": self._hour(shift.before, self._before),
                "after": self._hour(shift.after, self._after),
            }
            yield _("%(who)s : %(before)s → %(after)s", who=self._who(shift.after), **hours)
        for shift in chain.reseated:
            yield _(
                "%(who)s : %(before)s → %(after)s",
                who=self._who(shift.after),
                before=shift.before.table,
                after=shift.after.table,
            )
        for new in chain.new:
            yield _("%(who)s obtient %(hour)s", who=self._who(new), hour=self._hour(new, self._after))

    def _who(self, booking: Booking) -> str:
        return f"{self._names.get(booking.company, booking.company)} ({booking.desk})"

    def _hour(self, booking: Booking, starts: Mapping[str, Any]) -> str:
        return hour(starts[booking.slot]) if booking.slot in starts else booking.slot


def _run_of(draft: Schedule) -> Run | None:
    """The newest run that was started from the draft as it stands."""
    mine = sa.select(Run).where(Run.draft_id == draft.id, Run.draft_step == draft.step)
    return db.session.scalar(mine.order_by(Run.id.desc()).limit(1))


def _state(run: Run | None) -> RunState:
    return RunState(100, "", True) if run is None else state_of(run, real_time())


def _seen(draft: Schedule) -> int:
    typed = request.form.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


PAGES: Addresses = (
    ("/plannings/<public_id>/reequilibrage", rebalanced),
    ("/plannings/<public_id>/reequilibrage/etat", rebalanced_state),
)
DEEDS: Addresses = (
    ("/plannings/<public_id>/reequilibrage/demontrer", prove_rebalancing),
    ("/plannings/<public_id>/reequilibrage/accepter", accept_changes),
)

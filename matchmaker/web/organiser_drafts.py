"""What is done with whole drafts: copy one, put it aside and take it up again, run the scheduler from it."""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired

from matchmaker.db import db
from matchmaker.errors import RuleBroken
from matchmaker.models import Schedule, Scope
from matchmaker.services import planning
from matchmaker.services.drafts import copying, rerunning
from matchmaker.services.drafts.drafting import Overtaken
from matchmaker.services.drafts.pin_words import named
from matchmaker.services.drafts.shelf import beside, titles
from matchmaker.services.explanations import findings
from matchmaker.services.schedules import ReadableSchedule, readable
from matchmaker.services.words import notice
from matchmaker.web import pictures
from matchmaker.web.addresses import Addresses
from matchmaker.web.clock import now
from matchmaker.web.forms import Form, choices
from matchmaker.web.language import current as language
from matchmaker.web.organiser_reviews import panel_of
from matchmaker.web.organiser_runs import carry_out_once_stored, workbench_of
from matchmaker.web.organiser_workbench import overtaken
from matchmaker.web.organiser_workbench_asked import sought
from matchmaker.web.reach import account_here, fair_here, schedule_or_404

CHOOSE = lazy_gettext("Dites ce que le calcul peut changer.")


class RunForm(Form):
    """What a run from a draft may touch; ``seen`` is the step its page was made from."""

    seen = IntegerField(validators=[InputRequired(message=CHOOSE)])
    scope = RadioField(
        lazy_gettext("Ce que le calcul peut changer"), [InputRequired(message=CHOOSE)], validate_choice=False
    )
    desk = SelectField(lazy_gettext("Stand, si un seul peut changer"), validate_choice=False)

    def offer(self, content: ReadableSchedule, is_published: bool) -> None:
        """The choices that make sense for this draft, the one that changes least first."""
        stands = [(desk.code, desk.label) for desk in content.desks]
        self.desk.choices = choices([("", _("choisir un stand")), *stands])
        self.scope.choices = choices(_scopes(is_published))


def _scopes(is_published: bool) -> Iterable[tuple[str, str]]:
    yield Scope.EMPTY_SEATS.value, _("les places libres : aucun rendez-vous n’est déplacé ni retiré")
    yield Scope.DESK.value, _("un seul stand : les autres gardent leurs rendez-vous")
    if is_published:
        yield Scope.FEWEST_CHANGES.value, _("le moins possible par rapport à ce qui est publié")
        yield (
            Scope.ALL.value,
            _("tout, sauf les rendez-vous verrouillés, sans tenir compte de ce qui est publié"),
        )
    else:
        yield Scope.ALL.value, _("tout, sauf les rendez-vous verrouillés")


def schedule(public_id: str) -> str:
    return draft_page(schedule_or_404(public_id), RunForm(formdata=None))


def draft_page(chosen: Schedule, form: RunForm) -> str:
    """One draft or version in figures, with what can be done with it."""
    content, fair = readable(db.session(), chosen, language()), fair_here()
    every = titles(db.session(), fair)
    form.offer(content, is_published=any(one.is_standing for one in every))
    return render_template(
        "organiser/schedule.html",
        schedule=chosen,
        form=form,
        figures=content.document.figures,
        findings=findings(content.document.figures),
        meetings_bars=pictures.meetings_by_company(content),
        desk_bars=pictures.load_by_desk(content),
        result=content.document.result,
        running=planning.running(db.session(), fair),
        titles=every,
        beside=beside(every, chosen),
        reviews=panel_of(chosen),
        notice=notice(),
        now=now(),
    )


def run_from_draft(public_id: str) -> ResponseReturnValue:
    chosen, form = schedule_or_404(public_id), RunForm()
    try:
        if form.validate():
            return _begun(chosen, form)
    except Overtaken as late:
        return overtaken(late, sought(public_id))
    except RuleBroken as refusal:
        form.refuse(refusal)
    return draft_page(chosen, form), 422


def _begun(chosen: Schedule, form: RunForm) -> ResponseReturnValue:
    scopes = {scope.value: scope for scope in Scope}
    scope = scopes.get(form.scope.data)
    if scope is None:
        raise RuleBroken(str(CHOOSE), field="scope")
    seen, desk = form.seen.data or 0, form.desk.data or None
    run = rerunning.run_from_draft(db.session(), chosen, seen, scope, desk, account_here(), now())
    carry_out_once_stored(run)
    return redirect(url_for(".run", public_id=run.public_id))


def copy_schedule(public_id: str) -> ResponseReturnValue:
    """« Dupliquer » of a draft, « Modifier dans un nouveau brouillon » of what is published."""
    chosen = schedule_or_404(public_id)
    if chosen.published_at is None:
        made = copying.duplicate(db.session(), chosen, account_here(), now())
        flash(_("Le brouillon « %(name)s » est prêt.", name=made.name))
        return redirect(workbench_of(made))
    opened = copying.open_version(db.session(), chosen, account_here(), now())
    flash(
        _("Le brouillon « %(name)s » part des rendez-vous qui tiennent maintenant.", name=opened.draft.name)
    )
    if opened.left_out:
        flash(_left_out(opened), "warning")
    return redirect(workbench_of(opened.draft))


def bring_back_draft(public_id: str) -> ResponseReturnValue:
    chosen = schedule_or_404(public_id)
    planning.bring_back(db.session(), chosen, account_here(), now())
    flash(_("Le brouillon « %(name)s » est repris.", name=chosen.name))
    return redirect(url_for(".schedule", public_id=public_id))


def _left_out(opened: copying.Opened) -> str:
    who = named(
        (one.company for one in opened.left_out), rerunning.company_names(db.session(), opened.draft.fair)
    )
    return ngettext(
        "%(num)d rendez-vous publié n’est plus possible et n’a pas été repris : %(who)s.",
        "%(num)d rendez-vous publiés ne sont plus possibles et n’ont pas été repris : %(who)s.",
        len(opened.left_out),
        who=who,
    )


PAGES: Addresses = (("/plannings/<public_id>", schedule),)
DEEDS: Addresses = (
    ("/plannings/<public_id>/calculer", run_from_draft),
    ("/plannings/<public_id>/copier", copy_schedule),
    ("/plannings/<public_id>/ressortir", bring_back_draft),
)

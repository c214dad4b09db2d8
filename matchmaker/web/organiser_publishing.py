"""Publishing a draft: what will happen is read first, word for word, and is exactly what happens then.

A former version comes back the same way: as a draft, through the same page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.db import db
from matchmaker.models import Schedule, Scope
from matchmaker.services.comparison import Kind as Change
from matchmaker.services.drafts.opinions import opinions
from matchmaker.services.drafts.rerunning import scope_words
from matchmaker.services.equity.overrides import Override, overrides
from matchmaker.services.equity.words import deed_name
from matchmaker.services.publishing import publication, restoring
from matchmaker.services.publishing.last_check import Checked
from matchmaker.services.publishing.letters import Kind, Letter
from matchmaker.services.publishing.obstacles import Remedy
from matchmaker.services.publishing.preview import Preview, preview
from matchmaker.services.publishing.staleness import Since, since
from matchmaker.services.schedules import Card, CompanyName, names_of, readable
from matchmaker.web.addresses import Addresses
from matchmaker.web.changes import ChangeRow, change_rows
from matchmaker.web.clock import now
from matchmaker.web.language import current as language
from matchmaker.web.language import listed, number
from matchmaker.web.reach import account_here, schedule_or_404


@dataclass(frozen=True)
class Pile:
    """Letters of one kind, under a sentence that counts them."""

    sentence: str
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class PublishPage:
    """All that the page shows of a publication that is not done yet."""

    preview: Preview
    changes: tuple[ChangeRow, ...]
    figures: list[tuple[str, str, str]]
    told: list[tuple[str, str, str]]
    checks: tuple[tuple[Checked, str], ...]
    newly_served: str
    no_longer_served: str
    companies: tuple[Pile, ...]
    hosts: tuple[Pile, ...]
    since: tuple[Since, ...]
    scope: Scope
    hands: tuple[tuple[str, Override], ...]
    brings_back: Schedule | None
    left_out: tuple[tuple[Card, str], ...]

    @property
    def scope_words(self) -> str:
        """What running again from this draft would change."""
        return scope_words(self.scope, None)


def publishing(public_id: str) -> str:
    chosen = schedule_or_404(public_id)
    page = publish_page(chosen, preview(db.session(), chosen, now()))
    return render_template(
        "organiser/publish.html",
        schedule=chosen,
        page=page,
        preview=page.preview,
        opinions=opinions(db.session(), chosen),
    )


def publish(public_id: str) -> ResponseReturnValue:
    chosen = schedule_or_404(public_id)
    publication.publish(db.session(), chosen, account_here(), now(), request.form.get("read", ""))
    flash(_("La version %(version)d est publiée ; les messages sont écrits.", version=chosen.version))
    return redirect(url_for(".schedule", public_id=public_id))


def restore_version(public_id: str) -> ResponseReturnValue:
    version = schedule_or_404(public_id)
    draft = restoring.restore(db.session(), version, account_here(), now())
    flash(_("La version %(version)d est prête à revenir : relisez, puis publiez.", version=version.version))
    return redirect(url_for(".publishing", public_id=draft.public_id))


def publish_page(chosen: Schedule, found: Preview) -> PublishPage:
    """What ``found`` says, with names; a constant number of queries."""
    session, content = db.session(), readable(db.session(), chosen, language())
    # What is lost may be unknown to the draft: a company that left, a table that is gone.
    before = content.names if found.before is None else names_of(session, found.before, language())
    called = {**before.companies, **content.names.companies}
    stale = found.obstacle is not None and found.obstacle.remedy in (Remedy.COMPUTE, Remedy.GO_ON)
    by_hand, former = overrides(session, chosen, content).listed, restoring.brings_back(session, chosen)
    return PublishPage(
        preview=found,
        changes=change_rows(found.changes, before, content.names),
        figures=_figures(found),
        told=_told(found),
        checks=tuple((check, _whose(check, called)) for check in found.checks),
        newly_served=listed(_name(called, code) for code in found.newly_served),
        no_longer_served=listed(_name(called, code) for code in found.no_longer_served),
        companies=_piles(found.letters.companies, _of_companies),
        hosts=_piles(found.letters.hosts, _of_hosts),
        since=since(session, chosen, language()) if stale else (),
        scope=_scope(found),
        hands=tuple((deed_name(one.deed), one) for one in by_hand if one.stands),
        brings_back=former,
        left_out=() if former is None else _left_out(chosen, former),
    )


def _figures(found: Preview) -> list[tuple[str, str, str]]:
    """What the version would hold and what it changes, as ``ui.figures`` takes it."""
    version = _("version %(version)d", version=found.version)
    rows = [(number(found.meetings), ngettext("rendez-vous", "rendez-vous", found.meetings), version)]
    if found.before is None:
        return rows
    moved = found.count(Change.MOVED, Change.OTHER_TABLE)
    return [
        *rows,
        (number(found.kept), _("Inchangés"), _("même heure, même table")),
        (number(moved), _("Déplacés"), _("autre heure ou autre table")),
        (number(found.count(Change.LOST)), _("Retirés"), ""),
        (number(found.count(Change.GAINED)), _("Ajoutés"), ""),
    ]


def _told(found: Preview) -> list[tuple[str, str, str]]:
    """How many people are written to."""
    companies, hosts = found.letters.companies, found.letters.hosts
    addresses = sum(len(letter.addresses) for letter in companies)
    messages = ngettext("%(num)d message", "%(num)d messages", addresses)
    told, seated = len(companies), len(hosts)
    return [
        (number(told), ngettext("entreprise à prévenir", "entreprises à prévenir", told), messages),
        (
            number(seated),
            ngettext("personne d’un stand à prévenir", "personnes des stands à prévenir", seated),
            _("leur planning est nouveau ou change"),
        ),
    ]


def _scope(found: Preview) -> Scope:
    """What a run from the draft may change: what was put there by hand stays where it can."""
    if not found.is_proven:
        return Scope.EMPTY_SEATS
    return Scope.ALL if found.before is None else Scope.FEWEST_CHANGES


def _left_out(draft: Schedule, former: Schedule) -> tuple[tuple[Card, str], ...]:
    """The meetings of the former version that do not come back, as it showed them, each with its reason."""
    names = names_of(db.session(), former, language())
    return tuple((names.card(one.booking), one.why) for one in restoring.left_out(draft, former))


def _whose(check: Checked, called: Mapping[str, CompanyName]) -> str:
    """The companies whose meetings break the rule."""
    codes = {meeting.company for violation in check.broken for meeting in violation.meetings}
    return listed(sorted(_name(called, code) for code in codes))


def _name(called: Mapping[str, CompanyName], code: str) -> str:
    """A company that nobody knows any more is called by its number."""
    return called[code].name if code in called else code


def _piles(letters: Iterable[Letter], sentence: Callable[[Kind, int], str]) -> tuple[Pile, ...]:
    """The letters by what they are about, the gravest first."""
    by_kind: dict[Kind, list[Letter]] = {kind: [] for kind in Kind}
    for letter in letters:
        by_kind[letter.kind].append(letter)
    return tuple(Pile(sentence(kind, len(pile)), tuple(pile)) for kind, pile in by_kind.items() if pile)


def _of_companies(kind: Kind, count: int) -> str:
    sentences = {
        Kind.LOSES: ngettext(
            "%(num)d entreprise apprend qu’elle perd un rendez-vous",
            "%(num)d entreprises apprennent qu’elles perdent un rendez-vous",
            count,
        ),
        Kind.MOVES: ngettext(
            "%(num)d entreprise apprend qu’un rendez-vous est déplacé",
            "%(num)d entreprises apprennent qu’un rendez-vous est déplacé",
            count,
        ),
        Kind.GAINS: ngettext(
            "%(num)d entreprise apprend qu’elle a un rendez-vous de plus",
            "%(num)d entreprises apprennent qu’elles ont un rendez-vous de plus",
            count,
        ),
        Kind.RECEIVED: ngettext(
            "%(num)d entreprise reçoit ses rendez-vous",
            "%(num)d entreprises reçoivent leurs rendez-vous",
            count,
        ),
        Kind.NOT_RECEIVED: ngettext(
            "%(num)d entreprise apprend qu’elle n’est pas reçue, et pourquoi",
            "%(num)d entreprises apprennent qu’elles ne sont pas reçues, et pourquoi",
            count,
        ),
    }
    return sentences[kind]


def _of_hosts(kind: Kind, count: int) -> str:
    if kind in (Kind.RECEIVED, Kind.NOT_RECEIVED):
        return ngettext(
            "%(num)d personne reçoit le planning de sa table",
            "%(num)d personnes reçoivent le planning de leur table",
            count,
        )
    sentences = {
        Kind.LOSES: ngettext(
            "%(num)d personne apprend qu’une entreprise ne vient plus à sa table",
            "%(num)d personnes apprennent qu’une entreprise ne vient plus à leur table",
            count,
        ),
        Kind.MOVES: ngettext(
            "%(num)d personne apprend qu’un rendez-vous de sa table est déplacé",
            "%(num)d personnes apprennent qu’un rendez-vous de leur table est déplacé",
            count,
        ),
        Kind.GAINS: ngettext(
            "%(num)d personne apprend qu’une entreprise de plus vient à sa table",
            "%(num)d personnes apprennent qu’une entreprise de plus vient à leur table",
            count,
        ),
    }
    return sentences[kind]


PAGES: Addresses = (("/plannings/<public_id>/publier", publishing),)
DEEDS: Addresses = (
    ("/plannings/<public_id>/publier", publish),
    ("/plannings/<public_id>/reprendre", restore_version),
)

"""The steps of a fair, from its rules to the last confirmation: each says what is missing, for whom, by when.

Everything is counted from what is stored; no step is ever ticked by hand. A step belongs to the stage in
which it must be finished, so that what was left behind stays in sight.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker.services.progress import Facts, Status, Step, Who
from matchmaker.services.stages import Stage


def steps(facts: Facts) -> Iterator[Step]:
    """Every step, in the order in which a fair is prepared."""
    yield from _preparation(facts)
    yield from _requests(facts)
    yield from _timetable(facts)


def _preparation(facts: Facts) -> Iterator[Step]:
    yield _rules(facts)
    yield _slots(facts)
    yield _tables(facts)
    yield _seats(facts)
    yield _needs(facts)
    yield _commitment(facts)


def _requests(facts: Facts) -> Iterator[Step]:
    yield _registrations(facts)
    yield _wishes(facts)
    yield _answers(facts)
    yield _refusals(facts)


def _timetable(facts: Facts) -> Iterator[Step]:
    yield _reveal(facts)
    yield _run(facts)
    yield _publication(facts)
    yield _confirmations(facts)


def _rules(facts: Facts) -> Step:
    rules = facts.rules
    if rules is None:
        detail = _("aucune règle écrite")
    elif rules.locked_at is None:
        detail = _("version %(number)d, pas encore verrouillée", number=rules.number)
    else:
        detail = _("version %(number)d, verrouillée", number=rules.number)
    done = rules is not None and rules.locked_at is not None
    return _prepared(facts, "rules", _("Écrire et verrouiller les règles d’attribution"), detail, done)


def _slots(facts: Facts) -> Step:
    slots = facts.count.slots
    detail = ngettext("%(num)d créneau", "%(num)d créneaux", slots)
    return _prepared(facts, "slots", _("Découper la période d’échange en créneaux"), detail, slots > 0)


def _tables(facts: Facts) -> Step:
    count = facts.count
    parts = [
        ngettext("%(num)d stand", "%(num)d stands", count.desks),
        ngettext("%(num)d table", "%(num)d tables", count.tables),
        ngettext("%(num)d place", "%(num)d places", count.places),
    ]
    if count.desks_without_table:
        parts.append(
            ngettext("%(num)d stand sans table", "%(num)d stands sans table", count.desks_without_table)
        )
    done = count.tables > 0 and not count.desks_without_table
    return _prepared(facts, "tables", _("Installer les stands et leurs tables"), ", ".join(parts), done)


def _seats(facts: Facts) -> Step:
    count = facts.count
    detail = _(
        "tables avec quelqu’un pour recevoir : %(staffed)d sur %(all)d",
        staffed=count.tables_staffed,
        all=count.tables,
    )
    done = 0 < count.tables == count.tables_staffed
    return _prepared(facts, "seats", _("Indiquer qui reçoit à chaque table"), detail, done)


def _needs(facts: Facts) -> Step:
    count = facts.count
    parts = [ngettext("%(num)d projet", "%(num)d projets", count.needs)]
    if count.needs_to_validate:
        parts.append(_("%(num)d à valider", num=count.needs_to_validate))
    if count.needs_to_publish:
        parts.append(_("%(num)d à publier", num=count.needs_to_publish))
    if count.needs_without_question:
        parts.append(_("%(num)d sans question aux entreprises", num=count.needs_without_question))
    done = count.needs > 0 and len(parts) == 1
    title = _("Valider et publier les projets d’achat")
    return _prepared(facts, "needs", title, ", ".join(parts), done, Who.PROCUREMENT)


def _commitment(facts: Facts) -> Step:
    title, opens = _("Publier l’empreinte du tirage"), facts.fair.requests_open_at
    if facts.draw is None and facts.now >= opens:
        detail = _("aucune empreinte publiée avant l’ouverture : les plannings resteront des simulations")
        return Step("draw-commit", Stage.PREPARATION, title, detail, Status.MISSED, Who.ORGANISER, opens)
    detail = _("à faire avant l’ouverture des inscriptions") if facts.draw is None else _("empreinte publiée")
    return _prepared(facts, "draw-commit", title, detail, facts.draw is not None)


def _registrations(facts: Facts) -> Step:
    count = facts.count
    detail = ngettext("%(num)d entreprise validée", "%(num)d entreprises validées", count.companies)
    if count.companies_to_validate:
        detail = _("%(detail)s, %(num)d à valider", detail=detail, num=count.companies_to_validate)
    return _step(
        facts,
        ("registrations", Stage.REQUESTS_OPEN),
        (_("Valider les inscriptions"), detail),
        done=not count.companies_to_validate and facts.now >= facts.fair.requests_open_at,
        who=Who.PROCUREMENT,
        by=facts.fair.requests_close_at,
    )


def _wishes(facts: Facts) -> Step:
    count = facts.count
    detail = _(
        "%(wishes)d demandes de %(companies)d entreprises pour %(places)d places",
        wishes=count.wishes,
        companies=count.companies_asking,
        places=count.places,
    )
    return _step(
        facts,
        ("wishes", Stage.REQUESTS_OPEN),
        (_("Recevoir les demandes de rendez-vous"), detail),
        done=facts.now >= facts.fair.requests_close_at,
        who=Who.COMPANIES,
        by=facts.fair.requests_close_at,
    )


def _answers(facts: Facts) -> Step:
    waiting, wishes = facts.count.wishes_unanswered, facts.count.wishes
    detail = ngettext(
        "%(num)d réponse sur %(all)d", "%(num)d réponses sur %(all)d", wishes - waiting, all=wishes
    )
    if waiting:
        detail = _("%(detail)s ; sans réponse, une demande vaut « sans préférence »", detail=detail)
    return _step(
        facts,
        ("answers", Stage.REQUESTS_CLOSED),
        (_("Répondre aux demandes"), detail),
        # Once a timetable is published, an answer changes it no more: nobody is waited for.
        done=0 == waiting < wishes or facts.standing is not None,
        who=Who.DIRECTORATES,
        by=facts.fair.opens_at,
    )


def _refusals(facts: Facts) -> Step:
    waiting = facts.count.refusals_to_countersign
    detail = ngettext("%(num)d refus à contresigner", "%(num)d refus à contresigner", waiting)
    return _step(
        facts,
        ("refusals", Stage.REQUESTS_CLOSED),
        (_("Contresigner les refus des directions"), detail if waiting else _("aucun refus en attente")),
        done=not waiting and facts.now >= facts.fair.requests_close_at,
        who=Who.PROCUREMENT,
        by=facts.fair.opens_at,
    )


def _reveal(facts: Facts) -> Step:
    draw, title = facts.draw, _("Révéler le tirage au sort")
    place = ("draw-reveal", Stage.REQUESTS_CLOSED)
    if draw is not None and draw.revealed_at is not None:
        return _step(facts, place, (title, _("chaque entreprise a son numéro")), done=True)
    if draw is None and facts.now >= facts.fair.requests_open_at:
        detail = _("impossible sans empreinte publiée avant l’ouverture")
        return Step(*place, title, detail, Status.MISSED, Who.ORGANISER, facts.fair.opens_at)
    return _step(facts, place, (title, _("avec le nombre public annoncé")), done=False)


def _run(facts: Facts) -> Step:
    count, publishable = facts.count, facts.count.publishable_drafts
    detail = ngettext("%(num)d brouillon", "%(num)d brouillons", publishable)
    simulations = count.drafts - publishable
    if simulations:
        more = ngettext("%(num)d simulation", "%(num)d simulations", simulations)
        detail = _("%(drafts)s, %(simulations)s", drafts=detail, simulations=more)
    done = publishable > 0 or facts.standing is not None
    place = ("run", Stage.REQUESTS_CLOSED)
    return _step(facts, place, (_("Calculer un planning"), detail), done=done)


def _publication(facts: Facts) -> Step:
    if facts.standing is None:
        detail = _("aucune version publiée")
    else:
        detail = _("version %(version)d publiée", version=facts.standing.version)
    place = ("publish", Stage.DRAFTS)
    return _step(facts, place, (_("Publier le planning"), detail), done=facts.standing is not None)


def _confirmations(facts: Facts) -> Step:
    count = facts.count
    detail = _(
        "rendez-vous confirmés : %(confirmed)d sur %(all)d",
        confirmed=count.meetings_confirmed,
        all=count.meetings,
    )
    return _step(
        facts,
        ("confirmations", Stage.PUBLISHED),
        (_("Confirmer les rendez-vous"), detail),
        done=0 < count.meetings == count.meetings_confirmed,
        who=Who.COMPANIES,
        by=facts.fair.confirm_by,
    )


def _prepared(facts: Facts, code: str, title: str, detail: str, done: bool, who: Who = Who.ORGANISER) -> Step:
    opens = facts.fair.requests_open_at
    return _step(facts, (code, Stage.PREPARATION), (title, detail), done=done, who=who, by=opens)


def _step(
    facts: Facts,
    place: tuple[str, Stage],
    words: tuple[str, str],
    *,
    done: bool,
    who: Who = Who.ORGANISER,
    by: datetime | None = None,
) -> Step:
    by = facts.fair.opens_at if by is None else by
    status = Status.DONE if done else _open_status(facts, place[1], who, by)
    return Step(*place, *words, status, who, by)


def _open_status(facts: Facts, due: Stage, who: Who, by: datetime) -> Status:
    """What an unfinished step is: not yet due, too late, ours or somebody else's; nobody waits in vain."""
    if facts.stage.number < due.number:
        return Status.LATER
    is_ours = who in (Who.ORGANISER, Who.PROCUREMENT)
    if facts.stage.number >= Stage.CLOSED.number or (facts.now >= by and not is_ours):
        return Status.MISSED
    return Status.TO_DO if is_ours else Status.WAITING

"""What is said of the directorates' opinions: to the organiser, and to those who give them."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from matchmaker.models import Fair, Review, Verdict
from matchmaker.services.drafts.opinions import Opinion, Opinions, StandOpinion
from matchmaker.web.host_words import NextStep
from matchmaker.web.language import day, hour


def opinion_tag(opinion: Opinion) -> tuple[str, str]:
    """The word, and the colour of its tag."""
    tags = {
        Opinion.ASKED: (_("changement demandé"), "bad"),
        Opinion.AGAIN: (_("à revoir"), "warn"),
        Opinion.WAITING: (_("en attente"), "plain"),
        Opinion.APPROVED: (_("planning validé"), "good"),
    }
    return tags[opinion]


def verdict_name(review: Review) -> str:
    return _("planning validé") if review.verdict is Verdict.APPROVED else _("changement demandé")


def counted(found: Opinions) -> list[tuple[str, str, str]]:
    """How many stands say what, as ``ui.figures`` takes it."""
    approved, waiting = found.count(Opinion.APPROVED), found.count(Opinion.WAITING)
    asked, again = found.count(Opinion.ASKED), found.count(Opinion.AGAIN)
    return [
        (format_decimal(approved), ngettext("stand a validé", "stands ont validé", approved), ""),
        (format_decimal(waiting), ngettext("stand attendu", "stands attendus", waiting), ""),
        (format_decimal(asked), ngettext("changement demandé", "changements demandés", asked), ""),
        (
            format_decimal(again),
            ngettext("stand à revoir", "stands à revoir", again),
            _("planning changé depuis l’avis") if again else "",
        ),
    ]


def missing_sentence(found: Opinions) -> str:
    """How many approvals a publication would do without."""
    if not found.is_begun:
        return _("Ce brouillon n’a pas été soumis aux directions.")
    if not found.missing:
        return _("Tous les stands ont validé ce brouillon.")
    sentence: str = ngettext(
        "%(num)d stand sur %(all)d n’a pas validé ce brouillon tel qu’il est.",
        "%(num)d stands sur %(all)d n’ont pas validé ce brouillon tel qu’il est.",
        found.missing,
        all=len(found.stands),
    )
    asked = found.count(Opinion.ASKED)
    if not asked:
        return sentence
    more = ngettext("%(num)d demande un changement.", "%(num)d demandent un changement.", asked)
    return f"{sentence} {more}"


def given(review: Review) -> str:
    """« par Référent, stand EAU, table 1, le 30 octobre à 9 h 45 »."""
    return _(
        "par %(name)s, le %(day)s à %(hour)s",
        name=review.by.name,
        day=day(review.at),
        hour=hour(review.at),
    )


def last_given(stand: StandOpinion) -> str:
    """Who gave the verdict that counts; its own word where the tag says that it is to be given again."""
    if stand.last is None:
        return ""
    if stand.opinion is not Opinion.AGAIN:
        return given(stand.last)
    return _(
        "dernier avis : %(verdict)s %(given)s", verdict=verdict_name(stand.last), given=given(stand.last)
    )


def standing_sentence(stand: StandOpinion) -> str:
    """Where a stand stands, and what comes next, as its people read it."""
    sentences = {
        Opinion.WAITING: _(
            "Relisez les rendez-vous de ce stand, puis validez-les ou demandez un changement. Sans "
            "réponse de votre part, l’organisation pourra publier quand même."
        ),
        Opinion.APPROVED: _(
            "Rien d’autre à faire : vous retrouverez ces rendez-vous dans votre planning à sa publication. "
            "Jusque-là, vous pouvez changer d’avis."
        ),
        Opinion.ASKED: _(
            "L’organisation lit votre demande. Si elle change le planning de ce stand, il vous sera présenté "
            "de nouveau."
        ),
        Opinion.AGAIN: _(
            "Le planning de ce stand a changé depuis le dernier avis : relisez-le, puis répondez de nouveau."
        ),
    }
    return sentences[stand.opinion]


def by_when(fair: Fair, now: datetime) -> str:
    """Until when an opinion can count."""
    if now >= fair.opens_at:
        return _("À faire avant la publication.")
    return _(
        "À faire avant la publication, au plus tard le %(day)s à %(hour)s.",
        day=day(fair.opens_at),
        hour=hour(fair.opens_at),
    )


def next_step(asked: Opinions | None, fair: Fair, now: datetime) -> NextStep | None:
    """What the home page of a host says first, as long as one of their stands is waited for."""
    waiting = () if asked is None else asked.that(Opinion.AGAIN, Opinion.WAITING)
    if not waiting or now >= fair.closes_at:
        return None
    title = ngettext(
        "Relisez le brouillon de votre stand", "Relisez le brouillon de %(num)d stands", len(waiting)
    )
    text = _("L’organisation vous le soumet avant de le publier : validez-le, ou demandez un changement.")
    link = url_for(".draft_to_review", code=waiting[0].desk.code), _("Relire le brouillon")
    return NextStep(title, text, fair.opens_at if now < fair.opens_at else None, link)


def until_when(fair: Fair, now: datetime) -> str:
    """Until when the directorates answer, as the organiser reads it."""
    if now >= fair.opens_at:
        return _("Les directions répondent jusqu’à la publication.")
    return _(
        "Les directions répondent jusqu’à la publication, au plus tard le %(day)s à %(hour)s.",
        day=day(fair.opens_at),
        hour=hour(fair.opens_at),
    )

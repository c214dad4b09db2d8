"""At what stage a project is, and what comes next, as directorates and procurement read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from flask_babel import gettext as _

from matchmaker.models import Need, NeedStage
from matchmaker.web.language import current as language
from matchmaker.web.language import listed


class Waiting(Enum):
    """Whom a project waits for, in the order in which somebody should look at it."""

    CORRECTION = "a-corriger"
    VALIDATION = "a-valider"
    PUBLICATION = "a-publier"
    PUBLIC = "publics"
    CONSULTATION = "consultation"
    WITHDRAWN = "retires"


@dataclass(frozen=True)
class Shelf:
    """The projects at one stage."""

    waiting: Waiting
    needs: tuple[Need, ...]


def waiting(need: Need) -> Waiting:
    """A draft that procurement sent back waits for its directorate."""
    stages = {
        NeedStage.DRAFT: Waiting.VALIDATION if need.returned_at is None else Waiting.CORRECTION,
        NeedStage.VALIDATED: Waiting.PUBLICATION,
        NeedStage.PUBLISHED: Waiting.PUBLIC,
        NeedStage.CONSULTATION: Waiting.CONSULTATION,
        NeedStage.WITHDRAWN: Waiting.WITHDRAWN,
    }
    return stages[need.stage]


def shelves(needs: Iterable[Need], order: Sequence[Waiting] = tuple(Waiting)) -> list[Shelf]:
    """The projects by stage, in ``order``; a stage without any is left out."""
    held: dict[Waiting, list[Need]] = {one: [] for one in order}
    for need in needs:
        held[waiting(need)].append(need)
    return [Shelf(one, tuple(found)) for one, found in held.items() if found]


def stage_tag(need: Need) -> tuple[str, str]:
    """The word of its stage, and the colour of its tag."""
    tags = {
        Waiting.CORRECTION: (_("à corriger"), "bad"),
        Waiting.VALIDATION: (_("à valider"), "warn"),
        Waiting.PUBLICATION: (_("validé, à publier"), "warn"),
        Waiting.PUBLIC: (_("public"), "good"),
        Waiting.CONSULTATION: (_("consultation lancée"), "plain"),
        Waiting.WITHDRAWN: (_("retiré"), "plain"),
    }
    return tags[waiting(need)]


def shelf_title(one: Waiting) -> str:
    titles = {
        Waiting.CORRECTION: _("Renvoyés à la direction"),
        Waiting.VALIDATION: _("À valider"),
        Waiting.PUBLICATION: _("Validés, à publier"),
        Waiting.PUBLIC: _("Publics"),
        Waiting.CONSULTATION: _("Consultation lancée"),
        Waiting.WITHDRAWN: _("Retirés"),
    }
    return titles[one]


def shelf_note(one: Waiting) -> str:
    """What comes next for every project of a shelf, for their directorate."""
    sentences = {
        Waiting.CORRECTION: _("Corrigez-les : ils repartiront aussitôt vers le service des achats."),
        Waiting.VALIDATION: _("Le service des achats les relit. Vous pouvez encore les modifier."),
        Waiting.PUBLICATION: _(
            "Le service des achats les a validés et va les publier. Un projet modifié sera relu."
        ),
        Waiting.PUBLIC: _("Tout le monde peut les lire. Pour en corriger un, écrivez au service des achats."),
        Waiting.CONSULTATION: _("Leur consultation est lancée : ils ne donnent plus lieu à rendez-vous."),
        Waiting.WITHDRAWN: _("Ils ne sont plus publics."),
    }
    return sentences[one]


def next_for_host(need: Need) -> str:
    """What happens next, for the directorate that declared the project."""
    sentences = {
        Waiting.CORRECTION: _("Corrigez-le : il repartira aussitôt vers le service des achats."),
        Waiting.VALIDATION: _("Le service des achats le relit. Vous pouvez encore le modifier."),
        Waiting.PUBLICATION: _(
            "Le service des achats l’a validé et va le publier. Si vous le modifiez, il sera relu."
        ),
        Waiting.PUBLIC: _("Tout le monde peut le lire. Pour le corriger, écrivez au service des achats."),
        Waiting.CONSULTATION: _("Sa consultation est lancée : il ne donne plus lieu à rendez-vous."),
        Waiting.WITHDRAWN: _("Il n’est plus public."),
    }
    return sentences[waiting(need)]


def titles(needs: Sequence[Need]) -> str:
    """Several projects in one line."""
    return listed(need.title(language()) for need in needs)

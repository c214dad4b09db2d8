"""What is asked of the workbench: every view of it has an address of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from matchmaker.scheduling.problem import Pair, Problem
from matchmaker.web import asked

BY_TABLE, BY_COMPANY = "table", "entreprise"
UNSERVED, CHANGED, CONFLICTS = "sans-rendez-vous", "modifies", "conflits"
SHOWN = ("", UNSERVED, CHANGED, CONFLICTS)


@dataclass(frozen=True)
class Sought:
    """Which of the two views, what it is narrowed to, and the card that is picked up; empty takes all.

    ``page`` is 0 where none is asked for: then it is that of the card. ``card`` is a company's code, a point
    and a desk's, for a meeting, a wish without one, or a pair that nobody asked for.
    """

    public_id: str
    view: str = BY_TABLE
    desk: str = ""
    slot: str = ""
    sector: str = ""
    show: str = ""
    words: str = ""
    page: int = 0
    card: str = ""
    price: bool = False

    @property
    def is_by_company(self) -> bool:
        return self.view == BY_COMPANY

    @property
    def narrows_cards(self) -> bool:
        """Whether some cards match what is sought and others do not."""
        return bool(self.words or self.sector or self.show in (CHANGED, CONFLICTS))

    @property
    def is_narrowed(self) -> bool:
        return self.narrows_cards or bool(self.desk or self.slot or self.show)

    def address(self, endpoint: str = ".workbench", anchor: str = "", **changed: object) -> str:
        """The same page with something changed; without what is empty."""
        found = replace(self, **changed)  # type: ignore[arg-type]  # fields of different kinds
        return url_for(endpoint, public_id=self.public_id, _anchor=anchor or None, **found._query())

    def _query(self) -> dict[str, Any]:
        said = {
            "vue": "" if self.view == BY_TABLE else self.view,
            "stand": self.desk,
            "creneau": self.slot,
            "secteur": self.sector,
            "montrer": self.show,
            "q": self.words,
            "page": str(self.page or ""),
            "carte": self.card,
            "prix": "1" if self.price else "",
        }
        return {name: value for name, value in said.items() if value}


def sought(public_id: str) -> Sought:
    """What the address of this request asks; what it does not know takes all."""
    show = asked.words("montrer")
    return Sought(
        public_id,
        view=BY_COMPANY if asked.words("vue") == BY_COMPANY else BY_TABLE,
        desk=asked.words("stand"),
        slot=asked.words("creneau"),
        sector=asked.words("secteur"),
        show=show if show in SHOWN else "",
        words=asked.words("q"),
        page=asked.page_number() if request.args.get("page") else 0,
        card=asked.words("carte"),
        price=bool(asked.words("prix")),
    )


def card_code(pair: Pair) -> str:
    """How an address names a card."""
    return f"{pair.company}.{pair.desk}"


def card_of(code: str, problem: Problem) -> Pair | None:
    """The pair that an address names, if the schedule knows both; their codes may hold points themselves."""
    pieces = code.split(".")
    for cut in range(1, len(pieces)):
        pair = Pair(".".join(pieces[:cut]), ".".join(pieces[cut:]))
        if pair.company in problem.company and pair.desk in problem.desk:
            return pair
    return None

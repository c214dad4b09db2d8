"""A reason in plain English, made of its code and its witnesses and of nothing else.

So whoever has code and witnesses can say the same in another language, and a text cannot disclose what no
witness says: there are only counts, and the company's own rank in the draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matchmaker.scheduling.timetable import Reason, ReasonCode

Witnesses = Mapping[str, int]
Part = tuple[str, str, str]
"""A witness and what it counts: one of them, several of them."""


def reason(code: ReasonCode, witnesses: Witnesses) -> Reason:
    """The reason of that code with these witnesses, and its text."""
    return Reason(code, _SENTENCES[code](witnesses), tuple(witnesses.items()))


def _no_common_slot(found: Witnesses) -> str:
    of_all = f"Of the {_count(found['slots'], 'slot')} the company is present in {found['present']}"
    both = "but never both at once"
    if found["early"]:
        both = f"both at once only in {found['early']}, before the hour that was announced"
    return f"{of_all} and the desk has an open table in {found['open']}, {both}."


def _quota_used(found: Witnesses) -> str:
    if found["quota"] == 0:
        return "The company may have no meeting: its quota is 0."
    parts = _parts(
        found,
        ("pinned", "fixed by the organiser", "fixed by the organiser"),
        ("published", "already published", "already published"),
        ("preferred", "for a wish worth no less than this one", "for wishes worth no less than this one"),
    )
    return f"The company already has the {_count(found['quota'], 'meeting')} it may have: {parts}."


def _draw(found: Witnesses) -> str:
    by_draw = f"The draw decides, and this is number {found['rank']} of {found['parties']}."
    counted_once = " (a declared group counts once)" if found["groups"] else ""
    competing = f"{found['competitors']} companies{counted_once}, this one among them, can only be received"
    others = "the other was drawn earlier" if found["places"] == 1 else "all the others were drawn earlier"
    return f"{by_draw} {competing} at {_same_places(found)}, and {others}."


def _same_places(found: Witnesses) -> str:
    same = "one and the same place" if found["places"] == 1 else f"the same {found['places']} places"
    return f"{same} of this desk" if found["desks"] == 1 else f"{same} of {found['desks']} desks"


def _own_meeting(found: Witnesses) -> str:
    parts = _parts(
        found,
        ("meeting", "while the company is in another meeting", "while the company is in other meetings"),
        ("breathing", "next to a meeting, when it needs a pause", "next to meetings, when it needs a pause"),
    )
    free = f"the desk still has a place in {_count(found['free'], 'slot')}"
    return f"{_in_common(found)} {free}: {parts}."


def _taken(found: Witnesses) -> str:
    than_this = f"worth more than this one ({found['worth']})"
    worth_less = "worth less, for which a meeting of its own would have to go as well"
    parts = _parts(
        found,
        ("pinned", "by a meeting the organiser has fixed", "by meetings the organiser has fixed"),
        ("published", "by a meeting already published", "by meetings already published"),
        ("greater", f"by a wish {than_this}", f"by wishes {than_this}"),
        ("only", "by somebody's only meeting", "by meetings that are somebody's only one"),
        ("busy", "while the company itself is taken up", "while the company itself is taken up"),
        ("equal", "by a wish worth as much", "by wishes worth as much"),
        ("exchange", f"by a wish {worth_less}", f"by wishes {worth_less}"),
    )
    every = "the only place" if found["places"] == 1 else f"all {found['places']} places"
    are = "is" if found["places"] == 1 else "are"
    return f"{_in_common(found)} {every} of the desk {are} taken: {parts}."


def _stopped(found: Witnesses) -> str:
    return "The search was stopped before its end, so a better timetable may exist, with this meeting in it."


def _in_common(found: Witnesses) -> str:
    return "In the only common slot" if found["common"] == 1 else f"In the {found['common']} common slots"


def _parts(found: Witnesses, *parts: Part) -> str:
    counted = ((found[witness], one, several) for witness, one, several in parts)
    said = (f"{number} {one if number == 1 else several}" for number, one, several in counted if number)
    return ", ".join(said)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


_SENTENCES: dict[ReasonCode, Callable[[Witnesses], str]] = {
    "no_common_slot": _no_common_slot,
    "quota_used": _quota_used,
    "draw": _draw,
    "own_meeting": _own_meeting,
    "outranked": _taken,
    "desk_full": _taken,
    "stopped": _stopped,
}

"""What the records do not say, inferred by rules that anybody can replay: hours, answers, dates.

Nothing is random. Where only a part of the companies is concerned, ``share`` decides: the SHA-256 of a text,
read as a number from 0 to 99. The rules, in the order in which an answer is looked for:

1. A stand with a single table keeps to its trade: a request that nobody invited and that shares at most
   three leading CPV digits with its projects is out of scope. At the other stands, 12 in 100 of these are.
2. Where several companies of one declared group ask the same stand, the best match is kept (then the smallest
   id), and the others are told that their group is already received.
3. Of the companies invited for a project, the best invited are a priority, tied to that project, as long as
   the stand's quarter of places lasts; the others are of interest, and so is a match of six digits or more.
4. Of the rest, 20 in 100 have no answer yet, and the others are received without preference.

Every refusal is countersigned by the procurement department. Ten in 100 companies arrive half an hour late,
8 in 100 leave half an hour early, 5 in 100 ask for a breathing space between two meetings.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from matchmaker.demo.source import RequestRecord, Source

SLOTS = 9
LATE_PERCENT, EARLY_PERCENT, BREATHING_PERCENT = 10, 8, 5
LATE_FROM, EARLY_UNTIL = time(11, 0), time(11, 30)
OUT_OF_SCOPE_PERCENT, SILENT_PERCENT = 12, 20
TRADE_DIGITS, INTEREST_DIGITS = 4, 6

Kind = Literal["priority", "interested", "no_preference", "out_of_scope", "same_group"]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Decision:
    """What a stand answers to one request: its kind, and the project that a priority is tied to."""

    kind: Kind
    need: str | None = None

    @property
    def is_refusal(self) -> bool:
        return self.kind in {"out_of_scope", "same_group"}


def share(text: str) -> int:
    """A number from 0 to 99 that depends on nothing but the text."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % 100


def presence(company: str, opens: datetime, closes: datetime) -> tuple[datetime, datetime] | None:
    """From when to when a company is there; None stands for the whole exchange period."""
    part = share(f"presence:{company}")
    if part < LATE_PERCENT:
        return opens.replace(hour=LATE_FROM.hour, minute=LATE_FROM.minute), closes
    if part < LATE_PERCENT + EARLY_PERCENT:
        return opens, closes.replace(hour=EARLY_UNTIL.hour, minute=EARLY_UNTIL.minute)
    return None


def needs_breathing(company: str) -> bool:
    return share(f"breathing:{company}") < BREATHING_PERCENT


def moment(text: str, opens: datetime, closes: datetime) -> datetime:
    """When somebody registered: a working minute that depends on nothing but the text."""
    number = int(hashlib.sha256(f"moment:{text}".encode()).hexdigest()[:12], 16)
    days = [day for day in range((closes - opens).days) if (opens + timedelta(days=day)).weekday() < 5]
    minutes = number // 1024 % (9 * 60)
    return opens + timedelta(days=days[number % len(days)], minutes=minutes)


def decisions(source: Source) -> dict[Pair, Decision | None]:
    """(company, desk) -> the answer to that request; None where the stand has not answered yet."""
    doubles = set(_same_group(source))
    answers: dict[Pair, Decision | None] = {}
    for request in source.requests:
        pair = request.company, request.desk
        if _is_out_of_scope(request, source):
            answers[pair] = Decision("out_of_scope")
        elif pair in doubles:
            answers[pair] = Decision("same_group")
    open_pairs = [pair for pair in map(_pair, source.requests) if pair not in answers]
    priorities = _priorities(open_pairs, source)
    for request in source.requests:
        if _pair(request) not in answers:
            answers[_pair(request)] = _welcome(request, source, priorities)
    return answers


def _is_out_of_scope(request: RequestRecord, source: Source) -> bool:
    if _pair(request) in source.invitations or request.match >= TRADE_DIGITS:
        return False
    if source.edition.tables_of(request.desk) == 1:
        return True
    return share(f"scope:{request.company}:{request.desk}") < OUT_OF_SCOPE_PERCENT


def _same_group(source: Source) -> Iterator[Pair]:
    """Every request but the best of each (group, desk)."""
    party = {company.id: company.party for company in source.companies}
    asking: dict[Pair, list[RequestRecord]] = defaultdict(list)
    for request in source.requests:
        if not _is_out_of_scope(request, source):
            asking[party[request.company], request.desk].append(request)
    for requests in asking.values():
        best_first = sorted(requests, key=lambda request: (-request.match, request.company))
        yield from map(_pair, best_first[1:])


def _priorities(pairs: list[Pair], source: Source) -> Mapping[Pair, str]:
    """The best invited of each desk, and the project that invites them, within a quarter of its places."""
    invited = sorted((source.invitations[pair], pair) for pair in pairs if pair in source.invitations)
    given: Counter[str] = Counter()
    chosen = {}
    for (_rank, need), pair in invited:
        desk = pair[1]
        if given[desk] < most_priorities(source.edition.tables_of(desk) * SLOTS):
            given[desk] += 1
            chosen[pair] = need
    return chosen


def most_priorities(places: int) -> int:
    """A quarter of the stand's places, rounded down, at least one."""
    return max(1, places // 4)


def _welcome(request: RequestRecord, source: Source, priorities: Mapping[Pair, str]) -> Decision | None:
    pair = _pair(request)
    if pair in priorities:
        return Decision("priority", priorities[pair])
    if pair in source.invitations or request.match >= INTEREST_DIGITS:
        return Decision("interested")
    if share(f"silence:{request.company}:{request.desk}") < SILENT_PERCENT:
        return None
    return Decision("no_preference")


def _pair(request: RequestRecord) -> Pair:
    return request.company, request.desk

"""What the rules cost: one problem, timetabled twice, by the rules and by worth alone.

Policy "floor" first gives a first meeting to as many parties as possible, those drawn first where not all can
have one, and only then looks for worth; policy "worth" looks for worth alone. No other rule differs, so what
differs between the two timetables is the price of that one: worth, perhaps meetings, and who has them. Worth
can only be lost by the floor, parties only be gained; meetings may go either way, for neither policy counts
them.

Equally good timetables are many. The parties served under "floor" and both worths are the same in all of
them; who exactly has how many meetings is what one of each gives. Where the timetable of the floor is itself
one of greatest worth, it stands for both: the floor costs nothing, and nobody is named who would lose by it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from matchmaker.scheduling.problem import Policy, Problem
from matchmaker.scheduling.quality import asking_parties
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.timetable import Result


@dataclass(frozen=True)
class Column:
    """What one policy gives.

    ``served``: parties with a meeting. ``by_meetings[n]``: companies that have n meetings, of those that
    asked or are pinned. ``is_proven``: nothing this policy looks for could be better, idle time aside.
    """

    policy: Policy
    served: int
    meetings: int
    worth: int
    by_meetings: tuple[int, ...]
    is_proven: bool


@dataclass(frozen=True)
class Share:
    """How many meetings one company has under each policy."""

    company: str
    floor: int
    worth: int


@dataclass(frozen=True)
class RuleCosts:
    """Both columns, and the companies by id; ``parties`` are those that could be served at all."""

    parties: int
    floor: Column
    worth: Column
    shares: tuple[Share, ...]

    @property
    def received_by_the_floor(self) -> tuple[Share, ...]:
        """Those who meet somebody under the floor alone."""
        return tuple(share for share in self.shares if share.floor and not share.worth)

    @property
    def left_out_by_the_floor(self) -> tuple[Share, ...]:
        """Those who would meet somebody by worth alone."""
        return tuple(share for share in self.shares if share.worth and not share.floor)

    @property
    def paying(self) -> tuple[Share, ...]:
        """Those who keep a meeting under the floor, and would have more by worth alone."""
        return tuple(share for share in self.shares if 0 < share.floor < share.worth)

    @property
    def gaining(self) -> tuple[Share, ...]:
        """Those who have more under the floor, and would have one by worth alone."""
        return tuple(share for share in self.shares if 0 < share.worth < share.floor)


def rule_costs(problem: Problem, seed: int = 1, time_limit: float | None = None) -> RuleCosts:
    """Solve the problem under both policies, whatever its own. Its pins must not contradict each other.

    ``time_limit`` is in seconds, for each of the two.
    """
    both: tuple[Policy, ...] = ("floor", "worth")
    floor, worth = (solve(replace(problem, policy=policy), seed, time_limit) for policy in both)
    return side_by_side(problem, floor, worth)


def side_by_side(problem: Problem, floor: Result, worth: Result) -> RuleCosts:
    """What two timetables of one problem give, one of each policy."""
    if floor.level("worth").value == worth.level("worth").value:
        worth = replace(worth, meetings=floor.meetings)
    asking = {wish.company for wish in problem.wishes} | {pin.company for pin in problem.pins}
    held = [Counter(meeting.company for meeting in result.meetings) for result in (floor, worth)]
    shares = tuple(Share(company, *(counted[company] for counted in held)) for company in sorted(asking))
    most = max((max(share.floor, share.worth) for share in shares), default=0)
    return RuleCosts(
        parties=len(asking_parties(problem)),
        floor=_column("floor", problem, floor, [share.floor for share in shares], most),
        worth=_column("worth", problem, worth, [share.worth for share in shares], most),
        shares=shares,
    )


def _column(policy: Policy, problem: Problem, result: Result, held: list[int], most: int) -> Column:
    counted, worth = Counter(held), result.level("worth")
    assert isinstance(worth.value, int)
    return Column(
        policy=policy,
        served=len({problem.company[meeting.company].party for meeting in result.meetings}),
        meetings=len(result.meetings),
        worth=worth.value,
        by_meetings=tuple(counted[number] for number in range(most + 1)),
        is_proven=all(level.is_proven for level in result.objective if level.name != "idle"),
    )

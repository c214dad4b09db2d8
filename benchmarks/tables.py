"""The measured parts of the pages, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median

from benchmarks.plan import (
    AS_SHIPPED,
    BY_HAND,
    CP_SAT,
    INTEGRAL,
    LINEAR,
    MATCHING,
    MATCHMAKER,
    MOSTLY,
    SIZES,
    STOPPED_AFTER_2,
)
from benchmarks.published import INSTANCES
from benchmarks.record import Run
from benchmarks.summary import Summary, summary

RIVALS = (*BY_HAND, MATCHING, LINEAR, AS_SHIPPED, INTEGRAL, CP_SAT)
AS_FAR_AS_THE_WORTH = "… as far as the worth"
DETAILS = "| | fairs | served | worth | idle slots | seconds: median (worst) | units | × | MiB | proven |"


def origin(run: Run) -> str:
    """One paragraph: where, when, how long a unit was."""
    units = f"{run.unit:.3f} s ({min(run.units):.3f} to {max(run.units):.3f} along the way)"
    return f"{run.form.capitalize()} form, {run.date}. {run.machine}. One unit = {units}."


def of_sizes(run: Run, cell: Callable[[Summary], str]) -> str:
    """Ways × sizes at the usual presence and demand."""
    return _overview(run, {size.size: size._replace(presence=MOSTLY) for size in SIZES}, cell)


def of_published(run: Run, cell: Callable[[Summary], str]) -> str:
    """Ways × published instances."""
    return _overview(run, {str(instance): instance for instance in INSTANCES}, cell)


def _overview(run: Run, fairs: Mapping[str, object], cell: Callable[[Summary], str]) -> str:
    """A way that was tried on none of them has no line."""
    cells = {way: list(_cells(run, way, fairs.values(), cell)) for way in (MATCHMAKER, *RIVALS)}
    rows = [
        [f"**{way}**" if way == MATCHMAKER else way, *of_way] for way, of_way in cells.items() if any(of_way)
    ]
    return table(["", *fairs], rows)


def quality_cell(found: Summary) -> str:
    """Matchmaker's own are shares of those who ask, the others' are shares of Matchmaker's."""
    if not found.found:
        return "none" if found.ended else "not ended"
    idle = short(found.idle or 0)
    if found.way == MATCHMAKER:
        return f"{_percent(found.received)} of all · {idle}"
    return f"{_percent(found.served)} · {_percent(found.worth)} · {idle}"


def time_cell(found: Summary) -> str:
    if found.seconds is None:
        return "not ended"
    return f"{short(found.seconds[0])} s · {'–' if found.ratio is None else short(found.ratio)} ×"


def details(run: Run) -> str:
    """Every fair with every way that was tried on it."""
    fairs = dict.fromkeys(one.fair for one in run.tries if one.way == MATCHMAKER)
    return "\n\n".join(f"**{fair}**\n\n{_of_fair(run, fair)}" for fair in fairs)


def deeds(run: Run, ways: Sequence[str]) -> str:
    """Times of what is no whole timetable: previews, repairs, questions."""
    rows = []
    for way in ways:
        for fair in dict.fromkeys(one.fair for one in run.tries if one.way == way):
            tries = run.of(way, fair)
            seconds = [one.seconds for one in tries if one.seconds is not None]
            proven = f"{sum(one.is_proven for one in tries)} of {len(tries)}"
            rows.append([way, fair, _times(seconds), _units(seconds, run.unit), proven])
    return table(["", "fair", "seconds: median (worst)", "units", "proven or exact"], rows)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def short(number: float) -> str:
    """Two figures are all that a measurement of time is good for."""
    return f"{number:.0f}" if number >= 10 else f"{float(f'{number:.2g}'):g}"


def _of_fair(run: Run, fair: str) -> str:
    rows = list(_rows(run, fair))
    heads = [cell.strip() for cell in DETAILS.strip("|").split("|")]
    return table(heads, rows)


def _rows(run: Run, fair: str) -> Iterator[list[str]]:
    for way in (MATCHMAKER, STOPPED_AFTER_2, *RIVALS):
        found = summary(run, way, fair)
        if found is not None:
            yield _detail(found, run)
        if found is not None and way == MATCHMAKER:
            yield _as_far_as_the_worth(found, run, fair)


def _as_far_as_the_worth(ours: Summary, run: Run, fair: str) -> list[str]:
    """The line beside which all others stand: served, draw and worth, without short days; and how proven."""
    if ours.settled is None:
        return [AS_FAR_AS_THE_WORTH, *[""] * 9]
    times = [f"{short(ours.settled[0])} ({short(ours.settled[1])})", short(ours.settled[0] / run.unit)]
    proofs = Counter(one.figures["proof"] for one in run.of(MATCHMAKER, fair) if one.is_proven)
    how = ", ".join(f"{proof} {count}" for proof, count in sorted(proofs.items()))
    return [AS_FAR_AS_THE_WORTH, *[""] * 4, *times, "1", "", how]


def _detail(found: Summary, run: Run) -> list[str]:
    seconds = found.seconds or ()
    return [
        f"**{found.way}**" if found.way == MATCHMAKER else found.way,
        f"{found.found} of {found.begun}",
        _percent(found.served),
        _percent(found.worth),
        "–" if found.idle is None else short(found.idle),
        f"{short(seconds[0])} ({short(seconds[1])})" if seconds else "not ended",
        short(seconds[0] / run.unit) if seconds else "–",
        "–" if found.ratio is None else short(found.ratio),
        "–" if found.memory is None else f"{found.memory:.0f}",
        f"{found.proven} of {found.begun}",
    ]


def _cells(run: Run, way: str, fairs: Iterable[object], cell: Callable[[Summary], str]) -> Iterator[str]:
    for fair in fairs:
        found = summary(run, way, fair)
        yield "" if found is None else cell(found)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _times(seconds: Sequence[float]) -> str:
    return f"{short(median(seconds))} ({short(max(seconds))})" if seconds else "not ended"


def _units(seconds: Sequence[float], unit: float) -> str:
    return short(median(seconds) / unit) if seconds else "–"

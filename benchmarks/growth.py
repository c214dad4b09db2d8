"""How time and memory grow with the fair, drawn as SVG: two charts side by side, both axes logarithmic.

One drawing is no reason to install a plotting library. The same run draws the same bytes. Colours are told
apart by people who do not see red and green (Okabe and Ito 2008), and every line carries its name; a ring is
an exact way that proved nothing in its time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, floor, log10
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from benchmarks.plan import CP_SAT, LINEAR, MATCHING, MATCHMAKER, MOSTLY, SIZES
from benchmarks.record import Run
from benchmarks.summary import Summary, summary

EXACT = (MATCHMAKER, LINEAR, CP_SAT)
LEFT, TOP, WIDTH, HEIGHT = 56, 34, 330, 270
APART, LEGEND = 24, 260


class Series(NamedTuple):
    """What one line shows."""

    name: str
    way: str
    colour: str
    is_dashed: bool = False


SERIES = (
    Series(MATCHMAKER, MATCHMAKER, "#0072b2"),
    Series("Matchmaker, as far as the worth", MATCHMAKER, "#0072b2", is_dashed=True),
    *(
        Series(way, way, colour)
        for way, colour in (
            (LINEAR, "#d55e00"),
            (MATCHING, "#009e73"),
            (CP_SAT, "#cc79a7"),
            ("first come, first served", "#8a8a8a"),
        )
    ),
)


class Dot(NamedTuple):
    x: float
    y: float
    is_open: bool


class Line(NamedTuple):
    series: Series
    dots: list[Dot]


class Tick(NamedTuple):
    at: float
    label: str


class Chart(NamedTuple):
    """Everything in the units of the drawing, from its upper left corner."""

    title: str
    left: float
    lines: list[Line]
    across: list[Tick]
    upwards: list[Tick]


class Axis(NamedTuple):
    """A logarithmic scale from one place of the drawing to another."""

    least: float
    most: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        share = (log10(value) - log10(self.least)) / (log10(self.most) - log10(self.least))
        return round(self.begin + share * (self.end - self.begin), 1)

    def decades(self, said: Callable[[float], str]) -> list[Tick]:
        powers = range(ceil(log10(self.least) - 1e-9), floor(log10(self.most) + 1e-9) + 1)
        return [Tick(self.at(10.0**power), said(10.0**power)) for power in powers]


def growth(run: Run) -> str:
    """The drawing, as text."""
    charts = [
        _chart(run, "Seconds, median", 0, SERIES, _seconds, _as_seconds),
        _chart(run, "Memory, MiB", 1, [one for one in SERIES if not one.is_dashed], _memory, "{:g}".format),
    ]
    size = (2 * (LEFT + WIDTH) + APART + LEGEND, TOP + HEIGHT + 44)
    template = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    ).get_template("growth.svg.jinja")
    legend = charts[-1].left + WIDTH + 16
    return template.render(charts=charts, size=size, top=TOP, height=HEIGHT, width=WIDTH, legend=legend)


def _seconds(series: Series, found: Summary) -> float | None:
    times = found.settled if series.is_dashed else found.seconds
    return None if times is None else times[0]


def _memory(_series: Series, found: Summary) -> float | None:
    return found.memory


def _chart(
    run: Run,
    title: str,
    place: int,
    drawn: Sequence[Series],
    figure: Callable[[Series, Summary], float | None],
    said: Callable[[float], str],
) -> Chart:
    fairs = [size._replace(presence=MOSTLY) for size in SIZES]
    left = LEFT + place * (LEFT + WIDTH + APART)
    across = Axis(fairs[0].companies, fairs[-1].companies, left + 12, left + WIDTH - 12)
    seen = {
        series: [
            (fair.companies, value, found)
            for fair in fairs
            if (found := summary(run, series.way, fair)) and (value := figure(series, found))
        ]
        for series in drawn
    }
    upwards = Axis(*_around([value for dots in seen.values() for _, value, _ in dots]), TOP + HEIGHT, TOP)
    lines = [
        Line(series, [Dot(across.at(x), upwards.at(y), _is_open(found)) for x, y, found in dots])
        for series, dots in seen.items()
        if dots
    ]
    ticks = [Tick(across.at(fair.companies), fair.size) for fair in fairs]
    return Chart(title, left, lines, ticks, upwards.decades(said))


def _is_open(found: Summary) -> bool:
    return found.way in EXACT and not found.proven


def _around(values: Sequence[float]) -> tuple[float, float]:
    """Whole decades that hold all values."""
    return 10.0 ** floor(log10(min(values))), 10.0 ** ceil(log10(max(values)))


def _as_seconds(seconds: float) -> str:
    return f"{1000 * seconds:g} ms" if seconds < 1 else f"{seconds:g} s"

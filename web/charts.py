"""Where the parts of a chart stand, in its own units; templates/panel/_parts/chart.html draws it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

WIDTH, HEIGHT = 560, 200
LEFT, TOP, BOTTOM = 36, 12, 24
_LABELS = 8
_LINES = 4
_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Column:
    """One bar, with what stands below it ("" for none) and what it says when pointed at."""

    x: float
    y: float
    width: float
    height: float
    label: str
    title: str
    address: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the grid and its number."""

    y: float
    number: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, a line of dots over them, the grid behind."""

    columns: Sequence[Column]
    dots: Sequence[tuple[float, float]]
    marks: Sequence[Mark]

    @property
    def line(self) -> str:
        """As a polyline reads it."""
        return " ".join(f"{x},{y}" for x, y in self.dots)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and how dark its ground is, 0 to 5."""

    number: int
    level: int


@dataclass(frozen=True, slots=True)
class HourRow:
    """An hour of the day over the weekdays; share: of the hour in which most came, in percent."""

    hour: int
    cells: Sequence[Cell]
    total: int
    share: float


@dataclass(frozen=True, slots=True)
class Point:
    """What one bar shows: its height, and how high the line stands there."""

    bar: int
    line: int
    label: str
    title: str
    address: str


def chart(points: Sequence[Point]) -> Chart:
    """Bars and line share one scale that begins at nought."""
    step = _step(max((max(point.bar, point.line) for point in points), default=0))
    top = step * _LINES
    inner, slot = HEIGHT - TOP - BOTTOM, (WIDTH - LEFT) / max(1, len(points))
    every = ceil(len(points) / _LABELS) or 1

    def y(value: int) -> float:
        return round(TOP + inner * (1 - value / top), 1)

    columns = [
        Column(
            x=round(LEFT + slot * number + slot * 0.15, 1),
            y=y(point.bar),
            width=round(slot * 0.7, 1),
            height=round(TOP + inner - y(point.bar), 1),
            label=point.label if number % every == 0 else "",
            title=point.title,
            address=point.address,
        )
        for number, point in enumerate(points)
    ]
    dots = [(column.middle, y(point.line)) for column, point in zip(columns, points, strict=True)]
    return Chart(columns, dots, [Mark(y(step * line), step * line) for line in range(_LINES + 1)])


def heat(hours: Mapping[tuple[int, int], int]) -> list[HourRow]:
    """By weekday (1 is Monday) and hour."""
    busiest = max(hours.values(), default=0) or 1
    totals = [sum(_of_hour(hours, hour)) for hour in range(24)]
    return [
        HourRow(
            hour,
            [Cell(number, ceil(_LEVELS * number / busiest)) for number in _of_hour(hours, hour)],
            total,
            share(total, max(totals)),
        )
        for hour, total in enumerate(totals)
    ]


def share(value: float, most: float) -> float:
    """How long a bar is that stands in a table: percent of the longest."""
    return round(100 * value / most, 1) if most else 0.0


def _of_hour(hours: Mapping[tuple[int, int], int], hour: int) -> list[int]:
    return [hours.get((day, hour), 0) for day in range(1, 8)]


def _step(most: int) -> int:
    """Between two lines of the grid: 1, 2, 5, 10, 20, 50 … so that the fourth is not below the most."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * _LINES >= most:
                return step
        size *= 10

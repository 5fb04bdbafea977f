"""The drawing of the documentation's plots: small SVG pictures of lines and bars, marked as demo, that need nothing to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

INK, SOFT, GRID, PAPER = "#1f2933", "#66727f", "#e3e8ed", "#ffffff"
COLOURS = ("#1f6fb2", "#d9822b", "#3a9d5d", "#8e5bb5", "#c0392b", "#5f6b76")
FONT = "'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
MARK = "演示数据"
END, MIDDLE, BOLD = ' text-anchor="end"', ' text-anchor="middle"', ' font-weight="600"'


@dataclass(frozen=True, kw_only=True)
class Series:
    """Some numbers under a name; None is a gap in the line, never 0."""

    name: str
    values: Sequence[float | None]
    bars: bool = False
    faint: bool = False


@dataclass(frozen=True, kw_only=True)
class Plot:
    """One plot: its title, its series over the same steps, and which steps are named below."""

    title: str
    series: Sequence[Series]
    steps: Sequence[tuple[int, str]]
    unit: str = ""
    low: float | None = 0.0
    """Where the axis begins; None: below the lowest number."""
    bands: Sequence[tuple[int, int, str]] = ()
    """Shaded steps with a name."""
    marks: Sequence[tuple[int, str]] = ()
    digits: int = 0


@dataclass
class Picture:
    """A picture of some plots side by side."""

    title: str
    plots: Sequence[Plot]
    columns: int = 2
    size: tuple[int, int] = (470, 210)
    parts: list[str] = field(default_factory=list)

    def svg(self) -> str:
        """The picture as text."""
        wide, high = self.size
        rows = -(-len(self.plots) // self.columns)
        width, height = self.columns * wide + 20, rows * high + 44
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="{FONT}">',
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
            _text(14, 24, self.title, 15, INK, BOLD),
            _text(width - 14, 24, MARK, 12, COLOURS[4], END),
        ]
        for at, plot in enumerate(self.plots):
            self._plot(plot, 10 + at % self.columns * wide, 40 + at // self.columns * high)
        return "\n".join((*self.parts, "</svg>\n"))

    def _plot(self, plot: Plot, left: float, top: float) -> None:
        wide, high = self.size
        frame = _Frame(plot, left + 52, top + 34, wide - 70, high - 66)
        self.parts.append(_text(left + 4, top + 16, f"{plot.title}{f'（{plot.unit}）' if plot.unit else ''}", 12, INK, BOLD))
        self.parts += frame.ground()
        width = max(0.6, 0.72 * frame.wide / max(1, frame.count) / max(1, sum(one.bars for one in plot.series)))
        barred = 0
        for at, one in enumerate(plot.series):
            colour = COLOURS[at % len(COLOURS)]
            if one.bars:
                self.parts.append(frame.bars(one, colour, width, barred))
                barred += 1
            else:
                self.parts.append(frame.line(one, colour))
        if len(plot.series) > 1:
            self.parts += _legend(plot, left + wide - 18, top + 16)


class _Frame:
    """The ground of a plot and its scales."""

    def __init__(self, plot: Plot, left: float, top: float, wide: float, high: float) -> None:
        known = [value for one in plot.series for value in one.values if value is not None]
        self.plot, self.left, self.top, self.wide, self.high = plot, left, top, wide, high
        self.count = max(len(one.values) for one in plot.series)
        low = min(known) if plot.low is None else min(plot.low, *known)
        self.step = _round_step((max(known) - low) / 4)
        self.low = (low // self.step) * self.step
        self.most = self.low + self.step * max(1, -(-(max(known) - self.low) // self.step))

    def x(self, at: float) -> float:
        return self.left + self.wide * (at + 0.5) / self.count

    def y(self, value: float) -> float:
        return self.top + self.high * (1 - (value - self.low) / (self.most - self.low))

    def ground(self) -> list[str]:
        found = []
        for first, last, name in self.plot.bands:
            x, end = self.left + self.wide * first / self.count, self.left + self.wide * (last + 1) / self.count
            found.append(f'<rect x="{x:.1f}" y="{self.top}" width="{end - x:.1f}" height="{self.high}" fill="#f3e3d3"/>')
            found.append(_text((x + end) / 2, self.top + 11, name, 9, SOFT, MIDDLE))
        value = self.low
        while value <= self.most + self.step / 2:
            y = self.y(value)
            found.append(f'<path d="M{self.left:.0f} {y:.1f}H{self.left + self.wide:.0f}" stroke="{GRID}"/>')
            found.append(_text(self.left - 6, y + 3.5, _number(value, self.plot.digits), 9.5, SOFT, END))
            value += self.step
        for at, name in self.plot.steps:
            found.append(_text(self.x(at), self.top + self.high + 15, name, 9.5, SOFT, MIDDLE))
        for at, name in self.plot.marks:
            found.append(f'<path d="M{self.x(at):.1f} {self.top}V{self.top + self.high:.0f}" stroke="{SOFT}" stroke-dasharray="3 3"/>')
            found.append(_text(self.x(at) + 4, self.top + 10, name, 9, SOFT))
        return found

    def line(self, one: Series, colour: str) -> str:
        path, pen = [], "M"
        for at, value in enumerate(one.values):
            if value is None:
                pen = "M"
                continue
            path.append(f"{pen}{self.x(at):.1f} {self.y(value):.1f}")
            pen = "L"
        style = 'stroke-width="1.1" stroke-opacity=".55"' if one.faint else 'stroke-width="1.8"'
        return f'<path d="{"".join(path)}" fill="none" stroke="{colour}" {style} stroke-linejoin="round"/>'

    def bars(self, one: Series, colour: str, width: float, place: int) -> str:
        many = sum(series.bars for series in self.plot.series)
        zero, found = self.y(max(0.0, self.low)), []
        for at, value in enumerate(one.values):
            if value is not None:
                x, y = self.x(at) + (place - many / 2) * width, self.y(value)
                found.append(f"M{x:.1f} {zero:.1f}V{y:.1f}h{width:.1f}V{zero:.1f}z")
        return f'<path d="{"".join(found)}" fill="{colour}" fill-opacity=".85"/>'


def _legend(plot: Plot, right: float, top: float) -> list[str]:
    found, x = [], right
    for at, one in reversed(list(enumerate(plot.series))):
        x -= sum(10.5 if ord(letter) > 0x2E7F else 6 for letter in one.name)
        found.append(_text(x, top, one.name, 10, SOFT))
        x -= 16
        found.append(f'<rect x="{x}" y="{top - 7}" width="11" height="5" fill="{COLOURS[at % len(COLOURS)]}"/>')
        x -= 8
    return found


def _text(x: float, y: float, words: str, size: float, colour: str = INK, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}"{more}>{escape(words)}</text>'


def _number(value: float, digits: int) -> str:
    if abs(value) >= 10_000 and not digits:
        return f"{value / 10_000:g}万"
    return f"{value:.{digits}f}" if digits else f"{value:g}"


def _round_step(rough: float) -> float:
    size = 1.0
    while size * 10 <= rough:
        size *= 10
    while size > rough:
        size /= 10
    return next((size * times for times in (1, 2, 2.5, 5, 10) if size * times >= rough), size * 10)

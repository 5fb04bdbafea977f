"""The heat map: a table of names by names in quiet steps of colour; an unknown cell is hatched and says —."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from pyecharts.charts import HeatMap

from components.charts import base, theme
from components.charts.base import ChartError
from components.charts.stacked import unknown_cells
from components.charts.theme import Option


@dataclass(frozen=True, kw_only=True)
class Steps:
    """The bounds between steps of colour, rising, and one token more than bounds."""

    bounds: Sequence[float]
    tokens: Sequence[str] = theme.RAMP

    def __post_init__(self) -> None:
        if len(self.tokens) != len(self.bounds) + 1 or list(self.bounds) != sorted(self.bounds):
            raise ChartError(f"{len(self.tokens)} colours need {len(self.tokens) - 1} rising bounds, not {list(self.bounds)}.")

    def token(self, value: float | None) -> str | None:
        """The colour of a value; a bound belongs to the step above it. None for unknown."""
        if value is None or pd.isna(value):
            return None
        return self.tokens[sum(value >= bound for bound in self.bounds)]


CHANGE = Steps(bounds=(-8, -2, 2, 8, 14), tokens=("line2", "s3", "m0", "m2", "m3", "m4"))
"""Change in percent: falling is grey, rising is teal, neither is red."""


def heat(frame: pd.DataFrame, *, x: str, y: str, value: str, steps: Steps = CHANGE, write: str = "points") -> Option:
    """One cell for each pair of `x` and `y`, in the order of their categories, else of appearance; `write` names its text function."""
    base.needs(frame, x, y, value)
    across, down = _order(frame[x]), _order(frame[y])
    values = dict(zip(zip(map(str, frame[x]), map(str, frame[y]), strict=True), base.numbers(frame[value]), strict=True))
    cells = [(i, j, values.get((a, b))) for j, b in enumerate(down) for i, a in enumerate(across)]
    known, unknown = [list(cell) for cell in cells if cell[2] is not None], [[i, j] for i, j, one in cells if one is None]
    chart = HeatMap().add_xaxis(across).add_yaxis("", down, known)
    style = {
        "label": {"show": True, "formatter": theme.fn(write, 0), **theme.text(15, "t1", family="num", weight=500)},
        "itemStyle": {"borderColor": "$s1", "borderWidth": theme.u(3)},
        "emphasis": {"disabled": True},
    }
    names = {**theme.text(ink="t2"), "interval": 0}
    made = base.option(
        chart,
        [style],
        grid=theme.grid(52, 34, 14, 10),
        xAxis=theme.category_axis(across, position="top", axisLine={"show": False}, axisLabel=names),
        yAxis=theme.category_axis(down, inverse=True, axisLine={"show": False}, axisLabel=names),
        visualMap={"type": "piecewise", "show": False, "seriesIndex": 0, "dimension": 2, "pieces": _pieces(steps)},
        tooltip={"show": False},
        **({} if known or unknown else base.nothing()),
    )
    if unknown:
        made["series"].append(unknown_cells(unknown, gap=1.5))
    return made


def _order(column: pd.Series) -> list[str]:
    ordered = column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else column.unique()
    return [str(value) for value in ordered.tolist()]


def _pieces(steps: Steps) -> list[Option]:
    edges = [None, *steps.bounds, None]
    pieces = []
    for token, low, high in zip(steps.tokens, edges, edges[1:], strict=False):
        piece: Option = {"color": f"${token}"}
        pieces.append(piece | ({"gte": low} if low is not None else {}) | ({"lt": high} if high is not None else {}))
    return pieces

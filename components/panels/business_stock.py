"""存量: how the entities in operation lie over the sections of GB/T 4754 and over the places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
from dash import html

from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.business_choice import NEEDS, Choice, choice_of
from geo.regions import regions_of
from indicators import words
from indicators.read import ask
from indicators.sections import section_name

CODE = "entity.stock"
SECTIONS, PLACES = 12, 13


def load(view: View) -> Reading:
    chosen, marts = choice_of(view), view.sources.marts
    by_place = "city" if len(chosen.cities) > 1 else "region"
    found = {
        name: ask(marts, replace(chosen.ask(CODE), span=None, by=(name,), who_is_missing=name == by_place))
        for name in ("industry", by_place)
    }
    places = found[by_place]
    if places.as_of is None:
        return Reading(data=None, as_of=None, note="市场主体主题库尚无批次")
    listed = places.frame.rename(columns={by_place: "place"})
    if by_place == "city":  # who has not reported has a row all the same
        listed = listed.merge(pd.DataFrame({"place": list(chosen.cities)}), on="place", how="outer")
    data = {"industry": found["industry"].frame, "place": listed, "chosen": chosen}
    return Reading(
        data=data if places.frame[CODE].notna().any() else None, as_of=places.as_of, rhythm=timedelta(days=1), batch=places.batch, nature=places.nature,
        missing=places.missing, of=len(chosen.cities), note=f"{chosen.words}没有在营主体的报送",
    )  # fmt: skip


def chart(reading: Reading, view: View) -> Drawing:
    data, names = reading.data, regions_of(view.scope.province)
    chosen: Choice = data["chosen"]
    sections = _bars(data["industry"], "industry", section_name, (SECTIONS, lambda keys: chosen.told({"industry": keys})))
    places = _bars(
        data["place"],
        "place",
        names.short,
        (PLACES, lambda keys: chosen.told({}, keys[0]) if len(keys) == 1 else None),
        late=reading.missing,
    )
    total = data["industry"][CODE].sum(min_count=1)
    body = html.Div(
        [
            html.Div([html.Div("按国民经济行业门类（GB/T 4754）", className="cap"), *sections]),
            html.Div([html.Div("按地区", className="cap"), *places]),
        ],
        className="stk",
    )
    said = ["期末在营主体，户　合计 ", html.B(words.number(total, "户"), className="num", **marks(CODE, total, **chosen.told({})))]
    return Drawing(body=body, subtitle=html.Span([*said, f"　{chosen.words}"] if chosen.words else said))


Told = Callable[[tuple[str, ...]], dict[str, str] | None]
"""What the number of some parts together tells; None where no one question asks for them."""


def _bars(frame: pd.DataFrame, key: str, wording: Any, shape: tuple[int, Told], late: tuple[str, ...] = ()) -> list[Any]:
    """The largest first; what is beyond the most is one row; who is late says so."""
    most, told = shape
    ranked = frame.sort_values(CODE, ascending=False, na_position="last", kind="stable")
    shown, rest = ranked.head(most), ranked.iloc[most:]
    top, total = shown[CODE].max(), frame[CODE].sum(min_count=1)
    level = words.level(shown[CODE].tolist())
    rows = [
        _row(wording(str(one[key])), one[CODE], (top, total, level), told((str(one[key]),)), str(one[key]) in late)
        for one in shown.to_dict("records")
    ]
    if len(rest):
        others = told(tuple(rest[key].astype(str)))
        rows.append(_row(f"其他 {len(rest)} 项", rest[CODE].sum(min_count=1), (top, total, level), others, False))
    return rows


def _row(name: str, value: float, scale: tuple[float, float, str], told: dict[str, str] | None, late: bool) -> Any:
    top, total, level = scale
    known = not words.unknown(value)
    bar = html.I(style={"width": f"{value / top * 100:.1f}%"}) if known and top else html.Em("迟报，存量未知" if late else "未知")
    mark = marks(CODE, float(value) if known else None, **told) if told is not None else {"data-sum": CODE}
    number = html.B(words.number(value, at_level=level), className="num", **mark)
    share = f"{value / total * 100:.1f}%" if known and total else words.NOTHING
    return html.Div(
        [
            html.Span(name),
            html.Div(bar, className="fb"),
            number,
            html.Span(share, className="num t2"),
        ],
        className="fr",
    )


PANEL = Panel(
    key="business-stock", title="存量分布", question="在营主体在哪些行业、哪些地方？", owner="登记注册处", load=load, chart=chart,
    reads=frozenset({"entity_daily"}), needs=NEEDS, frame="stkp",
)  # fmt: skip

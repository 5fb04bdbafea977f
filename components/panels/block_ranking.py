"""各市排名 of a skeleton board: one rate by city, or by county of one city; the late and the unknown stand below, unranked, and say why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dash import html

from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.block_reading import nature_of, timed
from components.panels.block_words import said_of
from components.panels.board_choice import PARAMS, BoardChoice
from components.panels.subject import Subject, marts_behind
from data_access.scope import Scope
from geo.regions import regions_of
from indicators import words
from indicators.declaration import Indicator
from indicators.peers import compare
from indicators.read import Value, ask, recalled
from indicators.registry import get

Cell = tuple[float | None, float | None, float | None]
"""Rate, numerator, denominator."""


@dataclass(frozen=True, kw_only=True)
class Peers:
    """A city beside the unnamed median of its like-size group."""

    group: str
    median: float | None
    verdict: str


@dataclass(frozen=True, kw_only=True)
class Ranks:
    """The places in order: ranked ones, then those that are not, each with its reason; and the whole."""

    by: str
    cells: Mapping[str, Cell]
    ranked: tuple[str, ...]
    reasons: Mapping[str, str]
    whole: Value
    chosen: BoardChoice
    peers: Peers | None


def ranking(subject: Subject) -> Panel:
    """Who is ahead."""

    def load(view: View) -> Reading:
        block = timed(view, subject, (subject.ranking,))
        whole, chosen = block.found[subject.ranking], block.limited[subject.ranking]
        if whole.as_of is None:
            return Reading(data=None, as_of=None, note="主题库尚无批次")
        if not chosen.by:
            return Reading(data=None, as_of=whole.as_of, rhythm=get(subject.ranking).rhythm, note="已选到县（市、区），不再细分")
        found = _ranks(view, subject, chosen, whole)
        return Reading(
            data=found, as_of=whole.as_of, rhythm=get(subject.ranking).rhythm, batch=whole.batch, nature=nature_of([whole]), missing=whole.missing,
            of=len(chosen.cities),
        )  # fmt: skip

    return Panel(
        key=f"{subject.key}-ranking", title="各市排名", question="哪个市（县）做得好，谁还没报？", owner=subject.owner, load=load,
        chart=lambda found, view: _chart(found.data, subject, view), reads=marts_behind(*subject.timed) | {"entity_daily"}, needs=PARAMS,
        frame="blk-ranking",
    )  # fmt: skip


def _ranks(view: View, subject: Subject, chosen: BoardChoice, whole: Value) -> Ranks:
    code, one = subject.ranking, get(subject.ranking)
    answer = ask(view.sources.marts, replace(chosen.ask(code), by=(chosen.by,)))
    columns = (answer.frame[chosen.by], answer.frame[code], answer.parts[code + "#n"], answer.parts[code + "#d"])
    cells = {str(place): (_known(a), _known(n), _known(d)) for place, a, n, d in zip(*columns, strict=True)}
    regions = regions_of(view.scope.province)
    places = chosen.cities if chosen.by == "city" else regions.counties_of(chosen.cities[0])
    late = set(answer.missing) if chosen.by == "city" else set()
    reasons = {place: _reason(place in late, cells.get(place)) for place in places}
    if chosen.by == "region" and chosen.cities[0] in cells:
        places, reasons = (*places, chosen.cities[0]), {**reasons, chosen.cities[0]: "未定位到县，不参与排名"}
    ranked = [place for place in places if not reasons[place]]
    ranked.sort(key=lambda place: ((1 if one.better == "down" else -1) * (cells[place][0] or 0.0), place))
    return Ranks(
        by=chosen.by, cells=cells, ranked=tuple(ranked), reasons={place: why for place, why in reasons.items() if why}, whole=whole, chosen=chosen,
        peers=_peers(view, subject, chosen) if chosen.by == "region" and not chosen.where else None,
    )  # fmt: skip


def _known(number: float) -> float | None:
    return None if words.unknown(number) else float(number)


def _reason(late: bool, cell: Cell | None) -> str:
    if late:
        return "迟报，不参与排名"
    return "无数据，不参与排名" if cell is None or cell[0] is None else ""


def _peers(view: View, subject: Subject, chosen: BoardChoice) -> Peers | None:
    """What the one city may know of those of its size: their median, and on which side of it it lies."""
    marts, city = view.sources.marts, chosen.cities[0]
    scope = Scope.of(view.scope.province, city)
    found = recalled(
        marts, f"peers {subject.ranking} {scope.key} {chosen.span}", lambda: compare(marts, subject.ranking, scope, span=chosen.span)
    )
    row = next((row for row in found.frame.to_dict("records") if row["city"] == city), None)
    if row is None or not row["group"]:
        return None
    return Peers(group=row["group"], median=_known(row["group_median"]), verdict=row["verdict"])


def _chart(found: Ranks, subject: Subject, view: View) -> Drawing:
    one, names = get(subject.ranking), regions_of(view.scope.province)
    known = [cell[0] for cell in found.cells.values() if cell[0] is not None] + (
        [found.whole.value] if found.whole.value is not None else []
    )
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    scale = (low - (high - low) * 0.08, high + (high - low) * 0.08) if high > low else (low - 1, high + 1)
    rows = [_row(str(at), place, names.short(place), (found, one, scale)) for at, place in enumerate(found.ranked, 1)]
    rows += [_unranked(place, names.short(place), why, (found, one)) for place, why in found.reasons.items()]
    whole = "全省" if found.by == "city" and view.scope.is_whole and not found.chosen.place else found.chosen.place or "本市"
    said = said_of(found.chosen, f"{one.name}，竖线为{whole} {_figure(one, found.whole.value)}")
    return Drawing(body=html.Div([html.Div(rows, className="bkk"), _foot(found, one)], className="bkf"), subtitle=said)


def _figure(one: Indicator, value: float | None) -> str:
    return words.number(value, one.unit if one.unit == "%" else "", one.decimals)


def _row(place: str, code: str, name: str, shown: tuple[Ranks, Indicator, tuple[float, float]]) -> Any:
    found, one, (low, high) = shown
    value, part, base = found.cells[code]

    def at(number: float) -> float:
        return (number - low) / (high - low) * 100

    whole = found.whole.value
    track: list[Any] = []
    if whole is not None and value is not None:
        left, right = sorted((at(value), at(whole)))
        track = [html.I(style={"left": f"{left:.1f}%", "width": f"{right - left:.1f}%"}), html.U(style={"left": f"{at(whole):.1f}%"})]
    track.append(html.Span(className="pt", style={"left": f"{at(value or 0.0):.1f}%"}))
    rate = html.B(_figure(one, value), className="num", **marks(one.code, value, **_told(found, code)))
    cells = [html.Span(place, className="num t3"), html.Span(name, className="el"), html.Div(track, className="bkx1"), rate]
    return html.Div([*cells, html.Span(words.fraction(part, base), className="num t3 fr1")], className="bk1")


def _told(found: Ranks, code: str) -> dict[str, str]:
    return {**found.chosen.told({}, code), "span": str(found.chosen.span)}


def _unranked(code: str, name: str, why: str, shown: tuple[Ranks, Indicator]) -> Any:
    found, one = shown
    mark = html.B("", className="num", **marks(one.code, None, withheld=why, **_told(found, code)))
    return html.Div([html.Span("—", className="num t3"), html.Span(name, className="el"), html.Em(why), mark], className="bk1 off")


def _foot(found: Ranks, one: Indicator) -> Any:
    """What is divided by what; of one city its own number beside the unnamed median of its group."""
    base = one.definition.split("；")[0]
    if found.peers is None:
        return html.Div(base, className="cap el bkg", title=one.definition)
    median = html.B(
        _figure(one, found.peers.median),
        className="num",
        **marks("peers.median", found.peers.median, of=one.code, span=str(found.chosen.span)),
    )
    told: list[Any] = [f"同规模组（{found.peers.group}）中位 ", median, f"　{found.peers.verdict}" if found.peers.verdict else ""]
    return html.Div(
        told if found.peers.median is not None else f"同规模组（{found.peers.group}）不足以给出中位", className="cap el bkg", title=base
    )

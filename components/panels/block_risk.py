"""风险 of a skeleton board: open alerts of this business by level, and its numbers against their normal bands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dash import html

from components.levels import ALL_LEVELS, SILENT_CODE, level_of
from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.block_reading import Block, reading, usual
from components.panels.block_words import changes, said_of, shares, shown
from components.panels.board_choice import CUT
from components.panels.registry_words import band_bar, band_words, sign
from components.panels.subject import Subject, marts_behind
from components.raw import Raw
from components.shapes import level_shape
from data_access.stores import alert_reads
from indicators.declaration import DEMO_YEAR
from indicators.registry import get
from indicators.watch import against

ALIVE = ("open", "acknowledged", "dispatched", "transferred")
NEEDS = frozenset({"area", CUT})


@dataclass(frozen=True, kw_only=True)
class Risks:
    """The block's numbers, and open alerts by level; None where no rule watches this business."""

    block: Block
    alerts: dict[str, int] | None


def risk(subject: Subject) -> Panel:
    """What may go wrong."""

    def load(view: View) -> Reading:
        block = usual(view, subject, subject.risk)
        return reading(block, Risks(block=block, alerts=_alerts(view, subject, block) if subject.rules else None))

    def chart(found: Reading, view: View) -> Drawing:
        risks: Risks = found.data
        rows = [_row(code, risks.block, subject) for code in subject.risk]
        return Drawing(
            body=html.Div([_open(risks), *rows], className="bks bkx"), subtitle=said_of(risks.block.chosen, "各数按常用期间，灰带为常态")
        )

    store = frozenset({"alert"}) if subject.rules else frozenset()
    return Panel(
        key=f"{subject.key}-risk", title="风险", question="哪里可能出问题，哪些数偏离了常态？", owner=subject.owner, load=load, chart=chart,
        reads=marts_behind(*subject.risk) | store, needs=NEEDS, renew=timedelta(hours=1), frame="blk-risk",
    )  # fmt: skip


def _alerts(view: View, subject: Subject, block: Block) -> dict[str, int]:
    wanted = alert_reads.Filter(states=ALIVE, rules=subject.rules, region=block.chosen.region)
    with view.sources.store.read() as connection:
        counted = alert_reads.counts(connection, block.chosen.scope, wanted)
    return {level: sum(count for (one, _), count in counted.items() if one == level) for level in ALL_LEVELS}


def _open(risks: Risks) -> Any:
    if risks.alerts is None:
        return html.Div([html.Span("待处置预警", className="cap"), html.Span("尚无规则盯看本业务", className="cap t3")], className="bka")
    region = risks.block.chosen.region
    where = {"region": region} if region else {}
    levels = [
        html.Span(html.Span(
            [Raw(level_shape(level_of(level))), html.Span(str(count), **marks(f"net.alerts.{level}", count, **where))],
            className=f"lv lv{level_of(level).number}",
        ), className="" if count else "zero", title=f"{level_of(level).word} {count} 件")
        for level, count in risks.alerts.items()
        if level != SILENT_CODE
    ]  # fmt: skip
    return html.Div([html.Span("待处置预警", className="cap"), html.Div(levels, className="bkv")], className="bka")


def _row(code: str, block: Block, subject: Subject) -> Any:
    """One number, where its band lies and whether it is within; a band taken from the province's year judges no part of it."""
    one, found = get(code), block.found[code]
    whole = block.chosen.scope.is_whole and block.chosen.region is None and not block.limited[code].where
    band = one.band if one.band and (whole or one.band.source != DEMO_YEAR) and not block.limited[code].where else None
    said = block.unlimited(code, subject)
    head = html.Div(
        [html.Span([one.name, html.Small(said) if said else None], className="el", title=one.wording), shown(found)], className="bkh"
    )
    judged: list[Any] = []
    if band is not None and found.value is not None:
        judged = [
            band_bar(band, found.value),
            html.Span(f"常态 {band_words(band, one)}", title=band.source),
            sign(against(band, found.value)),
        ]
    tail = html.Div([*judged, shares(found) if one.is_rate else None, *changes(found)], className="bkt cap num")
    return html.Div([head, tail], className="bkr")

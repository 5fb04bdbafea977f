"""总量, 进度 and 时限 of a skeleton board: how much there is, how far it is against its aim, and whether it is done in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dash import html

from alerts.clocks.limits import Limit, limits_of
from components.number import marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.block_reading import Block, reading, timed
from components.panels.block_words import changes, late_words, rows, said_of, shares, shown
from components.panels.board_choice import PARAMS
from components.panels.subject import Subject, marts_behind
from data_access.stores import clocks
from geo.regions import regions_of
from indicators import words
from indicators.registry import get
from settings import settings

SOON = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """The block's numbers, and by limit how its clocks stand; no entry where none has been set going."""

    block: Block
    limits: tuple[Limit, ...]
    standing: dict[str, clocks.Standing]


def volume(subject: Subject) -> Panel:
    """How much there is: a strip of numbers."""

    def load(view: View) -> Reading:
        return reading(timed(view, subject, subject.volume))

    def chart(found: Reading, view: View) -> Drawing:
        block: Block = found.data
        late = late_words(found.missing, found.of, regions_of(view.scope.province))
        return Drawing(body=html.Div([_figure(block, subject, code, late) for code in subject.volume], className="bvn"))

    return Panel(
        key=f"{subject.key}-volume", title="总量", question=f"{subject.name}管着多少、办了多少？", owner=subject.owner, load=load, chart=chart,
        reads=marts_behind(*subject.timed), needs=PARAMS, frame="blk-volume",
    )  # fmt: skip


def _figure(block: Block, subject: Subject, code: str, late: str) -> Any:
    one, found = get(code), block.found[code]
    told = "　".join(word for word in (one.name, block.unlimited(code, subject)) if word)
    head = html.Div(
        [html.Span(told, className="el", title=one.wording), html.Span(late, className="t3") if found.missing else None],
        className="cap bvh",
    )
    lines = html.Div([*changes(found), shares(found) if one.is_rate else None], className="d num")
    return html.Div([head, shown(found, "n2"), lines], className="bzb")


def progress(subject: Subject) -> Panel:
    """How far it is: rates against their aims."""

    def load(view: View) -> Reading:
        return reading(timed(view, subject, subject.progress))

    def chart(found: Reading, view: View) -> Drawing:
        block: Block = found.data
        return Drawing(body=rows(block, subject, subject.progress), subtitle=said_of(block.chosen, "分子 / 分母，竖线为目标"))

    return Panel(
        key=f"{subject.key}-progress", title="进度", question="任务完成到哪一步，达到目标没有？", owner=subject.owner, load=load, chart=chart,
        reads=marts_behind(*subject.timed), needs=PARAMS, frame="blk-progress",
    )  # fmt: skip


def deadline(subject: Subject) -> Panel:
    """Whether it is done in time: rates and counts of the marts, and the statutory clocks of the store."""

    def load(view: View) -> Reading:
        block = timed(view, subject, subject.deadline)
        limits = limits_of(settings().home)
        now = tuple(limits.at(code, view.now.date()) for code in subject.clocks)
        standing: dict[str, clocks.Standing] = {}
        if subject.clocks:
            with view.sources.store.read() as connection:
                asked = clocks.Asked(rules=subject.clocks, now=view.now, soon=view.now + SOON, region=block.chosen.region)
                standing = clocks.standing(connection, block.chosen.reach, asked)
        return reading(block, Deadlines(block=block, limits=now, standing=standing))

    def chart(found: Reading, view: View) -> Drawing:
        shown: Deadlines = found.data
        remark = html.Div(subject.remark, className="cap bkn") if subject.remark else None
        table = [html.Div("法定时限", className="bkc"), *_limits(shown)] if shown.limits else []
        body = html.Div(
            [
                rows(shown.block, subject, subject.deadline, two=len(subject.deadline) > 3),
                html.Div(table, className="bkl") if table else None,
                remark,
            ],
            className="bkd",
        )
        return Drawing(body=body, subtitle=said_of(shown.block.chosen, "是否按期，还有多少未办"))

    store = frozenset({"clock", "clock_step"}) if subject.clocks else frozenset()
    return Panel(
        key=f"{subject.key}-deadline", title="时限", question="有没有超期，谁快到期了？", owner=subject.owner, load=load, chart=chart,
        reads=marts_behind(*subject.timed) | store, needs=PARAMS, renew=timedelta(hours=1) if subject.clocks else None, frame="blk-deadline",
    )  # fmt: skip


def _limits(shown: Deadlines) -> list[Any]:
    """A row a limit; those of which no clock was ever set going in one line."""
    idle = [one for one in shown.limits if one.code not in shown.standing]
    known = [_limit(one, shown) for one in shown.limits if one.code in shown.standing]
    names = [html.Span(one.worded(), title=one.citation) for one in idle]
    return [*known, html.Div([*names, html.Span("尚无计时登记", className="t3")], className="bkw bki")] if idle else known


def _limit(limit: Limit, shown: Deadlines) -> Any:
    """One statutory limit and how many clocks of it run, are due soon, and have run out."""
    found = shown.standing[limit.code]
    name = html.Span(limit.worded(), className="el", title=limit.citation)
    where = {"where": f"rule:{limit.code}", **({"region": shown.block.chosen.region} if shown.block.chosen.region else {})}
    told = [
        html.Span([f"{word} ", html.B(words.number(float(count)), className="num", **marks(code, float(count), **where))])
        for word, code, count in (
            ("在办", "clock.running", found.running),
            ("3 日内到期", "clock.soon", found.soon),
            ("超期", "clock.overdue", found.late),
        )
    ]
    return html.Div([name, html.Span(told, className="bkm")], className="bkw")

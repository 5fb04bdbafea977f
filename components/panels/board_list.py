"""板块目录: every board over the four levels with its owner, what it holds, when it was last published and who looked at it in 30 days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from dash import html

from components.listing import Level, Listed, Listing, listing
from components.number import figure, marks
from components.panel import Drawing, Panel, Reading, View
from components.panels.board_choice import ALL, word_of
from components.panels.board_filters import group
from data_access.stores import board_views
from data_access.stores.board_views import Seen
from indicators import words
from security import policy
from security.identity import Identity, Kind
from security.roles import Role

DAYS = 30
LEVELS: Mapping[str, str] = MappingProxyType({ALL: "全部", **{str(level): level.word for level in Level}})
USES: Mapping[str, str] = MappingProxyType({ALL: "全部", "unused": "近 30 日无人浏览"})
NEEDS = frozenset({"level", "use"})
RENEW = timedelta(minutes=1)
"""Views put nothing into the outbox, so the numbers are counted anew by the minute."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The boards, the views of each by address, the first day that was counted, and the newest data by mart."""

    listing: Listing
    seen: Mapping[str, Seen]
    viewers: int
    since: date | None
    data: Mapping[str, datetime]

    def unused(self, one: Listed) -> bool:
        """Whether a page that can be opened was opened by nobody; what is not counted is not known to be unused."""
        return one.is_page and self.since is not None and one.address not in self.seen

    def published(self, one: Listed) -> datetime | None:
        """When its owner published it, else how new its newest data are."""
        return one.published_at or max((self.data[name] for name in one.reads if name in self.data), default=None)


def load(view: View) -> Reading:
    first = view.now.date() - timedelta(days=DAYS - 1)
    with view.sources.store.read() as connection:
        seen = board_views.seen(connection, view.scope, first)
        viewers = board_views.viewers(connection, view.scope, first)
        since = board_views.counted_since(connection)
    data = {name: state.as_of for name, state in view.sources.marts.tables().items() if state.as_of is not None}
    shown = Shown(listing=listing(view), seen=seen, viewers=viewers, since=since, data=data)
    return Reading(data=shown, as_of=view.now)


def summary(reading: Reading, view: View) -> Drawing:
    shown: Shown = reading.data
    boards = shown.listing.boards
    levels = [
        html.Span([f"{level.word} ", html.B(str(count), **marks("board.count", float(count), where=f"level:{level}"))])
        for level in Level
        for count in [sum(one.level is level for one in boards)]
    ]
    unused = sum(shown.unused(one) for one in boards) if shown.since else None
    views = sum(one.views for one in shown.seen.values()) if shown.since else None
    blocks = [
        _block("板块", figure("board.count", float(len(boards)), unit="个", size="n2"), levels),
        _block("近 30 日浏览人数", figure("board.viewers", float(shown.viewers) if shown.since else None, unit="人", size="n2"), [_since(shown, view, "同一账号只计一次")]),
        _block("近 30 日浏览次数", figure("board.views", None if views is None else float(views), unit="次", size="n2"), [html.Span("按打开页面计，刷新不计")]),
        _block("近 30 日无人浏览", figure("board.unused", None if unused is None else float(unused), unit="个", size="n2"), [_since(shown, view, "供责任处室核对去留")]),
    ]  # fmt: skip
    return Drawing(body=html.Div(blocks, className="bvn bv4"))


def _block(name: str, number: Any, lines: Iterable[Any]) -> Any:
    return html.Div([html.Div(name, className="cap"), number, html.Div(list(lines), className="d num")], className="bzb")


def _since(shown: Shown, view: View, full: str) -> Any:
    """From when on views are known, where that is less than the whole time."""
    if shown.since is None:
        return html.Span("尚未开始计数")
    late = shown.since > view.now.date() - timedelta(days=DAYS - 1)
    return html.Span(f"自 {shown.since:%Y-%m-%d} 起计数，不满 30 日" if late else full)


def table(reading: Reading, view: View) -> Drawing:
    shown: Shown = reading.data
    faults: list[str] = list(shown.listing.faults)
    level = word_of(view.params.get("level", ""), LEVELS, ALL, ("级别", faults))
    use = word_of(view.params.get("use", ""), USES, ALL, ("浏览情况", faults))
    boards = [one for one in shown.listing.boards if level in (ALL, str(one.level)) and (use == ALL or shown.unused(one))]
    head = html.Tr([html.Th(name, className=look) for name, look in HEADS])
    opens = _opener(view)
    body: list[Any] = []
    for each in [one for one in Level if level in (ALL, str(one))]:
        part = [one for one in boards if one.level is each]
        body.append(html.Tr(html.Th(f"{each.word}　{len(part)} 个", colSpan=str(len(HEADS)), className="fam", scope="rowgroup")))
        body += [_row(one, shown, opens(one), view) for one in part] or [
            html.Tr(html.Td(_nobody(each, use), colSpan=str(len(HEADS)), className="t3"))
        ]
    chosen = html.Div(
        [group("level", "级别", LEVELS, (level, ALL)), group("use", "浏览", USES, (use, ALL)), html.Span("".join(faults), className="bzf-said", role="status") if faults else None],
        className="bzf",
    )  # fmt: skip
    whole = html.Div(html.Table([html.Thead(head), html.Tbody(body)], className="wide"), className="bdt")
    return Drawing(
        body=[chosen, whole], subtitle="各级专题板块；浏览人数只计账号摘要，不记姓名" + ("" if view.scope.is_whole else "，只计本市账号")
    )


HEADS = (
    ("板块", ""),
    ("类别", ""),
    ("责任处室", ""),
    ("面板", "num"),
    ("最近发布", ""),
    ("近 30 日人数", "num"),
    ("次数", "num"),
    ("最近浏览", "num"),
)


def _nobody(level: Level, use: str) -> str:
    if use != ALL:
        return "没有无人浏览的板块"
    return "尚无接入的板块；运维人员可在 boards.toml 中登记" if level in (Level.NATIONAL, Level.COUNTY) else "尚无板块"


def _opener(view: View) -> Callable[[Listed], bool]:
    who = Identity("", "", Role(view.role), view.scope, Kind.PERSON)
    return lambda one: one.is_page and policy.may_open(who, one.address).allowed


def _row(one: Listed, shown: Shown, opens: bool, view: View) -> Any:
    seen = shown.seen.get(one.address)
    name = html.A(one.title, href=one.address, className="rl1") if opens else html.Span(one.title)
    mark = "" if opens or "<" in one.address else "无权打开" if one.is_page else "外部系统"
    closed = html.Span(mark, className="tg") if mark else None
    told = {"where": f"address:{one.address}"}
    counted = one.address.startswith("/") and shown.since is not None
    cells = [
        html.Td([name, " ", closed, html.Span(one.address, className="cap mono")]),
        html.Td(one.kind),
        html.Td(one.owner),
        html.Td(
            html.Span(str(one.panels), **marks("board.panels", float(one.panels), **told)) if one.panels is not None else "—",
            className="num",
        ),
        html.Td(_published(one, shown, view)),
        html.Td(_count("board.viewers", seen.viewers if seen else 0 if counted else None, told), className="num"),
        html.Td(_count("board.views", seen.views if seen else 0 if counted else None, told), className="num"),
        html.Td(f"{seen.last:%Y-%m-%d}" if seen else "—", className="num"),
    ]
    return html.Tr(
        [
            html.Td(cell.children, className=getattr(cell, "className", ""), **{"data-h": name})
            for cell, (name, _) in zip(cells, HEADS, strict=True)
        ]
    )


def _count(code: str, count: int | None, told: dict[str, str]) -> Any:
    return html.Span("—" if count is None else f"{count:,}", **marks(code, None if count is None else float(count), **told))


def _published(one: Listed, shown: Shown, view: View) -> Any:
    at = shown.published(one)
    if at is None:
        return html.Span("随业务实时", className="t3") if one.reads else "—"
    word = one.version if one.published_at else "数据"
    return [html.Span(words.moment(at, view.now), className="num"), html.Span(f" {word}", className="t3") if word else None]


SUMMARY = Panel(
    key="boards-summary", title="板块概况", question="有多少板块，多少人在看？", owner="信息中心", load=load, chart=summary,
    reads=frozenset({"board_view"}), renew=RENEW, frame="blk-volume",
)  # fmt: skip
PANEL = Panel(
    key="boards", title="板块目录", question="各级有哪些板块，归谁管，谁在看？", owner="信息中心", load=load, chart=table,
    reads=frozenset({"board_view"}), renew=RENEW, needs=NEEDS,
)  # fmt: skip

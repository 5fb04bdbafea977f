"""增减从哪来: the change of entry against a year ago, split exactly over trades or places; against the time before where a year ago is unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from dash import html

from components.charts.waterfall import Part, waterfall
from components.number import change_of
from components.panel import Drawing, Panel, Reading, View
from components.panels.business_changes import CODE, changes
from components.panels.business_choice import NEEDS, SPLITS, Choice, choice_of
from data_access.buckets import Window
from geo.regions import regions_of
from indicators import split, words
from indicators.read import Value, values
from indicators.sections import section_name

MOST = 9
"""Parts that are shown, those that moved most; the others are one."""


@dataclass(frozen=True, kw_only=True)
class Split:
    """The change and its parts, exact."""

    by: str
    versus: str
    """同比, or 环比 where nothing is known of the year before."""
    before: float
    now: float
    parts: tuple[split.Part, ...]

    @property
    def exact(self) -> Fraction:
        return split.fraction(self.now) - split.fraction(self.before)

    def points(self, exact: Fraction) -> float | None:
        """A part's contribution to the rate of change, in points; None where a year ago there was nothing."""
        return float(exact / split.fraction(self.before) * 100) if self.before else None


def load(view: View) -> Reading:
    marts, chosen = view.sources.marts, choice_of(view)
    whole = values(marts, (CODE,), chosen.ask(CODE))[CODE]
    data = None
    if whole.period and whole.period.like and whole.like is not None and (whole.year_ago is not None or whole.previous is not None):
        known = whole.year_ago is not None
        windows = (whole.period.year_ago if known else whole.period.previous, whole.period.like)
        data = {"split": _split(marts, chosen, whole, windows), "chosen": chosen}
    return Reading(
        data=data, as_of=whole.as_of, rhythm=timedelta(days=1), batch=whole.batch, nature=whole.nature, missing=whole.missing, of=len(chosen.cities),
        note="市场主体主题库尚无批次" if whole.as_of is None else f"{chosen.words or '全省'}上年同期和上期都没有报送，增减未知",
    )  # fmt: skip


def _split(marts: Any, chosen: Choice, whole: Value, windows: tuple[Window, Window]) -> Split:
    known = whole.year_ago is not None
    now, before = whole.like or 0.0, (whole.year_ago if known else whole.previous) or 0.0
    by = "industry" if chosen.split == "industry" else "place"
    frame = changes(marts, chosen, windows[1], windows[0])
    if whole.missing and not chosen.region and set(whole.missing) != set(chosen.cities):  # as the headline compares
        frame = frame[~frame["place"].isin(whole.missing)]
    sums = frame.groupby(by)[["before", "now"]].sum(min_count=1)
    pairs = {str(key): (_known(row["before"]), _known(row["now"])) for key, row in sums.iterrows()}
    return Split(
        by=by, versus="同比" if known else "环比", before=before, now=now, parts=tuple(split.additive(pairs, (before, now)))
    )  # fmt: skip


def _known(number: float) -> float | None:
    return None if words.unknown(number) else float(number)


def chart(reading: Reading, view: View) -> Drawing:
    found: Split = reading.data["split"]
    chosen: Choice = reading.data["chosen"]
    wording = section_name if found.by == "industry" else regions_of(view.scope.province).short
    told = {"data-change": CODE, "data-span": str(chosen.span)}
    total = Part(
        name="合计", points=found.points(found.exact), amount=float(found.exact), told={**told, "data-value": f"{float(found.exact):.0f}"}
    )
    parts = [_part(found, one, wording, told) for one in _shown(found)]
    late = "、".join(regions_of(view.scope.province).short(city) for city in reading.missing)
    foot = html.Div(
        [_toggle(chosen), html.Span(f"未含迟报的 {late}" if late else "各项户数之和等于合计", className="cap el")], className="foot"
    )
    rate = html.B(words.change(found.now, found.before), **change_of(CODE))
    said = html.Span([f"新设{found.versus} ", rate, f"，{SPLITS[chosen.split]}，百分点、户", f"　{chosen.words}" if chosen.words else ""])
    return Drawing(body=html.Div([waterfall(parts, total, unit="户"), foot], className="why"), subtitle=said)


def _shown(found: Split) -> list[split.Part]:
    """Gains from the largest down, the others as one, then losses: as the eye follows a stair."""
    ranked = sorted(found.parts, key=lambda one: (-abs(one.exact), one.key))
    kept, rest = ranked[:MOST], ranked[MOST:]
    shown = sorted(kept, key=lambda one: (-one.exact, one.key))
    if not rest:
        return shown
    other = split.Part(key="…", before=None, now=None, exact=sum((one.exact for one in rest), Fraction(0)))
    place = next((index for index, one in enumerate(shown) if one.exact < 0), len(shown))
    return [*shown[:place], other, *shown[place:]]


def _part(found: Split, one: split.Part, wording: Callable[[str], str], told: dict[str, str]) -> Part:
    name = {"…": "其他", split.REST: "未归类"}.get(one.key) or wording(one.key)
    place = {"data-where": f"industry:{one.key}"} if found.by == "industry" else {"data-region": one.key}
    more = place if one.key not in ("…", split.REST) else {}
    amount = float(one.exact)
    return Part(
        name=name, points=found.points(one.exact), amount=amount, told={**told, **more, "data-value": f"{amount:.0f}", "data-part": one.key}
    )


def _toggle(chosen: Choice) -> Any:
    buttons = [
        html.Button(
            word, type="button", className="on" if code == chosen.split else "",
            **{"data-choose": "split", "data-value": "" if code == "industry" else code, "data-focus": f"split-{code}", "aria-pressed": str(code == chosen.split).lower()},
        )
        for code, word in SPLITS.items()
    ]  # fmt: skip
    return html.Div(buttons, className="sgl", role="group", **{"aria-label": "拆分方式"})


PANEL = Panel(
    key="business-why", title="增减从哪来", question="新设为什么增减？", owner="登记注册处", load=load, chart=chart, reads=frozenset({"entity_daily"}),
    needs=NEEDS | {"split"},
)  # fmt: skip

"""The rule of watched indicators that leave their normal band in a city."""

from __future__ import annotations

from datetime import timedelta

from alerts.band_feed import Bands
from alerts.judgements import Limit, limit, named
from alerts.rule import Frame, Grade, Rule
from indicators.registry import get


def judge(frame: Frame) -> Grade | None:
    code = frame.keys["indicator"]
    band, name = get(code).band, get(code).name
    if band is None:
        return None
    for side in ("low", "high"):
        bound = getattr(band, side)
        bears = get(code).better in ({"low": "up", "high": "down"}[side], "none")
        if bound is None or not bears:
            continue
        of = Limit(code=code, what=name, over=50, ease=0.01, **{side: bound * (0.97 if side == "low" else 1.1)})
        found = limit(frame, of)
        if found:
            return named(found, cause=f"band:{code}")
    return None


RULE = Rule(
    code="indicator_band", name="指标越出常态区间", family="综合", owner="应急指挥处", cell="市 × 指标", level="IV",
    question="各市的率类指标是否越出常态区间？", limit="低于区间下限 3% 或高于上限 10% 以上，分母不少于 50；按市",
    citation="各指标的常态区间，见指标口径；区间为示例",
    feed=Bands(), judge=judge, hold=timedelta(hours=6), every=timedelta(hours=1), plan="责任处室核实",
)  # fmt: skip

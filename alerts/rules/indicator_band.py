"""The rule of watched indicators that leave their normal band in a city."""

from __future__ import annotations

import math
from datetime import timedelta

from alerts.band_feed import Bands
from alerts.judgements import Limit, limit, named
from alerts.rule import Frame, Grade, Rule
from indicators.registry import get

ERRORS = 4.0
"""Standard errors by which a share must lie outside: a small city strays by chance, and all cities and indicators are looked at."""


def judge(frame: Frame) -> Grade | None:
    one = get(frame.keys["indicator"])
    side = "low" if one.better == "up" else "high"
    edge = getattr(one.band, side)
    if edge is None:
        return None
    beyond = edge * (0.97 if side == "low" else 1.1)
    found = limit(frame, Limit(code=one.code, what=one.name, over=50, ease=0.01, **{side: beyond}))
    if found is None or (not frame.standing and _errors(frame, one.code, beyond) < ERRORS):
        return None
    return named(found, cause=f"band:{one.family}", detail=f"常态区间的边界为 {edge:g}%")


def _errors(frame: Frame, code: str, edge: float) -> float:
    """How many standard errors of a share lie between the value and the edge."""
    value, whole = frame.last(code), frame.last(f"{code}#d")
    share = min(max(edge / 100, 0.0005), 0.9995)
    if value is None or not whole:
        return 0.0
    return abs(value - edge) / 100 / math.sqrt(share * (1 - share) / whole)


RULE = Rule(
    code="indicator_band", name="指标越出常态区间", family="综合", owner="应急指挥处", cell="市 × 指标", level="IV",
    question="各市的率类指标是否越出常态区间？", limit="按指标向好方向，低于区间下限 3% 或高于上限 10% 以上，且相差不少于 4 个标准误；分母不少于 50",
    citation="各指标的常态区间，见指标口径；区间为示例",
    feed=Bands(), judge=judge, hold=timedelta(hours=6), every=timedelta(hours=1), plan="责任处室核实",
)  # fmt: skip

"""The rule of a city that falls behind with the inspection of equipment."""

from __future__ import annotations

from alerts.feeds import Standing
from alerts.judgements import Limit, limit, named
from alerts.rule import Frame, Grade, Rule
from indicators.period import Span

OF = Limit(code="equipment.inspected_rate", what="特种设备近 30 日定期检验率", low=90.0, graver=80.0, over=100, ease=0.01)


def judge(frame: Frame) -> Grade | None:
    return named(limit(frame, OF), cause="inspection:behind")


RULE = Rule(
    code="equip_inspection", name="定期检验率偏低", family="特种设备安全", owner="特种设备局", cell="市", level="III",
    question="一市的定期检验是否跟不上到期设备？", limit="30 日定期检验率低于 90% 为Ⅳ级，低于 80% 为Ⅲ级；应检不少于 100 台",
    citation="特种设备安全法第四十条；比率限值为示例",
    feed=Standing(codes=("equipment.inspected_rate",), by=("city",), span=Span.DAYS_30), judge=judge, plan="检验力量调度",
)  # fmt: skip

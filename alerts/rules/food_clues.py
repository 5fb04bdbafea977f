"""The rule of a burst of clues about online catering without a licence."""

from __future__ import annotations

from datetime import timedelta

from alerts.feeds import Series
from alerts.judgements import Burst, burst, named
from alerts.rule import Frame, Grade, Rule

OF = Burst(code="platform.clues", what="网络餐饮无证、证照不符线索", unit="条", least=12, times=1.8)


def judge(frame: Frame) -> Grade | None:
    return named(burst(frame, OF), cause="platform:网络餐饮")


RULE = Rule(
    code="food_clues", name="无证餐饮线索突增", family="食品安全", owner="网络监管处", cell="市", level="III",
    question="一市的网络餐饮无证线索是否突然增多？", limit="工作日节律校正后超 C2 上限（α=0.001）为Ⅳ级，同时超历史同期上限为Ⅲ级；单日不少于 12 条",
    citation="网络餐饮服务食品安全监督管理办法第四条；EARS C2；下限为示例",
    feed=Series(codes=("platform.clues",), by=("city",), where={"platform": "网络餐饮"}, length=760), judge=judge,
    cap=0.05, hold=timedelta(hours=20), plan="网络餐饮线下核查",
)  # fmt: skip

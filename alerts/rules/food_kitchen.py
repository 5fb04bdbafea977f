"""The rule of a burst of AI findings in bright kitchens."""

from __future__ import annotations

from datetime import timedelta

from alerts.feeds import Series
from alerts.judgements import Burst, burst, named
from alerts.rule import Frame, Grade, Rule


def judge(frame: Frame) -> Grade | None:
    kind = frame.keys["kind"]
    return named(
        burst(frame, Burst(code="kitchen.findings", what=f"{kind}后厨 AI 线索", unit="条", least=20, times=1.7)), cause=f"kitchen:{kind}"
    )


RULE = Rule(
    code="food_kitchen", name="后厨 AI 线索突增", family="食品安全", owner="餐饮处", cell="市 × 单位类别", level="III",
    question="一市一类单位的后厨 AI 线索是否突然增多？", limit="工作日节律校正后超 C2 上限（α=0.001）为Ⅳ级，同时超历史同期上限为Ⅲ级；单日不少于 20 条",
    citation="餐饮服务食品安全操作规范；EARS C2；线索未经人工核实", status="M",
    feed=Series(codes=("kitchen.findings",), by=("city", "kind"), length=760), judge=judge,
    cap=0.05, hold=timedelta(hours=20), plan="后厨线索核看",
)  # fmt: skip

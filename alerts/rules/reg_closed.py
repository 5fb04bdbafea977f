"""The rule of a sudden wave of deregistrations in one industry of a city."""

from __future__ import annotations

from datetime import timedelta

from alerts.feeds import Series
from alerts.industries import industry_name
from alerts.judgements import Burst, burst, named
from alerts.rule import Frame, Grade, Rule


def judge(frame: Frame) -> Grade | None:
    industry = frame.keys["industry"]
    of = Burst(code="entity.closed", what=f"{industry_name(industry)}注销", unit="户", least=30, times=1.6)
    return named(burst(frame, of), cause=f"industry:{industry}:closed")


RULE = Rule(
    code="reg_closed", name="行业集中退出", family="登记注册", owner="登记注册处", cell="市 × 行业门类", level="III",
    question="行业注销是否在一市突然集中？", limit="工作日节律校正后超 C2 上限（α=0.001）为Ⅳ级，同时超历史同期上限为Ⅲ级；单日不少于 30 户",
    citation="EARS C2（Hutwagner 2003）；Farrington 1996；Benjamini–Hochberg 1995", status="V",
    feed=Series(codes=("entity.closed",), by=("city", "industry"), length=760), judge=judge,
    cap=0.05, hold=timedelta(hours=20), plan="行业风险研判",
)  # fmt: skip

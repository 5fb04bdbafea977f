"""The rule of a burst of complaints about food in a city."""

from __future__ import annotations

from datetime import timedelta

from alerts.feeds import Series
from alerts.judgements import Burst, burst, named
from alerts.rule import Frame, Grade, Rule

OF = Burst(code="complaint.received", what="食品类投诉举报", least=20, times=1.6)


def judge(frame: Frame) -> Grade | None:
    return named(burst(frame, OF), cause="complaint:食品")


RULE = Rule(
    code="food_complaints", name="食品投诉突增", family="食品安全", owner="食品协调处", cell="市", level="III",
    question="一市的食品类投诉举报是否突然增多？", limit="工作日节律校正后超 C2 上限（α=0.001）为Ⅳ级，同时超历史同期上限为Ⅲ级；单日不少于 20 件",
    citation="EARS C2（Hutwagner 2003）；Farrington 1996；Benjamini–Hochberg 1995", status="V",
    feed=Series(codes=("complaint.received",), by=("city",), where={"topic": "食品"}, length=760), judge=judge,
    cap=0.05, hold=timedelta(hours=20), plan="食品安全聚集性线索核查", clock="report.verify",
)  # fmt: skip

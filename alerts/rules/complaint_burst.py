"""The rule of a burst of complaints of one kind in a city."""

from __future__ import annotations

from datetime import timedelta

from alerts.feeds import Series
from alerts.judgements import Burst, burst, named
from alerts.rule import Frame, Grade, Rule

OWN = ("食品",)
"""Topics with a rule of their own."""


def judge(frame: Frame) -> Grade | None:
    topic = frame.keys["topic"]
    if topic in OWN:
        return None
    return named(burst(frame, Burst(code="complaint.received", what=f"{topic}类投诉举报", least=20, times=1.6)), cause=f"complaint:{topic}")


RULE = Rule(
    code="complaint_burst", name="投诉举报突增", family="综合", owner="消费者权益保护处", cell="市 × 诉求类别", level="III",
    question="一市一类投诉举报是否突然增多？", limit="工作日节律校正后超 C2 上限（α=0.001）为Ⅳ级，同时超历史同期上限为Ⅲ级；单日不少于 20 件",
    citation="EARS C2（Hutwagner 2003）；Farrington 1996；Benjamini–Hochberg 1995", status="V",
    feed=Series(codes=("complaint.received",), by=("city", "topic"), length=760), judge=judge,
    cap=0.05, hold=timedelta(hours=20), plan="投诉聚集研判",
)  # fmt: skip

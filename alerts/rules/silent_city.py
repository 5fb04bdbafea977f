"""The rule of a city that has stopped reporting."""

from __future__ import annotations

from datetime import timedelta

from alerts.rule import Frame, Grade, Rule
from alerts.source_feeds import Cities

LEAST, GRAVE_DAYS = 12, 1
"""Batches that must have been due today before silence means anything: a short gap raises nothing."""


def judge(frame: Frame) -> Grade | None:
    due, arrived = (frame.rows[code].fillna(0.0).to_numpy() for code in ("source.due", "source.arrived"))
    if not len(due) or due[-1] + arrived[-1] == 0 and not frame.partial:
        return None
    silent_days = 0
    for one_due, one_arrived in zip(due[::-1], arrived[::-1], strict=True):
        if one_arrived > 0:
            break
        silent_days += one_due > 0
    owed = float(due[len(due) - silent_days :].sum()) if silent_days else 0.0
    if arrived[-1] > 0 or owed < LEAST:
        return None
    since = f"{frame.rows['t'].iloc[len(due) - silent_days]:%m 月 %d 日} 起" if silent_days > GRAVE_DAYS else "当日"
    return Grade(
        level="0", value=0.0, threshold=owed, unit="批", indicator="source.arrived", cause="silent", window=f"近 {max(silent_days, 1)} 日",
        title=f"{frame.place}{since}无报送，应到 {owed:.0f} 批，实到 0 批", detail="未知不等于正常；该市由数据得出的预警和指标均不可用",
    )  # fmt: skip


RULE = Rule(
    code="silent_city", name="市局报送中断", family="数据报送", owner="信息中心", cell="市", level="0",
    question="哪个市应报未报？", limit=f"应到不少于 {LEAST} 批而一批未到",
    citation="数据归集管理要求：应报未报按报送异常处理；批数为示例",
    feed=Cities(), judge=judge, every=timedelta(minutes=1), plan="催报",
)  # fmt: skip

"""The rule of a source system that has stopped."""

from __future__ import annotations

from datetime import timedelta

from alerts.rule import Frame, Grade, Rule
from alerts.source_feeds import Sources

TIMES, LEAST = 3.0, 180.0
"""A gap is long from three times the rhythm and three hours on; a shorter one is shown on the board of sources and raises nothing."""


def judge(frame: Frame) -> Grade | None:
    row = frame.rows.iloc[-1]
    name, owner = frame.keys["name"], frame.keys["owner"]
    age, rhythm, due, arrived = (float(row[column]) for column in ("age", "rhythm", "due", "arrived"))
    if age == age and rhythm == rhythm:
        limit = max(TIMES * rhythm, LEAST)
        if age <= limit:
            return None
        return Grade(
            level="0", value=round(age), threshold=limit, unit="分钟", cause=f"source:{frame.cell}", window="自最近一批起",
            title=f"{frame.cell} {name}停更 {_words(age)}，更新周期 {_words(rhythm)}", detail=f"责任处室：{owner}；当日应到 {due:.0f} 批，实到 {arrived:.0f} 批",
        )  # fmt: skip
    if due < 3 or arrived > 0:
        return None
    return Grade(
        level="0", value=0.0, threshold=due, unit="批", cause=f"source:{frame.cell}", window="当日", detail=f"责任处室：{owner}",
        title=f"{frame.cell} {name}应到 {due:.0f} 批，一批未到",
    )  # fmt: skip


def _words(minutes: float) -> str:
    if minutes < 120:
        return f"{minutes:.0f} 分钟"
    return f"{minutes / 60:.0f} 小时" if minutes < 2880 else f"{minutes / 1440:.0f} 天"


RULE = Rule(
    code="silent_source", name="来源系统停更", family="数据报送", owner="信息中心", cell="来源系统", level="0",
    question="哪个来源系统停止更新？", limit="最近一批超过更新周期 3 倍且 3 小时以上；从未报送的，应到不少于 3 批而一批未到",
    citation="数据归集管理要求；倍数为示例", feed=Sources(), judge=judge, every=timedelta(minutes=1), plan="催报、切换备用通道",
)  # fmt: skip

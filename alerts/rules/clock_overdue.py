"""The rule of statutory limits that have run out."""

from __future__ import annotations

from datetime import timedelta

from alerts.rule import Frame, Grade, Rule
from alerts.source_feeds import Clocks

GRAVE = 72.0
"""Hours past the limit from which the level is III."""


def judge(frame: Frame) -> Grade | None:
    late = float(frame.rows["late"].iloc[-1])
    return Grade(
        level="III" if late >= GRAVE else "IV", value=round(late, 1), threshold=0.0, unit="小时", cause=f"clock:{frame.keys['rule']}",
        title=f"{frame.place}{frame.keys['title'][:80]}超过法定期限", detail=f"法定期限：{frame.rows['t'].iloc[-1]:%Y-%m-%d %H:%M}",
        window="自期限届满起", entity={"subject": frame.keys["subject"]},
    )  # fmt: skip


RULE = Rule(
    code="clock_overdue", name="法定期限超期", family="综合", owner="法规处", cell="计时对象", level="III", status="V",
    question="哪些事项超过了法定期限？", limit=f"超过期限即为Ⅳ级，超过 {GRAVE / 24:.0f} 天为Ⅲ级",
    citation="法定期限表逐条注明依据", feed=Clocks(), judge=judge, every=timedelta(minutes=1), plan="督办",
)  # fmt: skip

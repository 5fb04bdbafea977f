"""The rule of a flow that has dropped to nothing where it never is nothing."""

from __future__ import annotations

from alerts.feeds import Series
from alerts.rule import Frame, Grade, Rule
from indicators.registry import get

CODES = ("complaint.received", "entity.opened", "licence.accepted", "inspection.done", "sampling.sampled", "kitchen.findings")
LEAST, SEEN = 5.0, 4
"""The smallest count of like days before, and how many of them must be known."""


def judge(frame: Frame) -> Grade | None:
    rows = frame.whole
    if rows.empty:
        return None
    day = rows["t"].iloc[-1]
    kind = frame.calendar.get(day.date())
    like = rows.iloc[:-1][rows.iloc[:-1]["t"].dt.day_of_week == day.day_of_week]
    found = []
    for code in CODES:
        past = like[code].dropna()
        if rows[code].iloc[-1] == 0 and len(past) >= SEEN and past.min() >= LEAST and kind != "holiday":
            found.append((code, float(past.median())))
    if not found:
        return None
    words = "、".join(get(code).name for code, _ in found)
    return Grade(
        level="0", value=0.0, threshold=LEAST, unit=get(found[0][0]).unit, indicator=found[0][0], cause="flow_zero", window=f"{day:%Y-%m-%d}",
        title=f"{frame.place}{words}全天为 0，同类日从未低于 {LEAST:.0f}", detail="；".join(f"{get(code).name}同类日中位数 {usual:,.0f}" for code, usual in found),
    )  # fmt: skip


RULE = Rule(
    code="flow_zero", name="业务量归零", family="数据报送", owner="信息中心", cell="市", level="0",
    question="从不为零的业务量是否突然为零？", limit=f"全天为 0，而近 10 周同一星期的每一天都不少于 {LEAST:.0f}",
    citation="零不等于没有：疑似漏报按报送异常处理；限值为示例",
    feed=Series(codes=CODES, by=("city",), length=71), judge=judge, plan="核实是否漏报",
)  # fmt: skip

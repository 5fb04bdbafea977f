"""The rule of rescuers who come too late to people in lifts."""

from __future__ import annotations

from alerts.feeds import Series
from alerts.rule import Frame, Grade, Rule

DAYS, LEAST, LIMIT = 14, 3, 30.0
CODE = "equipment.rescue_minutes"


def judge(frame: Frame) -> Grade | None:
    rows = frame.whole.tail(DAYS)
    minutes, times = float(rows[f"{CODE}#n"].sum()), float(rows[f"{CODE}#d"].sum())
    if times < LEAST or minutes / times <= LIMIT * (0.9 if frame.standing else 1.0):
        return None
    mean = minutes / times
    return Grade(
        level="III" if mean > 1.5 * LIMIT else "IV", value=round(mean, 1), threshold=LIMIT, unit="分钟", indicator=CODE, cause="lift:rescue",
        title=f"{frame.place}电梯困人救援近 {DAYS} 日平均到场 {mean:.0f} 分钟，限 {LIMIT:.0f} 分钟", window=f"近 {DAYS} 日",
        detail=f"{times:.0f} 起，到场合计 {minutes:.0f} 分钟",
    )  # fmt: skip


RULE = Rule(
    code="equip_rescue", name="困人救援到场超时", family="特种设备安全", owner="特种设备局", cell="市", level="III",
    question="电梯困人后救援是否及时到场？", limit=f"{DAYS} 日平均到场超过 {LIMIT:.0f} 分钟，不少于 {LEAST} 起",
    citation="电梯维护保养规则（TSG T5002-2017）：设区的市抵达时间不超过 30 分钟；均值口径为示例",
    feed=Series(codes=(CODE,), by=("city",), length=DAYS + 1, absent=True), judge=judge, plan="应急救援力量调整",
)  # fmt: skip

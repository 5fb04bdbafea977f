"""The rule of a maintainer whose lifts fail again and again."""

from __future__ import annotations

from alerts.entity_feeds import Things, trapped
from alerts.event_judgements import told
from alerts.rule import Frame, Grade, Rule

DAYS, LEAST = 30, 6


def judge(frame: Frame) -> Grade | None:
    count = len(frame.rows)
    if count < (LEAST if not frame.standing else LEAST - 2):
        return None
    again = int(frame.rows["device"].dropna().duplicated().sum())
    return Grade(
        level="III", value=float(count), threshold=float(LEAST), unit="起", cause=f"maintainer:{frame.keys['maintainer']}", window=f"近 {DAYS} 日",
        title=f"{frame.place}同一维保单位 {DAYS} 日内电梯困人 {count} 起，限 {LEAST} 起", evidence=told(frame.rows),
        detail=f"维保单位 {frame.keys['maintainer']}；涉及使用单位 {frame.rows['uscc'].nunique()} 家，同一台重复 {again} 起",
        entity={"uscc": frame.keys["maintainer"]},
    )  # fmt: skip


RULE = Rule(
    code="equip_maintainer", name="维保单位反复故障", family="特种设备安全", owner="特种设备局", cell="维保单位", level="III",
    question="同一维保单位的电梯是否反复困人？", limit=f"{DAYS} 日内 ≥ {LEAST} 起",
    citation="电梯维护保养规则（TSG T5002-2017）；起数为示例",
    feed=Things(load=trapped, cell=("maintainer",), days=DAYS, least=LEAST - 2, reads=("enterprise_event", "equipment")), judge=judge, plan="维保单位约谈检查",
)  # fmt: skip

"""The rule of people trapped in lifts of one model."""

from __future__ import annotations

from alerts.entity_feeds import Things, trapped
from alerts.event_judgements import told
from alerts.rule import Frame, Grade, Rule

DAYS, LEAST, GRAVE = 7, 4, 8


def judge(frame: Frame) -> Grade | None:
    count = len(frame.rows)
    if count < (LEAST if not frame.standing else LEAST - 1):
        return None
    makers = frame.rows["maintainer"].dropna().nunique()
    return Grade(
        level="II" if count >= GRAVE else "III", value=float(count), threshold=float(LEAST), unit="起", cause=f"model:{frame.keys['model']}",
        title=f"{frame.place}{frame.keys['model']} 型电梯 {DAYS} 日内困人 {count} 起，达到聚集限 {LEAST} 起", window=f"近 {DAYS} 日",
        detail=f"涉及使用单位 {frame.rows['uscc'].nunique()} 家、维保单位 {makers} 家；{'维保单位同一家' if makers == 1 else '按型号排查同型号设备'}",
        evidence=told(frame.rows),
    )  # fmt: skip


RULE = Rule(
    code="equip_trapped_model", name="同型号电梯困人聚集", family="特种设备安全", owner="特种设备局", cell="市 × 型号", level="II",
    question="困人是否集中在同一型号的电梯？", limit=f"{DAYS} 日内同市同型号 ≥ {LEAST} 起为Ⅲ级，≥ {GRAVE} 起为Ⅱ级",
    citation="特种设备安全法第二十六条（缺陷召回）；起数为示例",
    feed=Things(load=trapped, cell=("city", "model"), days=DAYS, least=LEAST - 1, reads=("enterprise_event", "equipment")), judge=judge, plan="同型号设备排查",
)  # fmt: skip

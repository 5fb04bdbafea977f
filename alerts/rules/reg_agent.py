"""The rule of agents who register across regions in bulk."""

from __future__ import annotations

from alerts.entity_feeds import Things, agents
from alerts.rule import Frame, Grade, Rule

DAYS, LEAST, CITIES = 30, 20, 3


def judge(frame: Frame) -> Grade | None:
    count, cities = frame.rows["uscc"].nunique(), frame.rows["city"].nunique()
    if count < (LEAST if not frame.standing else LEAST - 4) or cities < CITIES:
        return None
    return Grade(
        level="III", value=float(count), threshold=float(LEAST), unit="户", cause=f"agent:{frame.cell}", window=f"近 {DAYS} 日",
        title=f"同一代办人 {DAYS} 日内跨 {cities} 市办理登记 {count} 户，限 {LEAST} 户，{frame.place}最多",
        detail=f"跨 {CITIES} 市及以上且超限；核查代办资格和登记材料真实性",
        evidence=tuple({"uscc": code} for code in frame.rows["uscc"].head(20)),
    )  # fmt: skip


RULE = Rule(
    code="reg_agent", name="跨区域批量代办", family="登记注册", owner="登记注册处", cell="代办人", level="III",
    question="是否有人跨市批量代办登记？", limit=f"{DAYS} 日内 ≥ {LEAST} 户且跨 {CITIES} 市",
    citation="市场主体登记管理条例第十六条（申请材料真实性）；户数、市数为示例",
    feed=Things(load=agents, cell=("other",), days=DAYS, least=LEAST - 4, reads=("enterprise_relation",)), judge=judge, plan="代办机构约谈",
)  # fmt: skip

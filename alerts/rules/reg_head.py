"""The rule of one person who becomes the legal representative of many enterprises."""

from __future__ import annotations

from alerts.entity_feeds import Things, heads
from alerts.rule import Frame, Grade, Rule

DAYS, LEAST = 30, 8


def judge(frame: Frame) -> Grade | None:
    count = frame.rows["uscc"].nunique()
    if count < (LEAST if not frame.standing else LEAST - 2):
        return None
    cities = frame.rows["city"].nunique()
    return Grade(
        level="III" if cities > 1 else "IV", value=float(count), threshold=float(LEAST), unit="户", cause=f"person:{frame.cell}",
        title=f"{frame.place}等 {cities} 市同一自然人 {DAYS} 日内出任 {count} 户法定代表人，限 {LEAST} 户", window=f"近 {DAYS} 日",
        detail="核查是否冒名登记、出借身份；人员信息在档案中按权限查看",
        evidence=tuple({"uscc": code} for code in frame.rows["uscc"].head(20)),
    )  # fmt: skip


RULE = Rule(
    code="reg_head", name="同一人批量任法定代表人", family="登记注册", owner="登记注册处", cell="自然人", level="III",
    question="是否有人短期内批量出任法定代表人？", limit=f"{DAYS} 日内 ≥ {LEAST} 户为Ⅳ级，跨市为Ⅲ级",
    citation="市场主体登记管理条例第四十条（虚假登记）；户数为示例",
    feed=Things(load=heads, cell=("other",), days=DAYS, least=LEAST - 2, reads=("enterprise_relation",)), judge=judge, plan="冒名登记核查",
)  # fmt: skip

"""The rule of many registrations at one address."""

from __future__ import annotations

from alerts.entity_feeds import Things, opened
from alerts.rule import Frame, Grade, Rule

DAYS, LEAST, GRAVE = 30, 10, 30


def judge(frame: Frame) -> Grade | None:
    count = len(frame.rows)
    if count < (LEAST if not frame.standing else LEAST - 2) or not frame.keys["address"].strip():
        return None
    address = frame.keys["address"].strip()[:60]
    return Grade(
        level="III" if count >= GRAVE else "IV", value=float(count), threshold=float(LEAST), unit="户", cause=f"address:{frame.cell}",
        title=f"{frame.place}同一住所 {DAYS} 日内新设 {count} 户，限 {LEAST} 户", window=f"近 {DAYS} 日",
        detail=f"住所：{address}；核查住所真实性和是否集群注册托管",
        evidence=tuple({"uscc": code, "name": name} for code, name in zip(frame.rows["uscc"].head(20), frame.rows["name"].head(20), strict=True)),
    )  # fmt: skip


RULE = Rule(
    code="reg_address", name="同一住所集中登记", family="登记注册", owner="登记注册处", cell="住所", level="III",
    question="同一住所短期内是否集中设立大量主体？", limit=f"{DAYS} 日内 ≥ {LEAST} 户为Ⅳ级，≥ {GRAVE} 户为Ⅲ级",
    citation="市场主体登记管理条例第十七条（申请人对住所真实性负责）；户数为示例",
    feed=Things(load=opened, cell=("region", "address"), days=DAYS, least=LEAST - 2, reads=("enterprise",)), judge=judge, plan="住所（经营场所）核查",
)  # fmt: skip

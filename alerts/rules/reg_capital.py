"""The rule of unusual registered capital of new enterprises."""

from __future__ import annotations

from alerts.entity_feeds import Things, opened
from alerts.rule import Frame, Grade, Rule

DAYS, LEAST = 30, 3
HIGH = {"individual": 1_000_000_000, "coop": 5_000_000_000}
"""分: what an individual (1,000 万元) and a cooperative (5,000 万元) rarely have."""
HIGHEST = 100_000_000_000
"""分: 10 亿元."""


def judge(frame: Frame) -> Grade | None:
    limits = frame.rows["type"].map(HIGH).fillna(HIGHEST)
    high = frame.rows[frame.rows["capital_fen"].astype(float) >= limits]
    count = len(high)
    if count < (LEAST if not frame.standing else LEAST - 1):
        return None
    largest = float(high["capital_fen"].astype(float).max()) / 1e10
    return Grade(
        level="IV", value=float(count), threshold=float(LEAST), unit="户", window=f"近 {DAYS} 日",
        title=f"{frame.place} {DAYS} 日内 {count} 户新设主体注册资本异常，限 {LEAST} 户",
        detail=f"最高 {largest:,.1f} 亿元；个体 1,000 万元、合作社 5,000 万元、其他 10 亿元及以上计为异常",
        evidence=tuple({"uscc": code, "name": name} for code, name in zip(high["uscc"].head(20), high["name"].head(20), strict=True)),
    )  # fmt: skip


RULE = Rule(
    code="reg_capital", name="注册资本异常", family="登记注册", owner="登记注册处", cell="县（市、区）", level="IV",
    question="新设主体的注册资本是否明显偏离其类型？", limit=f"{DAYS} 日内 ≥ {LEAST} 户",
    citation="国务院关于实施公司法注册资本登记管理制度的规定（2024）第三条；金额、户数为示例",
    feed=Things(load=opened, cell=("region",), days=DAYS, reads=("enterprise",)), judge=judge, plan="注册资本真实性研判",
)  # fmt: skip

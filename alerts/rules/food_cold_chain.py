"""The rule of cold stores, vehicles and vaccine fridges of a county that stay out of limits for long."""

from __future__ import annotations

from alerts.feeds import Series
from alerts.rule import Frame, Grade, Rule
from data_access.buckets import Grain

SITES = {"store": "冷库", "vehicle": "冷藏车", "vaccine": "疫苗冷藏"}
BORNE = {"store": 180.0, "vehicle": 180.0, "vaccine": 90.0}
"""Minutes out of limits within six hours that a county's sites of one kind may gather."""
HOURS = 6


def judge(frame: Frame) -> Grade | None:
    site = frame.keys["site"]
    rows = frame.rows.tail(HOURS)
    minutes = float(rows["cold_chain.excursion_minutes#n"].sum())
    times = float(rows["cold_chain.excursion_minutes#d"].sum())
    hours = int((rows["cold_chain.excursion_minutes#n"] > 0).sum())
    borne = BORNE.get(site, 180.0)
    if minutes <= borne * (0.8 if frame.standing else 1.0) or hours < HOURS // 2:
        return None
    return Grade(
        level="II" if minutes > 3 * borne else "III", value=minutes, threshold=borne, unit="分钟", indicator="cold_chain.excursion_minutes",
        title=f"{frame.place}{SITES.get(site, site)}近 {HOURS} 小时累计超温 {minutes:.0f} 分钟，限 {borne:.0f} 分钟", cause=f"cold_chain:{site}",
        detail=f"超温 {times:.0f} 次，{hours} 个小时内均有发生", window=f"近 {HOURS} 小时",
    )  # fmt: skip


RULE = Rule(
    code="food_cold_chain", name="冷链累计超温", family="食品安全", owner="食品流通处", cell="县（市、区）× 库型", level="II",
    question="一地的冷库、冷藏车、疫苗冰箱是否长时间超温？", limit="6 小时累计超温冷库和车辆 180 分钟、疫苗 90 分钟，且半数以上小时有发生；超 3 倍为Ⅱ级",
    citation="GB 31605-2020 第 3 条（监测、记录、报警）；疫苗储存和运输管理规范；累计限值为示例",
    feed=Series(codes=("cold_chain.excursion_minutes",), by=("region", "site"), length=HOURS, grain=Grain.HOUR, absent=True), judge=judge,
    plan="冷链断链处置",
)  # fmt: skip

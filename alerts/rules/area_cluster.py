"""The rule of a county where several business nets are unusual at the same time."""

from __future__ import annotations

from datetime import timedelta

from alerts.feeds import Series
from alerts.judgements import uneven_tail
from alerts.rule import Frame, Grade, Rule
from indicators.registry import get

NETS = ("complaint.received", "sampling.failed", "enforcement.filed", "inspection.found", "equipment.trapped", "kitchen.findings")
DAYS, LEAST, CHANCE, TIMES = 7, 3, 0.005, 1.5


def judge(frame: Frame) -> Grade | None:
    high = []
    for code in NETS:
        rows = frame.whole[code].dropna()
        if len(rows) < 8 * DAYS or rows.index[-1] < len(frame.whole) - DAYS:
            continue
        now, past = float(rows.tail(DAYS).sum()), rows.iloc[:-DAYS]
        usual = max(float(past.mean()) * DAYS, 0.1)
        chance = uneven_tail(now, usual, past.to_numpy(), DAYS)
        if now >= TIMES * usual and chance <= CHANCE:
            high.append((code, now, usual, chance))
    if len(high) < (LEAST if not frame.standing else LEAST - 1):
        return None
    words = "、".join(f"{get(code).name} {now:,.0f}（常态 {usual:,.0f}）" for code, now, usual, _ in high)
    chance = 1.0
    for *_, each in high:
        chance *= each
    return Grade(
        level="III", value=float(len(high)), threshold=float(LEAST), unit="项", cause="area", window=f"近 {DAYS} 日", chance=chance, indicator=high[0][0],
        title=f"{frame.place} {DAYS} 日内 {len(high)} 项业务同时偏高，达到区域性风险限 {LEAST} 项", detail=words,
    )  # fmt: skip


RULE = Rule(
    code="area_cluster", name="区域性风险聚集", family="综合", owner="应急指挥处", cell="县（市、区）", level="III",
    question="一地是否有几条线同时变坏？", limit=f"{DAYS} 日内不少于 {LEAST} 项业务为常态 {TIMES} 倍以上且偶然概率不足 0.5%",
    citation="防范化解系统性、行业性、区域性风险；限值为示例",
    feed=Series(codes=NETS, by=("region",), length=120), judge=judge, cap=0.05, every=timedelta(hours=1), plan="区域会商",
)  # fmt: skip

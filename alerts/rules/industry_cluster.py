"""The rule of an industry that leaves the market in several cities at the same time."""

from __future__ import annotations

from datetime import timedelta

from alerts.feeds import Series
from alerts.industries import industry_name
from alerts.judgements import uneven_tail
from alerts.rule import Frame, Grade, Rule

CODE, DAYS, LEAST, CHANCE, TIMES = "entity.closed", 14, 3, 0.001, 1.4


def judge(frame: Frame) -> Grade | None:
    high = []
    for city, rows in frame.whole.groupby("city", sort=True):
        counts = rows.sort_values("t")[CODE].dropna()
        if len(counts) < 5 * DAYS:
            continue
        now, past = float(counts.tail(DAYS).sum()), counts.iloc[:-DAYS]
        usual = max(float(past.mean()) * DAYS, 0.1)
        if now >= TIMES * usual and now >= 20 and uneven_tail(now, usual, past.to_numpy(), DAYS) <= CHANCE:
            high.append((str(city), now / usual))
    if len(high) < (LEAST if not frame.standing else LEAST - 1):
        return None
    industry = frame.keys["industry"]
    return Grade(
        level="III", value=float(len(high)), threshold=float(LEAST), unit="市", cause=f"industry:{industry}", indicator=CODE, window=f"近 {DAYS} 日",
        title=f"{industry_name(industry)} {DAYS} 日内 {len(high)} 个市注销同时偏高，达到行业性风险限 {LEAST} 个市",
        detail=f"为各市常态的 {min(times for _, times in high):.1f}–{max(times for _, times in high):.1f} 倍；所涉市见判定依据",
        evidence=tuple({"region": city, "times": f"{times:.1f}"} for city, times in high),
    )  # fmt: skip


RULE = Rule(
    code="industry_cluster", name="行业性风险聚集", family="综合", owner="信用监管处", cell="行业门类", level="III",
    question="一个行业是否在多个市同时退出？", limit=f"{DAYS} 日注销为常态 {TIMES} 倍以上的市不少于 {LEAST} 个",
    citation="防范化解系统性、行业性、区域性风险；限值为示例",
    feed=Series(codes=(CODE,), by=("industry", "city"), cell=("industry",), length=126), judge=judge, every=timedelta(hours=1), plan="行业会商",
)  # fmt: skip

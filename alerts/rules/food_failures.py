"""The rule of failed samples of one industry that come within days in one city."""

from __future__ import annotations

from alerts.entity_feeds import Things, failures
from alerts.event_judgements import Wave, wave
from alerts.industries import industry_name
from alerts.judgements import named
from alerts.rule import Frame, Grade, Rule


def judge(frame: Frame) -> Grade | None:
    industry = frame.keys["industry"]
    of = Wave(days=10, past=90, least=5, times=3.0, chance=1e-4, what=f"{industry_name(industry)}抽检不合格", unit="批次", grave=3.0)
    return named(wave(frame, of), cause=f"industry:{industry}:failed")


RULE = Rule(
    code="food_failures", name="行业不合格聚集", family="食品安全", owner="食品抽检处", cell="市 × 行业门类", level="III",
    question="一市一个行业的不合格是否集中出现？", limit="10 日不少于 5 批次，且为此前均值 3 倍以上、偶然概率不足万分之一",
    citation="食品安全抽样检验管理办法；限值为示例",
    feed=Things(load=failures, cell=("city", "industry"), days=100, reads=("enterprise_event", "enterprise")), judge=judge,
    cap=0.05, plan="行业专项检查",
)  # fmt: skip

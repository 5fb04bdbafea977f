"""The rule of long silent enterprises that stir at the same time."""

from __future__ import annotations

from alerts.entity_feeds import Things, woken
from alerts.event_judgements import Wave, wave
from alerts.rule import Rule

OF = Wave(days=14, past=112, least=8, times=3.0, chance=1e-4, what="沉寂两年以上主体集中变更", unit="户")

RULE = Rule(
    code="reg_dormant", name="沉寂主体集中异动", family="登记注册", owner="信用监管处", cell="县（市、区）", level="III",
    question="长期无活动的主体是否同时变更登记？", limit="14 日不少于 8 户，且为此前 8 个双周均值的 3 倍以上、偶然概率不足万分之一",
    citation="企业信用风险分类管理（国市监信发〔2022〕6号）；限值为示例",
    feed=Things(load=woken, cell=("region",), days=OF.past + OF.days, reads=("enterprise_event", "enterprise")),
    judge=lambda frame: wave(frame, OF), plan="空壳企业排查", cap=0.1,
)  # fmt: skip

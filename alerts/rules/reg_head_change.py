"""The rule of a wave of changes of legal representatives in one county."""

from __future__ import annotations

from alerts.entity_feeds import Things, changed_head
from alerts.event_judgements import Wave, wave
from alerts.rule import Rule

OF = Wave(days=7, past=84, least=6, times=3.0, chance=1e-4, what="法定代表人变更", unit="户")

RULE = Rule(
    code="reg_head_change", name="法定代表人集中变更", family="登记注册", owner="登记注册处", cell="县（市、区）", level="III",
    question="一地一周内是否集中变更法定代表人？", limit="7 日不少于 6 户，且为此前 12 周周均的 3 倍以上、偶然概率不足万分之一",
    citation="市场主体登记管理条例第二十四条（变更登记）；限值为示例",
    feed=Things(load=changed_head, cell=("region",), days=OF.past + OF.days, reads=("enterprise_event",)),
    judge=lambda frame: wave(frame, OF), plan="登记档案抽查", cap=0.1,
)  # fmt: skip

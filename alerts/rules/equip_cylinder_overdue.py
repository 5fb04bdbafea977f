"""The rule of the share of gas cylinders that are past their inspection."""

from __future__ import annotations

from alerts.feeds import Standing
from alerts.judgements import Limit, limit, named
from alerts.rule import Frame, Grade, Rule

OF = Limit(code="equipment.overdue_rate", what="气瓶超期未检率", high=0.8, graver=1.6, over=100, level="IV", graver_level="III")


def judge(frame: Frame) -> Grade | None:
    return named(limit(frame, OF), cause="overdue:气瓶")


RULE = Rule(
    code="equip_cylinder_overdue", name="气瓶超期未检", family="特种设备安全", owner="特种设备局", cell="市", level="III",
    question="一市超期未检的气瓶是否过多？", limit="超期未检率高于 0.8% 为Ⅳ级，高于 1.6% 为Ⅲ级；在用不少于 100 台",
    citation="特种设备安全法第四十条、第四十九条；气瓶安全技术规程；比率限值为示例",
    feed=Standing(codes=("equipment.overdue_rate",), by=("city",), where={"kind": "气瓶"}), judge=judge, plan="超期设备停用核查",
)  # fmt: skip

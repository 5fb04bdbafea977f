"""The rule of the share of pressure vessels that are past their inspection."""

from __future__ import annotations

from alerts.feeds import Standing
from alerts.judgements import Limit, limit, named
from alerts.rule import Frame, Grade, Rule

OF = Limit(code="equipment.overdue_rate", what="压力容器超期未检率", high=0.8, graver=1.6, over=100, level="IV", graver_level="III")


def judge(frame: Frame) -> Grade | None:
    return named(limit(frame, OF), cause="overdue:压力容器")


RULE = Rule(
    code="equip_vessel_overdue", name="压力容器超期未检", family="特种设备安全", owner="特种设备局", cell="市", level="III",
    question="一市超期未检的压力容器是否过多？", limit="超期未检率高于 0.8% 为Ⅳ级，高于 1.6% 为Ⅲ级；在用不少于 100 台",
    citation="特种设备安全法第四十条；固定式压力容器安全技术监察规程；比率限值为示例",
    feed=Standing(codes=("equipment.overdue_rate",), by=("city",), where={"kind": "压力容器"}), judge=judge, plan="超期设备停用核查",
)  # fmt: skip

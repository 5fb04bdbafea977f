"""The rule of people trapped in lifts that gather in one county."""

from __future__ import annotations

from alerts.feeds import Series
from alerts.judgements import Cluster, cluster, named
from alerts.rule import Frame, Grade, Rule

OF = Cluster(code="equipment.trapped", what="电梯困人", unit="起", days=7, least=5, times=3.0, chance=1e-4)


def judge(frame: Frame) -> Grade | None:
    return named(cluster(frame, OF), cause="lift:trapped")


RULE = Rule(
    code="equip_trapped_area", name="电梯困人区域聚集", family="特种设备安全", owner="特种设备局", cell="县（市、区）", level="III",
    question="一地的电梯困人是否明显多于平时？", limit="7 日不少于 5 起，且为当地常态 3 倍以上、偶然概率不足万分之一",
    citation="特种设备安全监察条例；泊松检验，Benjamini–Hochberg 1995；限值为示例",
    feed=Series(codes=("equipment.trapped",), by=("region",), length=120), judge=judge, cap=0.05, plan="电梯困人聚集处置",
)  # fmt: skip

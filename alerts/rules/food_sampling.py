"""The rule of failed samples that gather in one kind of food of a city."""

from __future__ import annotations

from alerts.feeds import Series
from alerts.judgements import Excess, excess_share, named
from alerts.rule import Frame, Grade, Rule


def judge(frame: Frame) -> Grade | None:
    category = frame.keys["category"]
    of = Excess(code="sampling.failed_rate", what=f"{category}抽检不合格", unit="批次", days=30, least=6, times=2.5, chance=1e-4)
    return named(excess_share(frame, of), cause=f"sampling:{category}")


RULE = Rule(
    code="food_sampling", name="抽检不合格聚集", family="食品安全", owner="食品抽检处", cell="市 × 品类", level="III",
    question="一市一类食品的不合格率是否明显高于全省其他地区？", limit="30 日不少于 6 批次不合格，且为全省其他地区同品类的 2.5 倍以上、偶然概率不足万分之一",
    citation="食品安全抽样检验管理办法第四十条；二项检验，Benjamini–Hochberg 1995；限值为示例",
    feed=Series(codes=("sampling.failed_rate",), by=("city", "category"), beside=("category",), length=30), judge=judge,
    cap=0.05, plan="同品类扩大抽检",
)  # fmt: skip

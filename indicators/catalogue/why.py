"""The counted numbers of a change: what each part adds to it, and which share of it that is."""

from datetime import timedelta
from typing import Any

from indicators.counted import Counted

COMMON: dict[str, Any] = {
    "owner": "信息中心", "rhythm": timedelta(days=1), "counted_in": ("region",), "period": "同所分解的指标：已满时段与上期或上年同期",
}  # fmt: skip

NUMBERS = (
    Counted(code="why.change", name="变化贡献", unit="", definition="各部分对指标变化的贡献；各部分之和等于变化，单位同所分解的指标", **COMMON),
    Counted(code="why.share", name="变化贡献率", unit="%", decimals=1, definition="各部分贡献 ÷ 变化；各部分之和为 100%", **COMMON),
    Counted(code="why.volume", name="结构影响", unit="", definition="比率变化中由各部分权重变化引起的部分（Shapley 值）；单位同所分解的指标", **COMMON),
    Counted(code="why.rate", name="水平影响", unit="", definition="比率变化中由各部分自身比率变化引起的部分（Shapley 值）；单位同所分解的指标", **COMMON),
    Counted(code="why.power", name="解释力", unit="%", definition="候选来源的变化 ÷ 总变化", **COMMON),
)  # fmt: skip

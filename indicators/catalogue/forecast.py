"""The counted numbers of forecasts: what is expected, between which ends, and how far off the method was."""

from datetime import timedelta
from typing import Any

from indicators.counted import Counted

COMMON: dict[str, Any] = {
    "owner": "信息中心", "rhythm": timedelta(days=1), "counted_in": ("forecast",), "period": "历史截止月之后的各月，每夜重算",
}  # fmt: skip

NUMBERS = (
    Counted(code="forecast.expected", name="预测值", unit="", definition="按月预测值，方法、区间和回测误差随值给出；单位同所预测的指标", **COMMON),
    Counted(code="forecast.low", name="预测区间下限", unit="", definition="95% 预测区间的下限；单位同所预测的指标", **COMMON),
    Counted(code="forecast.high", name="预测区间上限", unit="", definition="95% 预测区间的上限；单位同所预测的指标", **COMMON),
    Counted(code="forecast.error", name="预测回测误差", unit="%", better="down", decimals=1, definition="各回测起点对称平均绝对百分比误差（sMAPE）的平均", **COMMON),
    Counted(code="forecast.naive_error", name="季节朴素法回测误差", unit="%", decimals=1, definition="以上一周期同期值为预测时，同样各起点的 sMAPE 的平均", **COMMON),
)  # fmt: skip

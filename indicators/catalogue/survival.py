"""The counted numbers of survival: which share of entities stands after so many months."""

from datetime import timedelta
from typing import Any

from indicators.counted import Counted

COMMON: dict[str, Any] = {
    "owner": "登记注册处", "rhythm": timedelta(days=1), "counted_in": ("enterprise",), "period": "成立以来至登记数据截止日",
}  # fmt: skip

NUMBERS = (
    Counted(code="survival.share", name="主体存续率", unit="%", better="up", decimals=1, definition="开业若干个月后仍存续的主体占比，Kaplan–Meier 法，在营主体按右删失计", **COMMON),
    Counted(code="survival.low", name="存续率区间下限", unit="%", decimals=1, definition="存续率 95% 区间的下限（Greenwood 方差，对数负对数变换）", **COMMON),
    Counted(code="survival.high", name="存续率区间上限", unit="%", decimals=1, definition="存续率 95% 区间的上限（Greenwood 方差，对数负对数变换）", **COMMON),
    Counted(code="survival.median", name="中位存续月数", unit="个月", better="up", definition="存续率降至 50% 的月数", **COMMON),
    Counted(code="survival.entities", name="存续分析主体数", unit="户", definition="进入存续分析的主体户数：成立日期和注销日期可用的", **COMMON),
    Counted(code="survival.at_risk", name="在险主体数", unit="户", definition="到该月仍在观察中的主体户数", **COMMON),
)  # fmt: skip

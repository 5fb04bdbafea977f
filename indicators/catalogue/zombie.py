"""The counted numbers of suspected zombie entities, by rule ZB-01."""

from datetime import timedelta
from typing import Any

from indicators.counted import Counted

COMMON: dict[str, Any] = {
    "owner": "登记注册处", "rhythm": timedelta(days=1), "counted_in": ("enterprise", "enterprise_event"), "period": "登记和事件数据截止日的现状",
}  # fmt: skip

NUMBERS = (
    Counted(code="zombie.count", name="疑似僵尸主体", unit="户", better="down", definition="在营、成立满 60 个月且近 36 个月无任何事件的主体（规则 ZB-01，示例）", **COMMON),
    Counted(code="zombie.share", name="疑似僵尸主体占比", unit="%", better="down", decimals=1, definition="疑似僵尸主体 ÷ 在营主体（规则 ZB-01，示例）", **COMMON),
    Counted(code="zombie.active", name="剔除疑似僵尸后在营", unit="户", better="up", definition="在营主体 − 疑似僵尸主体（规则 ZB-01，示例）", **COMMON),
)  # fmt: skip

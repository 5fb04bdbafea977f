"""The counted numbers of statutory clocks: what waits, and how many are due in how many working days."""

from datetime import timedelta
from typing import Any

from indicators.counted import Counted

COMMON: dict[str, Any] = {
    "owner": "消费者权益保护处",
    "rhythm": timedelta(minutes=15),
    "counted_in": ("clock",),
    "unit": "件",
    "better": "down",
}

NUMBERS = (
    Counted(code="clock.waiting", name="12315 待受理", definition="投诉受理时限正在走的件数：已收到，尚未决定是否受理", **COMMON),
    Counted(code="clock.running", name="时限内在办", definition="所选法定时限正在走或中止的件数", **COMMON),
    Counted(code="clock.left", name="按剩余工作日的在办件", definition="所选法定时限正在走的件数，按今日之后还剩的工作日分；已过时限的为超期", **COMMON),
)  # fmt: skip

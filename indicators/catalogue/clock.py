"""The counted numbers of statutory clocks: how many run, are due soon or in how many working days, and have run out."""

from datetime import timedelta
from typing import Any

from indicators.counted import Counted

CLOCKS: dict[str, Any] = {"unit": "件", "owner": "法规处", "rhythm": timedelta(minutes=1), "counted_in": ("clock",)}
OF_12315: dict[str, Any] = {**CLOCKS, "owner": "消费者权益保护处", "better": "down"}

OF_LIMITS = (
    Counted(code="clock.running", name="时限在办", definition="按一项法定时限计时、尚未办结或撤销的事项，含中止计时的", **CLOCKS),
    Counted(code="clock.soon", name="时限 3 日内到期", definition="按一项法定时限计时、未中止、将在 3 日（72 小时）内到期的事项", better="down", **CLOCKS),
    Counted(code="clock.overdue", name="时限超期", definition="按一项法定时限计时、未中止、已过期限仍未办结的事项", better="down", **CLOCKS),
    Counted(code="clock.waiting", name="12315 待受理", definition="投诉受理时限正在走的件数：已收到，尚未决定是否受理", **OF_12315),
    Counted(code="clock.left", name="按剩余工作日的在办件", definition="所选法定时限正在走的件数，按今日之后还剩的工作日分；已过时限的为超期", **OF_12315),
)  # fmt: skip

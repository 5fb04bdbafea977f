"""The counted numbers of the business nets: open alerts of one business by level."""

from datetime import timedelta
from typing import Any

from indicators.catalogue.alert import LEVELS
from indicators.counted import Counted

ALERTS: dict[str, Any] = {"unit": "件", "owner": "应急指挥处", "rhythm": timedelta(minutes=15), "counted_in": ("alert",), "better": "down"}

OF_RULES = tuple(
    Counted(
        code=f"net.alerts.{level}", name=f"本业务待处置预警·{name}", **ALERTS,
        definition=f"由盯看本业务的规则产生、状态不为已办结、级别为{name}的实警件数，同类并案为一件，被更重告警抑制的不计",
    )
    for level, name in LEVELS.items()
)  # fmt: skip

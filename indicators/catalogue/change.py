"""The number of changes: what has happened in the last half hour."""

from datetime import timedelta

from indicators.counted import Counted

HALF_HOUR = Counted(
    code="change.half_hour", name="近 30 分钟变化", unit="项", owner="应急指挥处", rhythm=timedelta(minutes=15), counted_in=("change",),
    definition="近 30 分钟内新报、升降级、确认、派单、办结和设备状态的变化条数",
)  # fmt: skip

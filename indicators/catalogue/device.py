"""The indicators of the register of special equipment: devices whose next inspection is due by now."""

from datetime import timedelta

from data_access.measure import Share, Standing
from indicators.counted import Counted
from indicators.declaration import Indicator

REGISTERED = Standing("due_on")
DIMS = ("kind", "status")

INDICATORS = (
    Indicator(code="device.overdue", name="设备台账到期未检", unit="台", better="down", time="stock", mart="equipment", measure=REGISTERED, dims=DIMS,
        definition="设备台账中下次检验日期已到（含当日）的台数；下次检验日期未知的不计；台账只有现状，不知往期"),
    Indicator(code="device.overdue_lifts_share", name="到期未检中电梯占比", unit="%", time="stock", mart="equipment", dims=("status",), decimals=1,
        measure=Share(Standing("due_on", where={"kind": "电梯"}), REGISTERED), definition="台账中到期未检电梯台数 ÷ 到期未检设备台数；台账只有现状，不知往期"),
)  # fmt: skip

COUNTED = (
    Counted(code="device.overdue_in_use", name="台账超期在用设备", unit="台", owner="特种设备局", rhythm=timedelta(days=1), counted_in=("equipment",), better="down",
        period="台账现状", definition="设备台账中下次检验日期早于数据截止日、状态为在用或超期的台数，逐台列名"),
)  # fmt: skip
KINDS = {
    "起重机械": "crane",
    "场车": "forklift",
    "压力容器": "vessel",
    "锅炉": "boiler",
    "压力管道": "pipeline",
    "气瓶": "cylinder",
    "电梯": "lift",
}
OVERDUE_OF_KIND = tuple(
    Indicator(code=f"device.{word}_overdue", name=f"台账到期未检·{kind}", unit="台", better="down", time="stock", mart="equipment", dims=("status",),
        measure=Standing("due_on", where={"kind": kind}), definition=f"设备台账中下次检验日期已到（含当日）的{kind}台数；台账只有现状，不知往期")
    for kind, word in KINDS.items()
)  # fmt: skip

"""The indicators of special equipment."""

from data_access.measure import Base, Last, Per, Ratio, Share, Sum
from indicators.declaration import Band, Indicator
from indicators.period import Span

LIFT = "电梯"
"""Code of lifts in the dimension `kind`."""

INDICATORS = (
    Indicator(code="equipment.in_use", name="在用特种设备", unit="台", time="stock", mart="equipment_daily", measure=Last("in_use"),
        scale_hint="万", definition="期末登记在用的特种设备台数，取各地期内最后一日"),
    Indicator(code="equipment.inspected_rate", name="定期检验率", unit="%", better="up", mart="equipment_daily", measure=Share(Sum("inspected"), Sum("due")),
        span=Span.YEAR, decimals=1, band=Band(low=95), definition="已检台数 ÷ 应检台数"),
    Indicator(code="equipment.lift_inspected_rate", name="电梯定期检验率", unit="%", better="up", mart="equipment_daily",
        measure=Share(Sum("inspected", where={"kind": LIFT}), Sum("due", where={"kind": LIFT})), span=Span.YEAR, dims=(), decimals=1, band=Band(low=95),
        definition="已检电梯台数 ÷ 应检电梯台数"),
    Indicator(code="equipment.overdue", name="超期未检设备", unit="台", better="down", time="stock", mart="equipment_daily", measure=Last("overdue"),
        definition="期末超过检验有效期仍在用的设备台数，取各地期内最后一日"),
    Indicator(code="equipment.overdue_rate", name="超期未检率", unit="%", better="down", time="stock", mart="equipment_daily", measure=Share(Last("overdue"), Last("in_use")),
        decimals=2, band=Band(low=0, high=1), definition="期末超期未检台数 ÷ 期末在用台数"),
    Indicator(code="equipment.trapped", name="电梯困人", unit="起", better="down", mart="equipment_daily", measure=Sum("trapped"), definition="期内电梯困人起数"),
    Indicator(code="equipment.trapped_today", name="电梯困人今日", unit="起", better="down", mart="equipment_daily", measure=Sum("trapped"), span=Span.DAY,
        definition="数据截止当日电梯困人起数"),
    Indicator(code="equipment.rescue_minutes", name="困人救援平均到场", unit="分钟", better="down", mart="equipment_daily", measure=Ratio(Sum("rescue_minutes"), Sum("trapped")),
        decimals=0, band=Band(low=0, high=30), definition="救援到场总时长 ÷ 困人起数；平均值，不是中位数"),
    Indicator(code="equipment.trapped_per_ten_thousand", name="万台困人率", unit="起", better="down", mart="equipment_daily",
        measure=Per(Sum("trapped", where={"kind": LIFT}), Base("equipment_daily", Last("in_use", where={"kind": LIFT})), 10_000),
        span=Span.MONTHS_12, dims=(), decimals=1, definition="电梯困人起数 ÷ 期末在用电梯台数 × 10000"),
)  # fmt: skip

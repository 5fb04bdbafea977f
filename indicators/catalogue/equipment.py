"""The indicators of special equipment."""

from data_access.measure import Base, Last, Per, Ratio, Share, Sum
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.period import Span

LIFT = "电梯"
"""Code of lifts in the dimension `kind`."""

INDICATORS = (
    Indicator(
        code="equipment.in_use",
        name="在用特种设备",
        unit="台",
        time="stock",
        mart="equipment_daily",
        measure=Last("in_use"),
        scale_hint="万",
        definition="期末登记在用的特种设备台数，取各地期内最后一日",
    ),
    Indicator(
        code="equipment.inspected_rate",
        name="定期检验率",
        unit="%",
        better="up",
        mart="equipment_daily",
        measure=Share(Sum("inspected"), Sum("due")),
        span=Span.YEAR,
        decimals=1,
        watch="run",
        band=Band(low=95),
        definition="已检台数 ÷ 应检台数",
    ),
    Indicator(
        code="equipment.lift_inspected_rate",
        name="电梯定期检验率",
        unit="%",
        better="up",
        mart="equipment_daily",
        measure=Share(Sum("inspected", where={"kind": LIFT}), Sum("due", where={"kind": LIFT})),
        span=Span.YEAR,
        dims=(),
        decimals=1,
        band=Band(low=95),
        definition="已检电梯台数 ÷ 应检电梯台数",
    ),
    Indicator(
        code="equipment.overdue",
        name="超期未检设备",
        unit="台",
        better="down",
        time="stock",
        mart="equipment_daily",
        measure=Last("overdue"),
        definition="期末超过检验有效期仍在用的设备台数，取各地期内最后一日",
    ),
    Indicator(
        code="equipment.overdue_rate",
        name="超期未检率",
        unit="%",
        better="down",
        time="stock",
        mart="equipment_daily",
        measure=Share(Last("overdue"), Last("in_use")),
        decimals=2,
        watch="run",
        band=Band(low=0, high=1),
        definition="期末超期未检台数 ÷ 期末在用台数",
    ),
    Indicator(
        code="equipment.trapped",
        name="电梯困人",
        unit="起",
        better="down",
        mart="equipment_daily",
        measure=Sum("trapped"),
        definition="期内电梯困人起数",
    ),
    Indicator(
        code="equipment.trapped_today",
        name="电梯困人今日",
        unit="起",
        better="down",
        mart="equipment_daily",
        measure=Sum("trapped"),
        span=Span.DAY,
        definition="数据截止当日电梯困人起数",
    ),
    Indicator(
        code="equipment.rescue_minutes",
        name="困人救援平均到场",
        unit="分钟",
        better="down",
        mart="equipment_daily",
        measure=Ratio(Sum("rescue_minutes"), Sum("trapped")),
        decimals=0,
        band=Band(low=0, high=30),
        definition="救援到场总时长 ÷ 困人起数；平均值，不是中位数",
    ),
    Indicator(
        code="equipment.trapped_per_ten_thousand",
        name="万台困人率",
        unit="起",
        better="down",
        mart="equipment_daily",
        measure=Per(Sum("trapped", where={"kind": LIFT}), Base("equipment_daily", Last("in_use", where={"kind": LIFT})), 10_000),
        span=Span.MONTHS_12,
        dims=(),
        decimals=1,
        definition="电梯困人起数 ÷ 期末在用电梯台数 × 10000",
    ),
)

KINDS = {
    "电梯": "lift", "起重机械": "crane", "场车": "forklift", "压力容器": "vessel", "锅炉": "boiler", "压力管道": "pipeline", "大型游乐设施": "ride", "气瓶": "cylinder",
}  # fmt: skip
LIFTS = Base("equipment_daily", Last("in_use", where={"kind": LIFT}))

MORE = (
    Indicator(code="equipment.due", name="定期检验应检", unit="台", mart="equipment_daily", measure=Sum("due"), definition="期内检验到期、应当检验的设备台数"),
    Indicator(code="equipment.inspected", name="定期检验已检", unit="台", better="up", mart="equipment_daily", measure=Sum("inspected"), definition="期内完成定期检验的设备台数"),
    Indicator(code="equipment.uninspected", name="到期未检", unit="台", better="down", mart="equipment_daily", measure=Sum("due") - Sum("inspected"), span=Span.YEAR,
        definition="本年应检台数减已检台数"),
    Indicator(code="equipment.inspected_year", name="本年定期检验", unit="台", better="up", mart="equipment_daily", measure=Sum("inspected"), span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日完成定期检验的设备台数"),
    Indicator(code="equipment.inspected_7_days", name="近 7 日定期检验", unit="台", better="up", mart="equipment_daily", measure=Sum("inspected"), span=Span.DAYS_7,
        watch="run", band=Band(low=15600, high=44600, source=DEMO_YEAR), definition="最近 7 个已满的日完成定期检验的设备台数"),
    Indicator(code="equipment.inspected_rate_30_days", name="近 30 日定期检验率", unit="%", better="up", mart="equipment_daily",
        measure=Share(Sum("inspected"), Sum("due")), span=Span.DAYS_30, decimals=1, watch="core", band=Band(low=94.8, high=95.3, source=DEMO_YEAR),
        definition="近 30 日已检台数 ÷ 应检台数"),
    Indicator(code="equipment.lift_inspected_rate_30_days", name="近 30 日电梯定期检验率", unit="%", better="up", mart="equipment_daily", dims=(), decimals=1,
        measure=Share(Sum("inspected", where={"kind": LIFT}), Sum("due", where={"kind": LIFT})), span=Span.DAYS_30, watch="run", band=Band(low=94.8, high=95.4, source=DEMO_YEAR),
        definition="近 30 日已检电梯台数 ÷ 应检电梯台数"),
    Indicator(code="equipment.overdue_per_ten_thousand", name="每万台设备超期未检", unit="台", better="down", time="stock", mart="equipment_daily", decimals=1,
        measure=Ratio(Last("overdue"), Last("in_use"), scale=10_000), watch="core", band=Band(low=20.2, high=21.8, source=DEMO_YEAR),
        definition="期末超期未检台数 ÷ 期末在用台数 × 10000"),
    Indicator(code="equipment.lift_overdue_per_ten_thousand", name="每万台电梯超期未检", unit="台", better="down", time="stock", mart="equipment_daily", dims=(), decimals=1,
        measure=Ratio(Last("overdue", where={"kind": LIFT}), Last("in_use", where={"kind": LIFT}), scale=10_000), watch="run", band=Band(low=19.8, high=22.1, source=DEMO_YEAR),
        definition="期末超期未检电梯台数 ÷ 期末在用电梯台数 × 10000"),
    Indicator(code="equipment.trapped_7_days", name="近 7 日电梯困人", unit="起", better="down", mart="equipment_daily", measure=Sum("trapped"), span=Span.DAYS_7,
        watch="run", band=Band(low=24, high=54, source=DEMO_YEAR), definition="最近 7 个已满的日电梯困人起数"),
    Indicator(code="equipment.trapped_30_days", name="近 30 日电梯困人", unit="起", better="down", mart="equipment_daily", measure=Sum("trapped"), span=Span.DAYS_30,
        watch="run", band=Band(low=118, high=206, source=DEMO_YEAR), definition="最近 30 个已满的日电梯困人起数"),
    Indicator(code="equipment.trapped_year", name="本年电梯困人", unit="起", better="down", mart="equipment_daily", measure=Sum("trapped"), span=Span.YEAR,
        definition="年初至数据截止日电梯困人起数"),
    Indicator(code="equipment.trapped_per_ten_thousand_30_days", name="近 30 日万台困人率", unit="起", better="down", mart="equipment_daily", dims=(), decimals=2,
        measure=Per(Sum("trapped", where={"kind": LIFT}), LIFTS, 10_000), span=Span.DAYS_30, watch="run", band=Band(low=1.33, high=2.25, source=DEMO_YEAR),
        definition="近 30 日电梯困人起数 ÷ 期末在用电梯台数 × 10000"),
    Indicator(code="equipment.rescue_minutes_30_days", name="近 30 日困人救援平均到场", unit="分钟", better="down", mart="equipment_daily", decimals=1,
        measure=Ratio(Sum("rescue_minutes"), Sum("trapped")), span=Span.DAYS_30, watch="run",
        band=Band(low=0, high=30, source="TSG T5002-2017：设区的市维保单位抵达不超过 30 分钟"), definition="近 30 日救援到场总时长 ÷ 困人起数；平均值，不是中位数"),
    Indicator(code="equipment.lift_share", name="电梯占在用设备比重", unit="%", time="stock", mart="equipment_daily", dims=(), decimals=1,
        measure=Share(Last("in_use", where={"kind": LIFT}), Last("in_use")), definition="期末在用电梯台数 ÷ 期末在用特种设备台数"),
)  # fmt: skip
IN_USE_OF_KIND = tuple(
    Indicator(code=f"equipment.{word}_in_use", name=f"在用{kind}", unit="台", time="stock", mart="equipment_daily", dims=(), scale_hint="万",
        measure=Last("in_use", where={"kind": kind}), definition=f"期末登记在用的{kind}台数（气瓶按只、压力管道按条），取各地期内最后一日")
    for kind, word in KINDS.items()
)  # fmt: skip
OVERDUE_OF_KIND = tuple(
    Indicator(code=f"equipment.{word}_overdue", name=f"{kind}超期未检", unit="台", better="down", time="stock", mart="equipment_daily", dims=(),
        measure=Last("overdue", where={"kind": kind}), definition=f"期末超过检验有效期仍在用的{kind}台数，取各地期内最后一日")
    for kind, word in KINDS.items()
)  # fmt: skip
INSPECTED_RATE_OF_KIND = tuple(
    Indicator(code=f"equipment.{word}_inspected_rate", name=f"{kind}定期检验率", unit="%", better="up", mart="equipment_daily", dims=(), decimals=1, span=Span.YEAR,
        measure=Share(Sum("inspected", where={"kind": kind}), Sum("due", where={"kind": kind})), definition=f"本年已检{kind}台数 ÷ 应检{kind}台数")
    for kind, word in KINDS.items() if kind != LIFT
)  # fmt: skip

FURTHER = (
    Indicator(code="equipment.rescue_minutes_year", name="本年困人救援平均到场", unit="分钟", better="down", mart="equipment_daily", span=Span.YEAR, decimals=1,
        measure=Ratio(Sum("rescue_minutes"), Sum("trapped")), definition="本年救援到场总时长 ÷ 困人起数；平均值，不是中位数"),
    Indicator(code="equipment.lift_overdue_share", name="超期未检设备中电梯占比", unit="%", time="stock", mart="equipment_daily", dims=(), decimals=1,
        measure=Share(Last("overdue", where={"kind": LIFT}), Last("overdue")), definition="期末超期未检电梯台数 ÷ 期末超期未检设备台数"),
    Indicator(code="equipment.uninspected_30_days", name="近 30 日到期未检", unit="台", better="down", mart="equipment_daily", measure=Sum("due") - Sum("inspected"),
        span=Span.DAYS_30, definition="近 30 日应检台数减已检台数"),
    Indicator(code="equipment.per_thousand_entities", name="每千户主体在用设备", unit="台", time="stock", mart="equipment_daily", dims=(), decimals=1,
        measure=Per(Last("in_use"), Base("entity_daily", Last("stock")), 1000), definition="期末在用特种设备台数 ÷ 期末在营主体户数 × 1000"),
)  # fmt: skip

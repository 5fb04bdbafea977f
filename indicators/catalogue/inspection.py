"""The indicators of supervision and inspection."""

from data_access.measure import Share, Sum
from indicators.declaration import Band, Indicator
from indicators.period import Span

INDICATORS = (
    Indicator(
        code="inspection.done",
        name="监督检查",
        unit="户次",
        better="up",
        mart="inspection_daily",
        measure=Sum("done"),
        definition="期内完成的监督检查户次",
    ),
    Indicator(
        code="inspection.completion_rate",
        name="检查计划完成率",
        unit="%",
        better="up",
        mart="inspection_daily",
        measure=Share(Sum("done"), Sum("planned")),
        span=Span.YEAR,
        decimals=1,
        band=Band(low=95),
        definition="已检查户次 ÷ 同期计划户次",
    ),
    Indicator(
        code="inspection.found",
        name="检查发现问题",
        unit="户次",
        mart="inspection_daily",
        measure=Sum("found"),
        definition="期内检查中发现问题的户次",
    ),
    Indicator(
        code="inspection.found_rate",
        name="问题发现率",
        unit="%",
        mart="inspection_daily",
        measure=Share(Sum("found"), Sum("done")),
        decimals=1,
        band=Band(low=2, high=25),
        definition="发现问题户次 ÷ 已检查户次",
    ),
    Indicator(
        code="inspection.rectified_rate",
        name="整改率",
        unit="%",
        better="up",
        mart="inspection_daily",
        measure=Share(Sum("rectified"), Sum("found")),
        span=Span.DAYS_30,
        decimals=1,
        band=Band(low=85),
        definition="已整改户次 ÷ 发现问题户次；整改可晚于发现，短期内可超过 100%",
    ),
)

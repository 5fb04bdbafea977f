"""The indicators of traced products."""

from data_access.measure import Ratio, Share, Sum
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.period import Span

INDICATORS = (
    Indicator(
        code="trace.batches",
        name="上链批次",
        unit="批次",
        better="up",
        mart="trace_daily",
        measure=Sum("batches"),
        scale_hint="万",
        definition="期内上链的重要产品批次",
    ),
    Indicator(
        code="trace.complete_rate",
        name="追溯链条完整率",
        unit="%",
        better="up",
        mart="trace_daily",
        measure=Share(Sum("complete"), Sum("batches")),
        decimals=1,
        band=Band(low=95, high=100),
        definition="生产、流通、销售各环节记录齐全的批次 ÷ 上链批次",
    ),
    Indicator(
        code="trace.failed",
        name="追溯产品不合格",
        unit="批次",
        better="down",
        mart="trace_daily",
        measure=Sum("failed"),
        definition="期内检出不合格的上链批次",
    ),
    Indicator(
        code="trace.sealed_rate",
        name="不合格批次封存率",
        unit="%",
        better="up",
        mart="trace_daily",
        measure=Share(Sum("sealed"), Sum("failed")),
        span=Span.DAYS_30,
        decimals=1,
        band=Band(low=90),
        definition="已封存召回批次 ÷ 不合格批次",
    ),
)

FAMILIES = {"食品": "food", "药品": "drug", "特种设备": "equipment", "重要工业产品": "industrial"}

MORE = (
    Indicator(code="trace.complete", name="链条完整批次", unit="批次", better="up", mart="trace_daily", measure=Sum("complete"), scale_hint="万",
        definition="期内生产、流通、销售各环节记录齐全的上链批次"),
    Indicator(code="trace.incomplete", name="链条不完整批次", unit="批次", better="down", mart="trace_daily", measure=Sum("batches") - Sum("complete"),
        definition="期内上链批次减链条完整批次"),
    Indicator(code="trace.complete_rate_30_days", name="近 30 日追溯链条完整率", unit="%", better="up", mart="trace_daily", measure=Share(Sum("complete"), Sum("batches")),
        span=Span.DAYS_30, decimals=1, watch="core", band=Band(low=96.6, high=97, source=DEMO_YEAR), definition="近 30 日链条完整批次 ÷ 上链批次"),
    Indicator(code="trace.batches_7_days", name="近 7 日上链批次", unit="批次", better="up", mart="trace_daily", measure=Sum("batches"), span=Span.DAYS_7, scale_hint="万",
        watch="run", band=Band(low=20900, high=56100, source=DEMO_YEAR), definition="最近 7 个已满的日上链的重要产品批次"),
    Indicator(code="trace.batches_year", name="本年上链批次", unit="批次", better="up", mart="trace_daily", measure=Sum("batches"), span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日上链的重要产品批次"),
    Indicator(code="trace.failed_per_ten_thousand", name="每万批次不合格", unit="批次", better="down", mart="trace_daily", decimals=1,
        measure=Ratio(Sum("failed"), Sum("batches"), scale=10_000), span=Span.DAYS_30, watch="run", band=Band(low=14.9, high=18.3, source=DEMO_YEAR),
        definition="近 30 日不合格批次 ÷ 上链批次 × 10000"),
    Indicator(code="trace.sealed", name="已封存召回批次", unit="批次", better="up", mart="trace_daily", measure=Sum("sealed"), definition="期内完成封存或召回的不合格批次"),
    Indicator(code="trace.unsealed", name="未封存不合格批次", unit="批次", better="down", mart="trace_daily", measure=Sum("failed") - Sum("sealed"), span=Span.DAYS_30,
        definition="近 30 日不合格批次减已封存召回批次"),
    Indicator(code="trace.sealed_rate_year", name="本年不合格批次封存率", unit="%", better="up", mart="trace_daily", measure=Share(Sum("sealed"), Sum("failed")),
        span=Span.YEAR, decimals=1, watch="run", band=Band(low=91.8, high=94.5, source=DEMO_YEAR), definition="本年已封存召回批次 ÷ 不合格批次"),
)  # fmt: skip
COMPLETE_RATE_OF_FAMILY = tuple(
    Indicator(code=f"trace.{word}_complete_rate", name=f"{family}追溯链条完整率", unit="%", better="up", mart="trace_daily", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("complete", where={"family": family}), Sum("batches", where={"family": family})),
        definition=f"近 30 日{family}链条完整批次 ÷ {family}上链批次")
    for family, word in FAMILIES.items()
)  # fmt: skip
BATCHES_OF_FAMILY = tuple(
    Indicator(code=f"trace.{word}_batches", name=f"{family}上链批次", unit="批次", better="up", mart="trace_daily", dims=(), scale_hint="万",
        measure=Sum("batches", where={"family": family}), definition=f"期内上链的{family}批次")
    for family, word in FAMILIES.items()
)  # fmt: skip

FURTHER = (
    Indicator(code="trace.complete_rate_year", name="本年追溯链条完整率", unit="%", better="up", mart="trace_daily", measure=Share(Sum("complete"), Sum("batches")), span=Span.YEAR,
        decimals=1, definition="本年链条完整批次 ÷ 上链批次"),
    Indicator(code="trace.failed_year", name="本年追溯不合格批次", unit="批次", better="down", mart="trace_daily", measure=Sum("failed"), span=Span.YEAR,
        definition="年初至数据截止日确认不合格的批次"),
)  # fmt: skip
SEALED_RATE_OF_FAMILY = tuple(
    Indicator(code=f"trace.{word}_sealed_rate", name=f"{family}不合格批次封存率", unit="%", better="up", mart="trace_daily", dims=(), decimals=1, span=Span.YEAR,
        measure=Share(Sum("sealed", where={"family": family}), Sum("failed", where={"family": family})), definition=f"本年{family}已封存召回批次 ÷ 不合格批次")
    for family, word in FAMILIES.items()
)  # fmt: skip

"""The indicators of traced products."""

from data_access.measure import Share, Sum
from indicators.declaration import Band, Indicator
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

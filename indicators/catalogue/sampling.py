"""The indicators of food sampling."""

from data_access.measure import Share, Sum
from indicators.declaration import Band, Indicator
from indicators.period import Span

INDICATORS = (
    Indicator(
        code="sampling.sampled",
        name="抽检完成",
        unit="批次",
        better="up",
        mart="sampling_daily",
        measure=Sum("sampled"),
        definition="期内完成检验的抽检批次",
    ),
    Indicator(
        code="sampling.completion_rate",
        name="抽检完成率",
        unit="%",
        better="up",
        mart="sampling_daily",
        measure=Share(Sum("sampled"), Sum("planned")),
        span=Span.YEAR,
        decimals=1,
        band=Band(low=90),
        definition="完成批次 ÷ 同期应完成批次（年度计划按日分摊）",
    ),
    Indicator(
        code="sampling.failed",
        name="不合格批次",
        unit="批次",
        better="down",
        mart="sampling_daily",
        measure=Sum("failed"),
        definition="期内检出不合格的批次",
    ),
    Indicator(
        code="sampling.failed_rate",
        name="抽检不合格率",
        unit="%",
        better="down",
        mart="sampling_daily",
        measure=Share(Sum("failed"), Sum("sampled")),
        decimals=2,
        band=Band(low=0, high=4),
        definition="不合格批次 ÷ 完成批次",
    ),
    Indicator(
        code="sampling.handled_rate",
        name="核查处置率",
        unit="%",
        better="up",
        mart="sampling_daily",
        measure=Share(Sum("handled"), Sum("failed")),
        span=Span.DAYS_30,
        decimals=1,
        band=Band(low=90),
        definition="已核查处置批次 ÷ 不合格批次；处置可晚于检出，短期内可超过 100%",
    ),
)

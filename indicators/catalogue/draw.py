"""The indicators of random inspection by random inspectors (双随机)."""

from data_access.measure import Share, Sum
from indicators.declaration import Band, Indicator
from indicators.period import Span

INDICATORS = (
    Indicator(
        code="draw.drawn",
        name="双随机抽取",
        unit="户",
        mart="draw_daily",
        measure=Sum("drawn"),
        span=Span.YEAR,
        definition="本年抽取的检查对象户数",
    ),
    Indicator(
        code="draw.completion_rate",
        name="双随机抽查完成率",
        unit="%",
        better="up",
        mart="draw_daily",
        measure=Share(Sum("inspected"), Sum("target")),
        span=Span.YEAR,
        decimals=1,
        band=Band(low=85),
        definition="已检查户数 ÷ 同期应查户数（年度任务按日分摊）",
    ),
    Indicator(
        code="draw.published_rate",
        name="双随机公示率",
        unit="%",
        better="up",
        mart="draw_daily",
        measure=Share(Sum("published"), Sum("inspected")),
        span=Span.YEAR,
        decimals=1,
        band=Band(low=95, high=100),
        definition="检查结果已公示户数 ÷ 已检查户数",
    ),
    Indicator(
        code="draw.problem_rate",
        name="双随机问题发现率",
        unit="%",
        mart="draw_daily",
        measure=Share(Sum("problems"), Sum("inspected")),
        span=Span.YEAR,
        decimals=1,
        definition="发现问题户数 ÷ 已检查户数",
    ),
)

"""The indicators of online platforms."""

from data_access.measure import Last, Share, Sum
from indicators.declaration import Band, Indicator
from indicators.period import Span

INDICATORS = (
    Indicator(
        code="platform.shops",
        name="在册网店",
        unit="家",
        time="stock",
        mart="platform_daily",
        measure=Last("shops"),
        scale_hint="万",
        definition="期末在册网店家数",
    ),
    Indicator(
        code="platform.monitored_rate",
        name="平台监测率",
        unit="%",
        better="up",
        time="stock",
        mart="platform_daily",
        measure=Share(Last("monitored"), Last("shops")),
        decimals=1,
        band=Band(low=90, high=100),
        definition="期末已监测网店家数 ÷ 期末在册网店家数",
    ),
    Indicator(
        code="platform.clues",
        name="网监线索",
        unit="条",
        mart="platform_daily",
        measure=Sum("clues"),
        definition="期内监测发现的涉嫌违法线索条数",
    ),
    Indicator(
        code="platform.handled_rate",
        name="线索处置率",
        unit="%",
        better="up",
        mart="platform_daily",
        measure=Share(Sum("handled"), Sum("clues")),
        span=Span.DAYS_30,
        decimals=1,
        band=Band(low=85),
        definition="已处置线索条数 ÷ 线索条数；处置可晚于发现，短期内可超过 100%",
    ),
)

"""The indicators of online platforms."""

from data_access.measure import Base, Last, Per, Share, Sum
from indicators.declaration import DEMO_YEAR, Band, Indicator
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
        watch="run",
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
        watch="run",
        band=Band(low=85),
        definition="已处置线索条数 ÷ 线索条数；处置可晚于发现，短期内可超过 100%",
    ),
)

MORE = (
    Indicator(code="platform.monitored", name="已监测网店", unit="家", better="up", time="stock", mart="platform_daily", measure=Last("monitored"), scale_hint="万",
        definition="期末已纳入监测的网店家数"),
    Indicator(code="platform.unmonitored", name="未监测网店", unit="家", better="down", time="stock", mart="platform_daily", measure=Last("shops") - Last("monitored"),
        scale_hint="万", definition="期末在册网店家数减已监测家数"),
    Indicator(code="platform.handled", name="网监线索处置", unit="条", better="up", mart="platform_daily", measure=Sum("handled"), definition="期内处置完毕的网监线索条数"),
    Indicator(code="platform.unhandled", name="待处置网监线索", unit="条", better="down", mart="platform_daily", measure=Sum("clues") - Sum("handled"), span=Span.DAYS_30,
        definition="近 30 日线索条数减已处置条数"),
    Indicator(code="platform.clues_7_days", name="近 7 日网监线索", unit="条", mart="platform_daily", measure=Sum("clues"), span=Span.DAYS_7,
        watch="run", band=Band(low=2340, high=3470, source=DEMO_YEAR), definition="最近 7 个已满的日监测发现的涉嫌违法线索条数"),
    Indicator(code="platform.clues_year", name="本年网监线索", unit="条", mart="platform_daily", measure=Sum("clues"), span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日监测发现的涉嫌违法线索条数"),
    Indicator(code="platform.handled_rate_year", name="本年线索处置率", unit="%", better="up", mart="platform_daily", measure=Share(Sum("handled"), Sum("clues")),
        span=Span.YEAR, decimals=1, watch="core", band=Band(low=91.4, high=92, source=DEMO_YEAR), definition="本年已处置线索条数 ÷ 线索条数"),
    Indicator(code="platform.clues_per_ten_thousand", name="每万家网店线索", unit="条", better="down", mart="platform_daily", decimals=2,
        measure=Per(Sum("clues"), Base("platform_daily", Last("shops")), 10_000), span=Span.DAYS_30, watch="run", band=Band(low=77.92, high=129.13, source=DEMO_YEAR),
        definition="近 30 日线索条数 ÷ 期末在册网店家数 × 10000"),
)  # fmt: skip

FURTHER = (
    Indicator(code="platform.shops_per_thousand", name="每千户主体网店", unit="家", time="stock", mart="platform_daily", dims=(), decimals=1,
        measure=Per(Last("shops"), Base("entity_daily", Last("stock")), 1000), definition="期末网店家数 ÷ 期末在营主体户数 × 1000"),
    Indicator(code="platform.catering_clues", name="网络餐饮线索", unit="条", mart="platform_daily", dims=(), measure=Sum("clues", where={"platform": "网络餐饮"}),
        definition="期内在网络餐饮平台发现的违法线索条数"),
    Indicator(code="platform.livestream_clues", name="直播带货线索", unit="条", mart="platform_daily", dims=(), measure=Sum("clues", where={"platform": "直播带货"}),
        definition="期内在直播带货平台发现的违法线索条数"),
)  # fmt: skip

"""The indicators of the cold chain."""

from data_access.measure import Last, Ratio, Share, Sum
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.period import Span

VACCINE = {"site": "vaccine"}

INDICATORS = (
    Indicator(
        code="cold_chain.sensors",
        name="应报温度探头",
        unit="个",
        time="stock",
        mart="cold_chain_hourly",
        measure=Last("sensors"),
        definition="最近一小时应报温度的探头个数",
    ),
    Indicator(
        code="cold_chain.online_rate",
        name="冷链温度在线率",
        unit="%",
        better="up",
        time="stock",
        mart="cold_chain_hourly",
        measure=Share(Last("reporting"), Last("sensors")),
        decimals=1,
        watch="run",
        band=Band(low=95, high=100),
        definition="最近一小时在线探头个数 ÷ 应报探头个数；未报送的地区不计入分子分母，另列为缺报",
    ),
    Indicator(
        code="cold_chain.vaccine_online_rate",
        name="疫苗储运温度在线率",
        unit="%",
        better="up",
        time="stock",
        mart="cold_chain_hourly",
        measure=Share(Last("reporting", where=VACCINE), Last("sensors", where=VACCINE)),
        dims=(),
        decimals=1,
        band=Band(low=99, high=100),
        definition="最近一小时疫苗储运在线探头个数 ÷ 应报探头个数",
    ),
    Indicator(
        code="cold_chain.excursions",
        name="冷链超温",
        unit="次",
        better="down",
        mart="cold_chain_hourly",
        measure=Sum("excursions"),
        definition="期内超出限值的温度事件次数",
    ),
    Indicator(
        code="cold_chain.excursion_minutes",
        name="超温平均时长",
        unit="分钟",
        better="down",
        mart="cold_chain_hourly",
        measure=Ratio(Sum("excursion_minutes"), Sum("excursions")),
        decimals=0,
        watch="run",
        band=Band(low=0, high=30),
        definition="超温总时长 ÷ 超温次数",
    ),
)

SITES = {"store": "冷库", "vehicle": "冷藏车", "vaccine": "疫苗储运"}

MORE = (
    Indicator(code="cold_chain.reporting", name="在线温度探头", unit="个", better="up", time="stock", mart="cold_chain_hourly", measure=Last("reporting"),
        definition="最近一小时有温度上报的探头个数"),
    Indicator(code="cold_chain.silent", name="失联温度探头", unit="个", better="down", time="stock", mart="cold_chain_hourly", measure=Last("sensors") - Last("reporting"),
        definition="最近一小时应报而未报温度的探头个数"),
    Indicator(code="cold_chain.reporting_rate_day", name="当日冷链温度上报率", unit="%", better="up", mart="cold_chain_hourly", measure=Share(Sum("reporting"), Sum("sensors")),
        decimals=1, watch="core", band=Band(low=96, high=96.4, source=DEMO_YEAR), definition="数据截止当日各小时在线探头合计 ÷ 各小时应报探头合计"),
    Indicator(code="cold_chain.store_reporting_rate_day", name="当日冷库温度上报率", unit="%", better="up", mart="cold_chain_hourly", dims=(), decimals=1,
        measure=Share(Sum("reporting", where={"site": "store"}), Sum("sensors", where={"site": "store"})), watch="run", band=Band(low=95.9, high=96.4, source=DEMO_YEAR),
        definition="数据截止当日各小时冷库在线探头合计 ÷ 冷库应报探头合计"),
    Indicator(code="cold_chain.vehicle_reporting_rate_day", name="当日冷藏车温度上报率", unit="%", better="up", mart="cold_chain_hourly", dims=(), decimals=1,
        measure=Share(Sum("reporting", where={"site": "vehicle"}), Sum("sensors", where={"site": "vehicle"})), watch="run", band=Band(low=96, high=96.4, source=DEMO_YEAR),
        definition="数据截止当日各小时冷藏车在线探头合计 ÷ 冷藏车应报探头合计"),
    Indicator(code="cold_chain.vaccine_reporting_rate_day", name="当日疫苗储运温度上报率", unit="%", better="up", mart="cold_chain_hourly", dims=(), decimals=1,
        measure=Share(Sum("reporting", where=VACCINE), Sum("sensors", where=VACCINE)), watch="run", band=Band(low=96, high=96.6, source=DEMO_YEAR),
        definition="数据截止当日各小时疫苗储运在线探头合计 ÷ 疫苗储运应报探头合计"),
    Indicator(code="cold_chain.excursions_per_thousand", name="每千探头小时超温", unit="次", better="down", mart="cold_chain_hourly", decimals=2,
        measure=Ratio(Sum("excursions"), Sum("reporting"), scale=1000), watch="run", band=Band(low=0.52, high=0.92, source=DEMO_YEAR),
        definition="数据截止当日超温次数 ÷ 各小时在线探头合计 × 1000"),
    Indicator(code="cold_chain.excursion_minutes_total", name="冷链超温总时长", unit="分钟", better="down", mart="cold_chain_hourly", measure=Sum("excursion_minutes"),
        definition="期内超温事件的总时长"),
    Indicator(code="cold_chain.excursions_7_days", name="近 7 日冷链超温", unit="次", better="down", mart="cold_chain_hourly", measure=Sum("excursions"), span=Span.DAYS_7,
        definition="至最近一个已满整点的 7 日内超出限值的温度事件次数"),
)  # fmt: skip
SENSORS_OF_SITE = tuple(
    Indicator(code=f"cold_chain.{site}_sensors", name=f"{name}应报探头", unit="个", time="stock", mart="cold_chain_hourly", dims=(), measure=Last("sensors", where={"site": site}),
        definition=f"最近一小时应报温度的{name}探头个数")
    for site, name in SITES.items()
)  # fmt: skip
EXCURSIONS_OF_SITE = tuple(
    Indicator(code=f"cold_chain.{site}_excursions", name=f"{name}超温", unit="次", better="down", mart="cold_chain_hourly", dims=(),
        measure=Sum("excursions", where={"site": site}), definition=f"期内{name}超出限值的温度事件次数")
    for site, name in SITES.items()
)  # fmt: skip
MINUTES_OF_SITE = tuple(
    Indicator(code=f"cold_chain.{site}_excursion_minutes", name=f"{name}超温平均时长", unit="分钟", better="down", mart="cold_chain_hourly", dims=(), decimals=1,
        measure=Ratio(Sum("excursion_minutes", where={"site": site}), Sum("excursions", where={"site": site})), definition=f"{name}超温总时长 ÷ {name}超温次数")
    for site, name in SITES.items()
)  # fmt: skip

FURTHER = (
    Indicator(code="cold_chain.excursions_30_days", name="近 30 日冷链超温", unit="次", better="down", mart="cold_chain_hourly", measure=Sum("excursions"), span=Span.DAYS_30,
        definition="至最近一个已满整点的 30 日内超出限值的温度事件次数"),
    Indicator(code="cold_chain.vaccine_excursions_30_days", name="近 30 日疫苗储运超温", unit="次", better="down", mart="cold_chain_hourly", dims=(), span=Span.DAYS_30,
        measure=Sum("excursions", where=VACCINE), definition="至最近一个已满整点的 30 日内疫苗储运超出限值的温度事件次数"),
    Indicator(code="cold_chain.silent_rate", name="温度探头失联率", unit="%", better="down", time="stock", mart="cold_chain_hourly", decimals=1,
        measure=Share(Last("sensors") - Last("reporting"), Last("sensors")), definition="最近一小时（应报－在线）探头个数 ÷ 应报探头个数"),
)  # fmt: skip

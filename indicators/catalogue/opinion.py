"""The indicators of public opinion."""

from datetime import timedelta

from data_access.measure import Ratio, Share, Sum
from data_access.stores.opinion import HOT
from indicators.counted import Counted
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.period import Span

INDICATORS = (
    Indicator(
        code="opinion.items",
        name="今日舆情",
        unit="条",
        mart="opinion_hourly",
        measure=Sum("items"),
        definition="数据截止当日零时至最近整点采集的相关信息条数，转载并入后计",
    ),
    Indicator(
        code="opinion.items_30_days",
        name="近 30 天舆情",
        unit="条",
        mart="opinion_hourly",
        measure=Sum("items"),
        span=Span.DAYS_30,
        definition="近 30 天采集的相关信息条数，转载并入后计",
    ),
    Indicator(
        code="opinion.negative",
        name="负面舆情",
        unit="条",
        better="down",
        mart="opinion_hourly",
        measure=Sum("negative"),
        definition="数据截止当日判为负面的信息条数",
    ),
    Indicator(
        code="opinion.negative_share",
        name="负面占比",
        unit="%",
        better="down",
        mart="opinion_hourly",
        measure=Share(Sum("negative"), Sum("items")),
        decimals=1,
        watch="run",
        band=Band(low=0, high=30),
        definition="负面信息条数 ÷ 信息条数",
    ),
    Indicator(
        code="opinion.reposts",
        name="转载并入",
        unit="条",
        mart="opinion_hourly",
        measure=Sum("reposts"),
        definition="数据截止当日并入首发信息的转载条数",
    ),
    Indicator(
        code="opinion.reposts_per_item",
        name="条均转载",
        unit="次",
        mart="opinion_hourly",
        measure=Ratio(Sum("reposts"), Sum("items")),
        decimals=1,
        definition="转载并入条数 ÷ 信息条数",
    ),
)

COUNTED = (
    Counted(
        code="opinion.hot", name="高热舆情", unit="条", owner="新闻宣传处", rhythm=timedelta(hours=1), counted_in=("opinion_item",), better="down",
        definition=f"热度不低于 {HOT}、尚未回应的在办舆情条数，同文合并为一条",
    ),
    Counted(
        code="opinion.waiting", name="待回应舆情", unit="条", owner="新闻宣传处", rhythm=timedelta(hours=1), counted_in=("opinion_item",),
        better="down", definition="待研判且定有回应时限的舆情条数",
    ),
    Counted(
        code="opinion.heat", name="舆情热度", unit="", owner="新闻宣传处", rhythm=timedelta(hours=1), counted_in=("opinion_item",),
        definition="单条舆情的热度，0 至 100，由采集来源给出，按最近一次变化时的值",
    ),
)  # fmt: skip

TOPICS = {
    "食品安全": "food", "消费纠纷": "dispute", "特种设备": "equipment", "药品疫苗": "drug", "产品质量": "quality", "网络交易": "online", "价格": "price",
}  # fmt: skip
MORE = (
    Indicator(code="opinion.items_7_days", name="近 7 日舆情", unit="条", mart="opinion_hourly", measure=Sum("items"), span=Span.DAYS_7,
        definition="至最近一个已满整点的 7 日采集的相关信息条数，转载并入后计"),
    Indicator(code="opinion.negative_7_days", name="近 7 日负面舆情", unit="条", better="down", mart="opinion_hourly", measure=Sum("negative"), span=Span.DAYS_7,
        definition="至最近一个已满整点的 7 日判为负面的信息条数"),
    Indicator(code="opinion.negative_30_days", name="近 30 日负面舆情", unit="条", better="down", mart="opinion_hourly", measure=Sum("negative"), span=Span.DAYS_30,
        definition="近 30 日判为负面的信息条数"),
    Indicator(code="opinion.negative_share_30_days", name="近 30 日负面占比", unit="%", better="down", mart="opinion_hourly", measure=Share(Sum("negative"), Sum("items")),
        span=Span.DAYS_30, decimals=1, watch="core", band=Band(low=22.5, high=23.2, source=DEMO_YEAR), definition="近 30 日负面信息条数 ÷ 信息条数"),
    Indicator(code="opinion.reposts_per_item_30_days", name="近 30 日条均转载", unit="次", mart="opinion_hourly", measure=Ratio(Sum("reposts"), Sum("items")),
        span=Span.DAYS_30, decimals=2, watch="run", band=Band(low=0.28, high=0.33, source=DEMO_YEAR), definition="近 30 日转载并入条数 ÷ 信息条数"),
    Indicator(code="opinion.food_share", name="食品安全舆情占比", unit="%", mart="opinion_hourly", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("items", where={"topic": "食品安全"}), Sum("items")), watch="run", band=Band(low=30, high=31.7, source=DEMO_YEAR),
        definition="近 30 日食品安全话题信息条数 ÷ 信息条数"),
    Indicator(code="opinion.food_negative_share", name="食品安全舆情负面占比", unit="%", better="down", mart="opinion_hourly", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("negative", where={"topic": "食品安全"}), Sum("items", where={"topic": "食品安全"})), watch="run", band=Band(low=21.4, high=23.1, source=DEMO_YEAR),
        definition="近 30 日食品安全话题负面信息条数 ÷ 食品安全话题信息条数"),
)  # fmt: skip
ITEMS_OF_TOPIC = tuple(
    Indicator(code=f"opinion.{word}_items", name=f"今日舆情·{topic}", unit="条", mart="opinion_hourly", dims=(), measure=Sum("items", where={"topic": topic}),
        definition=f"数据截止当日零时至最近整点采集的{topic}话题信息条数，转载并入后计")
    for topic, word in TOPICS.items()
)  # fmt: skip

FURTHER = (
    Indicator(code="opinion.equipment_negative_share", name="特种设备舆情负面占比", unit="%", better="down", mart="opinion_hourly", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("negative", where={"topic": "特种设备"}), Sum("items", where={"topic": "特种设备"})), definition="近 30 日特种设备话题负面信息条数 ÷ 特种设备话题信息条数"),
    Indicator(code="opinion.online_share", name="网络交易舆情占比", unit="%", mart="opinion_hourly", dims=(), decimals=1, span=Span.DAYS_30,
        measure=Share(Sum("items", where={"topic": "网络交易"}), Sum("items")), definition="近 30 日网络交易话题信息条数 ÷ 信息条数"),
)  # fmt: skip

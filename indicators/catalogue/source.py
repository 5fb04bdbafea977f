"""The indicators of source systems: arrival, volume and quality of what they send."""

from datetime import timedelta

from data_access.measure import Last, Ratio, Share, Sum
from indicators.counted import Counted
from indicators.declaration import DEMO_YEAR, Band, Indicator
from indicators.period import Span

INDICATORS = (
    Indicator(
        code="source.rows_total",
        name="归集数据总量",
        unit="条",
        better="up",
        time="stock",
        mart="source_daily",
        measure=Last("rows_total"),
        scale_hint="亿",
        definition="各来源系统累计入库行数之和，取期内最后一日",
    ),
    Indicator(
        code="source.rows_in",
        name="今日入库",
        unit="条",
        better="up",
        mart="source_daily",
        measure=Sum("rows_in"),
        span=Span.DAY,
        scale_hint="万",
        definition="数据截止当日各来源系统入库行数之和",
    ),
    Indicator(
        code="source.arrival_rate",
        name="来源到达率",
        unit="%",
        better="up",
        mart="source_daily",
        measure=Share(Sum("arrived"), Sum("due")),
        span=Span.DAY,
        decimals=1,
        band=Band(low=98, high=100),
        definition="实到批次 ÷ 应到批次",
    ),
    Indicator(
        code="source.due",
        name="应到批次",
        unit="批",
        mart="source_daily",
        measure=Sum("due"),
        span=Span.DAY,
        definition="数据截止当日应到批次",
    ),
    Indicator(
        code="source.arrived",
        name="实到批次",
        unit="批",
        mart="source_daily",
        measure=Sum("arrived"),
        span=Span.DAY,
        definition="数据截止当日实到批次",
    ),
    Indicator(
        code="source.rejected",
        name="未过校验",
        unit="条",
        better="down",
        mart="source_daily",
        measure=Sum("rejected"),
        span=Span.DAY,
        definition="数据截止当日未通过校验、未入库的行数",
    ),
    Indicator(
        code="source.rejected_rate",
        name="未过校验率",
        unit="%",
        better="down",
        mart="source_daily",
        measure=Share(Sum("rejected"), Sum("rejected") + Sum("rows_in")),
        span=Span.DAY,
        decimals=2,
        band=Band(low=0, high=1),
        definition="未过校验行数 ÷（入库行数＋未过校验行数）",
    ),
)

SYSTEMS = {
    "ok": ("正常", "最近一批未超过更新周期的 1.1 倍，且应报当日有批次到达"),
    "stopped": ("停更", "当日有批次到达，但最近一批超过更新周期的 1.1 倍"),
    "none": ("无报送", "应报当日没有批次到达，或从未报送"),
}
SYSTEMS_BY_STATE = tuple(
    Counted(
        code=f"source.systems.{state}", name=f"来源系统·{name}", unit="个", owner="信息中心", rhythm=timedelta(hours=1),
        counted_in=("source_daily", "source_system"), better="up" if state == "ok" else "down", definition=f"来源系统中{name}的个数：{rule}",
    )
    for state, (name, rule) in SYSTEMS.items()
)  # fmt: skip

LATE_AND_THEMES = (
    Counted(
        code="source.systems.late", name="来源系统·迟报", unit="个", owner="信息中心", rhythm=timedelta(hours=1), better="down",
        counted_in=("source_daily", "source_system"), definition="正常的来源系统中，应报当日到达的批次少于应到的个数，例如个别市未报",
    ),
    Counted(
        code="source.themes", name="数据主题", unit="个", owner="信息中心", rhythm=timedelta(days=1), better="up", counted_in=("source_system",),
        definition="已发布数据的主题表个数，不含行政区划、行业、来源系统和工作日历四张对照表",
    ),
)  # fmt: skip

SCORES = tuple(
    Counted(
        code=f"source.score.{code}", name=f"来源评分·{name}", unit="%", owner="信息中心", rhythm=timedelta(hours=1), decimals=1, better="up",
        counted_in=("source_daily", "source_system"), definition=rule, period="近 30 日，含当日",
    )
    for code, (name, rule) in {
        "breadth": ("广度", "某一来源近 30 日应报的地方×日中有批次到达的个数 ÷ 应报的个数；省级来源的地方为全省，市级来源为各市"),
        "depth": ("深度", "某一来源所供主题表近 7 日（时报 2 日、月报 92 日）各数值列中已填的格数 ÷ 应填的格数；同一主题表由多个来源供给时各来源同分"),
        "precision": ("精度", "某一来源近 30 日通过校验入库的行数 ÷ 收到的行数（入库＋未过校验）；数据“三性”中的准确性"),
        "timely": ("到达率", "某一来源近 30 日实到批次 ÷ 应到批次；与深度同为数据“三性”中的可用性"),
        "steady": ("在线率", "某一来源近 30 日应到批次全部到达的天数 ÷ 有应到批次的天数；数据“三性”中的可靠性"),
    }.items()
)  # fmt: skip

MORE = (
    Indicator(code="source.missing", name="未到批次", unit="批", better="down", mart="source_daily", measure=Sum("due") - Sum("arrived"), span=Span.DAY,
        definition="数据截止当日应到批次减实到批次"),
    Indicator(code="source.rows_in_7_days", name="近 7 日入库", unit="条", better="up", mart="source_daily", measure=Sum("rows_in"), span=Span.DAYS_7, scale_hint="万",
        watch="run", band=Band(low=22700000, high=34800000, source=DEMO_YEAR), definition="最近 7 个已满的日各来源系统入库行数之和"),
    Indicator(code="source.rows_in_year", name="本年入库", unit="条", better="up", mart="source_daily", measure=Sum("rows_in"), span=Span.YEAR, scale_hint="亿",
        definition="年初至数据截止日各来源系统入库行数之和"),
    Indicator(code="source.arrival_rate_7_days", name="近 7 日来源到达率", unit="%", better="up", mart="source_daily", measure=Share(Sum("arrived"), Sum("due")),
        span=Span.DAYS_7, decimals=1, watch="core", band=Band(low=99.8, high=100, source=DEMO_YEAR), definition="最近 7 个已满的日实到批次 ÷ 应到批次"),
    Indicator(code="source.arrival_rate_30_days", name="近 30 日来源到达率", unit="%", better="up", mart="source_daily", measure=Share(Sum("arrived"), Sum("due")),
        span=Span.DAYS_30, decimals=1, watch="run", band=Band(low=99.8, high=100, source=DEMO_YEAR), definition="近 30 日实到批次 ÷ 应到批次"),
    Indicator(code="source.rejected_rate_7_days", name="近 7 日未过校验率", unit="%", better="down", mart="source_daily",
        measure=Share(Sum("rejected"), Sum("rejected") + Sum("rows_in")), span=Span.DAYS_7, decimals=3, watch="run", band=Band(low=0.038, high=0.042, source=DEMO_YEAR),
        definition="最近 7 个已满的日未过校验行数 ÷（入库行数＋未过校验行数）"),
    Indicator(code="source.rows_per_batch", name="批均入库", unit="条", mart="source_daily", measure=Ratio(Sum("rows_in"), Sum("arrived")), span=Span.DAYS_7,
        watch="run", band=Band(low=506, high=776, source=DEMO_YEAR), definition="最近 7 个已满的日入库行数 ÷ 实到批次；骤降表示来源只送空批"),
)  # fmt: skip

FURTHER = (
    Indicator(code="source.rejected_30_days", name="近 30 日未过校验", unit="条", better="down", mart="source_daily", measure=Sum("rejected"), span=Span.DAYS_30, scale_hint="万",
        definition="最近 30 个已满的日未通过校验、未入库的行数"),
    Indicator(code="source.missing_30_days", name="近 30 日未到批次", unit="批", better="down", mart="source_daily", measure=Sum("due") - Sum("arrived"), span=Span.DAYS_30,
        definition="最近 30 个已满的日应到批次减实到批次"),
)  # fmt: skip

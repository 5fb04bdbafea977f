"""The numbers of sites that are watched from afar: the register, what the sites report, and what is bound to them."""

from datetime import timedelta

from data_access.measure import Last, Ratio, Share, Standing, Sum
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.period import Span

MINUTES = Sum("excursion_minutes")

INDICATORS = (
    Indicator(code="remote_site.sites", name="非现场监管点位", unit="处", time="stock", mart="remote_site", measure=Standing("listed_on"), dims=("kind", "product"),
        definition="台账中的冷库、冷藏车、疫苗储运和婴幼儿配方乳粉生产点位；台账只有现状，不知往期"),
    Indicator(code="remote_site.listed_sensors", name="点位台账探头", unit="个", time="stock", mart="remote_site", measure=Standing("listed_on", column="sensors"),
        dims=("kind", "product"), definition="台账中各点位装有的温度探头个数之和；台账只有现状，不知往期"),
    Indicator(code="remote_site.sensors", name="点位应报探头", unit="个", time="stock", mart="remote_site_daily", measure=Last("sensors"), dims=(),
        definition="期末各点位应报温度的探头个数之和"),
    Indicator(code="remote_site.reporting_rate", name="点位温度在线率", unit="%", better="up", time="stock", mart="remote_site_daily", dims=(), decimals=1,
        measure=Share(Last("reporting"), Last("sensors")), definition="期末最近一小时在线探头 ÷ 应报探头；在线个数不明的点位不计入分子分母"),
    Indicator(code="remote_site.excursions", name="点位超温", unit="次", better="down", mart="remote_site_daily", dims=(), span=Span.DAY, measure=Sum("excursions"),
        definition="期内各点位超出品种温度限值的次数之和"),
    Indicator(code="remote_site.excursion_minutes", name="点位累计超温", unit="分钟", better="down", mart="remote_site_daily", dims=(), span=Span.DAY, measure=MINUTES,
        definition="期内各点位各探头超出品种温度限值的分钟数之和"),
    Indicator(code="remote_site.excursion_minutes_7_days", name="近 7 日点位累计超温", unit="分钟", better="down", mart="remote_site_daily", dims=(), span=Span.DAYS_7,
        measure=MINUTES, definition="近 7 个已满的日各点位各探头超出品种温度限值的分钟数之和"),
    Indicator(code="remote_site.overshoot", name="超温平均超出", unit="℃", better="down", mart="remote_site_daily", dims=(), span=Span.DAYS_7, decimals=1,
        measure=Ratio(Sum("degree_minutes"), MINUTES), definition="近 7 日超温度分 ÷ 超温分钟：超温时平均超出限值的度数"),
)  # fmt: skip

OFFICE, DAILY = "食品流通处", timedelta(days=1)
PERIOD = "点位日报最近一日"
COUNTED = (
    Counted(code="remote_site.beyond", name="累计超限点位", unit="处", owner=OFFICE, rhythm=DAILY, counted_in=("remote_site", "remote_site_daily"), better="down", period=PERIOD,
        definition="昨日以来累计超温分钟和度分都超过品种允许值的点位；单次读数超限不计"),
    Counted(code="remote_site.unheard", name="无上报点位", unit="处", owner=OFFICE, rhythm=DAILY, counted_in=("remote_site", "remote_site_daily"), better="down", period=PERIOD,
        definition="当日没有日报、在线探头为 0 或不明的点位；无上报是未知，不是正常"),
    Counted(code="remote_site.bound", name="绑定齐全点位", unit="处", owner=OFFICE, rhythm=DAILY, counted_in=("remote_site", "remote_site_daily", "batch_movement"), better="up",
        period=PERIOD, definition="摄像机、温度探头、使用单位或位置、批次四项齐全的点位；批次看使用单位近三年经手的批次，疫苗点位不看批次"),
    Counted(code="remote_site.unbound", name="未绑定点位", unit="处", owner=OFFICE, rhythm=DAILY, counted_in=("remote_site", "remote_site_daily", "batch_movement"), better="down",
        period=PERIOD, definition="摄像机、温度探头、使用单位或位置、批次四项缺一项以上的点位，逐处列出所缺"),
    Counted(code="remote_site.minutes", name="点位昨日以来超温", unit="分钟", owner=OFFICE, rhythm=DAILY, counted_in=("remote_site_daily",), better="down", period=PERIOD,
        definition="一处点位各探头昨日零时以来超出品种温度限值的分钟数之和"),
    Counted(code="remote_site.week_minutes", name="点位近 7 日超温", unit="分钟", owner=OFFICE, rhythm=DAILY, counted_in=("remote_site_daily",), better="down", period="至点位日报最近一日的 7 天",
        definition="一处点位各探头 7 天内超出品种温度限值的分钟数之和"),
    Counted(code="remote_site.in_band", name="累计超温分档点位", unit="处", owner=OFFICE, rhythm=DAILY, counted_in=("remote_site", "remote_site_daily"), period=PERIOD,
        definition="按昨日以来累计超温分钟占品种允许值的分档计的点位"),
    Counted(code="remote_site.lots", name="点位经手批次", unit="批次", owner=OFFICE, rhythm=DAILY, counted_in=("batch_movement", "product_batch"), period="近三年",
        definition="点位使用单位近三年购入或生产的批次"),
)  # fmt: skip

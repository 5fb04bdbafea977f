"""The indicators of random inspection by random inspectors (双随机)."""

from data_access.measure import Share, Sum
from indicators.declaration import DEMO_YEAR, Band, Indicator
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

MORE = (
    Indicator(code="draw.target", name="双随机应查", unit="户", mart="draw_daily", measure=Sum("target"), span=Span.YEAR, scale_hint="万",
        definition="本年应查户数（年度任务按日分摊）"),
    Indicator(code="draw.inspected", name="双随机已检查", unit="户", better="up", mart="draw_daily", measure=Sum("inspected"), span=Span.YEAR, scale_hint="万",
        definition="本年已完成检查的对象户数"),
    Indicator(code="draw.uninspected", name="抽取未检查", unit="户", better="down", mart="draw_daily", measure=Sum("drawn") - Sum("inspected"), span=Span.YEAR,
        definition="本年抽取户数减已检查户数"),
    Indicator(code="draw.unpublished", name="检查未公示", unit="户", better="down", mart="draw_daily", measure=Sum("inspected") - Sum("published"), span=Span.YEAR,
        definition="本年已检查户数减检查结果已公示户数"),
    Indicator(code="draw.problems", name="双随机发现问题", unit="户", mart="draw_daily", measure=Sum("problems"), span=Span.YEAR, definition="本年检查中发现问题的对象户数"),
    Indicator(code="draw.drawn_30_days", name="近 30 日双随机抽取", unit="户", mart="draw_daily", measure=Sum("drawn"), span=Span.DAYS_30, definition="近 30 日抽取的检查对象户数"),
    Indicator(code="draw.completion_rate_30_days", name="近 30 日双随机抽查完成率", unit="%", better="up", mart="draw_daily",
        measure=Share(Sum("inspected"), Sum("target")), span=Span.DAYS_30, decimals=1, watch="core", band=Band(low=87.8, high=88.7, source=DEMO_YEAR),
        definition="近 30 日已检查户数 ÷ 应查户数"),
    Indicator(code="draw.published_rate_30_days", name="近 30 日双随机公示率", unit="%", better="up", mart="draw_daily",
        measure=Share(Sum("published"), Sum("inspected")), span=Span.DAYS_30, decimals=1, watch="run", band=Band(low=98.1, high=98.6, source=DEMO_YEAR),
        definition="近 30 日检查结果已公示户数 ÷ 已检查户数"),
    Indicator(code="draw.problem_rate_30_days", name="近 30 日双随机问题发现率", unit="%", mart="draw_daily", measure=Share(Sum("problems"), Sum("inspected")),
        span=Span.DAYS_30, decimals=1, watch="run", band=Band(low=6.5, high=7.8, source=DEMO_YEAR), definition="近 30 日发现问题户数 ÷ 已检查户数"),
)  # fmt: skip

JOINT = {"plan": "部门联合抽查"}
FURTHER = (
    Indicator(code="draw.inspected_30_days", name="近 30 日双随机已检查", unit="户", better="up", mart="draw_daily", measure=Sum("inspected"), span=Span.DAYS_30,
        definition="近 30 日完成检查的对象户数"),
    Indicator(code="draw.published", name="双随机已公示", unit="户", better="up", mart="draw_daily", measure=Sum("published"), span=Span.YEAR, scale_hint="万",
        definition="本年检查结果已公示的对象户数"),
    Indicator(code="draw.joint_share", name="部门联合抽查占比", unit="%", better="up", mart="draw_daily", dims=(), decimals=1, span=Span.YEAR,
        measure=Share(Sum("inspected", where=JOINT), Sum("inspected")), definition="本年部门联合抽查已检查户数 ÷ 双随机已检查户数"),
    Indicator(code="draw.joint_problem_rate", name="部门联合抽查问题发现率", unit="%", mart="draw_daily", dims=(), decimals=1, span=Span.YEAR,
        measure=Share(Sum("problems", where=JOINT), Sum("inspected", where=JOINT)), definition="本年部门联合抽查发现问题户数 ÷ 已检查户数"),
)  # fmt: skip

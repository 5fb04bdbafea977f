"""The indicators of food sampling."""

from data_access.measure import Per, Share, Sum
from indicators.catalogue.entity import STOCK
from indicators.declaration import DEMO_YEAR, Band, Indicator
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
        watch="run",
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
        watch="run",
        band=Band(low=90),
        definition="已核查处置批次 ÷ 不合格批次；处置可晚于检出，短期内可超过 100%",
    ),
)

CATEGORIES = {
    "粮食加工品": "grain", "食用油": "oil", "肉制品": "meat", "乳制品": "dairy", "水产制品": "aquatic", "蔬菜水果": "produce", "餐饮食品": "catering",
    "婴幼儿配方食品": "infant_formula",
}  # fmt: skip
PASSED = Sum("sampled") - Sum("failed")

MORE = (
    Indicator(code="sampling.planned", name="抽检应完成", unit="批次", mart="sampling_daily", measure=Sum("planned"), definition="期内应完成的抽检批次（年度计划按日分摊）"),
    Indicator(code="sampling.behind", name="抽检欠账", unit="批次", better="down", mart="sampling_daily", measure=Sum("planned") - Sum("sampled"), span=Span.YEAR,
        definition="本年应完成批次减完成批次"),
    Indicator(code="sampling.passed_rate", name="抽检合格率", unit="%", better="up", mart="sampling_daily", measure=Share(PASSED, Sum("sampled")), decimals=2,
        span=Span.DAYS_30, watch="core", band=Band(low=97.22, high=97.79, source=DEMO_YEAR), definition="近 30 日（完成批次－不合格批次）÷ 完成批次"),
    Indicator(code="sampling.passed_rate_year", name="本年抽检合格率", unit="%", better="up", mart="sampling_daily", measure=Share(PASSED, Sum("sampled")), decimals=2,
        span=Span.YEAR, watch="run", band=Band(low=97.38, high=97.58, source=DEMO_YEAR), definition="本年（完成批次－不合格批次）÷ 完成批次"),
    Indicator(code="sampling.sampled_year", name="本年抽检完成", unit="批次", better="up", mart="sampling_daily", measure=Sum("sampled"), span=Span.YEAR, scale_hint="万",
        definition="年初至数据截止日完成检验的抽检批次"),
    Indicator(code="sampling.failed_year", name="本年不合格批次", unit="批次", better="down", mart="sampling_daily", measure=Sum("failed"), span=Span.YEAR,
        definition="年初至数据截止日检出不合格的批次"),
    Indicator(code="sampling.sampled_7_days", name="近 7 日抽检完成", unit="批次", better="up", mart="sampling_daily", measure=Sum("sampled"), span=Span.DAYS_7,
        watch="run", band=Band(low=1700, high=10100, source=DEMO_YEAR), definition="最近 7 个已满的日完成检验的抽检批次"),
    Indicator(code="sampling.completion_rate_30_days", name="近 30 日抽检完成率", unit="%", better="up", mart="sampling_daily",
        measure=Share(Sum("sampled"), Sum("planned")), span=Span.DAYS_30, decimals=1, watch="run", band=Band(low=93.7, high=94.5, source=DEMO_YEAR),
        definition="近 30 日完成批次 ÷ 应完成批次"),
    Indicator(code="sampling.handled", name="核查处置批次", unit="批次", better="up", mart="sampling_daily", measure=Sum("handled"), definition="期内完成核查处置的不合格批次"),
    Indicator(code="sampling.unhandled", name="待核查处置批次", unit="批次", better="down", mart="sampling_daily", measure=Sum("failed") - Sum("handled"),
        span=Span.YEAR, definition="本年不合格批次减已核查处置批次"),
    Indicator(code="sampling.handled_rate_year", name="本年核查处置率", unit="%", better="up", mart="sampling_daily", measure=Share(Sum("handled"), Sum("failed")),
        span=Span.YEAR, decimals=1, watch="core", band=Band(low=95.1, high=96.3, source=DEMO_YEAR), definition="本年已核查处置批次 ÷ 不合格批次"),
    Indicator(code="sampling.per_ten_thousand", name="每万户主体抽检", unit="批次", mart="sampling_daily", measure=Per(Sum("sampled"), STOCK, 10_000), span=Span.DAYS_30,
        dims=(), decimals=2, definition="近 30 日完成批次 ÷ 期末在营主体户数 × 10000"),
    Indicator(code="sampling.catering_failed_rate_30_days", name="近 30 日餐饮食品不合格率", unit="%", better="down", mart="sampling_daily", dims=(), decimals=2,
        measure=Share(Sum("failed", where={"category": "餐饮食品"}), Sum("sampled", where={"category": "餐饮食品"})), span=Span.DAYS_30,
        watch="run", band=Band(low=1.85, high=2.97, source=DEMO_YEAR), definition="近 30 日餐饮食品不合格批次 ÷ 完成批次"),
    Indicator(code="sampling.infant_formula_sampled", name="婴幼儿配方食品抽检", unit="批次", better="up", mart="sampling_daily", dims=(),
        measure=Sum("sampled", where={"category": "婴幼儿配方食品"}), definition="期内完成检验的婴幼儿配方食品抽检批次"),
)  # fmt: skip
FAILED_RATE_OF_CATEGORY = tuple(
    Indicator(code=f"sampling.{word}_failed_rate", name=f"{category}抽检不合格率", unit="%", better="down", mart="sampling_daily", dims=(), decimals=2, span=Span.YEAR,
        measure=Share(Sum("failed", where={"category": category}), Sum("sampled", where={"category": category})),
        definition=f"本年{category}不合格批次 ÷ {category}完成批次")
    for category, word in CATEGORIES.items()
)  # fmt: skip

FURTHER = (
    Indicator(code="sampling.sampled_30_days", name="近 30 日抽检完成", unit="批次", better="up", mart="sampling_daily", measure=Sum("sampled"), span=Span.DAYS_30,
        definition="最近 30 个已满的日完成检验的抽检批次"),
    Indicator(code="sampling.failed_30_days", name="近 30 日不合格批次", unit="批次", better="down", mart="sampling_daily", measure=Sum("failed"), span=Span.DAYS_30,
        definition="最近 30 个已满的日检出不合格的批次"),
    Indicator(code="sampling.failed_per_ten_thousand", name="每万户主体不合格批次", unit="批次", better="down", mart="sampling_daily", dims=(), decimals=2, span=Span.MONTHS_12,
        measure=Per(Sum("failed"), STOCK, 10_000), definition="12 个月不合格批次 ÷ 期末在营主体户数 × 10000"),
)  # fmt: skip
SAMPLED_OF_CATEGORY = tuple(
    Indicator(code=f"sampling.{word}_sampled", name=f"{category}抽检", unit="批次", better="up", mart="sampling_daily", dims=(), measure=Sum("sampled", where={"category": category}),
        definition=f"期内完成检验的{category}抽检批次")
    for category, word in CATEGORIES.items() if word != "infant_formula"
)  # fmt: skip

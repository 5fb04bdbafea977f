"""The indicators of credit: risk grades and the prosperity index."""

from data_access.measure import Last, Mean, Per, Ratio, Share
from indicators.catalogue.entity import STOCK
from indicators.declaration import DEMO_YEAR, Band, Indicator


def _grade(letter: str, name: str, better: str, band: Band | None = None) -> Indicator:
    return Indicator(
        code=f"credit.grade_{letter.lower()}_share",
        name=f"信用风险 {letter} 级占比",
        unit="%",
        better=better,  # type: ignore[arg-type]
        time="stock",
        mart="credit_monthly",
        dims=(),
        measure=Share(Last("entities", where={"grade": letter}), Last("entities")),
        decimals=1,
        band=band,
        definition=f"期末信用风险{name}（{letter} 级）主体户数 ÷ 期末已分级主体户数",
    )


GRADES = (_grade("A", "低", "up"), _grade("B", "一般", "none"), _grade("C", "较高", "down"), _grade("D", "高", "down", Band(high=5)))

INDICATORS = (
    Indicator(
        code="credit.graded",
        name="已分级主体",
        unit="户",
        time="stock",
        mart="credit_monthly",
        measure=Last("entities"),
        scale_hint="万",
        definition="期末完成信用风险分级的主体户数",
    ),
    Indicator(
        code="credit.listed",
        name="经营异常名录",
        unit="户",
        better="down",
        time="stock",
        mart="credit_monthly",
        measure=Last("listed"),
        definition="期末列入经营异常名录的主体户数",
    ),
    Indicator(
        code="credit.listed_share",
        name="经营异常占比",
        unit="%",
        better="down",
        time="stock",
        mart="credit_monthly",
        measure=Share(Last("listed"), Last("entities")),
        decimals=2,
        watch="run",
        band=Band(low=0, high=8),
        definition="期末列入经营异常名录户数 ÷ 期末已分级主体户数",
    ),
    Indicator(
        code="credit.prosperity",
        name="市场主体景气指数",
        unit="",
        better="up",
        mart="credit_monthly",
        measure=Mean("prosperity", weight="entities"),
        dims=(),
        decimals=1,
        watch="run",
        band=Band(low=95, high=110),
        definition="各地景气指数（0–200，100 为临界）按主体户数加权平均",
    ),
    Indicator(
        code="credit.prosperity_low",
        name="景气指数 95% 区间下限",
        unit="",
        mart="credit_monthly",
        measure=Mean("prosperity_low", weight="entities"),
        dims=(),
        decimals=1,
        definition="各地景气指数 95% 区间下限按主体户数加权平均；未计各地误差相互抵消，区间偏宽",
    ),
    Indicator(
        code="credit.prosperity_high",
        name="景气指数 95% 区间上限",
        unit="",
        mart="credit_monthly",
        measure=Mean("prosperity_high", weight="entities"),
        dims=(),
        decimals=1,
        definition="各地景气指数 95% 区间上限按主体户数加权平均；未计各地误差相互抵消，区间偏宽",
    ),
)

HIGH_RISK = {"grade": ("C", "D")}

MORE = (
    Indicator(code="credit.high_risk", name="信用高风险主体", unit="户", better="down", time="stock", mart="credit_monthly", dims=(), scale_hint="万",
        measure=Last("entities", where={"grade": "D"}), definition="期末信用风险高（D 级）主体户数"),
    Indicator(code="credit.high_risk_share", name="信用中高风险占比", unit="%", better="down", time="stock", mart="credit_monthly", dims=(), decimals=2,
        measure=Share(Last("entities", where=HIGH_RISK), Last("entities")), watch="core", band=Band(low=15.94, high=15.97, source=DEMO_YEAR),
        definition="期末信用风险较高和高（C、D 级）主体户数 ÷ 期末已分级主体户数"),
    Indicator(code="credit.low_risk", name="信用低风险主体", unit="户", better="up", time="stock", mart="credit_monthly", dims=(), scale_hint="万",
        measure=Last("entities", where={"grade": "A"}), definition="期末信用风险低（A 级）主体户数"),
    Indicator(code="credit.high_risk_listed_share", name="高风险主体经营异常占比", unit="%", better="down", time="stock", mart="credit_monthly", dims=(), decimals=1,
        measure=Share(Last("listed", where={"grade": "D"}), Last("entities", where={"grade": "D"})), watch="run", band=Band(low=30.7, high=31.3, source=DEMO_YEAR),
        definition="期末 D 级主体中列入经营异常名录户数 ÷ 期末 D 级主体户数"),
    Indicator(code="credit.listed_high_risk_share", name="经营异常主体中高风险占比", unit="%", time="stock", mart="credit_monthly", dims=(), decimals=1,
        measure=Share(Last("listed", where=HIGH_RISK), Last("listed")), watch="run", band=Band(low=72.4, high=72.9, source=DEMO_YEAR),
        definition="期末列入经营异常名录的 C、D 级户数 ÷ 期末列入经营异常名录户数"),
    Indicator(code="credit.listed_per_ten_thousand", name="每万户主体经营异常", unit="户", better="down", time="stock", mart="credit_monthly", dims=(), decimals=1,
        measure=Ratio(Last("listed"), Last("entities"), scale=10_000), watch="run", band=Band(low=236, high=237.7, source=DEMO_YEAR),
        definition="期末列入经营异常名录户数 ÷ 期末已分级主体户数 × 10000"),
    Indicator(code="credit.prosperity_width", name="景气指数区间宽度", unit="点", mart="credit_monthly", dims=(), decimals=1,
        measure=Mean("prosperity_high", weight="entities") - Mean("prosperity_low", weight="entities"), watch="run", band=Band(low=2.5, high=2.8, source=DEMO_YEAR),
        definition="景气指数 95% 区间上限减下限，按主体户数加权；越宽表示样本越不足"),
)  # fmt: skip

FURTHER = (
    Indicator(code="credit.graded_rate", name="信用风险分级覆盖率", unit="%", better="up", time="stock", mart="credit_monthly", dims=(), decimals=1,
        measure=Per(Last("entities"), STOCK, 100), definition="期末已分级主体户数 ÷ 期末在营主体户数"),
    Indicator(code="credit.middle_risk", name="信用较高风险主体", unit="户", better="down", time="stock", mart="credit_monthly", dims=(), scale_hint="万",
        measure=Last("entities", where={"grade": "C"}), definition="期末信用风险较高（C 级）主体户数"),
)  # fmt: skip

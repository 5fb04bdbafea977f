"""The indicators of credit: risk grades and the prosperity index."""

from data_access.measure import Last, Mean, Share
from indicators.declaration import Band, Indicator


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

"""The indicators of product lots: what was made, and how much of it."""

from data_access.measure import Events, Ratio
from indicators.declaration import Indicator
from indicators.period import Span

QUANTITY = Events("made_on", column="quantity")

INDICATORS = (
    Indicator(code="lot.made", name="生产批次", unit="批次", mart="product_batch", measure=Events("made_on"), dims=("family",),
        definition="批次档案中生产日期在期内的批次"),
    Indicator(code="lot.made_30_days", name="近 30 日生产批次", unit="批次", mart="product_batch", measure=Events("made_on"), dims=("family",), span=Span.DAYS_30,
        definition="批次档案中生产日期在近 30 日内的批次"),
    Indicator(code="lot.quantity", name="生产数量", unit="件", mart="product_batch", measure=QUANTITY, dims=("family",), scale_hint="万",
        definition="批次档案中生产日期在期内的批次的数量之和"),
    Indicator(code="lot.mean_quantity", name="批均数量", unit="件", mart="product_batch", measure=Ratio(QUANTITY, Events("made_on")), dims=("family",),
        definition="期内生产批次的数量之和 ÷ 批次"),
)  # fmt: skip

FAMILIES = {"食品": "food", "药品": "drug", "婴幼儿配方乳粉": "infant_formula", "重要工业产品": "industrial"}
MADE_OF_FAMILY = tuple(
    Indicator(code=f"lot.{word}_made", name=f"生产批次·{family}", unit="批次", mart="product_batch", dims=(), measure=Events("made_on", where={"family": family}),
        definition=f"批次档案中生产日期在期内的{family}批次")
    for family, word in FAMILIES.items()
)  # fmt: skip

"""The numbers of the register of kitchens that should be shown: who is on it, and who is not connected."""

from data_access.measure import Share, Standing
from indicators.declaration import Indicator

DIMS = ("kind",)
LISTED, MISSING = Standing("listed_on"), Standing("listed_on", where={"status": "unconnected"})

INDICATORS = (
    Indicator(code="kitchen_site.listed", name="明厨亮灶台账单位", unit="户", time="stock", mart="kitchen_site", measure=LISTED, dims=DIMS,
        definition="台账中列为应接入明厨亮灶的单位户数；台账只有现状，不知往期"),
    Indicator(code="kitchen_site.missing", name="台账未接入单位", unit="户", better="down", time="stock", mart="kitchen_site", measure=MISSING, dims=DIMS,
        definition="台账中应接入而未接入明厨亮灶的单位户数，逐户列名；台账只有现状，不知往期"),
    Indicator(code="kitchen_site.missing_share", name="台账未接入占比", unit="%", better="down", time="stock", mart="kitchen_site", measure=Share(MISSING, LISTED),
        dims=DIMS, decimals=1, definition="台账中未接入户数 ÷ 台账单位户数；台账只有现状，不知往期"),
)  # fmt: skip

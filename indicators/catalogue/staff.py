"""The counted numbers of the officers: how many there are, and how many subjects each has to look after."""

from datetime import timedelta
from typing import Any

from indicators.counted import Counted

COMMON: dict[str, Any] = {"owner": "人事处", "rhythm": timedelta(days=366), "period": "编制统计日，随值给出"}

NUMBERS = (
    Counted(code="staff.officers", name="监管人员", unit="人", definition="市、县（区）两级及派出机构在编在岗监管人员，以各市报送的统计日为准",
        counted_in=("city_staff",), **COMMON),
    Counted(code="staff.subjects_per_officer", name="人均监管主体", unit="户", better="down",
        definition="期末在营市场主体户数 ÷ 监管人员数；分母的统计日随值给出，未报送人数的市为未知", counted_in=("city_staff", "entity_daily"), **COMMON),
)  # fmt: skip

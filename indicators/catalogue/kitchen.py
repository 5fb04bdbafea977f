"""The indicators of bright kitchens (明厨亮灶)."""

from data_access.measure import Last, Share, Sum
from indicators.declaration import Band, Indicator

INDICATORS = (
    Indicator(
        code="kitchen.units",
        name="应接入餐饮单位",
        unit="户",
        time="stock",
        mart="kitchen_daily",
        measure=Last("units"),
        definition="期末应接入明厨亮灶的单位户数",
    ),
    Indicator(
        code="kitchen.connected_rate",
        name="明厨亮灶接入率",
        unit="%",
        better="up",
        time="stock",
        mart="kitchen_daily",
        measure=Share(Last("connected"), Last("units")),
        decimals=1,
        band=Band(low=99, high=100),
        definition="期末已接入户数 ÷ 期末应接入户数",
    ),
    Indicator(
        code="kitchen.online_rate",
        name="明厨亮灶在线率",
        unit="%",
        better="up",
        time="stock",
        mart="kitchen_daily",
        measure=Share(Last("online"), Last("connected")),
        decimals=1,
        band=Band(low=95, high=100),
        definition="期末在线户数 ÷ 期末已接入户数；未报送的地区不计入分子分母，另列为缺报",
    ),
    Indicator(
        code="kitchen.findings",
        name="后厨 AI 线索",
        unit="条",
        mart="kitchen_daily",
        measure=Sum("findings"),
        definition="期内 AI 识别的疑似问题条数，未经人工核实",
    ),
    Indicator(
        code="kitchen.confirmed_rate",
        name="AI 线索核实率",
        unit="%",
        better="up",
        mart="kitchen_daily",
        measure=Share(Sum("confirmed"), Sum("findings")),
        decimals=1,
        band=Band(low=30),
        definition="经人工核实属实条数 ÷ AI 线索条数",
    ),
)

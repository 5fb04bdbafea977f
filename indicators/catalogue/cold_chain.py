"""The indicators of the cold chain."""

from data_access.measure import Last, Ratio, Share, Sum
from indicators.declaration import Band, Indicator

VACCINE = {"site": "vaccine"}

INDICATORS = (
    Indicator(
        code="cold_chain.sensors",
        name="应报温度探头",
        unit="个",
        time="stock",
        mart="cold_chain_hourly",
        measure=Last("sensors"),
        definition="最近一小时应报温度的探头个数",
    ),
    Indicator(
        code="cold_chain.online_rate",
        name="冷链温度在线率",
        unit="%",
        better="up",
        time="stock",
        mart="cold_chain_hourly",
        measure=Share(Last("reporting"), Last("sensors")),
        decimals=1,
        band=Band(low=95, high=100),
        definition="最近一小时在线探头个数 ÷ 应报探头个数；未报送的地区不计入分子分母，另列为缺报",
    ),
    Indicator(
        code="cold_chain.vaccine_online_rate",
        name="疫苗储运温度在线率",
        unit="%",
        better="up",
        time="stock",
        mart="cold_chain_hourly",
        measure=Share(Last("reporting", where=VACCINE), Last("sensors", where=VACCINE)),
        dims=(),
        decimals=1,
        band=Band(low=99, high=100),
        definition="最近一小时疫苗储运在线探头个数 ÷ 应报探头个数",
    ),
    Indicator(
        code="cold_chain.excursions",
        name="冷链超温",
        unit="次",
        better="down",
        mart="cold_chain_hourly",
        measure=Sum("excursions"),
        definition="期内超出限值的温度事件次数",
    ),
    Indicator(
        code="cold_chain.excursion_minutes",
        name="超温平均时长",
        unit="分钟",
        better="down",
        mart="cold_chain_hourly",
        measure=Ratio(Sum("excursion_minutes"), Sum("excursions")),
        decimals=0,
        band=Band(low=0, high=30),
        definition="超温总时长 ÷ 超温次数",
    ),
)

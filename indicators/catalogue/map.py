"""The numbers of the map: counts of any indicator, related to the stock of entities so that large and small places can be compared."""

from datetime import timedelta

from indicators.counted import Counted

OFFICE = "信息中心"

COUNTED = (
    Counted(
        code="map.per_ten_thousand", name="每万户在营主体", unit="件", owner=OFFICE, rhythm=timedelta(days=1), counted_in=("entity_daily",), decimals=2,
        definition="地图上所选计数指标 ÷ 同一区划期末在营主体 × 10000；分子分母在图例和列表中分别列出", period="地图所选日期，按所选指标的期间",
    ),
    Counted(
        code="map.sites", name="地图点位", unit="个", owner=OFFICE, rhythm=timedelta(minutes=15), counted_in=("alert", "work_order", "camera", "team"),
        definition="当前视图范围内所选图层的点位数：告警、派单为所选时刻未办结的，摄像机、队伍为现状",
    ),
    Counted(
        code="map.dot_value", name="一点代表的户数", unit="户", owner=OFFICE, rhythm=timedelta(days=1), counted_in=("entity_daily",),
        definition="点值图中一点代表的在营主体户数，取使全图不超过 10 万点的整数；点在县内随机布置，不表示真实位置", period="地图所选日期",
    ),
    Counted(
        code="map.movements", name="批次流转", unit="次", owner=OFFICE, rhythm=timedelta(days=1), counted_in=("batch_movement", "enterprise"),
        definition="至所选时刻 30 天内产品批次由一县（市、区）主体转至另一县（市、区）主体的次数", period="至地图所选日期的 30 天",
    ),
)  # fmt: skip

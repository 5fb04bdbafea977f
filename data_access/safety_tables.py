"""The mart tables of safety sites: who should show its kitchen, which sites are watched from afar, and the service of special equipment."""

from __future__ import annotations

from data_access.columns import code, count, day, moment, number, region, words
from data_access.mart_kinds import entity, fact

KITCHEN_SITE = entity(
    "kitchen_site", "明厨亮灶单位台账", "餐饮处",
    code("site", "单位编号：台账内唯一", key=True),
    words("name", "名称：单位或食堂的名称"),
    code("kind", "类别：同 kitchen_daily 的 kind"),
    region(key=False),
    code("uscc", "主体代码：经营单位的主体代码，未登记的为空", null=True),
    day("listed_on", "列入台账：列为应接入之日", key=False),
    day("connected_on", "接入：接入明厨亮灶之日，未接入的为空", key=False),
    code("status", "接入状态：已接入、未接入 connected|unconnected", 16),
    code("camera", "摄像机：接入的摄像机编号，没有的为空", null=True),
    number("lon", "经度：WGS 84，不明的为空", "度"), number("lat", "纬度：WGS 84，不明的为空", "度"),
)  # fmt: skip
REMOTE_SITE = entity(
    "remote_site", "非现场监管点位台账", "食品流通处",
    code("site", "点位编号：台账内唯一", key=True),
    words("name", "名称：库、车或生产单位的名称"),
    code("kind", "类别：冷库、冷藏车、疫苗储运、婴幼儿配方乳粉生产 store|vehicle|vaccine|formula", 16),
    region(key=False),
    code("uscc", "主体代码：使用单位的主体代码，未登记的为空", null=True),
    code("product", "存放品种：温度限值所依的品种代码，如 frozen、chilled、vaccine、vaccine_frozen", null=True),
    count("sensors", "温度探头：装有的温度探头", "个"),
    code("camera", "摄像机：同一点位的摄像机编号，没有的为空", null=True),
    day("listed_on", "列入台账：列为非现场监管点位之日", key=False),
    number("lon", "经度：WGS 84，车辆和不明的为空", "度"), number("lat", "纬度：WGS 84，车辆和不明的为空", "度"),
)  # fmt: skip
REMOTE_SITE_DAILY = fact(
    "remote_site_daily", "非现场监管点位日报", "食品流通处", code("site", "点位：见 remote_site", key=True),
    count("sensors", "应报探头：应当上报温度的探头", "个"),
    count("reporting", "在线探头：最近一小时上报过温度的探头，不明的为空", "个"),
    count("excursions", "超温：当日开始的超温", "次"),
    count("excursion_minutes", "超温时长：当日各探头超出品种限值的分钟数之和", "分钟"),
    count("degree_minutes", "超温度分：当日超出限值的度数对时间的累计", "度·分"),
    number("celsius", "最近温度：最近一次上报的温度", "℃"), number("celsius_high", "最高温度：当日上报的最高温度", "℃"),
    moment("heard_at", "最近上报：该点位最近一次上报温度的时刻"),
)  # fmt: skip
EQUIPMENT_SERVICE_DAILY = fact(
    "equipment_service_daily", "特种设备运行保障日报", "特种设备局", code("kind", "设备种类：同 equipment_daily 的 kind", key=True),
    count("maintain_due", "应维保：当日到期应完成维护保养的设备", "台次"),
    count("maintained", "已维保：应维保设备中已完成的", "台次"),
    count("supervised", "监督检查：当日完成监督检查的使用单位", "户次"),
    count("hazards", "发现隐患：当日监督检查中发现隐患的", "户次"),
    count("rectified", "已整改：发现隐患中已确认整改的", "户次"),
    count("faults", "故障：当日电梯应急处置平台接到的设备故障，不含困人", "起"),
    count("cleared", "已排除：当日接到的故障中已排除的", "起"),
    count("rescued_in_time", "30 分钟内到场：当日困人中接报后 30 分钟内救援到场的", "起"),
    count("iot_due", "物联设备：装有物联网监测装置、应当在线的设备", "台"),
    count("iot_online", "物联在线：应当在线设备中当日在线的", "台"),
    count("iot_faults", "接入故障：当日新发生的物联网接入中断", "起"),
    count("complaints", "投诉举报：当日接收的特种设备投诉举报", "件"),
    count("complaints_closed", "办结：当日办结的特种设备投诉举报", "件"),
)  # fmt: skip

"""The numbers of how special equipment is kept going: maintenance, inspections, faults, the network of things, complaints."""

from data_access.measure import Base, Last, Per, Share, Sum
from indicators.declaration import Indicator
from indicators.period import Span

MART = "equipment_service_daily"
TRAPPED = Base("equipment_daily", Sum("trapped"))
DUE, DONE = Sum("maintain_due"), Sum("maintained")

INDICATORS = (
    Indicator(code="equipment_service.maintain_due", name="应维保", unit="台次", mart=MART, measure=DUE, span=Span.DAYS_30, scale_hint="万", definition="期内到期应完成维护保养的台次"),
    Indicator(code="equipment_service.maintained", name="已维保", unit="台次", better="up", mart=MART, measure=DONE, span=Span.DAYS_30, scale_hint="万",
        definition="期内应维保中已完成的台次"),
    Indicator(code="equipment_service.maintained_rate", name="维保完成率", unit="%", better="up", mart=MART, measure=Share(DONE, DUE), span=Span.DAYS_30, decimals=1,
        definition="期内已维保台次 ÷ 应维保台次"),
    Indicator(code="equipment_service.unmaintained", name="逾期未维保", unit="台次", better="down", mart=MART, measure=DUE - DONE, span=Span.DAYS_30,
        definition="期内应维保台次减已维保台次"),
    Indicator(code="equipment_service.supervised", name="特种设备监督检查", unit="户次", better="up", mart=MART, measure=Sum("supervised"), span=Span.DAYS_30,
        definition="期内完成监督检查的使用单位户次"),
    Indicator(code="equipment_service.hazards", name="监督检查发现隐患", unit="户次", better="down", mart=MART, measure=Sum("hazards"), span=Span.DAYS_30,
        definition="期内监督检查中发现隐患的户次"),
    Indicator(code="equipment_service.hazard_rate", name="隐患检出率", unit="%", mart=MART, measure=Share(Sum("hazards"), Sum("supervised")), span=Span.DAYS_30, decimals=1,
        definition="期内发现隐患户次 ÷ 监督检查户次"),
    Indicator(code="equipment_service.rectified_rate", name="隐患整改率", unit="%", better="up", mart=MART, measure=Share(Sum("rectified"), Sum("hazards")), span=Span.DAYS_30,
        decimals=1, definition="期内已整改户次 ÷ 发现隐患户次"),
    Indicator(code="equipment_service.faults", name="应急处置平台故障", unit="起", better="down", mart=MART, measure=Sum("faults"), span=Span.DAYS_30,
        definition="期内电梯应急处置平台接到的设备故障起数，不含困人"),
    Indicator(code="equipment_service.cleared_rate", name="故障排除率", unit="%", better="up", mart=MART, measure=Share(Sum("cleared"), Sum("faults")), span=Span.DAYS_30,
        decimals=1, definition="期内已排除故障起数 ÷ 故障起数"),
    Indicator(code="equipment_service.rescued_rate", name="30 分钟到场率", unit="%", better="up", mart=MART, dims=(), span=Span.DAYS_30, decimals=1,
        measure=Per(Sum("rescued_in_time"), TRAPPED, 100), definition="期内接报后 30 分钟内救援到场的困人起数 ÷ 电梯困人起数"),
    Indicator(code="equipment_service.wired", name="物联网设备", unit="台", time="stock", mart=MART, measure=Last("iot_due"), scale_hint="万",
        definition="期末装有物联网监测装置、应当在线的设备台数"),
    Indicator(code="equipment_service.wired_online_rate", name="物联网在线率", unit="%", better="up", time="stock", mart=MART, measure=Share(Last("iot_online"), Last("iot_due")),
        decimals=1, definition="期末在线台数 ÷ 应当在线台数"),
    Indicator(code="equipment_service.wired_lost", name="物联网失联设备", unit="台", better="down", time="stock", mart=MART, measure=Last("iot_due") - Last("iot_online"),
        definition="期末应当在线台数减在线台数"),
    Indicator(code="equipment_service.wired_faults", name="物联网接入故障", unit="起", better="down", mart=MART, measure=Sum("iot_faults"), span=Span.DAYS_30,
        definition="期内新发生的物联网接入中断起数"),
    Indicator(code="equipment_service.complaints", name="特种设备投诉举报", unit="件", better="down", mart=MART, measure=Sum("complaints"), span=Span.DAYS_30,
        definition="期内接收的特种设备投诉举报件数"),
    Indicator(code="equipment_service.complaints_closed_rate", name="特种设备投诉办结率", unit="%", better="up", mart=MART, span=Span.DAYS_30, decimals=1,
        measure=Share(Sum("complaints_closed"), Sum("complaints")), definition="期内办结件数 ÷ 接收件数"),
)  # fmt: skip

"""The mart tables: the contract that a data center fills.

Every fact table has a time column (`day`, `month` or `hour`), `region` and its dimensions as its key, then measures.
`info` of a table: `zh` name, `owner` office, `time` column, `rhythm` minutes between two batches, `grain`.
"""

from __future__ import annotations

from sqlalchemy import Column, MetaData, Table

from data_access.columns import amount, batch, code, count, day, hour, moment, number, region, words

MARTS = MetaData()
DAILY, HOURLY, MONTHLY = 24 * 60, 60, 31 * 24 * 60


def _fact(name: str, zh: str, owner: str, *columns: Column, time: str = "day", rhythm: int = DAILY) -> Table:
    first = hour() if time == "hour" else day(time, "月份（当月第一天）" if time == "month" else "日期")
    return Table(
        name, MARTS, first, region(), *columns, batch(), info={"zh": zh, "owner": owner, "time": time, "rhythm": rhythm, "kind": "fact"}
    )


def _entity(name: str, zh: str, owner: str, *columns: Column, kind: str = "entity") -> Table:
    return Table(name, MARTS, *columns, batch(), info={"zh": zh, "owner": owner, "time": None, "rhythm": DAILY, "kind": kind})


ENTITY_DAILY = _fact(
    "entity_daily", "市场主体日报", "登记注册处",
    code("industry", "行业门类 A–T；- 为未分类", 1, key=True), code("type", "主体类型 enterprise|individual|coop|other", 16, key=True),
    count("opened", "新设", "户"), count("closed", "注销", "户"), count("revoked", "吊销", "户"), count("stock", "期末在营", "户"),
)  # fmt: skip
LICENCE_DAILY = _fact(
    "licence_daily", "行政许可日报", "行政审批处", code("kind", "许可种类", key=True),
    count("accepted", "受理"), count("granted", "办结准予"), count("refused", "不予许可"), count("online", "网上办理"),
    count("on_time", "按期办结"), count("minutes", "办理总时长", "分钟"),
)  # fmt: skip
INSPECTION_DAILY = _fact(
    "inspection_daily", "监督检查日报", "信用监管处", code("kind", "检查种类", key=True),
    count("planned", "计划"), count("done", "已检查"), count("found", "发现问题"), count("rectified", "已整改"),
)  # fmt: skip
CASE_DAILY = _fact(
    "case_daily", "行政处罚案件日报", "执法稽查局", code("field", "案件领域", key=True),
    count("filed", "立案"), count("closed", "结案"), count("on_time", "按期结案"), count("overdue", "期末超期"), amount("fined", "罚没款"),
)  # fmt: skip
COMPLAINT_DAILY = _fact(
    "complaint_daily", "投诉举报日报", "消费者权益保护处", code("topic", "诉求类别", key=True), code("channel", "渠道", 16, key=True),
    count("received", "接收"), count("accepted", "受理"), count("closed", "办结"), count("on_time", "按期办结"), count("overdue", "期末超期"),
    amount("recovered", "挽回损失"),
)  # fmt: skip
SAMPLING_DAILY = _fact(
    "sampling_daily", "抽检日报", "食品抽检处", code("category", "品类", key=True),
    count("planned", "年度计划分摊", "批次"), count("sampled", "完成", "批次"), count("failed", "不合格", "批次"), count("handled", "已核查处置", "批次"),
)  # fmt: skip
EQUIPMENT_DAILY = _fact(
    "equipment_daily", "特种设备日报", "特种设备局", code("kind", "设备种类", key=True),
    count("in_use", "在用", "台"), count("due", "应检", "台"), count("inspected", "已检", "台"), count("overdue", "超期未检", "台"),
    count("trapped", "困人", "起"), count("rescue_minutes", "救援到场总时长", "分钟"),
)  # fmt: skip
CREDIT_MONTHLY = _fact(
    "credit_monthly", "信用风险月报", "信用监管处", code("grade", "风险等级 A–D", 1, key=True),
    count("entities", "主体数", "户"), count("listed", "经营异常", "户"), number("prosperity", "景气指数", "0–200"),
    number("prosperity_low", "景气指数 95% 下限", "0–200"), number("prosperity_high", "景气指数 95% 上限", "0–200"),
    time="month", rhythm=MONTHLY,
)  # fmt: skip
PLATFORM_DAILY = _fact(
    "platform_daily", "平台经济监管日报", "网络监管处", code("platform", "平台类别", key=True),
    count("shops", "网店", "家"), count("monitored", "已监测", "家"), count("clues", "线索", "条"), count("handled", "已处置", "条"),
)  # fmt: skip
TRACE_DAILY = _fact(
    "trace_daily", "重要产品追溯日报", "产品质量处", code("family", "产品大类", key=True),
    count("batches", "上链批次", "批次"), count("complete", "链条完整", "批次"), count("failed", "不合格", "批次"), count("sealed", "已封存召回", "批次"),
)  # fmt: skip
COLD_CHAIN_HOURLY = _fact(
    "cold_chain_hourly", "冷链温度时报", "食品流通处", code("site", "库型 store|vehicle|vaccine", 16, key=True),
    count("sensors", "应报探头", "个"), count("reporting", "在线探头", "个"), count("excursions", "超温", "次"), count("excursion_minutes", "超温时长", "分钟"),
    time="hour", rhythm=HOURLY,
)  # fmt: skip
KITCHEN_DAILY = _fact(
    "kitchen_daily", "明厨亮灶日报", "餐饮处", code("kind", "单位类别", key=True),
    count("units", "应接入", "户"), count("connected", "已接入", "户"), count("online", "在线", "户"), count("findings", "AI 线索", "条"), count("confirmed", "核实", "条"),
)  # fmt: skip
NOTICE_DAILY = _fact(
    "notice_daily", "双告知日报", "登记注册处", code("department", "认领部门", key=True),
    count("pushed", "推送"), count("claimed", "认领"), count("handled", "办结"), count("overdue", "超期"),
)  # fmt: skip
DRAW_DAILY = _fact(
    "draw_daily", "双随机日报", "信用监管处", code("plan", "抽查计划", key=True),
    count("target", "年度任务分摊", "户"), count("drawn", "抽取", "户"), count("inspected", "已检查", "户"), count("published", "已公示", "户"), count("problems", "发现问题", "户"),
)  # fmt: skip
SOURCE_DAILY = _fact(
    "source_daily", "来源系统日报", "信息中心", code("source", "来源系统代码", 8, key=True),
    count("due", "应到批次", "批"), count("arrived", "实到批次", "批"), count("rows_in", "当日入库", "行"), count("rejected", "未过校验", "行"),
    count("rows_total", "累计", "行"), moment("last_arrived_at", "最近一批到达"),
)  # fmt: skip
OPINION_HOURLY = _fact(
    "opinion_hourly", "舆情时报", "新闻宣传处", code("topic", "话题类别", key=True),
    count("items", "信息", "条"), count("reposts", "转载并入", "条"), count("negative", "负面", "条"),
    time="hour", rhythm=HOURLY,
)  # fmt: skip

ENTERPRISE = _entity(
    "enterprise", "市场主体", "登记注册处",
    code("uscc", "统一社会信用代码（或原注册号）", 32, key=True), code("uscc_kind", "uscc18|reg15|reg13|masked", 16),
    words("name", "名称"), region(key=False), code("region_raw", "登记时的区划代码", 6, null=True), code("region_how", "定位方式 current|crosswalk|city|province", 16),
    code("type", "主体类型", 16), words("type_text", "原类型文字"), code("industry", "行业门类", 1, null=True),
    amount("capital_fen", "注册资本（人民币）"), code("capital_currency", "币种", 8, null=True), number("capital_amount", "注册资本（原币）", "元"), words("capital_text", "原资本文字"),
    day("opened_on", "成立日期", key=False), day("closed_on", "注销日期", key=False), code("status", "open|closed|revoked|unknown", 16),
    words("scope_text", "经营范围"), words("address", "住所"),
)  # fmt: skip
ENTERPRISE_EVENT = _entity(
    "enterprise_event",
    "主体事件",
    "登记注册处",
    code("event", "事件号", key=True),
    code("uscc", "主体"),
    moment("at", "时间"),
    code("kind", "种类"),
    code("source", "来源", 8),
    words("text", "事实"),
    region(key=False),
)
ENTERPRISE_RELATION = _entity(
    "enterprise_relation",
    "主体关系",
    "登记注册处",
    code("uscc", "主体", key=True),
    code("other", "对方", key=True),
    code("kind", "关系", key=True),
    number("share", "比例", "%"),
    day("since", "起始", key=False),
    region(key=False),
)
EQUIPMENT = _entity(
    "equipment",
    "特种设备",
    "特种设备局",
    code("device", "设备代码", key=True),
    code("kind", "种类"),
    words("model", "型号"),
    code("uscc", "使用单位", null=True),
    code("maintainer", "维保单位", null=True),
    region(key=False),
    day("due_on", "下次检验", key=False),
    code("status", "状态", 16),
)
PRODUCT_BATCH = _entity(
    "product_batch",
    "产品批次",
    "产品质量处",
    code("lot", "批号", key=True),
    code("family", "大类"),
    words("name", "品名"),
    code("uscc", "生产者", null=True),
    day("made_on", "生产日期", key=False),
    number("quantity", "数量", "件"),
    region(key=False),
)
BATCH_MOVEMENT = _entity(
    "batch_movement",
    "批次流向",
    "产品质量处",
    code("movement", "流水号", key=True),
    code("lot", "批号"),
    code("giver", "转出", null=True),
    code("taker", "转入", null=True),
    number("quantity", "数量", "件"),
    moment("at", "时间"),
    region(key=False),
)

REGION = _entity(
    "region",
    "行政区划",
    "信息中心",
    code("code", "代码", 6, key=True),
    words("name", "名称"),
    code("parent", "上级", 6, null=True),
    code("level", "province|city|county", 8),
    day("valid_from", "启用", key=False),
    day("valid_to", "停用", key=False),
    kind="dimension",
)
INDUSTRY = _entity("industry", "国民经济行业", "信息中心", code("code", "门类", 1, key=True), words("name", "名称"), kind="dimension")
SOURCE_SYSTEM = _entity(
    "source_system",
    "来源系统",
    "信息中心",
    code("code", "代码", 8, key=True),
    words("name", "名称"),
    words("owner", "责任处室"),
    words("bureau", "所属局"),
    code("net", "业务网", 16),
    count("rhythm", "更新周期", "分钟"),
    words("tables", "所供主题表，逗号分隔"),
    kind="dimension",
)
CALENDAR = _entity(
    "calendar", "工作日历", "办公室", day(), code("kind", "work|rest|holiday|shift", 8), words("name", "名称"), kind="dimension"
)

FACTS = tuple(t for t in MARTS.sorted_tables if t.info["kind"] == "fact")

"""The mart tables: the contract that a data center fills.

Every fact table has a time column (`day`, `month` or `hour`), `region` and its dimensions as its key, then measures.
`info` of a table: `zh` name, `owner` office, `time` column, `rhythm` minutes between two batches, `grain`.
"""

from __future__ import annotations

from data_access.columns import amount, code, count, day, moment, number, region, words
from data_access.mart_kinds import HOURLY, MARTS, MONTHLY
from data_access.mart_kinds import entity as _entity
from data_access.mart_kinds import fact as _fact
from data_access.safety_tables import EQUIPMENT_SERVICE_DAILY, KITCHEN_SITE, REMOTE_SITE, REMOTE_SITE_DAILY

__all__ = ["EQUIPMENT_SERVICE_DAILY", "KITCHEN_SITE", "MARTS", "REMOTE_SITE", "REMOTE_SITE_DAILY"]


ENTITY_DAILY = _fact(
    "entity_daily", "市场主体日报", "登记注册处",
    code("industry", "行业门类：国民经济行业门类 A–T；- 为未分类", 1, key=True),
    code("type", "主体类型：企业、个体工商户、农民专业合作社、其他 enterprise|individual|coop|other", 16, key=True),
    count("opened", "新设：当日核准设立登记的户数", "户"),
    count("closed", "注销：当日核准注销登记的户数", "户"),
    count("revoked", "吊销：当日被吊销营业执照的户数", "户"),
    count("stock", "期末在营：当日末存续在营的户数，不含已注销、吊销", "户"),
)  # fmt: skip
LICENCE_DAILY = _fact(
    "licence_daily", "行政许可日报", "行政审批处", code("kind", "许可种类：如食品经营许可、食品生产许可、药品经营许可", key=True),
    count("accepted", "受理：当日受理的申请"),
    count("granted", "办结准予：当日作出准予决定的申请"),
    count("refused", "不予许可：当日作出不予许可决定的申请"),
    count("online", "网上办理：当日受理中经网上提交的申请"),
    count("on_time", "按期办结：当日办结中在法定或承诺期限内的"), count("minutes", "办理总时长：当日办结的申请从受理到决定的分钟数之和", "分钟"),
)  # fmt: skip
INSPECTION_DAILY = _fact(
    "inspection_daily", "监督检查日报", "信用监管处", code("kind", "检查种类：如日常检查、专项检查、重点检查、飞行检查", key=True),
    count("planned", "计划：计划当日完成的检查"),
    count("done", "已检查：当日实际完成的检查"),
    count("found", "发现问题：当日完成的检查中发现问题的"),
    count("rectified", "已整改：当日确认整改到位的问题检查"),
)  # fmt: skip
CASE_DAILY = _fact(
    "case_daily", "行政处罚案件日报", "执法稽查局", code("field", "案件领域：如食品安全、广告、价格、产品质量", key=True),
    count("filed", "立案：当日立案的案件"),
    count("closed", "结案：当日结案的案件"),
    count("on_time", "按期结案：当日结案中在办案期限内的"),
    count("overdue", "期末超期：当日末超过办案期限仍未结案的"),
    amount("fined", "罚没款：当日结案案件的罚款和没收款之和"),
)  # fmt: skip
COMPLAINT_DAILY = _fact(
    "complaint_daily", "投诉举报日报", "消费者权益保护处",
    code("topic", "诉求类别：如食品、预付式消费、网络购物", key=True),
    code("channel", "渠道：如 12315、12345", 16, key=True),
    count("received", "接收：当日接收的投诉和举报"),
    count("accepted", "受理：当日决定受理的"),
    count("closed", "办结：当日办结的"),
    count("on_time", "按期办结：当日办结中在法定期限内的"),
    count("overdue", "期末超期：当日末超过期限仍未办结的"),
    amount("recovered", "挽回损失：当日办结的投诉为消费者挽回的金额"),
)  # fmt: skip
SAMPLING_DAILY = _fact(
    "sampling_daily", "抽检日报", "食品抽检处", code("category", "品类：如乳制品、肉制品、餐饮食品", key=True),
    count("planned", "年度计划分摊：年度抽检计划分摊到当日的批次", "批次"),
    count("sampled", "完成：当日完成检验并出具报告的批次", "批次"),
    count("failed", "不合格：当日出具报告中不合格的批次", "批次"),
    count("handled", "已核查处置：当日完成核查处置的不合格批次", "批次"),
)  # fmt: skip
EQUIPMENT_DAILY = _fact(
    "equipment_daily", "特种设备日报", "特种设备局", code("kind", "设备种类：锅炉、压力容器、压力管道、电梯、起重机械、场车、大型游乐设施、气瓶等", key=True),
    count("in_use", "在用：当日末办理使用登记且在用的设备", "台"),
    count("due", "应检：当日到期应完成定期检验的设备", "台"),
    count("inspected", "已检：应检设备中当日前已完成检验的", "台"),
    count("overdue", "超期未检：当日末超过检验有效期仍在用的设备", "台"),
    count("trapped", "困人：当日发生的电梯困人", "起"), count("rescue_minutes", "救援到场总时长：当日各起困人从接报到救援到场的分钟数之和", "分钟"),
)  # fmt: skip
CREDIT_MONTHLY = _fact(
    "credit_monthly", "信用风险月报", "信用监管处", code("grade", "风险等级：企业信用风险分类 A–D", 1, key=True),
    count("entities", "主体数：月末该等级的在营主体", "户"),
    count("listed", "经营异常：月末该等级中列入经营异常名录的", "户"),
    number("prosperity", "景气指数：当月市场主体景气指数，100 为临界值", "0–200"),
    number("prosperity_low", "景气指数 95% 下限：置信区间下限", "0–200"), number("prosperity_high", "景气指数 95% 上限：置信区间上限", "0–200"),
    time="month", rhythm=MONTHLY,
)  # fmt: skip
PLATFORM_DAILY = _fact(
    "platform_daily", "平台经济监管日报", "网络监管处", code("platform", "平台类别：如综合电商、网络餐饮、直播带货、生活服务", key=True),
    count("shops", "网店：当日末本区划的网店", "家"),
    count("monitored", "已监测：当日纳入监测的网店", "家"),
    count("clues", "线索：当日发现的违法线索", "条"),
    count("handled", "已处置：当日处置完毕的线索", "条"),
)  # fmt: skip
TRACE_DAILY = _fact(
    "trace_daily", "重要产品追溯日报", "产品质量处", code("family", "产品大类：食品、药品、特种设备、重要工业产品等", key=True),
    count("batches", "上链批次：当日新进入追溯链的批次", "批次"),
    count("complete", "链条完整：当日上链批次中来源去向齐全的", "批次"),
    count("failed", "不合格：当日确认不合格的批次", "批次"),
    count("sealed", "已封存召回：当日完成封存或召回的不合格批次", "批次"),
)  # fmt: skip
COLD_CHAIN_HOURLY = _fact(
    "cold_chain_hourly", "冷链温度时报", "食品流通处", code("site", "库型：冷库、冷藏车、疫苗库 store|vehicle|vaccine", 16, key=True),
    count("sensors", "应报探头：应当上报温度的探头", "个"),
    count("reporting", "在线探头：该小时内上报过温度的探头", "个"),
    count("excursions", "超温：该小时内开始的超温", "次"),
    count("excursion_minutes", "超温时长：该小时内各探头超温分钟数之和", "分钟"),
    time="hour", rhythm=HOURLY,
)  # fmt: skip
KITCHEN_DAILY = _fact(
    "kitchen_daily", "明厨亮灶日报", "餐饮处", code("kind", "单位类别：学校食堂、养老机构食堂、集体用餐配送、餐饮单位等", key=True),
    count("units", "应接入：应当接入明厨亮灶的单位", "户"),
    count("connected", "已接入：当日末已接入的单位", "户"),
    count("online", "在线：当日视频在线的单位", "户"),
    count("findings", "AI 线索：当日识别出的违规线索", "条"),
    count("confirmed", "核实：当日经人工核实属实的线索", "条"),
)  # fmt: skip
NOTICE_DAILY = _fact(
    "notice_daily", "双告知日报", "登记注册处", code("department", "认领部门：收到“双告知”推送的审批部门", key=True),
    count("pushed", "推送：当日推送的主体信息"),
    count("claimed", "认领：当日认领的推送"),
    count("handled", "办结：当日办结并回告的推送"),
    count("overdue", "超期：当日末超过认领或办理期限的推送"),
)  # fmt: skip
DRAW_DAILY = _fact(
    "draw_daily", "双随机日报", "信用监管处", code("plan", "抽查计划：如定向抽查、不定向抽查、部门联合抽查", key=True),
    count("target", "年度任务分摊：年度抽查任务分摊到当日的户数", "户"),
    count("drawn", "抽取：当日随机抽取的户数", "户"),
    count("inspected", "已检查：当日完成检查的户数", "户"),
    count("published", "已公示：当日公示结果的户数", "户"),
    count("problems", "发现问题：当日完成检查中发现问题的户数", "户"),
)  # fmt: skip
SOURCE_DAILY = _fact(
    "source_daily", "来源系统日报", "信息中心", code("source", "来源系统代码：见 source_system", 8, key=True),
    count("due", "应到批次：当日应报送的批次", "批"),
    count("arrived", "实到批次：当日实际到达的批次", "批"),
    count("rows_in", "当日入库：当日通过校验入库的行", "行"),
    count("rejected", "未过校验：当日被拒收的行", "行"),
    count("rows_total", "累计：该来源自启用以来入库的行", "行"), moment("last_arrived_at", "最近一批到达：该来源最近一批到达的时刻"),
)  # fmt: skip
OPINION_HOURLY = _fact(
    "opinion_hourly", "舆情时报", "新闻宣传处", code("topic", "话题类别：如食品安全、特种设备、网络交易", key=True),
    count("items", "信息：该小时内首次发现的信息", "条"),
    count("reposts", "转载并入：该小时内并入已有信息的转载", "条"),
    count("negative", "负面：该小时内首次发现的负面信息", "条"),
    time="hour", rhythm=HOURLY,
)  # fmt: skip

ENTERPRISE = _entity(
    "enterprise", "市场主体", "登记注册处",
    code("uscc", "主体代码：统一社会信用代码，没有的填原注册号", 32, key=True),
    code("uscc_kind", "代码种类：18 位信用代码、15 位或 13 位原注册号、脱敏代码 uscc18|reg15|reg13|masked", 16),
    words("name", "名称：营业执照上的名称"),
    region(key=False),
    code("region_raw", "登记时的区划代码：可为已撤并的代码", 6, null=True),
    code("region_how", "定位方式：现行县级、由历史代码换算、只知其市、只知其省 current|crosswalk|city|province", 16),
    code("type", "主体类型：同 entity_daily 的 type", 16),
    words("type_text", "原类型文字：如有限责任公司（自然人独资）"),
    code("industry", "行业门类：国民经济行业门类一位字母，见 industry", 1, null=True),
    amount("capital_fen", "注册资本（人民币）：折合人民币"),
    code("capital_currency", "币种：ISO 4217 三位代码", 8, null=True),
    number("capital_amount", "注册资本（原币）：以币种计的金额", "元"),
    words("capital_text", "原资本文字：登记系统中的原文"),
    day("opened_on", "成立日期：核准设立之日", key=False),
    day("closed_on", "注销日期：注销或吊销之日，在营的为空", key=False),
    code("status", "状态：在营、注销、吊销、不明 open|closed|revoked|unknown", 16),
    words("scope_text", "经营范围：营业执照上的原文"), words("address", "住所：登记的住所或经营场所"),
)  # fmt: skip
ENTERPRISE_EVENT = _entity(
    "enterprise_event",
    "主体事件",
    "登记注册处",
    code("event", "事件号：全省唯一", key=True),
    code("uscc", "主体：事件所属主体的代码"),
    moment("at", "时间：事件发生的时刻"),
    code("kind", "种类：如许可、检查、处罚、投诉、抽检、变更"),
    code("source", "来源：来源系统代码", 8),
    words("text", "事实：一句话说明"),
    region(key=False),
)
ENTERPRISE_RELATION = _entity(
    "enterprise_relation",
    "主体关系",
    "登记注册处",
    code("uscc", "主体：被投资或被任职的主体代码", key=True),
    code("other", "对方：投资人、任职人或关联主体的代码", key=True),
    code("kind", "关系：如股东、法定代表人、分支机构、同址", key=True),
    number("share", "比例：出资比例，不适用的为空", "%"),
    day("since", "起始：关系开始之日", key=False),
    region(key=False),
)
EQUIPMENT = _entity(
    "equipment",
    "特种设备",
    "特种设备局",
    code("device", "设备代码：特种设备代码", key=True),
    code("kind", "种类：同 equipment_daily 的 kind"),
    words("model", "型号：铭牌型号"),
    code("uscc", "使用单位：使用单位的主体代码", null=True),
    code("maintainer", "维保单位：维保单位的主体代码", null=True),
    region(key=False),
    day("due_on", "下次检验：定期检验到期之日", key=False),
    code("status", "状态：在用、停用、超期、报废等", 16),
)
PRODUCT_BATCH = _entity(
    "product_batch",
    "产品批次",
    "产品质量处",
    code("lot", "批号：生产者的批号，全省唯一", key=True),
    code("family", "大类：同 trace_daily 的 family"),
    words("name", "品名：产品名称"),
    code("uscc", "生产者：生产者的主体代码", null=True),
    day("made_on", "生产日期：该批生产之日", key=False),
    number("quantity", "数量：该批的数量", "件"),
    region(key=False),
)
BATCH_MOVEMENT = _entity(
    "batch_movement",
    "批次流向",
    "产品质量处",
    code("movement", "流水号：全省唯一", key=True),
    code("lot", "批号：见 product_batch"),
    code("giver", "转出：转出方的主体代码，不明的为空", null=True),
    code("taker", "转入：转入方的主体代码；售予消费者填 SOLD，就地封存填 SEALED，去向不明的为空", null=True),
    number("quantity", "数量：本次流转的数量", "件"),
    moment("at", "时间：流转的时刻"),
    region(key=False),
)

REGION = _entity(
    "region",
    "行政区划",
    "信息中心",
    code("code", "代码：六位区划代码", 6, key=True),
    words("name", "名称：区划全称"),
    code("parent", "上级：上级区划代码，省级为空", 6, null=True),
    code("level", "级别：省、市、县 province|city|county", 8),
    day("valid_from", "启用：代码启用之日，一直有效的为空", key=False),
    day("valid_to", "停用：代码停用之日，现行的为空", key=False),
    kind="dimension",
)
INDUSTRY = _entity(
    "industry",
    "国民经济行业",
    "信息中心",
    code("code", "门类：国民经济行业门类一位字母，- 表示未分类", 1, key=True),
    words("name", "名称：门类名称"),
    kind="dimension",
)
SOURCE_SYSTEM = _entity(
    "source_system",
    "来源系统",
    "信息中心",
    code("code", "代码：来源系统代码", 8, key=True),
    words("name", "名称：系统名称"),
    words("owner", "责任处室：对数据负责的处室"),
    words("bureau", "所属局：系统所属的局"),
    code("net", "业务网：所属业务网的代码", 16),
    count("rhythm", "更新周期：两批数据之间的分钟数", "分钟"),
    words("tables", "所供主题表：以逗号分隔的主题表名"),
    kind="dimension",
)
CALENDAR = _entity(
    "calendar",
    "工作日历",
    "办公室",
    day(),
    code("kind", "种类：工作日、休息日、法定节假日、调休上班 work|rest|holiday|shift", 8),
    words("name", "名称：节日名称，平日为空"),
    kind="dimension",
)

FACTS = tuple(t for t in MARTS.sorted_tables if t.info["kind"] == "fact")

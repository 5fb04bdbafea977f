-- The marts and their batch table for clickhouse, written by `yiping mart contract --ddl clickhouse`. See docs/marts.md.

CREATE TABLE `mart_batch` (
    `batch_id` Int32 COMMENT '批次号：按发布先后递增',
    `mart` String COMMENT '主题表：本行说的主题表名；一批含几张表就有几行',
    `source` String COMMENT '来源：来源系统代码',
    `nature` String COMMENT '数据性质：正式、样本、演示 production|sample|demo',
    `as_of` DateTime('UTC') COMMENT '数据截止：数据所反映的最后时刻',
    `published_at` DateTime('UTC') COMMENT '发布时间：登记本行的时刻',
    `replaces` String COMMENT '取代范围：对同一来源较早的批次，不取代、取代所列日期、全部取代 nothing|days|all',
    `first_day` Nullable(Date32) COMMENT '首日：取代的第一天，replaces 为 days 时必填',
    `last_day` Nullable(Date32) COMMENT '末日：取代的最后一天，replaces 为 days 时必填',
    `row_count` Nullable(Int64) COMMENT '行数：本批写入的行数；就地改写过的置空'
)
ENGINE = MergeTree
ORDER BY (`batch_id`, `mart`);

CREATE TABLE `kitchen_site` (
    `site` String COMMENT '单位编号：台账内唯一',
    `name` Nullable(String) COMMENT '名称：单位或食堂的名称',
    `kind` String COMMENT '类别：同 kitchen_daily 的 kind',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `uscc` Nullable(String) COMMENT '主体代码：经营单位的主体代码，未登记的为空',
    `listed_on` Nullable(Date32) COMMENT '列入台账：列为应接入之日',
    `connected_on` Nullable(Date32) COMMENT '接入：接入明厨亮灶之日，未接入的为空',
    `status` String COMMENT '接入状态：已接入、未接入 connected|unconnected',
    `camera` Nullable(String) COMMENT '摄像机：接入的摄像机编号，没有的为空',
    `lon` Nullable(Float64) COMMENT '经度：WGS 84，不明的为空（度）',
    `lat` Nullable(Float64) COMMENT '纬度：WGS 84，不明的为空（度）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
ORDER BY (`site`, `batch_id`);

CREATE TABLE `remote_site` (
    `site` String COMMENT '点位编号：台账内唯一',
    `name` Nullable(String) COMMENT '名称：库、车或生产单位的名称',
    `kind` String COMMENT '类别：冷库、冷藏车、疫苗储运、婴幼儿配方乳粉生产 store|vehicle|vaccine|formula',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `uscc` Nullable(String) COMMENT '主体代码：使用单位的主体代码，未登记的为空',
    `product` Nullable(String) COMMENT '存放品种：温度限值所依的品种代码，如 frozen、chilled、vaccine、vaccine_frozen',
    `sensors` Nullable(Int64) COMMENT '温度探头：装有的温度探头（个）',
    `camera` Nullable(String) COMMENT '摄像机：同一点位的摄像机编号，没有的为空',
    `listed_on` Nullable(Date32) COMMENT '列入台账：列为非现场监管点位之日',
    `lon` Nullable(Float64) COMMENT '经度：WGS 84，车辆和不明的为空（度）',
    `lat` Nullable(Float64) COMMENT '纬度：WGS 84，车辆和不明的为空（度）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
ORDER BY (`site`, `batch_id`);

CREATE TABLE `remote_site_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `site` String COMMENT '点位：见 remote_site',
    `sensors` Nullable(Int64) COMMENT '应报探头：应当上报温度的探头（个）',
    `reporting` Nullable(Int64) COMMENT '在线探头：最近一小时上报过温度的探头，不明的为空（个）',
    `excursions` Nullable(Int64) COMMENT '超温：当日开始的超温（次）',
    `excursion_minutes` Nullable(Int64) COMMENT '超温时长：当日各探头超出品种限值的分钟数之和（分钟）',
    `degree_minutes` Nullable(Int64) COMMENT '超温度分：当日超出限值的度数对时间的累计（度·分）',
    `celsius` Nullable(Float64) COMMENT '最近温度：最近一次上报的温度（℃）',
    `celsius_high` Nullable(Float64) COMMENT '最高温度：当日上报的最高温度（℃）',
    `heard_at` Nullable(DateTime('UTC')) COMMENT '最近上报：该点位最近一次上报温度的时刻（UTC）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `site`, `batch_id`);

CREATE TABLE `equipment_service_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `kind` String COMMENT '设备种类：同 equipment_daily 的 kind',
    `maintain_due` Nullable(Int64) COMMENT '应维保：当日到期应完成维护保养的设备（台次）',
    `maintained` Nullable(Int64) COMMENT '已维保：应维保设备中已完成的（台次）',
    `supervised` Nullable(Int64) COMMENT '监督检查：当日完成监督检查的使用单位（户次）',
    `hazards` Nullable(Int64) COMMENT '发现隐患：当日监督检查中发现隐患的（户次）',
    `rectified` Nullable(Int64) COMMENT '已整改：发现隐患中已确认整改的（户次）',
    `faults` Nullable(Int64) COMMENT '故障：当日电梯应急处置平台接到的设备故障，不含困人（起）',
    `cleared` Nullable(Int64) COMMENT '已排除：当日接到的故障中已排除的（起）',
    `rescued_in_time` Nullable(Int64) COMMENT '30 分钟内到场：当日困人中接报后 30 分钟内救援到场的（起）',
    `iot_due` Nullable(Int64) COMMENT '物联设备：装有物联网监测装置、应当在线的设备（台）',
    `iot_online` Nullable(Int64) COMMENT '物联在线：应当在线设备中当日在线的（台）',
    `iot_faults` Nullable(Int64) COMMENT '接入故障：当日新发生的物联网接入中断（起）',
    `complaints` Nullable(Int64) COMMENT '投诉举报：当日接收的特种设备投诉举报（件）',
    `complaints_closed` Nullable(Int64) COMMENT '办结：当日办结的特种设备投诉举报（件）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `kind`, `batch_id`);

CREATE TABLE `entity_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `industry` String COMMENT '行业门类：国民经济行业门类 A–T；- 为未分类',
    `type` String COMMENT '主体类型：企业、个体工商户、农民专业合作社、其他 enterprise|individual|coop|other',
    `opened` Nullable(Int64) COMMENT '新设：当日核准设立登记的户数（户）',
    `closed` Nullable(Int64) COMMENT '注销：当日核准注销登记的户数（户）',
    `revoked` Nullable(Int64) COMMENT '吊销：当日被吊销营业执照的户数（户）',
    `stock` Nullable(Int64) COMMENT '期末在营：当日末存续在营的户数，不含已注销、吊销（户）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `industry`, `type`, `batch_id`);

CREATE TABLE `licence_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `kind` String COMMENT '许可种类：如食品经营许可、食品生产许可、药品经营许可',
    `accepted` Nullable(Int64) COMMENT '受理：当日受理的申请（件）',
    `granted` Nullable(Int64) COMMENT '办结准予：当日作出准予决定的申请（件）',
    `refused` Nullable(Int64) COMMENT '不予许可：当日作出不予许可决定的申请（件）',
    `online` Nullable(Int64) COMMENT '网上办理：当日受理中经网上提交的申请（件）',
    `on_time` Nullable(Int64) COMMENT '按期办结：当日办结中在法定或承诺期限内的（件）',
    `minutes` Nullable(Int64) COMMENT '办理总时长：当日办结的申请从受理到决定的分钟数之和（分钟）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `kind`, `batch_id`);

CREATE TABLE `inspection_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `kind` String COMMENT '检查种类：如日常检查、专项检查、重点检查、飞行检查',
    `planned` Nullable(Int64) COMMENT '计划：计划当日完成的检查（件）',
    `done` Nullable(Int64) COMMENT '已检查：当日实际完成的检查（件）',
    `found` Nullable(Int64) COMMENT '发现问题：当日完成的检查中发现问题的（件）',
    `rectified` Nullable(Int64) COMMENT '已整改：当日确认整改到位的问题检查（件）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `kind`, `batch_id`);

CREATE TABLE `case_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `field` String COMMENT '案件领域：如食品安全、广告、价格、产品质量',
    `filed` Nullable(Int64) COMMENT '立案：当日立案的案件（件）',
    `closed` Nullable(Int64) COMMENT '结案：当日结案的案件（件）',
    `on_time` Nullable(Int64) COMMENT '按期结案：当日结案中在办案期限内的（件）',
    `overdue` Nullable(Int64) COMMENT '期末超期：当日末超过办案期限仍未结案的（件）',
    `fined` Nullable(Int64) COMMENT '罚没款：当日结案案件的罚款和没收款之和（分）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `field`, `batch_id`);

CREATE TABLE `complaint_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `topic` String COMMENT '诉求类别：如食品、预付式消费、网络购物',
    `channel` String COMMENT '渠道：如 12315、12345',
    `received` Nullable(Int64) COMMENT '接收：当日接收的投诉和举报（件）',
    `accepted` Nullable(Int64) COMMENT '受理：当日决定受理的（件）',
    `closed` Nullable(Int64) COMMENT '办结：当日办结的（件）',
    `on_time` Nullable(Int64) COMMENT '按期办结：当日办结中在法定期限内的（件）',
    `overdue` Nullable(Int64) COMMENT '期末超期：当日末超过期限仍未办结的（件）',
    `recovered` Nullable(Int64) COMMENT '挽回损失：当日办结的投诉为消费者挽回的金额（分）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `topic`, `channel`, `batch_id`);

CREATE TABLE `sampling_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `category` String COMMENT '品类：如乳制品、肉制品、餐饮食品',
    `planned` Nullable(Int64) COMMENT '年度计划分摊：年度抽检计划分摊到当日的批次（批次）',
    `sampled` Nullable(Int64) COMMENT '完成：当日完成检验并出具报告的批次（批次）',
    `failed` Nullable(Int64) COMMENT '不合格：当日出具报告中不合格的批次（批次）',
    `handled` Nullable(Int64) COMMENT '已核查处置：当日完成核查处置的不合格批次（批次）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `category`, `batch_id`);

CREATE TABLE `equipment_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `kind` String COMMENT '设备种类：锅炉、压力容器、压力管道、电梯、起重机械、场车、大型游乐设施、气瓶等',
    `in_use` Nullable(Int64) COMMENT '在用：当日末办理使用登记且在用的设备（台）',
    `due` Nullable(Int64) COMMENT '应检：当日到期应完成定期检验的设备（台）',
    `inspected` Nullable(Int64) COMMENT '已检：应检设备中当日前已完成检验的（台）',
    `overdue` Nullable(Int64) COMMENT '超期未检：当日末超过检验有效期仍在用的设备（台）',
    `trapped` Nullable(Int64) COMMENT '困人：当日发生的电梯困人（起）',
    `rescue_minutes` Nullable(Int64) COMMENT '救援到场总时长：当日各起困人从接报到救援到场的分钟数之和（分钟）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `kind`, `batch_id`);

CREATE TABLE `credit_monthly` (
    `month` Date COMMENT '月份：当月第一天',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `grade` String COMMENT '风险等级：企业信用风险分类 A–D',
    `entities` Nullable(Int64) COMMENT '主体数：月末该等级的在营主体（户）',
    `listed` Nullable(Int64) COMMENT '经营异常：月末该等级中列入经营异常名录的（户）',
    `prosperity` Nullable(Float64) COMMENT '景气指数：当月市场主体景气指数，100 为临界值（0–200）',
    `prosperity_low` Nullable(Float64) COMMENT '景气指数 95% 下限：置信区间下限（0–200）',
    `prosperity_high` Nullable(Float64) COMMENT '景气指数 95% 上限：置信区间上限（0–200）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`month`)
ORDER BY (`month`, `region`, `grade`, `batch_id`);

CREATE TABLE `platform_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `platform` String COMMENT '平台类别：如综合电商、网络餐饮、直播带货、生活服务',
    `shops` Nullable(Int64) COMMENT '网店：当日末本区划的网店（家）',
    `monitored` Nullable(Int64) COMMENT '已监测：当日纳入监测的网店（家）',
    `clues` Nullable(Int64) COMMENT '线索：当日发现的违法线索（条）',
    `handled` Nullable(Int64) COMMENT '已处置：当日处置完毕的线索（条）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `platform`, `batch_id`);

CREATE TABLE `trace_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `family` String COMMENT '产品大类：食品、药品、特种设备、重要工业产品等',
    `batches` Nullable(Int64) COMMENT '上链批次：当日新进入追溯链的批次（批次）',
    `complete` Nullable(Int64) COMMENT '链条完整：当日上链批次中来源去向齐全的（批次）',
    `failed` Nullable(Int64) COMMENT '不合格：当日确认不合格的批次（批次）',
    `sealed` Nullable(Int64) COMMENT '已封存召回：当日完成封存或召回的不合格批次（批次）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `family`, `batch_id`);

CREATE TABLE `cold_chain_hourly` (
    `hour` DateTime('UTC') COMMENT '整点：数据所属小时的起点，当地时间，不带时区',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `site` String COMMENT '库型：冷库、冷藏车、疫苗库 store|vehicle|vaccine',
    `sensors` Nullable(Int64) COMMENT '应报探头：应当上报温度的探头（个）',
    `reporting` Nullable(Int64) COMMENT '在线探头：该小时内上报过温度的探头（个）',
    `excursions` Nullable(Int64) COMMENT '超温：该小时内开始的超温（次）',
    `excursion_minutes` Nullable(Int64) COMMENT '超温时长：该小时内各探头超温分钟数之和（分钟）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`hour`)
ORDER BY (`hour`, `region`, `site`, `batch_id`);

CREATE TABLE `kitchen_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `kind` String COMMENT '单位类别：学校食堂、养老机构食堂、集体用餐配送、餐饮单位等',
    `units` Nullable(Int64) COMMENT '应接入：应当接入明厨亮灶的单位（户）',
    `connected` Nullable(Int64) COMMENT '已接入：当日末已接入的单位（户）',
    `online` Nullable(Int64) COMMENT '在线：当日视频在线的单位（户）',
    `findings` Nullable(Int64) COMMENT 'AI 线索：当日识别出的违规线索（条）',
    `confirmed` Nullable(Int64) COMMENT '核实：当日经人工核实属实的线索（条）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `kind`, `batch_id`);

CREATE TABLE `notice_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `department` String COMMENT '认领部门：收到“双告知”推送的审批部门',
    `pushed` Nullable(Int64) COMMENT '推送：当日推送的主体信息（件）',
    `claimed` Nullable(Int64) COMMENT '认领：当日认领的推送（件）',
    `handled` Nullable(Int64) COMMENT '办结：当日办结并回告的推送（件）',
    `overdue` Nullable(Int64) COMMENT '超期：当日末超过认领或办理期限的推送（件）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `department`, `batch_id`);

CREATE TABLE `draw_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `plan` String COMMENT '抽查计划：如定向抽查、不定向抽查、部门联合抽查',
    `target` Nullable(Int64) COMMENT '年度任务分摊：年度抽查任务分摊到当日的户数（户）',
    `drawn` Nullable(Int64) COMMENT '抽取：当日随机抽取的户数（户）',
    `inspected` Nullable(Int64) COMMENT '已检查：当日完成检查的户数（户）',
    `published` Nullable(Int64) COMMENT '已公示：当日公示结果的户数（户）',
    `problems` Nullable(Int64) COMMENT '发现问题：当日完成检查中发现问题的户数（户）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `plan`, `batch_id`);

CREATE TABLE `source_daily` (
    `day` Date COMMENT '日期：数据所属之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `source` String COMMENT '来源系统代码：见 source_system',
    `due` Nullable(Int64) COMMENT '应到批次：当日应报送的批次（批）',
    `arrived` Nullable(Int64) COMMENT '实到批次：当日实际到达的批次（批）',
    `rows_in` Nullable(Int64) COMMENT '当日入库：当日通过校验入库的行（行）',
    `rejected` Nullable(Int64) COMMENT '未过校验：当日被拒收的行（行）',
    `rows_total` Nullable(Int64) COMMENT '累计：该来源自启用以来入库的行（行）',
    `last_arrived_at` Nullable(DateTime('UTC')) COMMENT '最近一批到达：该来源最近一批到达的时刻（UTC）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`day`)
ORDER BY (`day`, `region`, `source`, `batch_id`);

CREATE TABLE `opinion_hourly` (
    `hour` DateTime('UTC') COMMENT '整点：数据所属小时的起点，当地时间，不带时区',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `topic` String COMMENT '话题类别：如食品安全、特种设备、网络交易',
    `items` Nullable(Int64) COMMENT '信息：该小时内首次发现的信息（条）',
    `reposts` Nullable(Int64) COMMENT '转载并入：该小时内并入已有信息的转载（条）',
    `negative` Nullable(Int64) COMMENT '负面：该小时内首次发现的负面信息（条）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(`hour`)
ORDER BY (`hour`, `region`, `topic`, `batch_id`);

CREATE TABLE `enterprise` (
    `uscc` String COMMENT '主体代码：统一社会信用代码，没有的填原注册号',
    `uscc_kind` String COMMENT '代码种类：18 位信用代码、15 位或 13 位原注册号、脱敏代码 uscc18|reg15|reg13|masked',
    `name` Nullable(String) COMMENT '名称：营业执照上的名称',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `region_raw` Nullable(String) COMMENT '登记时的区划代码：可为已撤并的代码',
    `region_how` String COMMENT '定位方式：现行县级、由历史代码换算、只知其市、只知其省 current|crosswalk|city|province',
    `type` String COMMENT '主体类型：同 entity_daily 的 type',
    `type_text` Nullable(String) COMMENT '原类型文字：如有限责任公司（自然人独资）',
    `industry` Nullable(String) COMMENT '行业门类：国民经济行业门类一位字母，见 industry',
    `capital_fen` Nullable(Int64) COMMENT '注册资本（人民币）：折合人民币（分）',
    `capital_currency` Nullable(String) COMMENT '币种：ISO 4217 三位代码',
    `capital_amount` Nullable(Float64) COMMENT '注册资本（原币）：以币种计的金额（元）',
    `capital_text` Nullable(String) COMMENT '原资本文字：登记系统中的原文',
    `opened_on` Nullable(Date32) COMMENT '成立日期：核准设立之日',
    `closed_on` Nullable(Date32) COMMENT '注销日期：注销或吊销之日，在营的为空',
    `status` String COMMENT '状态：在营、注销、吊销、不明 open|closed|revoked|unknown',
    `scope_text` Nullable(String) COMMENT '经营范围：营业执照上的原文',
    `address` Nullable(String) COMMENT '住所：登记的住所或经营场所',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
ORDER BY (`uscc`, `batch_id`);

CREATE TABLE `enterprise_event` (
    `event` String COMMENT '事件号：全省唯一',
    `uscc` String COMMENT '主体：事件所属主体的代码',
    `at` Nullable(DateTime('UTC')) COMMENT '时间：事件发生的时刻（UTC）',
    `kind` String COMMENT '种类：如许可、检查、处罚、投诉、抽检、变更',
    `source` String COMMENT '来源：来源系统代码',
    `text` Nullable(String) COMMENT '事实：一句话说明',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
ORDER BY (`event`, `batch_id`);

CREATE TABLE `enterprise_relation` (
    `uscc` String COMMENT '主体：被投资或被任职的主体代码',
    `other` String COMMENT '对方：投资人、任职人或关联主体的代码',
    `kind` String COMMENT '关系：如股东、法定代表人、分支机构、同址',
    `share` Nullable(Float64) COMMENT '比例：出资比例，不适用的为空（%）',
    `since` Nullable(Date32) COMMENT '起始：关系开始之日',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
ORDER BY (`uscc`, `other`, `kind`, `batch_id`);

CREATE TABLE `equipment` (
    `device` String COMMENT '设备代码：特种设备代码',
    `kind` String COMMENT '种类：同 equipment_daily 的 kind',
    `model` Nullable(String) COMMENT '型号：铭牌型号',
    `uscc` Nullable(String) COMMENT '使用单位：使用单位的主体代码',
    `maintainer` Nullable(String) COMMENT '维保单位：维保单位的主体代码',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `due_on` Nullable(Date32) COMMENT '下次检验：定期检验到期之日',
    `status` String COMMENT '状态：在用、停用、超期、报废等',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
ORDER BY (`device`, `batch_id`);

CREATE TABLE `product_batch` (
    `lot` String COMMENT '批号：生产者的批号，全省唯一',
    `family` String COMMENT '大类：同 trace_daily 的 family',
    `name` Nullable(String) COMMENT '品名：产品名称',
    `uscc` Nullable(String) COMMENT '生产者：生产者的主体代码',
    `made_on` Nullable(Date32) COMMENT '生产日期：该批生产之日',
    `quantity` Nullable(Float64) COMMENT '数量：该批的数量（件）',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
ORDER BY (`lot`, `batch_id`);

CREATE TABLE `batch_movement` (
    `movement` String COMMENT '流水号：全省唯一',
    `lot` String COMMENT '批号：见 product_batch',
    `giver` Nullable(String) COMMENT '转出：转出方的主体代码，不明的为空',
    `taker` Nullable(String) COMMENT '转入：转入方的主体代码；售予消费者填 SOLD，就地封存填 SEALED，去向不明的为空',
    `quantity` Nullable(Float64) COMMENT '数量：本次流转的数量（件）',
    `at` Nullable(DateTime('UTC')) COMMENT '时间：流转的时刻（UTC）',
    `region` String COMMENT '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
ORDER BY (`movement`, `batch_id`);

CREATE TABLE `region` (
    `code` String COMMENT '代码：六位区划代码',
    `name` Nullable(String) COMMENT '名称：区划全称',
    `parent` Nullable(String) COMMENT '上级：上级区划代码，省级为空',
    `level` String COMMENT '级别：省、市、县 province|city|county',
    `valid_from` Nullable(Date32) COMMENT '启用：代码启用之日，一直有效的为空',
    `valid_to` Nullable(Date32) COMMENT '停用：代码停用之日，现行的为空',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
ORDER BY (`code`, `batch_id`);

CREATE TABLE `industry` (
    `code` String COMMENT '门类：国民经济行业门类一位字母，- 表示未分类',
    `name` Nullable(String) COMMENT '名称：门类名称',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
ORDER BY (`code`, `batch_id`);

CREATE TABLE `source_system` (
    `code` String COMMENT '代码：来源系统代码',
    `name` Nullable(String) COMMENT '名称：系统名称',
    `owner` Nullable(String) COMMENT '责任处室：对数据负责的处室',
    `bureau` Nullable(String) COMMENT '所属局：系统所属的局',
    `net` String COMMENT '业务网：所属业务网的代码',
    `rhythm` Nullable(Int64) COMMENT '更新周期：两批数据之间的分钟数（分钟）',
    `tables` Nullable(String) COMMENT '所供主题表：以逗号分隔的主题表名',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
ORDER BY (`code`, `batch_id`);

CREATE TABLE `calendar` (
    `day` Date COMMENT '日期：数据所属之日',
    `kind` String COMMENT '种类：工作日、休息日、法定节假日、调休上班 work|rest|holiday|shift',
    `name` Nullable(String) COMMENT '名称：节日名称，平日为空',
    `batch_id` Int32 COMMENT '批次号：发布该行的批次，见 mart_batch'
)
ENGINE = MergeTree
ORDER BY (`day`, `batch_id`);

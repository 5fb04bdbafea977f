-- The marts and their batch table for postgresql, written by `yiping mart contract --ddl postgresql`. See docs/marts.md.

CREATE TABLE mart_batch (
    batch_id integer NOT NULL,
    mart varchar(32) NOT NULL,
    source varchar(32) NOT NULL,
    nature varchar(16) NOT NULL,
    as_of timestamp with time zone NOT NULL,
    published_at timestamp with time zone NOT NULL,
    replaces varchar(8) NOT NULL,
    first_day date,
    last_day date,
    row_count bigint,
    PRIMARY KEY (batch_id, mart)
);
COMMENT ON TABLE mart_batch IS '批次登记';
COMMENT ON COLUMN mart_batch.batch_id IS '批次号：按发布先后递增';
COMMENT ON COLUMN mart_batch.mart IS '主题表：本行说的主题表名；一批含几张表就有几行';
COMMENT ON COLUMN mart_batch.source IS '来源：来源系统代码';
COMMENT ON COLUMN mart_batch.nature IS '数据性质：正式、样本、演示 production|sample|demo';
COMMENT ON COLUMN mart_batch.as_of IS '数据截止：数据所反映的最后时刻';
COMMENT ON COLUMN mart_batch.published_at IS '发布时间：登记本行的时刻';
COMMENT ON COLUMN mart_batch.replaces IS '取代范围：对同一来源较早的批次，不取代、取代所列日期、全部取代 nothing|days|all';
COMMENT ON COLUMN mart_batch.first_day IS '首日：取代的第一天，replaces 为 days 时必填';
COMMENT ON COLUMN mart_batch.last_day IS '末日：取代的最后一天，replaces 为 days 时必填';
COMMENT ON COLUMN mart_batch.row_count IS '行数：本批写入的行数；就地改写过的置空';

CREATE TABLE kitchen_site (
    site varchar(32) NOT NULL,
    name text,
    kind varchar(32) NOT NULL,
    region varchar(6) NOT NULL,
    uscc varchar(32),
    listed_on date,
    connected_on date,
    status varchar(16) NOT NULL,
    camera varchar(32),
    lon double precision,
    lat double precision,
    batch_id integer NOT NULL,
    PRIMARY KEY (site, batch_id)
);
COMMENT ON TABLE kitchen_site IS '明厨亮灶单位台账';
COMMENT ON COLUMN kitchen_site.site IS '单位编号：台账内唯一';
COMMENT ON COLUMN kitchen_site.name IS '名称：单位或食堂的名称';
COMMENT ON COLUMN kitchen_site.kind IS '类别：同 kitchen_daily 的 kind';
COMMENT ON COLUMN kitchen_site.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN kitchen_site.uscc IS '主体代码：经营单位的主体代码，未登记的为空';
COMMENT ON COLUMN kitchen_site.listed_on IS '列入台账：列为应接入之日';
COMMENT ON COLUMN kitchen_site.connected_on IS '接入：接入明厨亮灶之日，未接入的为空';
COMMENT ON COLUMN kitchen_site.status IS '接入状态：已接入、未接入 connected|unconnected';
COMMENT ON COLUMN kitchen_site.camera IS '摄像机：接入的摄像机编号，没有的为空';
COMMENT ON COLUMN kitchen_site.lon IS '经度：WGS 84，不明的为空（度）';
COMMENT ON COLUMN kitchen_site.lat IS '纬度：WGS 84，不明的为空（度）';
COMMENT ON COLUMN kitchen_site.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE remote_site (
    site varchar(32) NOT NULL,
    name text,
    kind varchar(16) NOT NULL,
    region varchar(6) NOT NULL,
    uscc varchar(32),
    product varchar(32),
    sensors bigint,
    camera varchar(32),
    listed_on date,
    lon double precision,
    lat double precision,
    batch_id integer NOT NULL,
    PRIMARY KEY (site, batch_id)
);
COMMENT ON TABLE remote_site IS '非现场监管点位台账';
COMMENT ON COLUMN remote_site.site IS '点位编号：台账内唯一';
COMMENT ON COLUMN remote_site.name IS '名称：库、车或生产单位的名称';
COMMENT ON COLUMN remote_site.kind IS '类别：冷库、冷藏车、疫苗储运、婴幼儿配方乳粉生产 store|vehicle|vaccine|formula';
COMMENT ON COLUMN remote_site.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN remote_site.uscc IS '主体代码：使用单位的主体代码，未登记的为空';
COMMENT ON COLUMN remote_site.product IS '存放品种：温度限值所依的品种代码，如 frozen、chilled、vaccine、vaccine_frozen';
COMMENT ON COLUMN remote_site.sensors IS '温度探头：装有的温度探头（个）';
COMMENT ON COLUMN remote_site.camera IS '摄像机：同一点位的摄像机编号，没有的为空';
COMMENT ON COLUMN remote_site.listed_on IS '列入台账：列为非现场监管点位之日';
COMMENT ON COLUMN remote_site.lon IS '经度：WGS 84，车辆和不明的为空（度）';
COMMENT ON COLUMN remote_site.lat IS '纬度：WGS 84，车辆和不明的为空（度）';
COMMENT ON COLUMN remote_site.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE remote_site_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    site varchar(32) NOT NULL,
    sensors bigint,
    reporting bigint,
    excursions bigint,
    excursion_minutes bigint,
    degree_minutes bigint,
    celsius double precision,
    celsius_high double precision,
    heard_at timestamp with time zone,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, site, batch_id)
);
COMMENT ON TABLE remote_site_daily IS '非现场监管点位日报';
COMMENT ON COLUMN remote_site_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN remote_site_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN remote_site_daily.site IS '点位：见 remote_site';
COMMENT ON COLUMN remote_site_daily.sensors IS '应报探头：应当上报温度的探头（个）';
COMMENT ON COLUMN remote_site_daily.reporting IS '在线探头：最近一小时上报过温度的探头，不明的为空（个）';
COMMENT ON COLUMN remote_site_daily.excursions IS '超温：当日开始的超温（次）';
COMMENT ON COLUMN remote_site_daily.excursion_minutes IS '超温时长：当日各探头超出品种限值的分钟数之和（分钟）';
COMMENT ON COLUMN remote_site_daily.degree_minutes IS '超温度分：当日超出限值的度数对时间的累计（度·分）';
COMMENT ON COLUMN remote_site_daily.celsius IS '最近温度：最近一次上报的温度（℃）';
COMMENT ON COLUMN remote_site_daily.celsius_high IS '最高温度：当日上报的最高温度（℃）';
COMMENT ON COLUMN remote_site_daily.heard_at IS '最近上报：该点位最近一次上报温度的时刻（UTC）';
COMMENT ON COLUMN remote_site_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE equipment_service_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    kind varchar(32) NOT NULL,
    maintain_due bigint,
    maintained bigint,
    supervised bigint,
    hazards bigint,
    rectified bigint,
    faults bigint,
    cleared bigint,
    rescued_in_time bigint,
    iot_due bigint,
    iot_online bigint,
    iot_faults bigint,
    complaints bigint,
    complaints_closed bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, kind, batch_id)
);
COMMENT ON TABLE equipment_service_daily IS '特种设备运行保障日报';
COMMENT ON COLUMN equipment_service_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN equipment_service_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN equipment_service_daily.kind IS '设备种类：同 equipment_daily 的 kind';
COMMENT ON COLUMN equipment_service_daily.maintain_due IS '应维保：当日到期应完成维护保养的设备（台次）';
COMMENT ON COLUMN equipment_service_daily.maintained IS '已维保：应维保设备中已完成的（台次）';
COMMENT ON COLUMN equipment_service_daily.supervised IS '监督检查：当日完成监督检查的使用单位（户次）';
COMMENT ON COLUMN equipment_service_daily.hazards IS '发现隐患：当日监督检查中发现隐患的（户次）';
COMMENT ON COLUMN equipment_service_daily.rectified IS '已整改：发现隐患中已确认整改的（户次）';
COMMENT ON COLUMN equipment_service_daily.faults IS '故障：当日电梯应急处置平台接到的设备故障，不含困人（起）';
COMMENT ON COLUMN equipment_service_daily.cleared IS '已排除：当日接到的故障中已排除的（起）';
COMMENT ON COLUMN equipment_service_daily.rescued_in_time IS '30 分钟内到场：当日困人中接报后 30 分钟内救援到场的（起）';
COMMENT ON COLUMN equipment_service_daily.iot_due IS '物联设备：装有物联网监测装置、应当在线的设备（台）';
COMMENT ON COLUMN equipment_service_daily.iot_online IS '物联在线：应当在线设备中当日在线的（台）';
COMMENT ON COLUMN equipment_service_daily.iot_faults IS '接入故障：当日新发生的物联网接入中断（起）';
COMMENT ON COLUMN equipment_service_daily.complaints IS '投诉举报：当日接收的特种设备投诉举报（件）';
COMMENT ON COLUMN equipment_service_daily.complaints_closed IS '办结：当日办结的特种设备投诉举报（件）';
COMMENT ON COLUMN equipment_service_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE entity_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    industry varchar(1) NOT NULL,
    type varchar(16) NOT NULL,
    opened bigint,
    closed bigint,
    revoked bigint,
    stock bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, industry, type, batch_id)
);
COMMENT ON TABLE entity_daily IS '市场主体日报';
COMMENT ON COLUMN entity_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN entity_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN entity_daily.industry IS '行业门类：国民经济行业门类 A–T；- 为未分类';
COMMENT ON COLUMN entity_daily.type IS '主体类型：企业、个体工商户、农民专业合作社、其他 enterprise|individual|coop|other';
COMMENT ON COLUMN entity_daily.opened IS '新设：当日核准设立登记的户数（户）';
COMMENT ON COLUMN entity_daily.closed IS '注销：当日核准注销登记的户数（户）';
COMMENT ON COLUMN entity_daily.revoked IS '吊销：当日被吊销营业执照的户数（户）';
COMMENT ON COLUMN entity_daily.stock IS '期末在营：当日末存续在营的户数，不含已注销、吊销（户）';
COMMENT ON COLUMN entity_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE licence_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    kind varchar(32) NOT NULL,
    accepted bigint,
    granted bigint,
    refused bigint,
    online bigint,
    on_time bigint,
    minutes bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, kind, batch_id)
);
COMMENT ON TABLE licence_daily IS '行政许可日报';
COMMENT ON COLUMN licence_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN licence_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN licence_daily.kind IS '许可种类：如食品经营许可、食品生产许可、药品经营许可';
COMMENT ON COLUMN licence_daily.accepted IS '受理：当日受理的申请（件）';
COMMENT ON COLUMN licence_daily.granted IS '办结准予：当日作出准予决定的申请（件）';
COMMENT ON COLUMN licence_daily.refused IS '不予许可：当日作出不予许可决定的申请（件）';
COMMENT ON COLUMN licence_daily.online IS '网上办理：当日受理中经网上提交的申请（件）';
COMMENT ON COLUMN licence_daily.on_time IS '按期办结：当日办结中在法定或承诺期限内的（件）';
COMMENT ON COLUMN licence_daily.minutes IS '办理总时长：当日办结的申请从受理到决定的分钟数之和（分钟）';
COMMENT ON COLUMN licence_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE inspection_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    kind varchar(32) NOT NULL,
    planned bigint,
    done bigint,
    found bigint,
    rectified bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, kind, batch_id)
);
COMMENT ON TABLE inspection_daily IS '监督检查日报';
COMMENT ON COLUMN inspection_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN inspection_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN inspection_daily.kind IS '检查种类：如日常检查、专项检查、重点检查、飞行检查';
COMMENT ON COLUMN inspection_daily.planned IS '计划：计划当日完成的检查（件）';
COMMENT ON COLUMN inspection_daily.done IS '已检查：当日实际完成的检查（件）';
COMMENT ON COLUMN inspection_daily.found IS '发现问题：当日完成的检查中发现问题的（件）';
COMMENT ON COLUMN inspection_daily.rectified IS '已整改：当日确认整改到位的问题检查（件）';
COMMENT ON COLUMN inspection_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE case_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    field varchar(32) NOT NULL,
    filed bigint,
    closed bigint,
    on_time bigint,
    overdue bigint,
    fined bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, field, batch_id)
);
COMMENT ON TABLE case_daily IS '行政处罚案件日报';
COMMENT ON COLUMN case_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN case_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN case_daily.field IS '案件领域：如食品安全、广告、价格、产品质量';
COMMENT ON COLUMN case_daily.filed IS '立案：当日立案的案件（件）';
COMMENT ON COLUMN case_daily.closed IS '结案：当日结案的案件（件）';
COMMENT ON COLUMN case_daily.on_time IS '按期结案：当日结案中在办案期限内的（件）';
COMMENT ON COLUMN case_daily.overdue IS '期末超期：当日末超过办案期限仍未结案的（件）';
COMMENT ON COLUMN case_daily.fined IS '罚没款：当日结案案件的罚款和没收款之和（分）';
COMMENT ON COLUMN case_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE complaint_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    topic varchar(32) NOT NULL,
    channel varchar(16) NOT NULL,
    received bigint,
    accepted bigint,
    closed bigint,
    on_time bigint,
    overdue bigint,
    recovered bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, topic, channel, batch_id)
);
COMMENT ON TABLE complaint_daily IS '投诉举报日报';
COMMENT ON COLUMN complaint_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN complaint_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN complaint_daily.topic IS '诉求类别：如食品、预付式消费、网络购物';
COMMENT ON COLUMN complaint_daily.channel IS '渠道：如 12315、12345';
COMMENT ON COLUMN complaint_daily.received IS '接收：当日接收的投诉和举报（件）';
COMMENT ON COLUMN complaint_daily.accepted IS '受理：当日决定受理的（件）';
COMMENT ON COLUMN complaint_daily.closed IS '办结：当日办结的（件）';
COMMENT ON COLUMN complaint_daily.on_time IS '按期办结：当日办结中在法定期限内的（件）';
COMMENT ON COLUMN complaint_daily.overdue IS '期末超期：当日末超过期限仍未办结的（件）';
COMMENT ON COLUMN complaint_daily.recovered IS '挽回损失：当日办结的投诉为消费者挽回的金额（分）';
COMMENT ON COLUMN complaint_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE sampling_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    category varchar(32) NOT NULL,
    planned bigint,
    sampled bigint,
    failed bigint,
    handled bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, category, batch_id)
);
COMMENT ON TABLE sampling_daily IS '抽检日报';
COMMENT ON COLUMN sampling_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN sampling_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN sampling_daily.category IS '品类：如乳制品、肉制品、餐饮食品';
COMMENT ON COLUMN sampling_daily.planned IS '年度计划分摊：年度抽检计划分摊到当日的批次（批次）';
COMMENT ON COLUMN sampling_daily.sampled IS '完成：当日完成检验并出具报告的批次（批次）';
COMMENT ON COLUMN sampling_daily.failed IS '不合格：当日出具报告中不合格的批次（批次）';
COMMENT ON COLUMN sampling_daily.handled IS '已核查处置：当日完成核查处置的不合格批次（批次）';
COMMENT ON COLUMN sampling_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE equipment_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    kind varchar(32) NOT NULL,
    in_use bigint,
    due bigint,
    inspected bigint,
    overdue bigint,
    trapped bigint,
    rescue_minutes bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, kind, batch_id)
);
COMMENT ON TABLE equipment_daily IS '特种设备日报';
COMMENT ON COLUMN equipment_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN equipment_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN equipment_daily.kind IS '设备种类：锅炉、压力容器、压力管道、电梯、起重机械、场车、大型游乐设施、气瓶等';
COMMENT ON COLUMN equipment_daily.in_use IS '在用：当日末办理使用登记且在用的设备（台）';
COMMENT ON COLUMN equipment_daily.due IS '应检：当日到期应完成定期检验的设备（台）';
COMMENT ON COLUMN equipment_daily.inspected IS '已检：应检设备中当日前已完成检验的（台）';
COMMENT ON COLUMN equipment_daily.overdue IS '超期未检：当日末超过检验有效期仍在用的设备（台）';
COMMENT ON COLUMN equipment_daily.trapped IS '困人：当日发生的电梯困人（起）';
COMMENT ON COLUMN equipment_daily.rescue_minutes IS '救援到场总时长：当日各起困人从接报到救援到场的分钟数之和（分钟）';
COMMENT ON COLUMN equipment_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE credit_monthly (
    month date NOT NULL,
    region varchar(6) NOT NULL,
    grade varchar(1) NOT NULL,
    entities bigint,
    listed bigint,
    prosperity double precision,
    prosperity_low double precision,
    prosperity_high double precision,
    batch_id integer NOT NULL,
    PRIMARY KEY (month, region, grade, batch_id)
);
COMMENT ON TABLE credit_monthly IS '信用风险月报';
COMMENT ON COLUMN credit_monthly.month IS '月份：当月第一天';
COMMENT ON COLUMN credit_monthly.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN credit_monthly.grade IS '风险等级：企业信用风险分类 A–D';
COMMENT ON COLUMN credit_monthly.entities IS '主体数：月末该等级的在营主体（户）';
COMMENT ON COLUMN credit_monthly.listed IS '经营异常：月末该等级中列入经营异常名录的（户）';
COMMENT ON COLUMN credit_monthly.prosperity IS '景气指数：当月市场主体景气指数，100 为临界值（0–200）';
COMMENT ON COLUMN credit_monthly.prosperity_low IS '景气指数 95% 下限：置信区间下限（0–200）';
COMMENT ON COLUMN credit_monthly.prosperity_high IS '景气指数 95% 上限：置信区间上限（0–200）';
COMMENT ON COLUMN credit_monthly.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE platform_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    platform varchar(32) NOT NULL,
    shops bigint,
    monitored bigint,
    clues bigint,
    handled bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, platform, batch_id)
);
COMMENT ON TABLE platform_daily IS '平台经济监管日报';
COMMENT ON COLUMN platform_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN platform_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN platform_daily.platform IS '平台类别：如综合电商、网络餐饮、直播带货、生活服务';
COMMENT ON COLUMN platform_daily.shops IS '网店：当日末本区划的网店（家）';
COMMENT ON COLUMN platform_daily.monitored IS '已监测：当日纳入监测的网店（家）';
COMMENT ON COLUMN platform_daily.clues IS '线索：当日发现的违法线索（条）';
COMMENT ON COLUMN platform_daily.handled IS '已处置：当日处置完毕的线索（条）';
COMMENT ON COLUMN platform_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE trace_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    family varchar(32) NOT NULL,
    batches bigint,
    complete bigint,
    failed bigint,
    sealed bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, family, batch_id)
);
COMMENT ON TABLE trace_daily IS '重要产品追溯日报';
COMMENT ON COLUMN trace_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN trace_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN trace_daily.family IS '产品大类：食品、药品、特种设备、重要工业产品等';
COMMENT ON COLUMN trace_daily.batches IS '上链批次：当日新进入追溯链的批次（批次）';
COMMENT ON COLUMN trace_daily.complete IS '链条完整：当日上链批次中来源去向齐全的（批次）';
COMMENT ON COLUMN trace_daily.failed IS '不合格：当日确认不合格的批次（批次）';
COMMENT ON COLUMN trace_daily.sealed IS '已封存召回：当日完成封存或召回的不合格批次（批次）';
COMMENT ON COLUMN trace_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE cold_chain_hourly (
    hour timestamp without time zone NOT NULL,
    region varchar(6) NOT NULL,
    site varchar(16) NOT NULL,
    sensors bigint,
    reporting bigint,
    excursions bigint,
    excursion_minutes bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (hour, region, site, batch_id)
);
COMMENT ON TABLE cold_chain_hourly IS '冷链温度时报';
COMMENT ON COLUMN cold_chain_hourly.hour IS '整点：数据所属小时的起点，当地时间，不带时区';
COMMENT ON COLUMN cold_chain_hourly.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN cold_chain_hourly.site IS '库型：冷库、冷藏车、疫苗库 store|vehicle|vaccine';
COMMENT ON COLUMN cold_chain_hourly.sensors IS '应报探头：应当上报温度的探头（个）';
COMMENT ON COLUMN cold_chain_hourly.reporting IS '在线探头：该小时内上报过温度的探头（个）';
COMMENT ON COLUMN cold_chain_hourly.excursions IS '超温：该小时内开始的超温（次）';
COMMENT ON COLUMN cold_chain_hourly.excursion_minutes IS '超温时长：该小时内各探头超温分钟数之和（分钟）';
COMMENT ON COLUMN cold_chain_hourly.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE kitchen_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    kind varchar(32) NOT NULL,
    units bigint,
    connected bigint,
    online bigint,
    findings bigint,
    confirmed bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, kind, batch_id)
);
COMMENT ON TABLE kitchen_daily IS '明厨亮灶日报';
COMMENT ON COLUMN kitchen_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN kitchen_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN kitchen_daily.kind IS '单位类别：学校食堂、养老机构食堂、集体用餐配送、餐饮单位等';
COMMENT ON COLUMN kitchen_daily.units IS '应接入：应当接入明厨亮灶的单位（户）';
COMMENT ON COLUMN kitchen_daily.connected IS '已接入：当日末已接入的单位（户）';
COMMENT ON COLUMN kitchen_daily.online IS '在线：当日视频在线的单位（户）';
COMMENT ON COLUMN kitchen_daily.findings IS 'AI 线索：当日识别出的违规线索（条）';
COMMENT ON COLUMN kitchen_daily.confirmed IS '核实：当日经人工核实属实的线索（条）';
COMMENT ON COLUMN kitchen_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE notice_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    department varchar(32) NOT NULL,
    pushed bigint,
    claimed bigint,
    handled bigint,
    overdue bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, department, batch_id)
);
COMMENT ON TABLE notice_daily IS '双告知日报';
COMMENT ON COLUMN notice_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN notice_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN notice_daily.department IS '认领部门：收到“双告知”推送的审批部门';
COMMENT ON COLUMN notice_daily.pushed IS '推送：当日推送的主体信息（件）';
COMMENT ON COLUMN notice_daily.claimed IS '认领：当日认领的推送（件）';
COMMENT ON COLUMN notice_daily.handled IS '办结：当日办结并回告的推送（件）';
COMMENT ON COLUMN notice_daily.overdue IS '超期：当日末超过认领或办理期限的推送（件）';
COMMENT ON COLUMN notice_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE draw_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    plan varchar(32) NOT NULL,
    target bigint,
    drawn bigint,
    inspected bigint,
    published bigint,
    problems bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, plan, batch_id)
);
COMMENT ON TABLE draw_daily IS '双随机日报';
COMMENT ON COLUMN draw_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN draw_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN draw_daily.plan IS '抽查计划：如定向抽查、不定向抽查、部门联合抽查';
COMMENT ON COLUMN draw_daily.target IS '年度任务分摊：年度抽查任务分摊到当日的户数（户）';
COMMENT ON COLUMN draw_daily.drawn IS '抽取：当日随机抽取的户数（户）';
COMMENT ON COLUMN draw_daily.inspected IS '已检查：当日完成检查的户数（户）';
COMMENT ON COLUMN draw_daily.published IS '已公示：当日公示结果的户数（户）';
COMMENT ON COLUMN draw_daily.problems IS '发现问题：当日完成检查中发现问题的户数（户）';
COMMENT ON COLUMN draw_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE source_daily (
    day date NOT NULL,
    region varchar(6) NOT NULL,
    source varchar(8) NOT NULL,
    due bigint,
    arrived bigint,
    rows_in bigint,
    rejected bigint,
    rows_total bigint,
    last_arrived_at timestamp with time zone,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, region, source, batch_id)
);
COMMENT ON TABLE source_daily IS '来源系统日报';
COMMENT ON COLUMN source_daily.day IS '日期：数据所属之日';
COMMENT ON COLUMN source_daily.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN source_daily.source IS '来源系统代码：见 source_system';
COMMENT ON COLUMN source_daily.due IS '应到批次：当日应报送的批次（批）';
COMMENT ON COLUMN source_daily.arrived IS '实到批次：当日实际到达的批次（批）';
COMMENT ON COLUMN source_daily.rows_in IS '当日入库：当日通过校验入库的行（行）';
COMMENT ON COLUMN source_daily.rejected IS '未过校验：当日被拒收的行（行）';
COMMENT ON COLUMN source_daily.rows_total IS '累计：该来源自启用以来入库的行（行）';
COMMENT ON COLUMN source_daily.last_arrived_at IS '最近一批到达：该来源最近一批到达的时刻（UTC）';
COMMENT ON COLUMN source_daily.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE opinion_hourly (
    hour timestamp without time zone NOT NULL,
    region varchar(6) NOT NULL,
    topic varchar(32) NOT NULL,
    items bigint,
    reposts bigint,
    negative bigint,
    batch_id integer NOT NULL,
    PRIMARY KEY (hour, region, topic, batch_id)
);
COMMENT ON TABLE opinion_hourly IS '舆情时报';
COMMENT ON COLUMN opinion_hourly.hour IS '整点：数据所属小时的起点，当地时间，不带时区';
COMMENT ON COLUMN opinion_hourly.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN opinion_hourly.topic IS '话题类别：如食品安全、特种设备、网络交易';
COMMENT ON COLUMN opinion_hourly.items IS '信息：该小时内首次发现的信息（条）';
COMMENT ON COLUMN opinion_hourly.reposts IS '转载并入：该小时内并入已有信息的转载（条）';
COMMENT ON COLUMN opinion_hourly.negative IS '负面：该小时内首次发现的负面信息（条）';
COMMENT ON COLUMN opinion_hourly.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE enterprise (
    uscc varchar(32) NOT NULL,
    uscc_kind varchar(16) NOT NULL,
    name text,
    region varchar(6) NOT NULL,
    region_raw varchar(6),
    region_how varchar(16) NOT NULL,
    type varchar(16) NOT NULL,
    type_text text,
    industry varchar(1),
    capital_fen bigint,
    capital_currency varchar(8),
    capital_amount double precision,
    capital_text text,
    opened_on date,
    closed_on date,
    status varchar(16) NOT NULL,
    scope_text text,
    address text,
    batch_id integer NOT NULL,
    PRIMARY KEY (uscc, batch_id)
);
COMMENT ON TABLE enterprise IS '市场主体';
COMMENT ON COLUMN enterprise.uscc IS '主体代码：统一社会信用代码，没有的填原注册号';
COMMENT ON COLUMN enterprise.uscc_kind IS '代码种类：18 位信用代码、15 位或 13 位原注册号、脱敏代码 uscc18|reg15|reg13|masked';
COMMENT ON COLUMN enterprise.name IS '名称：营业执照上的名称';
COMMENT ON COLUMN enterprise.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN enterprise.region_raw IS '登记时的区划代码：可为已撤并的代码';
COMMENT ON COLUMN enterprise.region_how IS '定位方式：现行县级、由历史代码换算、只知其市、只知其省 current|crosswalk|city|province';
COMMENT ON COLUMN enterprise.type IS '主体类型：同 entity_daily 的 type';
COMMENT ON COLUMN enterprise.type_text IS '原类型文字：如有限责任公司（自然人独资）';
COMMENT ON COLUMN enterprise.industry IS '行业门类：国民经济行业门类一位字母，见 industry';
COMMENT ON COLUMN enterprise.capital_fen IS '注册资本（人民币）：折合人民币（分）';
COMMENT ON COLUMN enterprise.capital_currency IS '币种：ISO 4217 三位代码';
COMMENT ON COLUMN enterprise.capital_amount IS '注册资本（原币）：以币种计的金额（元）';
COMMENT ON COLUMN enterprise.capital_text IS '原资本文字：登记系统中的原文';
COMMENT ON COLUMN enterprise.opened_on IS '成立日期：核准设立之日';
COMMENT ON COLUMN enterprise.closed_on IS '注销日期：注销或吊销之日，在营的为空';
COMMENT ON COLUMN enterprise.status IS '状态：在营、注销、吊销、不明 open|closed|revoked|unknown';
COMMENT ON COLUMN enterprise.scope_text IS '经营范围：营业执照上的原文';
COMMENT ON COLUMN enterprise.address IS '住所：登记的住所或经营场所';
COMMENT ON COLUMN enterprise.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE enterprise_event (
    event varchar(32) NOT NULL,
    uscc varchar(32) NOT NULL,
    at timestamp with time zone,
    kind varchar(32) NOT NULL,
    source varchar(8) NOT NULL,
    text text,
    region varchar(6) NOT NULL,
    batch_id integer NOT NULL,
    PRIMARY KEY (event, batch_id)
);
COMMENT ON TABLE enterprise_event IS '主体事件';
COMMENT ON COLUMN enterprise_event.event IS '事件号：全省唯一';
COMMENT ON COLUMN enterprise_event.uscc IS '主体：事件所属主体的代码';
COMMENT ON COLUMN enterprise_event.at IS '时间：事件发生的时刻（UTC）';
COMMENT ON COLUMN enterprise_event.kind IS '种类：如许可、检查、处罚、投诉、抽检、变更';
COMMENT ON COLUMN enterprise_event.source IS '来源：来源系统代码';
COMMENT ON COLUMN enterprise_event.text IS '事实：一句话说明';
COMMENT ON COLUMN enterprise_event.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN enterprise_event.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE enterprise_relation (
    uscc varchar(32) NOT NULL,
    other varchar(32) NOT NULL,
    kind varchar(32) NOT NULL,
    share double precision,
    since date,
    region varchar(6) NOT NULL,
    batch_id integer NOT NULL,
    PRIMARY KEY (uscc, other, kind, batch_id)
);
COMMENT ON TABLE enterprise_relation IS '主体关系';
COMMENT ON COLUMN enterprise_relation.uscc IS '主体：被投资或被任职的主体代码';
COMMENT ON COLUMN enterprise_relation.other IS '对方：投资人、任职人或关联主体的代码';
COMMENT ON COLUMN enterprise_relation.kind IS '关系：如股东、法定代表人、分支机构、同址';
COMMENT ON COLUMN enterprise_relation.share IS '比例：出资比例，不适用的为空（%）';
COMMENT ON COLUMN enterprise_relation.since IS '起始：关系开始之日';
COMMENT ON COLUMN enterprise_relation.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN enterprise_relation.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE equipment (
    device varchar(32) NOT NULL,
    kind varchar(32) NOT NULL,
    model text,
    uscc varchar(32),
    maintainer varchar(32),
    region varchar(6) NOT NULL,
    due_on date,
    status varchar(16) NOT NULL,
    batch_id integer NOT NULL,
    PRIMARY KEY (device, batch_id)
);
COMMENT ON TABLE equipment IS '特种设备';
COMMENT ON COLUMN equipment.device IS '设备代码：特种设备代码';
COMMENT ON COLUMN equipment.kind IS '种类：同 equipment_daily 的 kind';
COMMENT ON COLUMN equipment.model IS '型号：铭牌型号';
COMMENT ON COLUMN equipment.uscc IS '使用单位：使用单位的主体代码';
COMMENT ON COLUMN equipment.maintainer IS '维保单位：维保单位的主体代码';
COMMENT ON COLUMN equipment.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN equipment.due_on IS '下次检验：定期检验到期之日';
COMMENT ON COLUMN equipment.status IS '状态：在用、停用、超期、报废等';
COMMENT ON COLUMN equipment.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE product_batch (
    lot varchar(32) NOT NULL,
    family varchar(32) NOT NULL,
    name text,
    uscc varchar(32),
    made_on date,
    quantity double precision,
    region varchar(6) NOT NULL,
    batch_id integer NOT NULL,
    PRIMARY KEY (lot, batch_id)
);
COMMENT ON TABLE product_batch IS '产品批次';
COMMENT ON COLUMN product_batch.lot IS '批号：生产者的批号，全省唯一';
COMMENT ON COLUMN product_batch.family IS '大类：同 trace_daily 的 family';
COMMENT ON COLUMN product_batch.name IS '品名：产品名称';
COMMENT ON COLUMN product_batch.uscc IS '生产者：生产者的主体代码';
COMMENT ON COLUMN product_batch.made_on IS '生产日期：该批生产之日';
COMMENT ON COLUMN product_batch.quantity IS '数量：该批的数量（件）';
COMMENT ON COLUMN product_batch.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN product_batch.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE batch_movement (
    movement varchar(32) NOT NULL,
    lot varchar(32) NOT NULL,
    giver varchar(32),
    taker varchar(32),
    quantity double precision,
    at timestamp with time zone,
    region varchar(6) NOT NULL,
    batch_id integer NOT NULL,
    PRIMARY KEY (movement, batch_id)
);
COMMENT ON TABLE batch_movement IS '批次流向';
COMMENT ON COLUMN batch_movement.movement IS '流水号：全省唯一';
COMMENT ON COLUMN batch_movement.lot IS '批号：见 product_batch';
COMMENT ON COLUMN batch_movement.giver IS '转出：转出方的主体代码，不明的为空';
COMMENT ON COLUMN batch_movement.taker IS '转入：转入方的主体代码；售予消费者填 SOLD，就地封存填 SEALED，去向不明的为空';
COMMENT ON COLUMN batch_movement.quantity IS '数量：本次流转的数量（件）';
COMMENT ON COLUMN batch_movement.at IS '时间：流转的时刻（UTC）';
COMMENT ON COLUMN batch_movement.region IS '区划代码：县级代码；只知其市的填市本级代码（未定位），只知其省的填省代码（GB/T 2260）';
COMMENT ON COLUMN batch_movement.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE region (
    code varchar(6) NOT NULL,
    name text,
    parent varchar(6),
    level varchar(8) NOT NULL,
    valid_from date,
    valid_to date,
    batch_id integer NOT NULL,
    PRIMARY KEY (code, batch_id)
);
COMMENT ON TABLE region IS '行政区划';
COMMENT ON COLUMN region.code IS '代码：六位区划代码';
COMMENT ON COLUMN region.name IS '名称：区划全称';
COMMENT ON COLUMN region.parent IS '上级：上级区划代码，省级为空';
COMMENT ON COLUMN region.level IS '级别：省、市、县 province|city|county';
COMMENT ON COLUMN region.valid_from IS '启用：代码启用之日，一直有效的为空';
COMMENT ON COLUMN region.valid_to IS '停用：代码停用之日，现行的为空';
COMMENT ON COLUMN region.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE industry (
    code varchar(1) NOT NULL,
    name text,
    batch_id integer NOT NULL,
    PRIMARY KEY (code, batch_id)
);
COMMENT ON TABLE industry IS '国民经济行业';
COMMENT ON COLUMN industry.code IS '门类：国民经济行业门类一位字母，- 表示未分类';
COMMENT ON COLUMN industry.name IS '名称：门类名称';
COMMENT ON COLUMN industry.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE source_system (
    code varchar(8) NOT NULL,
    name text,
    owner text,
    bureau text,
    net varchar(16) NOT NULL,
    rhythm bigint,
    tables text,
    batch_id integer NOT NULL,
    PRIMARY KEY (code, batch_id)
);
COMMENT ON TABLE source_system IS '来源系统';
COMMENT ON COLUMN source_system.code IS '代码：来源系统代码';
COMMENT ON COLUMN source_system.name IS '名称：系统名称';
COMMENT ON COLUMN source_system.owner IS '责任处室：对数据负责的处室';
COMMENT ON COLUMN source_system.bureau IS '所属局：系统所属的局';
COMMENT ON COLUMN source_system.net IS '业务网：所属业务网的代码';
COMMENT ON COLUMN source_system.rhythm IS '更新周期：两批数据之间的分钟数（分钟）';
COMMENT ON COLUMN source_system.tables IS '所供主题表：以逗号分隔的主题表名';
COMMENT ON COLUMN source_system.batch_id IS '批次号：发布该行的批次，见 mart_batch';

CREATE TABLE calendar (
    day date NOT NULL,
    kind varchar(8) NOT NULL,
    name text,
    batch_id integer NOT NULL,
    PRIMARY KEY (day, batch_id)
);
COMMENT ON TABLE calendar IS '工作日历';
COMMENT ON COLUMN calendar.day IS '日期：数据所属之日';
COMMENT ON COLUMN calendar.kind IS '种类：工作日、休息日、法定节假日、调休上班 work|rest|holiday|shift';
COMMENT ON COLUMN calendar.name IS '名称：节日名称，平日为空';
COMMENT ON COLUMN calendar.batch_id IS '批次号：发布该行的批次，见 mart_batch';

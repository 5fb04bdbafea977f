"""The numbers of the business environment that are joined or composed from several marts: cohorts of new entities across the nets."""

from datetime import timedelta

from indicators.counted import Counted

OFFICE, DAILY = "登记注册处", timedelta(days=1)
YEAR_BACK = "至少满 12 个月的新设户：所选期间上年同期成立，跟踪至成立后 12 个月"
NETS = ("enterprise", "enterprise_event")
RULE = "GL-01"
"""The number of the rule by which the nets are joined."""


def _cohort(word: str, name: str, definition: str, unit: str = "户", decimals: int = 0) -> Counted:
    return Counted(
        code=f"environment.cohort{word}", name=name, unit=unit, owner=OFFICE, rhythm=DAILY, counted_in=NETS, definition=definition, period=YEAR_BACK,
        decimals=decimals,
    )  # fmt: skip


COHORT = (
    _cohort("", "新设队列", "主体档案中期内成立、持 18 位统一社会信用代码、可与各网关联的户数"),
    _cohort("_licensed", "新设后取得许可", "新设队列中成立后 12 个月内至少取得一项行政许可的户数"),
    _cohort("_inspected", "新设后接受检查", "新设队列中成立后 12 个月内至少接受一次监督检查的户数"),
    _cohort("_complained", "新设后被投诉", "新设队列中成立后 12 个月内至少被投诉举报一次的户数"),
    _cohort("_punished", "新设后受到处罚", "新设队列中成立后 12 个月内至少受到一次行政处罚的户数"),
    _cohort("_unmatched", "新设未匹配户", "期内成立但没有 18 位统一社会信用代码、无法与其他业务网关联的户数，不计入队列"),
    _cohort("_stray_events", "未匹配事件", "跟踪期内许可、检查、投诉、处罚事件中主体代码不在主体档案的件数，不计入各项户数", "件"),
    _cohort("_complaint_times", "新设户与存量户投诉率之比", "新设队列 12 个月内被投诉户数占比 ÷ 此前成立的在营户最近 12 个月被投诉户数占比", "倍", 1),
    _cohort("_early_complaints", "投诉集中在前 90 天的比重", "新设队列中被投诉的户里首次投诉在成立后 90 天内的户数占比", "%", 1),
)  # fmt: skip

STOCK = (
    Counted(
        code="environment.stock_active", name="在营主体（不含疑似僵尸）", unit="户", owner=OFFICE, rhythm=DAILY, better="up",
        counted_in=("entity_daily", *NETS), period="数据截止日现状",
        definition="期末在营主体户数 ×（1 − 主体档案中疑似僵尸主体占在营主体的比重，规则 ZB-01）；档案覆盖全部在营主体时等于逐户剔除",
    ),
)  # fmt: skip

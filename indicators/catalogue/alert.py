"""The numbers of alerts: what is open by level, and how many a city has for its size."""

from datetime import timedelta

from indicators.counted import Counted

OFFICE, RHYTHM = "应急指挥处", timedelta(minutes=15)
LEVELS = {"I": "Ⅰ级（特别重大）", "II": "Ⅱ级（重大）", "III": "Ⅲ级（较大）", "IV": "Ⅳ级（一般）", "0": "报送异常"}

OPEN = Counted(
    code="alert.open", name="待处置预警", unit="件", owner=OFFICE, rhythm=RHYTHM, counted_in=("alert",), better="down",
    definition="状态不为已办结的实警件数，含报送异常，同类并案为一件；被更重告警抑制的、演练和测试不计",
)  # fmt: skip
OPEN_BY_LEVEL = tuple(
    Counted(
        code=f"alert.open.{level}", name=f"待处置预警·{name}", unit="件", owner=OFFICE, rhythm=RHYTHM, counted_in=("alert",), better="down",
        definition=f"状态不为已办结、级别为{name}的实警件数，同类并案为一件；被更重告警抑制的、演练和测试不计",
    )
    for level, name in LEVELS.items()
)  # fmt: skip
PER_TEN_THOUSAND = Counted(
    code="alert.per_ten_thousand", name="每万户预警数", unit="件", owner=OFFICE, rhythm=RHYTHM, counted_in=("alert", "entity_daily"),
    better="down", decimals=2,
    definition="近 30 天发生的四级实警件数（不含报送异常，同类并案为一件，被抑制的不计）÷ 期末在营市场主体户数 × 10,000，按市；无报送或户数未知的市为未知",
)  # fmt: skip
LAST_30_DAYS = Counted(
    code="alert.last_30_days", name="近 30 天预警", unit="件", owner=OFFICE, rhythm=RHYTHM, counted_in=("alert",), better="down",
    definition="近 30 天发生的四级实警件数（不含报送异常），按市；无报送的市为未知",
)  # fmt: skip
TIMES = {
    "found": ("发现到确认时长", "预警发生至首次确认"), "dispatched": ("确认到派单时长", "首次确认至首次派单"), "closed": ("派单到办结时长", "首次派单至办结"),
}  # fmt: skip
FIRST_TIMES = tuple(
    Counted(
        code=f"alert.{key}_seconds", name=name, unit="秒", owner=OFFICE, rhythm=RHYTHM, counted_in=("alert",), better="down",
        definition=f"近 30 天实警{rule}的秒数的中位数",
    )
    for key, (name, rule) in TIMES.items()
)  # fmt: skip

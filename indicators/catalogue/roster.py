"""The counted numbers of the two rosters of random inspection and of what is drawn from them."""

from datetime import timedelta

from indicators.counted import Counted

DAY = timedelta(days=1)

ROSTERS = (
    Counted(
        code="roster.subjects", name="市场主体名录", unit="户", owner="信用监管处", rhythm=DAY, counted_in=("enterprise",), definition="主体档案中在营的主体户数，按抽取条件",
    ),
    Counted(
        code="roster.inspectors", name="检查人员名录", unit="人", owner="信用监管处", rhythm=DAY, counted_in=("inspector",), definition="执法检查人员名录库中在册的人数",
    ),
    Counted(
        code="roster.units", name="检查人员单位", unit="个", owner="信用监管处", rhythm=DAY, counted_in=("inspector",), definition="在册检查人员所在单位的个数",
    ),
    Counted(
        code="roster.drawn", name="一次抽取户数", unit="户", owner="信用监管处", rhythm=DAY, counted_in=("random_draw", "draw_item"), definition="一次随机抽取抽中的户数",
    ),
    Counted(
        code="roster.suggested", name="建议抽取户数", unit="户", owner="信用监管处", rhythm=DAY, counted_in=("credit_monthly",),
        definition="期末该信用风险等级的主体户数 × 建议抽取比例，向上取整", period="信用分级最近一期",
    ),
)  # fmt: skip

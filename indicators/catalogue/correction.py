"""The numbers of data corrections: what is open, how long, and what reached the marts."""

from datetime import timedelta

from indicators.counted import Counted

OWNER, RHYTHM = "信息中心", timedelta(minutes=15)
COUNTED_IN = ("correction",)

ITEMS = (
    Counted(
        code="correction.open", name="在办查纠", unit="件", owner=OWNER, rhythm=RHYTHM, counted_in=COUNTED_IN, better="down",
        definition="状态为发现或审核通过、尚未入仓也未驳回的数据查纠件数",
    ),
    Counted(
        code="correction.found", name="待审核查纠", unit="件", owner=OWNER, rhythm=RHYTHM, counted_in=COUNTED_IN, better="down",
        definition="状态为发现、尚未审核的数据查纠件数",
    ),
    Counted(
        code="correction.reviewed", name="待入仓查纠", unit="件", owner=OWNER, rhythm=RHYTHM, counted_in=COUNTED_IN, better="down",
        definition="审核通过、更正值尚未入仓的数据查纠件数",
    ),
    Counted(
        code="correction.stored_30_days", name="近 30 天已入仓查纠", unit="件", owner=OWNER, rhythm=RHYTHM, counted_in=COUNTED_IN, better="up",
        definition="近 30 天更正值入仓的数据查纠件数",
    ),
    Counted(
        code="correction.oldest_hours", name="最久未结数据差错", unit="小时", owner=OWNER, rhythm=RHYTHM, counted_in=COUNTED_IN, better="down",
        definition="在办查纠中最早一件自发现至今的整小时数；没有在办的为未知",
    ),
)  # fmt: skip

"""The rule of school canteens that go dark in bright kitchens."""

from __future__ import annotations

from alerts.feeds import Series
from alerts.judgements import Fall, fall
from alerts.rule import Rule

OF = Fall(code="kitchen.online_rate", what="学校食堂明厨亮灶在线率", points=8.0, over=40)

RULE = Rule(
    code="food_canteen", name="学校食堂在线率下降", family="食品安全", owner="餐饮处", cell="县（市、区）", level="IV",
    question="学校食堂的明厨亮灶是否成片掉线？", limit="较近 14 日中位数下降 8 个百分点以上，接入不少于 40 户",
    citation="校园食品安全守护行动、互联网＋明厨亮灶要求；限值为示例",
    feed=Series(codes=("kitchen.online_rate",), by=("region",), where={"kind": "学校食堂"}, length=16), judge=lambda frame: fall(frame, OF),
    plan="明厨亮灶断线核查",
)  # fmt: skip

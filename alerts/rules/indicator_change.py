"""The rule of a city whose registrations or complaints change more than they ever do from month to month."""

from __future__ import annotations

from datetime import timedelta

from alerts.feeds import Series
from alerts.judgements import Change, change, named
from alerts.rule import Frame, Grade, Rule
from indicators.registry import get

CODES = ("entity.opened", "complaint.received", "inspection.done", "licence.accepted")


def judge(frame: Frame) -> Grade | None:
    found = []
    for code in CODES:
        one = get(code)
        grade = change(frame, Change(code=code, what=one.name, unit=one.unit, part=0.4, times=5.0, least=100))
        if grade:
            found.append(named(grade, cause=f"change:{code}"))
    return max(found, key=lambda grade: abs(grade.value or 0.0) if grade else 0.0) if found else None


RULE = Rule(
    code="indicator_change", name="业务量异常变化", family="综合", owner="应急指挥处", cell="市", level="IV",
    question="一市的业务量四周间是否大起大落？", limit="四周合计较此前四周变化超过 40%，且超过自身历次变化的 5 倍离散度",
    citation="稳健离差（MAD）；限值为示例",
    feed=Series(codes=CODES, by=("city",), length=28 * 14), judge=judge, every=timedelta(hours=6), plan="业务处室核实",
)  # fmt: skip

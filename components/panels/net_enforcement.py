"""执法办案网: inspections, complaints and cases, and whether they are settled within the statutory limits."""

from components.panels.board_choice import Cut, Option
from components.panels.skeleton import Subject, skeleton
from indicators.fields import FIELDS, within

SUBJECT = Subject(
    key="enforcement", name="执法办案", owner="执法稽查局",
    volume=("enforcement.filed", "enforcement.closed", "enforcement.fined", "enforcement.fined_per_case", "inspection.done", "complaint.received"),
    progress=("enforcement.close_rate", "inspection.completion_rate", "inspection.rectified_rate", "complaint.accept_rate"),
    risk=("enforcement.overdue_per_hundred_thousand", "enforcement.filed_per_hundred_problems", "inspection.found_rate_30_days", "complaint.per_ten_thousand"),
    deadline=("enforcement.on_time_rate", "complaint.on_time_rate", "enforcement.overdue", "complaint.overdue"),
    trend=("enforcement.filed", "enforcement.closed"), ranking="enforcement.on_time_rate",
    clocks=("penalty.decide", "coercion.hold", "report.verify", "complaint.accept"),
    rules=("complaint_burst", "merchant_complaints", "clock_overdue", "area_cluster"),
    cut=Cut(
        word="领域", unlimited="不分领域",
        options={field: Option(word=FIELDS[field], where=within(field)) for field in ("safety", "competition", "rights")},
    ),
)  # fmt: skip
PANELS = skeleton(SUBJECT)

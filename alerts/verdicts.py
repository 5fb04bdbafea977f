"""The verdicts of a rule at one moment: its cells judged, with the cap on the day's false alarms."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.fdr import kept
from alerts.reading import Reading
from alerts.rule import Feed, Frame, Grade, Rule
from data_access.measure import State
from indicators.provenance import marts_of, nature_of, oldest_of
from indicators.registry import catalogue


@dataclass(frozen=True, kw_only=True)
class Verdicts:
    """What a rule says: the cells that it could judge, and those of them that are not well. `capped` were above the limit and are held to
    be chance."""

    frames: dict[str, Frame]
    grades: dict[str, Grade]
    capped: int = 0


def judged(rule: Rule, reading: Reading) -> Verdicts:
    """The rule's verdicts on all its cells."""
    frames, grades = {}, {}
    for frame in rule.feed.frames(reading):
        frames[frame.cell] = frame
        grade = rule.judge(frame)
        if grade is not None:
            grades[frame.cell] = grade
    if rule.cap is None:
        return Verdicts(frames=frames, grades=grades)
    return _capped(rule.cap, frames, grades)


def _capped(rate: float, frames: dict[str, Frame], grades: dict[str, Grade]) -> Verdicts:
    """The cap over all cells; what stands already needs no new proof."""
    cells = list(grades)
    chances = [grade.chance if grade.chance is not None else 0.0 for grade in grades.values()]
    stay = kept(chances, rate, judged=len(frames))
    left = {cell: grades[cell] for cell, ok in zip(cells, stay, strict=True) if ok or frames[cell].standing}
    return Verdicts(frames=frames, grades=left, capped=len(grades) - len(left))


def tables_of(feed: Feed) -> tuple[str, ...]:
    """The marts behind a feed."""
    known = catalogue()
    return tuple(dict.fromkeys(mart for name in feed.inputs() for mart in (marts_of(known[name]) if name in known else (name,))))


def states_behind(reading: Reading, feed: Feed) -> list[State]:
    tables = reading.reader.tables()
    return [tables[name] for name in tables_of(feed) if name in tables]


def nature_behind(reading: Reading, feed: Feed) -> str:
    """The least real nature of what a rule reads."""
    return nature_of(states_behind(reading, feed))


def batch_behind(reading: Reading, feed: Feed) -> int | None:
    """The batch of the oldest mart that a rule reads."""
    oldest = oldest_of(states_behind(reading, feed))
    return oldest.batch if oldest else None

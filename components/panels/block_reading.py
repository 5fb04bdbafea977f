"""The reading of a skeleton block: the numbers of the whole subject in shared statements, and the block's own data time, lateness and nature."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from components.panel import Reading, View
from components.panels.board_choice import BoardChoice, board_choice
from components.panels.subject import Subject
from indicators.read import Value, values
from indicators.registry import get

DAY = timedelta(days=1)
FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Block:
    """What a block shows: its numbers by code, the choice, and by code the choice as it limits that number."""

    found: Mapping[str, Value]
    chosen: BoardChoice
    limited: Mapping[str, BoardChoice]

    def unlimited(self, code: str, subject: Subject) -> str:
        """What is said of a number that the chosen limit does not reach."""
        cut = subject.cut
        return cut.unlimited if cut and self.chosen.limit and not self.limited[code].where else ""


def timed(view: View, subject: Subject, codes: Collection[str]) -> Block:
    """Numbers over the chosen period; stocks at its end."""
    return _read(view, subject, subject.timed, codes, usual=False)


def usual(view: View, subject: Subject, codes: tuple[str, ...]) -> Block:
    """Numbers over each one's usual period."""
    return _read(view, subject, codes, codes, usual=True)


def _read(view: View, subject: Subject, asked: tuple[str, ...], wanted: Collection[str], *, usual: bool) -> Block:
    """`asked` are read in as few statements as their marts and periods allow and kept, so that the next block finds its own known."""
    chosen = board_choice(view, subject.cut)
    limited = {code: chosen.on(code, subject.cut) for code in asked}
    groups: dict[tuple[Any, ...], list[str]] = {}
    for code in asked:
        still = usual or get(code).time == "stock"
        groups.setdefault((still, tuple(sorted(limited[code].where.items()))), []).append(code)
    found: dict[str, Value] = {}
    for (still, _), codes in groups.items():
        question = limited[codes[0]].ask()
        found |= values(view.sources.marts, tuple(codes), replace(question, span=None) if still else question)
    return Block(found={code: found[code] for code in wanted}, chosen=chosen, limited=limited)


def reading(block: Block, data: Any = None) -> Reading:
    """The block's reading: as old as the number that is due first; without any batch it says so."""
    known = [one for one in block.found.values() if one.as_of is not None]
    if not known:
        return Reading(data=None, as_of=None, note="主题库尚无批次")
    first = min(known, key=lambda one: (one.as_of or FAR) + (get(one.code).rhythm or DAY))
    late = tuple(sorted({city for one in known for city in one.missing}))
    return Reading(
        data=block if data is None else data, as_of=first.as_of, rhythm=get(first.code).rhythm, batch=first.batch,
        nature=nature_of(known), missing=late, of=len(block.chosen.cities),
    )  # fmt: skip


def nature_of(known: Collection[Value]) -> str:
    """Production only where all are; a sample makes all a sample."""
    natures = {str(one.nature) for one in known}
    return next((nature for nature in ("sample", "demo") if nature in natures), "production")

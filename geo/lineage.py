"""The lineage of regions: which codes of a past day are which region of today, and where a searched name or code has gone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from data_access.scope import Scope
from geo.regions import Regions, Successor

MOST = 8


@dataclass(frozen=True)
class Found:
    """One region that a search meant: its code of today and a sentence that says how it was found."""

    code: str
    sentence: str


def then(regions: Regions, codes: Collection[str], on: date) -> tuple[str, ...]:
    """For a past day: a sentence for each region of today that was something else then. Rows with the codes of that day lie in it."""
    old: dict[str, list[Successor]] = {}
    for lines in regions.retired.values():
        for line in lines:
            if line.valid_to is not None and line.covers(on) and line.to in codes and line.how in ("merged", "renamed", "split"):
                old.setdefault(line.to, []).append(line)
    return tuple(_sentence(regions, to, lines) for to, lines in sorted(old.items()))


def _sentence(regions: Regions, to: str, lines: list[Successor]) -> str:
    names = "＋".join(f"{line.name}（{line.code}）" for line in sorted(lines, key=lambda line: line.code))
    days = "、".join(sorted({line.valid_to.isoformat() for line in lines if line.valid_to}))
    return f"{regions.name(to)}：当时为{names}，{days} 起按今日区划"


def sought(regions: Regions, scope: Scope, text: str) -> tuple[Found, ...]:
    """The visible regions that a name or a code means, retired ones with what they are today. What is foreign is as what does not exist."""
    words = text.strip()
    if not words:
        return ()
    found = [
        Found(code, f"{regions.name(code)}（{code}）")
        for code, region in sorted(regions.all.items())
        if (code == words or words in region.name) and scope.allows(code)
    ]
    newest = sorted(regions.retired.items(), key=lambda pair: (pair[1][-1].valid_to or date.min, pair[0]), reverse=True)
    for code, lines in newest:
        line = lines[-1]
        if (code == words or words in line.name) and scope.allows(line.to) and line.how != "placeholder":
            since = f"自 {line.valid_to} 起" if line.valid_to else "今"
            found.append(Found(line.to, f"{line.name}（{code}）{since}为{regions.name(line.to)}（{line.to}）：{line.note}"))
    exact = [one for one in found if words in (one.code, regions.name(one.code))]
    return tuple([*exact, *(one for one in found if one not in exact)][:MOST])

"""The verification of a data center's database as an operator reads it: the findings by gravity, each with what it blinds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import typer

from components.needs import needs_of_panels
from data_access.centre.findings import Finding, Inspection, Severity
from data_access.centre.inspection import Terms, inspect
from data_access.mart_tables import MARTS
from geo.regions import regions_of
from indicators.needs import columns_of
from indicators.registry import catalogue
from settings import Settings

HEADS = {Severity.BLIND: "致盲：下列问题使画面或指标取不到数", Severity.WRONG: "有误：下列数据不对", Severity.NOTE: "提醒"}
SHOWN = 6
"""Indicators that are named; the rest are counted, and stand in the JSON."""
Needs = Mapping[str, Mapping[str, frozenset[str]]]
"""Columns by mart, by the name of who needs them."""


@dataclass(frozen=True, kw_only=True)
class Blinded:
    """What cannot be seen because of a finding."""

    panels: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


def verify_centre(knobs: Settings, url: str, *, days: int, as_json: bool) -> bool:
    """Inspect a database and tell; whether all that a page needs can be read rightly. Raises MartsFailed when it cannot be reached."""
    terms = Terms(locator=regions_of(knobs.province), now=datetime.now(UTC), tz=knobs.tz, days=days)
    found = inspect(url, terms)
    told = [(finding, blinded(finding)) for finding in found.findings]
    typer.echo(_json(found, told) if as_json else _text(found, told))
    return not (found.of(Severity.BLIND) or found.of(Severity.WRONG))


def blinded(finding: Finding) -> Blinded:
    """The panels and indicators that a finding takes the numbers from; nothing for a finding that blinds nobody."""
    if finding.severity is not Severity.BLIND:
        return Blinded()
    panels: Needs = {panel.title: needs for panel, needs in needs_of_panels().items()}
    indicators: Needs = {code: columns_of(one) for code, one in catalogue().items()}
    return Blinded(panels=_who(finding, panels), indicators=_who(finding, indicators))


def _who(finding: Finding, needs: Needs) -> tuple[str, ...]:
    """Who needs the table, or one of the columns; a fault of the batch table or of the account concerns every table."""
    concerned = (finding.table,) if finding.table in MARTS.tables else tuple(MARTS.tables)
    columns = set(finding.columns) if finding.table in MARTS.tables else set()
    return tuple(
        name for name, wanted in needs.items() if any(table in wanted and (not columns or columns & wanted[table]) for table in concerned)
    )


def _text(found: Inspection, told: list[tuple[Finding, Blinded]]) -> str:
    lines = [f"数据中心主题库 {found.place}：{len(found.rows)} 张主题表有已发布的数据，共 {sum(found.rows.values()):,} 行。"]
    lines += [f"  {name}（{MARTS.tables[name].info['zh']}） {rows:,} 行" for name, rows in found.rows.items()]
    for severity, head in HEADS.items():
        listed = [(finding, blind) for finding, blind in told if finding.severity is severity]
        if listed:
            lines += ["", f"{head}（{len(listed)} 项）"]
        for number, (finding, blind) in enumerate(listed, 1):
            lines.append(f"{number}. {finding.what}。")
            lines += [f"   {line}" for line in (*finding.remedy.splitlines(), *_consequences(finding, blind))]
    if not any(finding.severity is not Severity.NOTE for finding, _ in told):
        lines += ["", "核验通过：画面所需的表和列齐全，数据合规。"]
    return "\n".join(lines)


def _consequences(finding: Finding, blind: Blinded) -> list[str]:
    if finding.severity is not Severity.BLIND:
        return []
    more = f" 等 {len(blind.indicators)} 个" if len(blind.indicators) > SHOWN else ""
    return [
        f"看不到的画面：{'、'.join(blind.panels) or '无'}",
        f"算不出的指标：{'、'.join(blind.indicators[:SHOWN]) or '无'}{more}",
    ]


def _json(found: Inspection, told: list[tuple[Finding, Blinded]]) -> str:
    findings = [asdict(finding) | asdict(blind) for finding, blind in told]
    return json.dumps({"place": found.place, "rows": found.rows, "findings": findings}, ensure_ascii=False, indent=1)


def blinds(table: str, columns: tuple[str, ...]) -> str:
    """What a batch file's missing columns take from the screen, as the end of a sentence."""
    fault = Finding(kind="missing_column", severity=Severity.BLIND, table=table, columns=columns, what="", remedy="")
    panels = blinded(fault).panels
    return f"，画面 {'、'.join(panels)} 看不全" if panels else ""

"""The findings of an inspection: what is wrong with a data center's database, in words that its DBA can act on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is: something cannot be shown, numbers are wrong, or it should be known."""

    BLIND = "blind"
    WRONG = "wrong"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One fault of one table. `what` says it, `remedy` is the statement or the step that ends it."""

    kind: str
    severity: Severity
    table: str
    what: str
    remedy: str
    columns: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        return f"{self.what}。{self.remedy}"


@dataclass(kw_only=True)
class Inspection:
    """What was looked at and what was found."""

    place: str
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    """Published rows by table, of the tables that could be read."""

    def of(self, severity: Severity) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity is severity]

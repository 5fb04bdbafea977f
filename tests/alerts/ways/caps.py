"""CAP messages for the tests, written as a sender would write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from xml.sax.saxutils import escape

from alerts.ways.cap import Cap, read
from geo.regions import regions_of

PROVINCE = regions_of("320000")
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
BEIJING = timezone(timedelta(hours=8))
SENDER = "yjgl@example.cn"


@dataclass(frozen=True, kw_only=True)
class Written:
    """One message: what a sender may vary."""

    identifier: str = "A1"
    sender: str = SENDER
    minute: int = 0
    """Minutes after 11:00 in Beijing at which it was sent."""
    kind: str = "Alert"
    status: str = "Actual"
    names: tuple[tuple[str, int], ...] = ()
    """Identifier and minute of each message that it refers to."""
    severity: str = "Severe"
    urgency: str = "Immediate"
    certainty: str = "Observed"
    headline: str = "冷库氨泄漏"
    area: str = "<geocode><valueName>ADCODE</valueName><value>320623</value></geocode>"
    info: str = ""
    """More elements at the info's proper place, after the description."""
    language: str = "zh-CN"
    encoding: str = "UTF-8"

    @property
    def sent(self) -> str:
        return moment(self.minute)

    @property
    def text(self) -> str:
        refers = " ".join(f"{self.sender},{name},{moment(minute)}" for name, minute in self.names)
        references = f"<references>{refers}</references>" if refers else ""
        return (
            f'<?xml version="1.0" encoding="{self.encoding}"?>\n<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
            f"<identifier>{self.identifier}</identifier><sender>{self.sender}</sender><sent>{self.sent}</sent><status>{self.status}</status>"
            f"<msgType>{self.kind}</msgType><scope>Public</scope>{references}{self._info() if self.kind in ('Alert', 'Update') else ''}</alert>"
        )

    def _info(self) -> str:
        return (
            f"<info><language>{self.language}</language><category>Safety</category><event>危险化学品泄漏</event><urgency>{self.urgency}</urgency>"
            f"<severity>{self.severity}</severity><certainty>{self.certainty}</certainty><headline>{escape(self.headline)}</headline>"
            f"<description>现场已疏散</description>{self.info}<area><areaDesc>如东县</areaDesc>{self.area}</area></info>"
        )

    @property
    def body(self) -> bytes:
        return self.text.encode(self.encoding)

    def read(self) -> Cap:
        return read(self.body, PROVINCE, NOW)


def moment(minute: int) -> str:
    return (datetime(2026, 11, 22, 11, 0, tzinfo=BEIJING) + timedelta(minutes=minute)).isoformat()

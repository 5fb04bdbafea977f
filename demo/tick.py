"""The demo's minute: what has come since the last one is published, and the stories go on."""

from __future__ import annotations

from datetime import datetime

from demo.build import ensure
from settings import Settings


def tick(settings: Settings, now: datetime) -> None:
    """Bring the demo province to now; builds it where it is missing. The numbers of a minute do not depend on earlier calls."""
    ensure(settings, now)

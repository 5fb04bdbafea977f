"""The origin check: a change may only come from the product's own pages."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import urlsplit


class Headers(Protocol):
    """The headers of a request of any server."""

    def get(self, key: str, default: str) -> str: ...


def same_origin(headers: Headers, host: str) -> bool:
    """Whether a change or a socket was asked for by a page of this host.

    Every browser sends Origin with a foreign POST or WebSocket, so a request without any mark comes from no browser and
    carries no cookie that it was not given on purpose.
    """
    site = headers.get("Sec-Fetch-Site", "")
    if site and site not in {"same-origin", "none"}:
        return False
    origin = headers.get("Origin", "") or headers.get("Referer", "")
    return not origin or _host(origin) == _bare(host)


def _host(origin: str) -> str:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return ""
    return _bare(parts.netloc) if parts.scheme in {"http", "https"} else ""


def _bare(host: str) -> str:
    return host.lower().removesuffix(":80").removesuffix(":443")

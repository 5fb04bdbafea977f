"""The checks of the reach: address, encryption, network, redirects, time, size and the kind of what the manifest's address gives."""

from __future__ import annotations

from bureaus.checks.evidence import Check, Evidence
from bureaus.fetching import FetchFailed, checked


def _address(found: Evidence) -> str:
    try:
        checked(found.base)
    except FetchFailed as failed:
        return str(failed)
    return ""


def _encrypted(found: Evidence) -> str:
    return "" if found.base.startswith("https://") or found.private else "公网上须用 https"


def _typed(found: Evidence) -> str:
    if found.manifest.fetched is None:
        return found.manifest.why
    kind = found.manifest.fetched.headers.get("content-type", "")
    return "" if kind.split(";")[0].strip().lower() == "application/json" else f"Content-Type 为 {kind[:40] or '空'}"


def _utf8(found: Evidence) -> str:
    if found.manifest.fetched is None:
        return found.manifest.why
    return found.manifest.unread if "UTF-8" in found.manifest.unread else ""


PART = "接入"
CHECKS = (
    Check(PART, "基础地址是有效的 http(s) 网址，不带口令", _address),
    Check(PART, "使用 https（省局获准的内部网段除外）", _encrypted),
    Check(PART, "主机不在未获准的内部网段", lambda found: found.manifest.kind("private")),
    Check(PART, "清单地址连得上", lambda found: found.manifest.kind("refused", "tls", "broken", "address")),
    Check(PART, "清单在限时内答完", lambda found: found.manifest.kind("timeout") or (found.manifest.why if found.manifest.failed else "")),
    Check(PART, "清单应答 200", lambda found: found.manifest.why),
    Check(PART, "清单不转到别处", lambda found: found.manifest.kind("redirected")),
    Check(PART, "清单不超过 1 MB", lambda found: found.manifest.kind("large")),
    Check(PART, "清单的 Content-Type 是 application/json", _typed),
    Check(PART, "清单是 UTF-8", _utf8),
    Check(
        PART,
        "清单是有效的 JSON，没有重名和 NaN",
        lambda found: found.manifest.unread or (found.manifest.why if found.manifest.failed else ""),
    ),
)

"""The maker of the hostile corpus: every case with its class, its way in, its bytes and its headers."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from tests.alerts.ways.caps import Written
from tests.corpus.bodies import JSON_BODIES, XML_BODIES
from tests.corpus.words import WORDS

MINUTE = -2 * 1440 - 60
"""CAP messages of the corpus were sent at this minute: in the past of the test's clock."""
ADDRESSES = {
    "json": "/api/v1/alerts",
    "cap": "/api/v1/alerts/cap",
    "alertmanager": "/api/v1/alerts/alertmanager",
    "cloudevents": "/api/v1/alerts/cloudevents",
}
KINDS = {
    "json": "application/json",
    "cap": "application/cap+xml",
    "alertmanager": "application/json",
    "cloudevents": "application/cloudevents+json",
}
AT = "2026-11-20T08:00:00+08:00"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One hostile delivery."""

    name: str
    kind: str
    way: str
    body: bytes
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return ADDRESSES[self.way]


def native(number: str, **more: Any) -> dict[str, Any]:
    usual = {"source": "语料", "source_id": number, "level": "IV", "title": "冷库超温", "region": "320623", "occurred_at": AT}
    return {**usual, **more}


def webhook(number: str, *alerts: dict[str, Any], **labels: str) -> dict[str, Any]:
    one = {
        "status": "firing", "labels": {"alertname": "冷库超温", "severity": "info", "adcode": "320623", **labels}, "annotations": {},
        "startsAt": AT, "endsAt": "0001-01-01T00:00:00Z", "fingerprint": number,
    }  # fmt: skip
    return {"version": "4", "groupKey": number, "receiver": "yiping", "status": "firing", "alerts": list(alerts) or [one]}


def event(number: str, **data: Any) -> dict[str, Any]:
    return {"specversion": "1.0", "id": number, "source": "/corpus", "type": "cn.alert", "data": native(number, **data)}


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


def cap(number: str, text: str, place: str = "headline") -> bytes:
    """A CAP message with a text as its headline, event or area, as far as XML can hold it at all."""
    body = Written(identifier=number, minute=MINUTE, severity="Minor", headline="@@").text
    marked = {"headline": "@@", "area": "如东县", "event": "危险化学品泄漏"}[place]
    return body.replace(marked, escape(text)).encode("utf-8", "surrogatepass")


MAKERS: dict[str, Callable[[str, str], bytes]] = {
    "json": lambda number, text: dumped(
        native(number, title=text, detail=text, cause=text, entity={"device": text}, evidence=[{"told": text}])
    ),
    "json-names": lambda number, text: dumped(native(text, source=text, rule=text, family=text, region=text, level=text)),
    "alertmanager": lambda number, text: dumped(webhook(number, alertname=text, device=text, team=text)),
    "cloudevents": lambda number, text: dumped(event(number, title=text, detail=text, evidence=[{"told": text}])),
    "cap": lambda number, text: cap(number, text),
    "cap-event": lambda number, text: cap(number, text, "event"),
}


def worded() -> Iterator[Case]:
    """Every hostile text over every way in."""
    for kind, words in WORDS.items():
        for name, text in words.items():
            for maker, make in MAKERS.items():
                way = maker.split("-")[0]
                number = f"{kind}-{name}-{maker}"
                yield Case(name=number, kind=kind, way=way, body=make(number, text), content_type=KINDS[way])


def shaped() -> Iterator[Case]:
    """Every broken or oversized body."""
    for name, make in JSON_BODIES.items():
        for way, good in (("json", native(name)), ("alertmanager", webhook(name)), ("cloudevents", event(name))):
            yield Case(name=f"{name}-{way}", kind="json", way=way, body=make(dumped(good)), content_type=KINDS[way])
    for name, make in XML_BODIES.items():
        yield Case(name=name, kind="xml", way="cap", body=make(Written(identifier=name, minute=MINUTE)), content_type=KINDS["cap"])


def carried() -> Iterator[Case]:
    """Every wrong content type and coding."""
    for way, good in (
        ("json", dumped(native("t"))),
        ("cap", cap("t", "甲")),
        ("alertmanager", dumped(webhook("t"))),
        ("cloudevents", dumped(event("t"))),
    ):
        for name, kind in (
            ("none", ""), ("text", "text/plain"), ("form", "application/x-www-form-urlencoded"), ("multipart", "multipart/form-data"),
            ("broken", "application/json/;;=\x00"), ("html", "text/html; charset=utf-7"), ("octets", "application/octet-stream"),
        ):  # fmt: skip
            yield Case(name=f"type-{name}-{way}", kind="carried", way=way, body=good, content_type=kind.replace("\x00", "%00"))
        for coding, body in (
            ("gzip", gzip.compress(b"\0" * 30_000_000, 9)),
            ("deflate", b"x\x9c\x03\x00"),
            ("br", b"\x06"),
            ("gzip, gzip", good),
        ):
            headers = {"Content-Encoding": coding}
            yield Case(name=f"coding-{coding}-{way}", kind="carried", way=way, body=body, content_type=KINDS[way], headers=headers)
        chunked = {"Transfer-Encoding": "chunked"}
        yield Case(name=f"chunked-{way}", kind="carried", way=way, body=b"5\r\nabc", content_type=KINDS[way], headers=chunked)
        yield Case(name=f"charset-{way}", kind="carried", way=way, body=good, content_type=f"{KINDS[way]}; charset=utf-16")


def cases() -> list[Case]:
    """The whole corpus."""
    return [*worded(), *shaped(), *carried()]

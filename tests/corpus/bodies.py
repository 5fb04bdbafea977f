"""The hostile bodies: JSON and XML that is broken, oversized, ambiguous or aimed at the parser."""

from __future__ import annotations

from collections.abc import Callable

from tests.alerts.ways.caps import SENDER, Written, moment

Bytes = Callable[[bytes], bytes]
DEEP = 100_000


def _with(name: str, raw: str) -> Bytes:
    """The object with one more member, written raw."""
    return lambda body: body.rstrip()[:-1] + f', "{name}": {raw}}}'.encode()


JSON_BODIES: dict[str, Bytes] = {
    "empty": lambda body: b"",
    "spaces": lambda body: b" \n\t ",
    "truncated": lambda body: body[: len(body) // 2],
    "truncated-string": lambda body: body[:20],
    "no-end": lambda body: body[:-1],
    "two-objects": lambda body: body + body,
    "trailing": lambda body: body + b",",
    "null": lambda body: b"null",
    "number": lambda body: b"7",
    "text": lambda body: b'"alert"',
    "list": lambda body: b"[]",
    "list-of-null": lambda body: b"[null]",
    "empty-object": lambda body: b"{}",
    "name-twice": lambda body: body.rstrip()[:-1] + b',"x":1,"x":2}',
    "not-a-number": _with("lon", "NaN"),
    "infinity": _with("lat", "-Infinity"),
    "huge-number": _with("lon", "1e999"),
    "beyond-64-bits": _with("lon", "9" * 30),
    "endless-digits": _with("lon", "9" * 100_000),
    "endless-fraction": _with("lon", "0." + "3" * 100_000),
    "deep-list": lambda body: b"[" * DEEP + b"]" * DEEP,
    "deep-object": lambda body: b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "deep-member": _with("evidence", "[" * 5_000 + "]" * 5_000),
    "deep-but-allowed": _with("evidence", "[" * 20 + "]" * 20),
    "wide": _with("evidence", "[" + ",".join(["{}"] * 100_000) + "]"),
    "many-names": _with("entity", "{" + ",".join(f'"k{n}":"v"' for n in range(20_000)) + "}"),
    "byte-order-mark": lambda body: b"\xef\xbb\xbf" + body,
    "utf-16": lambda body: body.decode().encode("utf-16"),
    "utf-32": lambda body: body.decode().encode("utf-32"),
    "gbk": lambda body: '{"title":"冷库超温"}'.encode("gbk"),
    "overlong": lambda body: b'{"title":"\xc0\xaf"}',
    "bad-byte": lambda body: body.replace(b"320623", b"\xff\xfe\xfd"),
    "nul-bytes": lambda body: body + b"\0\0\0",
    "only-nul": lambda body: b"\0" * 100,
    "single-quotes": lambda body: body.replace(b'"', b"'"),
    "comment": lambda body: b"/* hello */" + body,
    "html": lambda body: b"<!doctype html><title>hello</title>",
    "xml": lambda body: b"<alert/>",
    "proto": _with("__proto__", '{"admin": true}'),
    "unknown-name": _with("is_admin", "true"),
    "ten-megabytes": lambda body: body[:-1] + b',"x":"' + b"a" * 10_000_000 + b'"}',
    "one-megabyte": lambda body: body[:-1] + b',"x":"' + b"a" * 1_048_500 + b'"}',
    "no-zone": lambda body: body.replace(b"+08:00", b""),
    "future": lambda body: body.replace(b"2026-11-20T", b"2036-11-20T"),
    "year-0": lambda body: body.replace(b"2026-11-20T", b"0000-00-00T"),
    "year-1": lambda body: body.replace(b"2026-11-20T08:00:00+08:00", b"0001-01-01T00:00:00+14:00"),
    "year-9999": lambda body: body.replace(b"2026-11-20T08:00:00+08:00", b"9999-12-31T23:59:59-14:00"),
    "epoch": lambda body: body.replace(b'"2026-11-20T08:00:00+08:00"', b"1763596800"),
    "texts-as-numbers": lambda body: body.replace(b'"320623"', b"320623"),
    "texts-as-objects": lambda body: body.replace(b'"320623"', b'{"$gt":""}'),
    "texts-as-lists": lambda body: body.replace(b'"320623"', b'["320623"]'),
    "foreign-region": lambda body: body.replace(b"320623", b"110101"),
    "no-region": lambda body: body.replace(b"320623", b"999999"),
    "arabic-digits": lambda body: body.replace(b"320623", "٣٢٠٦٢٣".encode()),
}
"""Name → what becomes of a good body of any JSON way."""

Text = Callable[[Written], bytes]
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
ALERT = "<alert"


def _typed(subset: str) -> Text:
    """With a document type, and a use of its entity in the headline."""
    return lambda good: good.text.replace(HEAD, f"{HEAD}<!DOCTYPE alert [{subset}]>").replace(good.headline, "&x;").encode()


def _bomb(levels: int, width: int) -> str:
    lines = [f'<!ENTITY e0 "{"z" * 10}">'] + [f'<!ENTITY e{n} "{f"&e{n - 1};" * width}">' for n in range(1, levels)]
    return "".join(lines) + f'<!ENTITY x "&e{levels - 1};">'


def _replaced(old: str, new: str) -> Text:
    return lambda good: good.text.replace(old, new).encode()


def _area(area: str) -> Text:
    return lambda good: Written(identifier=good.identifier, minute=good.minute, area=area).body


def _update(kind: str, references: str) -> Text:
    def make(good: Written) -> bytes:
        text = Written(identifier=good.identifier, minute=good.minute, kind=kind).text
        return text.replace("</scope>", f"</scope><references>{references}</references>").encode()

    return make


def _info(good: Written) -> str:
    return good.text[good.text.index("<info>") :].removesuffix("</alert>")


XML_BODIES: dict[str, Text] = {
    "xml-empty": lambda good: b"",
    "xml-truncated": lambda good: good.body[:300],
    "xml-twice": lambda good: good.body + good.body,
    "xml-called-json": lambda good: b'{"a":1}',
    "xml-html": lambda good: b"<html><body>hello</body></html>",
    "xml-external-file": _typed('<!ENTITY x SYSTEM "file:///etc/passwd">'),
    "xml-external-net": _typed('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">'),
    "xml-parameter": _typed('<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY x "a">'),
    "xml-billion-laughs": _typed(_bomb(10, 10)),
    "xml-quadratic": lambda good: _typed(f'<!ENTITY x "{"a" * 50_000}">')(good).replace(b"&x;", b"&x;" * 5_000),
    "xml-plain-doctype": lambda good: good.text.replace(HEAD, HEAD + "<!DOCTYPE alert>").encode(),
    "xml-utf16-doctype": lambda good: (
        good.text.replace("UTF-8", "UTF-16").replace("?>\n", '?><!DOCTYPE alert [<!ENTITY x "a">]>').encode("utf-16")
    ),
    "xml-utf7": lambda good: good.text.replace("UTF-8", "UTF-7").encode("utf-7"),
    "xml-ebcdic": lambda good: good.text.replace("UTF-8", "cp037").encode("cp037", "replace"),
    "xml-no-such-encoding": _replaced("UTF-8", "x-klingon"),
    "xml-include": _replaced("</scope>", '</scope><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
    "xml-stylesheet": _replaced(HEAD, HEAD + '<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:9/x.xsl"?>'),
    "xml-schema-location": _replaced(
        "<alert ", '<alert xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a http://127.0.0.1:9/x.xsd" '
    ),
    "xml-deep": _replaced("</scope>", "</scope>" + "<a>" * DEEP + "</a>" * DEEP),
    "xml-wide": _replaced("</scope>", "</scope>" + "<code>a</code>" * 40_000),
    "xml-many-infos": lambda good: good.text.replace("</alert>", _info(good) * 65 + "</alert>").encode(),
    "xml-long-attribute": _replaced(ALERT, f'<alert a="{"b" * 900_000}"'),
    "xml-many-attributes": _replaced(ALERT, ALERT + "".join(f' a{n}="b"' for n in range(50_000))),
    "xml-ten-megabytes": _replaced("冷库氨泄漏", "a" * 10_000_000),
    "xml-namespace-1.1": _replaced("cap:1.2", "cap:1.1"),
    "xml-namespace-none": _replaced(' xmlns="urn:oasis:names:tc:emergency:cap:1.2"', ""),
    "xml-many-namespaces": _replaced(ALERT, ALERT + "".join(f' xmlns:n{n}="urn:{n}"' for n in range(20_000))),
    "xml-control": _replaced("冷库氨泄漏", "a\x01b"),
    "xml-nul": _replaced("冷库氨泄漏", "a\0b"),
    "xml-control-reference": _replaced("冷库氨泄漏", "&#1;&#0;"),
    "xml-half-pair": _replaced("冷库氨泄漏", "&#xD800;"),
    "xml-gbk-as-utf8": lambda good: good.text.encode("gbk"),
    "xml-utf8-as-gbk": lambda good: good.text.replace("UTF-8", "GBK").encode(),
    "xml-bom": lambda good: b"\xef\xbb\xbf" + good.body,
    "xml-two-boms": lambda good: b"\xef\xbb\xbf\xef\xbb\xbf" + good.body,
    "xml-cdata": _replaced("冷库氨泄漏", "<![CDATA[<script>alert(1)</script>]]>"),
    "xml-cdata-doctype": _replaced("冷库氨泄漏", "<![CDATA[<!DOCTYPE x>]]>"),
    "xml-comment-bomb": _replaced("</scope>", "</scope>" + "<!--a-->" * 50_000),
    "xml-instruction-bomb": _replaced("</scope>", "</scope>" + "<?a b?>" * 50_000),
    "xml-sent-future": lambda good: Written(identifier=good.identifier, minute=60 * 24 * 400).body,
    "xml-sent-no-zone": _replaced("+08:00</sent>", "</sent>"),
    "xml-sent-no-day": lambda good: good.text.replace("2026-11-19", "2026-02-30").replace("2026-11-20", "2026-02-30").encode(),
    "xml-sent-year-0": lambda good: good.text.replace("<sent>2026", "<sent>0000").encode(),
    "xml-sent-year-12000": lambda good: good.text.replace("<sent>2026", "<sent>12026").encode(),
    "xml-update-before-alert": _update("Update", f"{SENDER},not-yet,{moment(-2 * 1440 - 70)}"),
    "xml-cancel-unknown": _update("Cancel", f"{SENDER},never,{moment(-2 * 1440 - 70)}"),
    "xml-cancel-without-reference": _update("Cancel", ""),
    "xml-ack-unknown": _update("Ack", f"{SENDER},never,{moment(-2 * 1440 - 70)}"),
    "xml-error-unknown": _update("Error", f"{SENDER},never,{moment(-2 * 1440 - 70)}"),
    "xml-loop-1": _update("Update", f"{SENDER},xml-loop-2,{moment(-2 * 1440 - 60)}"),
    "xml-loop-2": _update("Update", f"{SENDER},xml-loop-1,{moment(-2 * 1440 - 60)}"),
    "xml-self-reference": _update("Update", f"{SENDER},xml-self-reference,{moment(-2 * 1440 - 60)}"),
    "xml-many-references": _update("Update", " ".join(f"{SENDER},r{n},{moment(-2 * 1440 - 70)}" for n in range(10_000))),
    "xml-broken-reference": _update("Update", "a,b c,d ,,, ,"),
    "xml-reference-bad-time": _update("Update", f"{SENDER},a,yesterday"),
    "xml-polygon-crossing": _area("<polygon>32.3,121.1 32.4,121.2 32.3,121.2 32.4,121.1 32.3,121.1</polygon>"),
    "xml-polygon-outside": _area("<polygon>38.47,-120.14 38.34,-119.95 38.52,-119.74 38.62,-119.89 38.47,-120.14</polygon>"),
    "xml-polygon-open": _area("<polygon>32.3,121.1 32.4,121.2 32.3,121.2 32.4,121.1</polygon>"),
    "xml-polygon-three": _area("<polygon>32.3,121.1 32.4,121.2 32.3,121.1</polygon>"),
    "xml-polygon-flat": _area("<polygon>32.3,121.1 32.3,121.1 32.3,121.1 32.3,121.1</polygon>"),
    "xml-polygon-words": _area("<polygon>here there everywhere here</polygon>"),
    "xml-polygon-nan": _area("<polygon>NaN,NaN NaN,NaN NaN,NaN NaN,NaN</polygon>"),
    "xml-polygon-exponent": _area("<polygon>1e308,1e308 1e308,1e308 1e308,1e308 1e308,1e308</polygon>"),
    "xml-polygon-huge": _area(f"<polygon>{'32.3,121.1 ' * 60_000}</polygon>"),
    "xml-polygons-many": _area("<polygon>32.3,121.1 32.4,121.2 32.3,121.2 32.3,121.1</polygon>" * 8_000),
    "xml-polygon-300": _area(f"<polygon>{' '.join(f'{32 + n / 1000:.3f},{121 + (n % 7) / 100:.2f}' for n in range(299))} 32.000,121.00</polygon>" * 90),
    "xml-circle-negative": _area("<circle>32.3,121.1 -5</circle>"),
    "xml-circle-huge": _area("<circle>32.3,121.1 99999999999</circle>"),
    "xml-geocode-words": _area("<geocode><valueName>ADCODE</valueName><value>' OR 1=1</value></geocode>"),
    "xml-geocode-many": _area("<geocode><valueName>ADCODE</valueName><value>320623</value></geocode>" * 8_000),
    "xml-expires-first": _replaced("<headline>", "<expires>2001-01-01T00:00:00+08:00</expires><headline>"),
    "xml-identifier-spaces": _replaced("<identifier>", "<identifier>a b,"),
    "xml-identifier-long": _replaced("<identifier>", "<identifier>" + "i" * 5_000),
    "xml-sender-long": _replaced("<sender>", "<sender>" + "s" * 5_000),
    "xml-sender-rule": _replaced(SENDER, "rule"),
}  # fmt: skip
"""Name → the message."""

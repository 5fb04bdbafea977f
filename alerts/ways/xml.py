"""The safe reading of CAP XML: no document type, no entities, no network, no giant trees, only known encodings, valid by the OASIS schema."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

from alerts.failure import AlertsFailed
from security.audit import neutral

SCHEMA = Path(__file__).resolve().parent.parent / "data" / "CAP-v1.2.xsd"
NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
OLDER = {f"urn:oasis:names:tc:emergency:cap:{version}": version for version in ("1.1", "1.0")} | {"http://www.incident.com/cap/1.0": "1.0"}
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
LARGEST = 1_048_576
ENCODINGS = frozenset({
    "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252",
    "gbk", "gb2312", "gb18030", "cp936", "big5",
})  # fmt: skip
LONGEST_REASON = 240


def alert_of(body: bytes, charset: str | None = None) -> etree._Element:
    """The `alert` element of a valid CAP 1.2 message.

    `charset`, from the content type, counts only where the document itself names no encoding. Raises AlertsFailed with the reason.
    """
    if not body.strip():
        raise AlertsFailed("正文是空的")
    if len(body) > LARGEST:
        raise AlertsFailed(f"正文超过 {LARGEST // 1_048_576} MB")
    if b"<!doctype" in body.replace(b"\0", b"").lower():
        raise AlertsFailed("XML 中不得有文档类型声明（DOCTYPE）")
    root = _parsed(body, charset)
    _refuse_foreign(root)
    try:
        _schema().assertValid(root)
    except etree.DocumentInvalid as error:
        raise AlertsFailed(f"不符合 CAP 1.2 的结构：{_plain(str(error))}") from error
    return root


def _parsed(body: bytes, charset: str | None) -> etree._Element:
    named = (charset or "").lower()
    declared = b"encoding" in body[:200].replace(b"\0", b"").split(b"?>")[0] or body[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False,
            encoding=named if named in ENCODINGS and not declared else None,
        )  # fmt: skip
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise AlertsFailed(f"不是完好的 XML：{_plain(error.msg or '')}") from error
    except (ValueError, LookupError) as error:
        raise AlertsFailed("不是完好的 XML：编码无法识别") from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None:
        raise AlertsFailed("XML 中不得有文档类型声明（DOCTYPE）")
    if (info.encoding or "utf-8").lower() not in ENCODINGS:
        raise AlertsFailed(f"不收 {neutral(info.encoding or '')[:40]} 编码：请用 UTF-8 或 GB18030")
    return root


def _refuse_foreign(root: etree._Element) -> None:
    name = etree.QName(root)
    if name.namespace in OLDER:
        raise AlertsFailed(f"这是 CAP {OLDER[name.namespace]}，本接口只收 CAP 1.2（{NAMESPACE}）")
    if name.localname != "alert" or name.namespace != NAMESPACE:
        raise AlertsFailed(f"根元素应为 CAP 1.2 的 alert，实为 {neutral(str(name.text))[:120]}")


@cache
def _text() -> bytes:
    return SCHEMA.read_bytes()


def _schema() -> etree.XMLSchema:
    """A schema of its own for each message: its error log is not safe between threads, and making one costs half a millisecond."""
    return etree.XMLSchema(etree.fromstring(_text()))


def _plain(text: str) -> str:
    return neutral(text.replace(f"{{{NAMESPACE}}}", ""))[:LONGEST_REASON]

"""The basis of an alert: by which rule, on whose authority, what was seen against which limit, and what was handed in with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from dash import html

from components.charts.limit import limit_line
from components.panel import View
from components.panels.alert_words import local, source_word
from indicators import words

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
EVIDENCE = 6
ENTITY = {"uscc": "主体", "camera": "点位", "batch": "批次", "device": "设备", "lot": "批次", "name": "名称"}


def basis(row: Mapping[str, Any], view: View) -> tuple[list[Any], dict[str, Any]]:
    """The fields, and the chart of the offending series where the rule handed one over."""
    inputs = row["inputs"] if isinstance(row["inputs"], Mapping) else {}
    fields = [*_rule(inputs, row), *_seen(inputs, view), *_about(row, view)]
    frame = series(inputs, view)
    if frame is None:
        return [html.Dl(fields, className="flds")], {}
    unit = str(inputs.get("unit") or "")
    head = html.Div(
        [html.B(str(inputs.get("indicator_name") or inputs.get("name") or "监测值")), html.Span(f"　{unit}", className="cap")],
        className="chh",
    )
    option = limit_line(frame, x="t", value="value", limit=_number(inputs.get("threshold")), unit=unit)
    return [html.Dl(fields, className="flds"), head, html.Div(html.Div(className="ch", **{"data-chart": "series"}), className="chb")], {
        "series": option
    }


def series(inputs: Mapping[str, Any], view: View) -> pd.DataFrame | None:
    """The offending series as a frame of time and value; None where there are not two points."""
    pairs = [pair for pair in inputs.get("series") or [] if isinstance(pair, Sequence) and len(pair) == 2]
    if len(pairs) < 2:
        return None
    times = pd.to_datetime(pd.Series([str(pair[0]) for pair in pairs]), errors="coerce", utc=False, format="ISO8601")
    if getattr(times.dtype, "tz", None) is not None:
        times = times.dt.tz_convert(view.now.tzinfo).dt.tz_localize(None)
    frame = pd.DataFrame({"t": times, "value": [_number(pair[1]) for pair in pairs]}).dropna(subset=["t"])
    return frame if len(frame) > 1 else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value else None


def _field(word: str, *content: Any) -> list[Any]:
    return [html.Dt(word), html.Dd(list(content))]


def _rule(inputs: Mapping[str, Any], row: Mapping[str, Any]) -> list[Any]:
    code = str(inputs.get("rule") or row["rule"] or "")
    if inputs.get("name"):
        name = html.A(str(inputs["name"]), href=f"/alerts/rules/{code}") if CODE.fullmatch(code) else str(inputs["name"])
        example = html.Span(str(inputs["example"]), className="chip dash") if inputs.get("example") else None
        found = _field("规则", name, "　", html.Span(code, className="num t3"), " ", example)
    else:
        told = f"{source_word(row['source'])} 自报，规则 {code}" if code else f"{source_word(row['source'])} 自报，未附规则"
        found = _field("规则", told)
    for word, key in (("限值", "limit"), ("依据", "citation"), ("责任", "owner"), ("处置", "plan")):
        if inputs.get(key):
            found += _field(word, str(inputs[key]))
    return found


def _seen(inputs: Mapping[str, Any], view: View) -> list[Any]:
    value, limit, unit = _number(inputs.get("value")), _number(inputs.get("threshold")), str(inputs.get("unit") or "")
    if value is None and limit is None:
        return []
    shown = html.B(f"{_plain(value)} {unit}".strip(), className="num big2")
    against = html.Span(f"　限 {_plain(limit)} {unit}".rstrip(), className="num t2") if limit is not None else None
    window = html.Span(f"　{_window(str(inputs['window']), view)}", className="t3") if inputs.get("window") else None
    return _field("实测", shown, against, window)


def _window(text: str, view: View) -> str:
    """A window in words; two times with a stroke between them are written by the province's clock."""
    try:
        first, last = (datetime.fromisoformat(part) for part in text.split("/"))
    except ValueError:
        return text
    return f"{local(view, first)} 至 {local(view, last)}" if first.tzinfo and last.tzinfo else text


def _plain(value: float | None) -> str:
    return words.NOTHING if value is None else f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def _about(row: Mapping[str, Any], view: View) -> list[Any]:
    found = _field("详情", html.Span(row["detail"], className="pre")) if row["detail"] else []
    entity = row["entity"] if isinstance(row["entity"], Mapping) else {}
    for key, value in list(entity.items())[:EVIDENCE]:
        found += _field(ENTITY.get(str(key), str(key)[:16]), html.Span(str(value)[:200], className="num"))
    if row["incident"]:
        found += _field("事件", html.Span(str(row["incident"]), className="num"))
    evidence = row["evidence"] if isinstance(row["evidence"], list) else []
    if evidence:
        lines = [html.Div(_line(part, entity, view), className="evi") for part in evidence[:EVIDENCE]]
        more = html.Div(f"另有 {len(evidence) - EVIDENCE} 项", className="cap") if len(evidence) > EVIDENCE else None
        found += _field("佐证", *lines, more)
    return [
        *found,
        *_field(
            "编号",
            html.Span(f"{row['source_id']}", className="num"),
            html.Span(f"　收到 {local(view, row['received_at'])}" if row["received_at"] else "", className="t3"),
        ),
    ]


def _line(part: Any, entity: Mapping[str, Any], view: View) -> str:
    """One piece of evidence in a line: its time first, then its words, then whatever else it says that the alert has not said."""
    if not isinstance(part, Mapping):
        return str(part)[:300]
    rest = [f"{key} {value}" for key, value in part.items() if key not in ("at", "text") and entity.get(key) != value]
    return "　".join(filter(None, (_moment(part.get("at"), view), str(part.get("text") or ""), *rest)))[:300]


def _moment(told: Any, view: View) -> str:
    """A time of evidence as people read it; what is no time stays as it came."""
    try:
        found = datetime.fromisoformat(told)
        return local(view, found if found.tzinfo else found.replace(tzinfo=view.now.tzinfo))
    except (TypeError, ValueError):
        return str(told or "")

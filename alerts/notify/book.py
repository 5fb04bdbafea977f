"""The book of receivers, routes and escalation chains: one TOML file, read anew when it changes; a broken one leaves the last good one in force."""

from __future__ import annotations

import logging
import os
import re
import threading
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from alerts.failure import AlertsFailed
from alerts.message import LEVELS, MISSING_REPORT

SHIPPED = Path(__file__).parents[1] / "data" / "notify.toml"
CHANNELS = ("screen", "webhook", "apprise", "cap")
GROUPS = ("duty", "lead")
EVERYBODY = "*"
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(s|m|h|d)")
_SECRET = re.compile(r"\$\{(\w+)\}")
log = logging.getLogger("yiping.alerts")


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """One place that notices go to. Address and secret never appear in its text form."""

    name: str
    channel: str
    person: str | None = None
    """Whose it is; `*` serves every person without one of their own."""
    address: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    resolved: bool = True
    """Is told when an alert is over."""
    timeout: float = 5.0
    tries: int = 8


@dataclass(frozen=True, kw_only=True)
class Route:
    """Which alerts go to whom. An empty condition fits all."""

    levels: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    """Adcodes of cities or counties."""
    who: tuple[str, ...] = ()
    """`duty`, `lead`, a person as `person:NAME`, a receiver as `receiver:NAME`."""
    chain: str | None = None
    repeat: timedelta | None = None
    goes_on: bool = False
    """The next fitting route counts too."""


@dataclass(frozen=True, kw_only=True)
class ChainStep:
    """What happens when nobody has answered for a while."""

    after: timedelta
    who: tuple[str, ...] = ()
    open_incident: bool = False
    repeat: int = 0


@dataclass(frozen=True)
class Book:
    """The whole file."""

    receivers: Mapping[str, Receiver]
    routes: tuple[Route, ...]
    chains: Mapping[str, tuple[ChainStep, ...]]

    def of_person(self, person: str) -> tuple[Receiver, ...]:
        """A person's receivers; those for everybody when they have none of their own."""
        own = tuple(one for one in self.receivers.values() if one.person == person)
        return own or tuple(one for one in self.receivers.values() if one.person == EVERYBODY)


class Shelf:
    """The book of a process: looks whether the file changed, and keeps the last good one when the new one is broken."""

    def __init__(self, home: Path | None) -> None:
        self._file = home / "alerts.toml" if home else None
        self._lock = threading.Lock()
        self._stamp: tuple[str, int] | None = None
        self._book: Book | None = None
        self.trouble: str | None = None

    def book(self) -> Book:
        """The book in force. Raises AlertsFailed only when there has never been a good one."""
        path = self._file if self._file and self._file.exists() else SHIPPED
        stamp = (str(path), path.stat().st_mtime_ns)
        with self._lock:
            if stamp != self._stamp:
                try:
                    self._book, self.trouble = read_book(path.read_text("utf-8"), path.name), None
                except (AlertsFailed, OSError, UnicodeDecodeError) as error:
                    self.trouble = str(error)
                    log.error("The alert routes are not taken over, the last good ones stay in force: %s", self.trouble)
                    if self._book is None:
                        raise AlertsFailed(self.trouble) from error
                self._stamp = stamp
            if self._book is None:
                raise AlertsFailed(self.trouble or f"通知路由 {path.name} 不能读取。")
            return self._book


def shelf_of(home: Path) -> Shelf:
    """The shelf of a home, one for each process."""
    return _opened(home, os.getpid())


@cache
def _opened(home: Path, pid: int) -> Shelf:  # noqa: ARG001 - a forked child looks for itself
    return Shelf(home)


def read_book(text: str, name: str, environ: Mapping[str, str] | None = None) -> Book:
    """The book in a file's text. Raises AlertsFailed naming the entry and what is wrong."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AlertsFailed(f"通知路由 {name} 不是有效的 TOML：{error}。") from error
    if extra := set(found) - {"receiver", "route", "chain"}:
        raise AlertsFailed(f"通知路由 {name} 有不认识的表：{'、'.join(sorted(extra))}。")
    known = os.environ if environ is None else environ
    receivers = {one.name: one for one in _all(found, "receiver", name, lambda entry, where: _receiver(entry, where, known))}
    chains = dict(_all(found, "chain", name, _chain))
    routes = tuple(_all(found, "route", name, _route))
    for number, route in enumerate(routes, 1):
        _known(route.who, receivers, f"通知路由 {name} 第 {number} 个 [[route]]")
        if route.chain is not None and route.chain not in chains:
            raise AlertsFailed(f"通知路由 {name} 第 {number} 个 [[route]]：没有升级链 {route.chain}。")
    for chain, steps in chains.items():
        for step in steps:
            _known(step.who, receivers, f"通知路由 {name} 的升级链 {chain}")
    return Book(receivers, routes, chains)


def _all(found: Mapping[str, Any], table: str, name: str, made: Callable[[Mapping[str, Any], str], Any]) -> list[Any]:
    entries = found.get(table, [])
    if not isinstance(entries, list):
        raise AlertsFailed(f"通知路由 {name}：请写 [[{table}]]，不是 [{table}]。")
    return [made(entry, f"通知路由 {name} 第 {number} 个 [[{table}]]") for number, entry in enumerate(entries, 1)]


def _receiver(entry: Mapping[str, Any], where: str, environ: Mapping[str, str]) -> Receiver:
    _only(entry, {"name", "channel", "person", "address", "secret", "resolved", "timeout", "tries"}, where)
    if entry.get("channel") not in CHANNELS or not entry.get("name"):
        raise AlertsFailed(f"{where}：须有 name，channel 须为 {'、'.join(CHANNELS)} 之一。")
    if entry["channel"] != "screen" and not entry.get("address"):
        raise AlertsFailed(f"{where}：{entry['channel']} 须写 address。")
    texts = {key: _filled(str(entry[key]), environ, where) for key in ("address", "secret") if key in entry}
    return Receiver(**{**entry, **texts})


def _filled(text: str, environ: Mapping[str, str], where: str) -> str:
    missing = [name for name in _SECRET.findall(text) if name not in environ]
    if missing:
        raise AlertsFailed(f"{where}：环境变量 {'、'.join(missing)} 没有设置。")
    return _SECRET.sub(lambda found: environ[found.group(1)], text)


def _route(entry: Mapping[str, Any], where: str) -> Route:
    lists = ("levels", "families", "sources", "rules", "regions", "who")
    _only(entry, {*lists, "chain", "repeat", "continue"}, where)
    if wrong := set(entry.get("levels", ())) - {*LEVELS, MISSING_REPORT}:
        raise AlertsFailed(f"{where}：没有级别 {'、'.join(map(str, sorted(wrong)))}。")
    repeat = span(entry["repeat"], where) if "repeat" in entry else None
    found = {key: tuple(entry.get(key, ())) for key in lists}
    return Route(**found, chain=entry.get("chain"), repeat=repeat, goes_on=bool(entry.get("continue", False)))


def _chain(entry: Mapping[str, Any], where: str) -> tuple[str, tuple[ChainStep, ...]]:
    _only(entry, {"name", "step"}, where)
    if not entry.get("name") or not entry.get("step"):
        raise AlertsFailed(f"{where}：须有 name 和至少一个 [[chain.step]]。")
    return entry["name"], tuple(_step(one, f"{where}（{entry['name']}）第 {number} 步") for number, one in enumerate(entry["step"], 1))


def _step(entry: Mapping[str, Any], where: str) -> ChainStep:
    _only(entry, {"after", "who", "open_incident", "repeat"}, where)
    if "after" not in entry or len({"who", "open_incident", "repeat"} & set(entry)) != 1:
        raise AlertsFailed(f"{where}：须有 after，并写 who、open_incident、repeat 三者之一。")
    who, incident = tuple(entry.get("who", ())), bool(entry.get("open_incident", False))
    return ChainStep(after=span(entry["after"], where), who=who, open_incident=incident, repeat=int(entry.get("repeat", 0)))


def span(text: object, where: str) -> timedelta:
    """A length of time such as 30s, 5m, 2h, 1d. Raises AlertsFailed."""
    found = _SPAN.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise AlertsFailed(f"{where}：时长写成 30s、5m、2h 的形式。")
    return timedelta(**{{"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}[found.group(2)]: float(found.group(1))})


def _known(who: Sequence[str], receivers: Mapping[str, Receiver], where: str) -> None:
    for one in who:
        kind, _, name = one.partition(":")
        if one in GROUPS or (kind == "person" and name):
            continue
        if kind != "receiver" or name not in receivers:
            raise AlertsFailed(f"{where}：不认识 {one}；可写 duty、lead、person:姓名、receiver:名称。")


def _only(entry: Mapping[str, Any], allowed: set[str], where: str) -> None:
    if extra := set(entry) - allowed:
        raise AlertsFailed(f"{where}：有不认识的键 {'、'.join(sorted(extra))}。")

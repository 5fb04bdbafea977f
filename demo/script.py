"""The story files: read, checked against the province, and refused with file and line when something in them is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from demo import verbs
from demo.lenses import lenses
from demo.places import DemoFailed, Province, systems
from demo.plot import START
from demo.safety import OPINION_TOPICS, SENSORS
from demo.verbs import Known, Script

FOLDER = Path(__file__).parent / "stories"
NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}")
HEADER = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]\s*(#.*)?")
AT_LINE = re.compile(r"\(at line (\d+)")
TAGS = frozenset({"union_tag_invalid", "union_tag_not_found"})
SAID = {"missing": "缺少必填项", "extra_forbidden": "不认识的项", "union_tag_not_found": "缺少 do", "union_tag_invalid": "不认识的动作"}


@dataclass(frozen=True)
class Beat:
    """One thing that happens: a step, or one of the alerts of a step with a count."""

    at: timedelta
    index: int
    verb: Any
    number: int = 1


@dataclass(frozen=True)
class Story:
    """A story that can be played."""

    name: str
    script: Script

    @cached_property
    def beats(self) -> tuple[Beat, ...]:
        """All that happens, in order of time; what the file names first happens first."""
        found = [beat for index, verb in enumerate(self.script.step) for beat in _beats(index, verb)]
        return tuple(sorted(found, key=lambda beat: beat.at))

    @property
    def length(self) -> timedelta:
        return self.beats[-1].at

    def alert(self, ref: str) -> verbs.Alert:
        """The step that raises an alert."""
        return next(verb for verb in self.script.step if isinstance(verb, verbs.Alert) and verb.ref == ref)

    def opinion(self, ref: str) -> verbs.Opinion:
        return next(verb for verb in self.script.step if isinstance(verb, verbs.Opinion) and verb.ref == ref)

    def level(self, ref: str, index: int) -> str:
        """The level of an alert before a step."""
        moved = [verb.to for verb in self.script.step[:index] if isinstance(verb, verbs.Raise) and verb.alert == ref]
        return moved[-1] if moved else self.alert(ref).level

    @cached_property
    def merged(self) -> dict[tuple[int, int], int]:
        """How many alerts a group holds with this one, by the step's index and the number within it."""
        sizes: dict[str, int] = {}
        found = {}
        for beat in self.beats:
            if isinstance(beat.verb, verbs.Alert):
                group = beat.verb.joins or beat.verb.ref
                found[beat.index, beat.number] = sizes[group] = sizes.get(group, 0) + 1
        return found


def _beats(index: int, verb: Any) -> Iterator[Beat]:
    count = verb.count if isinstance(verb, verbs.Alert) else 1
    for number in range(count):
        yield Beat(verb.at + (verb.over * number / count if count > 1 else timedelta(0)), index, verb, number + 1)


def known_of(province: Province) -> Known:
    """What a story of this province may name."""
    cities = {city.code for city in province.cities}
    return Known(
        province=province.code,
        regions={province.code, *cities, *(county.code for county in province.counties)},
        cities=cities,
        cameras={str(lens.row["id"]) for lens in lenses(0, province, START)},
        sources={system.code for system in systems()},
        sites=set(SENSORS),
        topics=set(OPINION_TOPICS),
    )


def names() -> list[str]:
    """The stories that come with the product."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def path_of(name: str) -> Path:
    """Where a story is: a name of ours, or the path of a file. Raises DemoFailed."""
    path = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    if (name.endswith(".toml") or NAME.fullmatch(name)) and path.is_file():
        return path
    raise DemoFailed(f"没有剧本 {name}：可用的有 {'、'.join(names())}，或给出剧本文件的路径。")


def text_of(name: str) -> str:
    """The text of a story. Raises DemoFailed."""
    try:
        return path_of(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DemoFailed(f"剧本 {name} 读不出来：请检查文件权限，并以 UTF-8 保存。") from error


def read(name: str, text: str, known: Known) -> Story:
    """The story of a text. Raises DemoFailed naming file, line and what is wrong there."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = AT_LINE.search(str(error))
        raise _refused(name, int(line[1]) if line else len(text.splitlines()), "不是有效的 TOML") from error
    try:
        script = Script.model_validate(given, context={"known": known})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = (*first["loc"], "do") if first["type"] in TAGS else first["loc"]
        raise _refused(name, _line_of(text, where), _said(first)) from error
    if script.province != known.province:
        raise _refused(name, _line_of(text, ("province",)), f"剧本写的是 {script.province}，演示省是 {known.province}")
    for index, fault in _faults(script, known):
        raise _refused(name, _line_of(text, ("step", index, fault.key)), fault.why)
    return Story(name, script)


def _refused(name: str, line: int, why: str) -> DemoFailed:
    shown = name if name.endswith(".toml") else f"demo/stories/{name}.toml"
    return DemoFailed(f"{shown} 第 {line} 行：{why}。剧本未开始，请改正后重试。")


def _said(error: Any) -> str:
    """What is wrong, in words."""
    kind, key = error["type"], next((part for part in reversed(error["loc"]) if isinstance(part, str)), "")
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind in TAGS:
        return f"{SAID[kind]}{' ' + error['ctx']['tag'] if 'tag' in error.get('ctx', {}) else ''}"
    if kind in SAID:
        return f"{SAID[kind]} {key}"
    return f"{key} 的值 {error['input']!r} 不对（{error['msg']}）"


def _line_of(text: str, where: tuple[Any, ...]) -> int:
    """The line that a fault stands on: that of its key, else that of the header of its table. tomllib tells no lines."""
    lines = text.splitlines()
    if len(where) > 1 and isinstance(where[1], int):
        headers = list(_headers(lines))
        own = [line for line, table in headers if table == where[0]]
        first = own[where[1]] if where[1] < len(own) else len(lines)
        last = min((line for line, _ in headers if line > first), default=len(lines) + 1)
    else:
        first, last = 1, min((line for line, _ in _headers(lines)), default=len(lines) + 1)
    key = next((part for part in reversed(where) if isinstance(part, str)), "")
    said = re.compile(rf"\s*{re.escape(key)}\s*=")
    return next((number for number in range(first, min(last, len(lines) + 1)) if said.match(lines[number - 1])), first)


def _headers(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The `[[table]]` headers with their lines; those inside of a text of several lines are none."""
    inside = ""
    for number, line in enumerate(lines, 1):
        found = None if inside else HEADER.fullmatch(line)
        if found:
            yield number, found[1]
        for quotes in re.findall(r'"""|\'\'\'', line if inside or not line.lstrip().startswith("#") else ""):
            inside = "" if inside == quotes else inside or quotes


@dataclass(frozen=True)
class Fault:
    """Why a step does not follow from those before, and the key that says so."""

    key: str
    why: str


def _faults(script: Script, known: Known) -> Iterator[tuple[int, Fault]]:
    """What cannot happen one after the other: times that go back, alerts that nobody raised, steps of an order left out."""
    life: dict[str, float] = {}
    opinions: set[str] = set()
    cameras = {camera.id for camera in script.camera} | set(known.cameras)
    before, full = timedelta(0), {verb.ref: verb.at + verb.over for verb in script.step if isinstance(verb, verbs.Alert)}
    for index, verb in enumerate(script.step):
        fault = _misfit(verb, life, opinions)
        if verb.at < before:
            fault = Fault("at", f"时间 {verb.at} 早于上一步的 {before}")
        elif isinstance(verb, verbs.Camera | verbs.Recover) and verb.camera and verb.camera not in cameras:
            fault = Fault("camera", f"演示省没有摄像机 {verb.camera}")
        elif fault is None and isinstance(verb, verbs.Close) and verb.at < full[verb.alert]:
            fault = Fault("at", f"告警 {verb.alert} 到 {full[verb.alert]} 才报齐，不能先办结")
        if fault:
            yield index, fault
        before = verb.at


OPEN, TAKEN, SENT, CHECKED, CLOSED = 0, 0.5, 1, 5, 9
"""Where an alert stands in its life; between 派单 and 核查 its order's step."""


def _misfit(verb: Any, life: dict[str, float], opinions: set[str]) -> Fault | None:
    """Why a step does not follow from those before; None when it does, and then it is noted."""
    if isinstance(verb, verbs.Opinion | verbs.Alert):
        return _new(verb, life, opinions)
    if isinstance(verb, verbs.Heat | verbs.Answer):
        return None if verb.opinion in opinions else Fault("opinion", f"前面没有舆情 {verb.opinion}")
    if not isinstance(verb, verbs.Raise | verbs.Acknowledge | verbs.Dispatch | verbs.Step | verbs.Close):
        return None
    stands = life.get(verb.alert)
    if stands is None:
        return Fault("alert", f"前面没有告警 {verb.alert}")
    if isinstance(verb, verbs.Raise):
        return None if stands < CLOSED else Fault("do", f"告警 {verb.alert} 已办结，不能再调级")
    wanted, then = _move(verb)
    if stands not in wanted:
        return Fault("do", f"告警 {verb.alert} 还不能或不能再{_word(verb)}：顺序是 确认、派单、签收、到场、反馈、核查、办结")
    life[verb.alert] = then
    return None


def _new(verb: verbs.Opinion | verbs.Alert, life: dict[str, float], opinions: set[str]) -> Fault | None:
    if verb.ref in life or verb.ref in opinions:
        return Fault("ref", f"名称 {verb.ref} 已经用过")
    if isinstance(verb, verbs.Opinion):
        opinions.add(verb.ref)
        return None
    if verb.joins is not None and life.get(verb.joins, CLOSED) == CLOSED:
        return Fault("joins", f"前面没有未办结的告警 {verb.joins} 可以并入")
    life[verb.ref] = OPEN if verb.joins is None else CLOSED  # a member lives and ends with its head
    return None


def _move(verb: Any) -> tuple[set[float], float]:
    """Where an alert may stand before a step, and where it stands then."""
    if isinstance(verb, verbs.Acknowledge):
        return {OPEN}, TAKEN
    if isinstance(verb, verbs.Dispatch):
        return {TAKEN}, SENT
    if isinstance(verb, verbs.Step):
        to = verbs.ORDER_STEPS[verb.to]
        return {to - 1}, to
    return {TAKEN, CHECKED}, CLOSED


def _word(verb: Any) -> str:
    words: dict[Any, str] = {verbs.Acknowledge: "确认", verbs.Dispatch: "派单", verbs.Close: "办结"}
    return verb.to if isinstance(verb, verbs.Step) else words[type(verb)]

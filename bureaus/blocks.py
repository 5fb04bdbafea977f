"""The blocks of a city's board: read strictly from what an editor sends, so that nothing but what the catalogue allows is ever drawn."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bureaus.failure import BureausFailed
from bureaus.kinds import KINDS, SIZES, Kind, Setting
from data_access.buckets import Grain
from data_access.measure_query import PLACES
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.failure import IndicatorFailed, UnknownIndicator
from indicators.period import Span
from indicators.registry import find

MOST = 24
"""Blocks of a board."""
LONGEST_TITLE = 20
ID = re.compile(r"[a-z0-9]{1,12}")
SYSTEM = re.compile(r"[0-9a-f]{26}")
FIXED = frozenset({"id", "kind", "title", "size"})


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block as it is drawn. `settings` holds the texts of its kind's settings, `codes` its numbers."""

    id: str
    kind: Kind
    title: str
    size: str
    codes: tuple[str, ...]
    settings: Mapping[str, str]

    def plain(self) -> dict[str, Any]:
        """The block as data, as it is stored and sent."""
        codes = {"codes": list(self.codes)} if any(one.name == "codes" for one in self.kind.settings) else {}
        size = {} if self.kind.tile else {"size": self.size}
        return {"id": self.id, "kind": self.kind.key, "title": self.title, **size, **codes, **self.settings}


def read(told: Any) -> tuple[Block, ...]:
    """The blocks that a list says. Raises BureausFailed naming the block, the field and what is wrong."""
    if not isinstance(told, Sequence) or isinstance(told, str | bytes):
        raise BureausFailed("板块须是一个清单。")
    if len(told) > MOST:
        raise BureausFailed(f"一个市的板块最多 {MOST} 块，现有 {len(told)} 块：请减少。")
    found = tuple(_block(one, number) for number, one in enumerate(told, 1))
    ids = [block.id for block in found]
    for number, one in enumerate(ids):
        if one in ids[:number]:
            raise BureausFailed(f"第 {number + 1} 块与前面一块用了同一个编号：请重新添加这一块。", block=one, field="id")
    return found


def _block(told: Any, number: int) -> Block:
    where = f"第 {number} 块"
    if not isinstance(told, Mapping):
        raise BureausFailed(f"{where}不是一个板块。")
    id, key = told.get("id"), told.get("kind")
    if not isinstance(id, str) or not ID.fullmatch(id):
        raise BureausFailed(f"{where}的编号须为 1 至 12 个小写字母或数字。", field="id")
    if not isinstance(key, str) or key not in KINDS:
        raise BureausFailed(f"{where}没有这个种类；可用的有 {'、'.join(kind.name for kind in KINDS.values())}。", block=id, field="kind")
    kind = KINDS[key]
    where = f"{where}（{kind.name}）"
    strange = sorted(str(name)[:20] for name in set(told) - FIXED - {one.name for one in kind.settings})
    if strange or (kind.tile and "size" in told):
        raise BureausFailed(f"{where}有不认识的设置 {'、'.join(strange) or 'size'}。", block=id, field=(strange or ["size"])[0])
    title = _text(told.get("title", ""), LONGEST_TITLE, (where, "标题"), id)
    size = told.get("size", kind.size)
    if size not in SIZES:
        raise BureausFailed(f"{where}的宽度只有 {'、'.join(SIZES.values())} 三种。", block=id, field="size")
    try:
        codes = next((_codes(told.get("codes"), one, where) for one in kind.settings if one.form == "codes"), ())
        settings = {
            one.name: _setting(told.get(one.name, one.usual), one, codes, (where, id)) for one in kind.settings if one.form != "codes"
        }
        _fits(kind, codes, settings, where)
    except BureausFailed as failed:
        failed.block = id
        raise
    return Block(id=id, kind=kind, title=title, size=size, codes=codes, settings=settings)


def _text(told: Any, longest: int, said: tuple[str, str], id: str) -> str:
    where, name = said
    if not isinstance(told, str):
        raise BureausFailed(f"{where}的{name}须是文字。", block=id, field="title")
    text = told.strip()
    if len(text) > longest:
        raise BureausFailed(f"{where}的{name}最多 {longest} 个字，现有 {len(text)} 个。", block=id, field="title")
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and sign != "\n" for sign in text):
        raise BureausFailed(f"{where}的{name}含有看不见的控制字符：请删去后重新输入。", block=id, field="title")
    return text


def _codes(told: Any, setting: Setting, where: str) -> tuple[str, ...]:
    if not isinstance(told, list) or not all(isinstance(code, str) for code in told):
        raise BureausFailed(f"{where}的指标须是一个代码清单。", field="codes")
    if not 1 <= len(told) <= setting.most:
        raise BureausFailed(
            f"{where}要选 1 {f'至 {setting.most} ' if setting.most > 1 else ''}项指标，现有 {len(told)} 项。", field="codes"
        )
    if len(set(told)) != len(told):
        raise BureausFailed(f"{where}有重复的指标。", field="codes")
    for code in told:
        why = unfit(code, setting)
        if why:
            raise BureausFailed(f"{where}不能用指标 {code[:64]}：{why}。", field="codes")
    return tuple(told)


def unfit(code: str, setting: Setting) -> str:
    """Why a number cannot stand in a setting; empty where it can."""
    if code in setting.also:
        return ""
    try:
        one = find(code)
    except UnknownIndicator:
        return "指标库里没有这个代码"
    if isinstance(one, Counted):
        return f"{one.name}在业务库计数，只有全局现值"
    return _lacks(one, setting)


def _lacks(one: Indicator, setting: Setting) -> str:
    if setting.needs == "fraction" and not one.is_fraction:
        return f"{one.name}是总量，各市规模不同，不能比较，请选有分母的指标"
    if setting.needs == "past" and not one.has_past:
        return f"{one.name}只有现状，没有过去，画不出走势"
    return ""


def _setting(told: Any, setting: Setting, codes: tuple[str, ...], at: tuple[str, str]) -> str:
    where, id = at
    if setting.form == "text":
        text = _text(told, setting.most, (where, setting.label), id)
        if not text:
            raise BureausFailed(f"{where}还没有写{setting.label}。", field=setting.name)
        return text
    if not isinstance(told, str):
        raise BureausFailed(f"{where}的{setting.label}须是一个选项。", field=setting.name)
    if setting.form == "choice" and told not in setting.choices:
        raise BureausFailed(f"{where}的{setting.label}没有这个选项。", field=setting.name)
    if setting.form == "split" and told not in splits_of(codes):
        raise BureausFailed(f"{where}的指标不能这样拆分；可以按 {'、'.join(splits_of(codes)) or '—'}。", field=setting.name)
    if setting.form == "system" and told and not SYSTEM.fullmatch(told):
        raise BureausFailed(f"{where}没有这个系统：请从清单中选。", field=setting.name)
    return told


def splits_of(codes: Sequence[str]) -> tuple[str, ...]:
    """The splits within a city that all of these indicators have: the county first."""
    found = [one for code in codes if isinstance(one := find(code), Indicator)]
    shared = [name for name in (found[0].dims or ()) if all(name in (one.dims or ()) for one in found)] if found else []
    return (PLACES[1], *shared)


def _fits(kind: Kind, codes: tuple[str, ...], settings: Mapping[str, str], where: str) -> None:
    """Whether the settings go together."""
    found = [one for code in codes if isinstance(one := find(code), Indicator)]
    if kind.key == "trend" and len({one.unit for one in found}) > 1:
        raise BureausFailed(f"{where}的几项指标单位不同，不能画在一根轴上：请分成两块。", field="codes")
    span = settings.get("span")
    if not span:
        return
    if not found or len(found) < len(codes):
        raise BureausFailed(f"{where}的指标有自己的期间，不能另选。", field="span")
    for one in found:
        short = span in (Span.DAY, Span.DAYS_7, Span.DAYS_30)
        if one.time == "stock" or (one.grain is Grain.MONTH and short) or one.of_things:
            raise BureausFailed(f"{where}：{one.name}{'是时点数' if one.time == 'stock' else '按月报送'}，不能另选期间。", field="span")


def tried(told: Any) -> tuple[Block, ...]:
    """The blocks that can still be read of a stored list: what a newer catalogue no longer knows is left out, the rest stays."""
    found: list[Block] = []
    for one in told if isinstance(told, list) else []:
        try:
            found += read([one])
        except (BureausFailed, IndicatorFailed):
            continue
    return tuple(found)

"""The acts on a city's board: save a draft, publish it, go back to an earlier version; each with who and why, none over another's."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bureaus.blocks import Block, read, tried
from bureaus.failure import BureausFailed, Why
from bureaus.kinds import KINDS
from data_access.scope import Scope
from data_access.stores import city_boards
from data_access.stores.city_boards import Standing, Version, Writing
from data_access.stores.engine import Store
from geo.regions import regions_of
from security import audit
from security.audit import Act
from security.identity import Identity

SHIPPED = Path(__file__).parent / "data" / "standard.toml"
LONGEST_NOTE = 100
LAST = 999_999


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who acts on which city's board, when and from where."""

    store: Store
    identity: Identity
    adcode: str
    now: datetime
    address: str = ""

    @property
    def scope(self) -> Scope:
        return self.identity.scope


@dataclass(frozen=True)
class Shown:
    """A board as it is drawn: which version, its blocks, and what is known of the version (None: the shipped board)."""

    number: int
    blocks: tuple[Block, ...]
    version: Version | None
    standing: Standing


@cache
def standard() -> tuple[Block, ...]:
    """The shipped board."""
    return read(tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["block"])


def exists(scope: Scope, adcode: str) -> bool:
    """Whether a code is a city of the province that the scope holds."""
    return adcode in regions_of(scope.province).cities and scope.allows(adcode)


def published(connection: Connection, adcode: str, scope: Scope) -> Shown:
    """The board that everybody sees."""
    standing = city_boards.standing(connection, adcode, scope)
    return _shown(connection, adcode, standing.published, scope, standing)


def newest(connection: Connection, adcode: str, scope: Scope) -> Shown:
    """The board that an editor goes on with: the newest draft, else what is shown."""
    standing = city_boards.standing(connection, adcode, scope)
    return _shown(connection, adcode, standing.head, scope, standing)


def _shown(connection: Connection, adcode: str, number: int, scope: Scope, standing: Standing) -> Shown:
    version = city_boards.version(connection, adcode, number, scope) if number else None
    return Shown(version.version if version else 0, tried(version.blocks) if version else standard(), version, standing)


def save(hand: Hand, base: int, blocks: Any, note: str = "") -> int:
    """Write a draft on top of the version that the editor began with; gives its number. Raises BureausFailed."""
    found = read(blocks)
    said = _note(note)
    with hand.store.write() as connection:
        number = city_boards.write(connection, _writing(hand, base, found, said))
        if number is None:
            raise _late(connection, hand)
        _noted(connection, hand, "city_board.save", f"v{number}，{len(found)} 块")
    return number


def publish(hand: Hand, number: int, note: str) -> int:
    """Show a draft that is still the newest version. Raises BureausFailed."""
    said = _note(note)
    with hand.store.write() as connection:
        draft = city_boards.version(connection, hand.adcode, number, hand.scope) if 0 < number <= LAST else None
        if draft is None:
            raise BureausFailed(f"没有第 {number} 版：请先保存草稿。", why=Why.UNKNOWN)
        if city_boards.standing(connection, hand.adcode, hand.scope).head != number:
            raise _late(connection, hand)
        if draft.state != "draft":
            raise BureausFailed(f"v{number} 已经发布过，没有新的改动可以发布。", why=Why.STATE)
        read(draft.blocks)
        if not city_boards.publish(connection, hand.adcode, number, hand.identity.user, hand.now):
            raise _late(connection, hand)
        _noted(connection, hand, "city_board.publish", f"v{number}　{said}")
    return number


def roll_back(hand: Hand, base: int, to: int, note: str) -> int:
    """Show an earlier version's blocks again, as a new version: nothing that was ever written goes. Raises BureausFailed."""
    said = _note(note)
    with hand.store.write() as connection:
        standing = city_boards.standing(connection, hand.adcode, hand.scope)
        earlier = city_boards.version(connection, hand.adcode, to, hand.scope) if 0 < to <= LAST else None
        if to and earlier is None:
            raise BureausFailed(f"没有第 {to} 版，无法回退。", why=Why.UNKNOWN)
        if to == standing.published:
            raise BureausFailed(f"现在显示的就是 {f'v{to}' if to else '统一板块'}，不用回退。", why=Why.STATE)
        blocks = tried(earlier.blocks) if earlier else standard()
        number = city_boards.roll_back(connection, _writing(hand, base, blocks, said, to))
        if number is None:
            raise _late(connection, hand)
        _noted(connection, hand, "city_board.roll_back", f"v{number} ← v{to}　{said}")
    return number


def _writing(hand: Hand, base: int, blocks: Sequence[Block], note: str, came_from: int | None = None) -> Writing:
    return Writing(
        adcode=hand.adcode, base=base, blocks=[block.plain() for block in blocks], who=hand.identity.user, shown_name=hand.identity.shown_name,
        note=note, now=hand.now, came_from=came_from,
    )  # fmt: skip


def _note(note: str) -> str:
    said = audit.neutral(note.strip())
    if len(said) > LONGEST_NOTE:
        raise BureausFailed(f"说明最多 {LONGEST_NOTE} 个字。", field="note")
    return said


def _late(connection: Connection, hand: Hand) -> BureausFailed:
    """The sentence for whoever comes second: who was first, and when."""
    found = city_boards.versions(connection, hand.adcode, hand.scope, limit=1)
    if not found:
        return BureausFailed("板块还没有任何版本：请刷新后重做。", why=Why.STATE)
    at = found[0].at if found[0].state != "published" else (found[0].published_at or found[0].at)
    local = at.astimezone(hand.now.tzinfo)
    return BureausFailed(
        f"板块已被 {found[0].shown_name} 在 {local:%H:%M} 改过（现为 v{found[0].version}）：您的改动没有保存，请先载入新版本再改。",
        why=Why.STATE,
    )


def _noted(connection: Connection, hand: Hand, action: str, detail: str) -> None:
    act = Act(action=action, object=f"city board {hand.adcode}", result="ok", now=hand.now, detail=detail, address=hand.address)
    audit.add(connection, hand.identity, act)


def differences(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[str]:
    """What changed between two lists of blocks, in words."""
    old, new = {block["id"]: block for block in before}, {block["id"]: block for block in after}
    said = [f"新增“{_called(new[id])}”" for id in new if id not in old] + [f"删除“{_called(old[id])}”" for id in old if id not in new]
    kept = [id for id in new if id in old]
    said += [f"修改“{_called(new[id])}”的{'、'.join(_changed(old[id], new[id]))}" for id in kept if old[id] != new[id]]
    if [id for id in old if id in new] != kept:
        said.append("调整了顺序")
    return said


WORDS = {
    "title": "标题", "size": "宽度", "codes": "指标", "span": "期间", "months": "长度", "split": "拆分", "rows": "条数", "rule": "时限", "text": "文字",
    "system": "系统", "kind": "种类",
}  # fmt: skip


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [WORDS.get(name, name) for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]


def _called(block: Mapping[str, Any]) -> str:
    kind = KINDS.get(str(block.get("kind")))
    return str(block.get("title") or (kind.name if kind else block.get("id")))

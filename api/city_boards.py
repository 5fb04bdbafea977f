"""The API of the cities' boards: read, save a draft, preview, publish, go back; each cut to the caller's cities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel

from api.bodies import documented, raw, read
from api.city_catalogue import catalogue, number_of, numbers
from api.city_models import (
    BoardModel,
    CityPath,
    Done,
    DraftBody,
    NumberList,
    NumbersQuery,
    PreviewBody,
    PublishBody,
    RollbackBody,
    VersionList,
    VersionModel,
    VersionPath,
)
from api.problem import DOCUMENTED, ApiFailed
from bureaus import blocks, boards
from bureaus.boards import Hand, Shown, differences, exists, standard
from bureaus.failure import BureausFailed, Why
from components.board import Board
from components.city_board import panels_of
from data_access.stores import city_boards, city_systems
from data_access.stores.city_boards import Version
from data_access.stores.engine import Store
from geo.regions import regions_of
from indicators.registry import find
from security import guard
from security.identity import Identity
from settings import settings

TAG = Tag(name="city boards", description="市局板块：读取、草稿、预览、发布、回退")
ERRORS: dict[str | int, Any] = {400: DOCUMENTED, 403: DOCUMENTED, 404: DOCUMENTED, 409: DOCUMENTED, 415: DOCUMENTED}
STATUS = {Why.UNKNOWN: 404, Why.STATE: 409, Why.WORDS: 400}
PREVIEW = "city-edit"
Gave = TypeVar("Gave")


@dataclass(frozen=True, kw_only=True)
class CityServices:
    """What these addresses need: who calls, the store, the time, and the drawing of a board for the caller."""

    identity: Callable[[], Identity]
    store: Callable[[], Store]
    now: Callable[[], datetime]
    drawn: Callable[[Board, dict[str, str]], str]


def add_routes(blueprint: APIBlueprint, services: CityServices) -> None:
    """Adds the city boards' addresses to the API."""
    _reads(blueprint, services)
    _choices(blueprint, services)
    _acts(blueprint, services)
    _showing(blueprint, services)


def _reads(blueprint: APIBlueprint, services: CityServices) -> None:
    at = "/city-boards/<adcode>"

    @blueprint.get(at, tags=[TAG], summary="A board with its blocks", responses={200: BoardModel, 404: DOCUMENTED})
    def show_city_board(path: CityPath) -> Response:
        scope = _own(services, path.adcode).scope
        with services.store().read() as connection:
            found = boards.newest(connection, path.adcode, scope)
        return _answer(_board(path.adcode, found))

    @blueprint.get(f"{at}/versions", tags=[TAG], summary="Its versions, newest first", responses={200: VersionList, 404: DOCUMENTED})
    def list_city_versions(path: CityPath) -> Response:
        scope = _own(services, path.adcode).scope
        with services.store().read() as connection:
            standing = city_boards.standing(connection, path.adcode, scope)
            found = city_boards.versions(connection, path.adcode, scope)
        return _answer(VersionList(head=standing.head, published=standing.published, versions=_versions(found)))

    @blueprint.get(f"{at}/versions/<version>", tags=[TAG], summary="The blocks of a version", responses={200: BoardModel, **ERRORS})
    def show_city_version(path: VersionPath) -> Response:
        scope = _own(services, path.adcode).scope
        with services.store().read() as connection:
            standing = city_boards.standing(connection, path.adcode, scope)
            found = city_boards.version(connection, path.adcode, path.version, scope) if path.version else None
        if path.version and found is None:
            raise _refused(services, path.adcode, BureausFailed(f"没有第 {path.version} 版。", why=Why.UNKNOWN))
        kept = blocks.tried(found.blocks) if found else standard()
        return _answer(_board(path.adcode, Shown(path.version, kept, found, standing)))


def _choices(blueprint: APIBlueprint, services: CityServices) -> None:
    """What an editor may choose from."""
    at = "/city-boards/<adcode>"

    @blueprint.get(f"{at}/catalogue", tags=[TAG], summary="The kinds of blocks and their settings", responses={200: {}, 404: DOCUMENTED})
    def show_city_catalogue(path: CityPath) -> Response:
        scope = _own(services, path.adcode).scope
        with services.store().read() as connection:
            systems = city_systems.listed(connection, scope, path.adcode)
        return _json(catalogue({one.id: one.name for one in systems}))

    @blueprint.get(f"{at}/numbers", tags=[TAG], summary="The numbers that a kind of block may show", responses={200: NumberList, **ERRORS})
    def list_city_numbers(path: CityPath, query: NumbersQuery) -> Response:
        _own(services, path.adcode)
        return _answer(_tried(services, path.adcode, lambda: numbers(query.kind, query.q)))


def _acts(blueprint: APIBlueprint, services: CityServices) -> None:
    at = "/city-boards/<adcode>"

    @blueprint.post(
        f"{at}/draft", tags=[TAG], summary="Save a draft", openapi_extensions=documented(DraftBody), responses={200: Done, **ERRORS}
    )
    def save_city_draft(path: CityPath) -> Response:
        hand, body = _hand(services, path.adcode), read(DraftBody, raw())
        number = _tried(services, path.adcode, lambda: boards.save(hand, body.base, body.blocks, body.note))
        return _answer(Done(version=number, detail=f"草稿已保存为 v{number}"))

    @blueprint.post(
        f"{at}/preview", tags=[TAG], summary="Draw blocks without saving them", openapi_extensions=documented(PreviewBody), responses={200: {}, **ERRORS}
    )  # fmt: skip
    def preview_city_board(path: CityPath) -> Response:
        _own(services, path.adcode)
        body = read(PreviewBody, raw())
        found = _tried(services, path.adcode, lambda: blocks.read(body.blocks))
        board = Board(
            name=PREVIEW, title="", path="/city/<adcode>/edit", panels=panels_of(path.adcode, found), layout=lambda board: None, params=frozenset({"adcode"})
        )  # fmt: skip
        return _json(services.drawn(board, {"adcode": path.adcode}))


def _showing(blueprint: APIBlueprint, services: CityServices) -> None:
    """The acts that change what everybody sees."""
    at = "/city-boards/<adcode>"

    @blueprint.post(
        f"{at}/publish",
        tags=[TAG],
        summary="Show the newest draft",
        openapi_extensions=documented(PublishBody),
        responses={200: Done, **ERRORS},
    )
    def publish_city_board(path: CityPath) -> Response:
        hand, body = _hand(services, path.adcode), read(PublishBody, raw())
        number = _tried(services, path.adcode, lambda: boards.publish(hand, body.version, body.note))
        return _answer(Done(version=number, detail=f"v{number} 已发布"))

    @blueprint.post(
        f"{at}/rollback", tags=[TAG], summary="Show an earlier version again", openapi_extensions=documented(RollbackBody), responses={200: Done, **ERRORS}
    )  # fmt: skip
    def roll_city_board_back(path: CityPath) -> Response:
        hand, body = _hand(services, path.adcode), read(RollbackBody, raw())
        number = _tried(services, path.adcode, lambda: boards.roll_back(hand, body.base, body.to, body.note))
        return _answer(Done(version=number, detail=f"已回退到 {f'v{body.to}' if body.to else '统一板块'} 的内容，现为 v{number}"))


def _own(services: CityServices, adcode: str) -> Identity:
    """The caller, where the code is a city that they may see; else 404 and an entry in the audit trail."""
    who = services.identity()
    if not exists(who.scope, adcode):
        raise _refused(services, adcode, BureausFailed(f"{adcode} 不是可以查看的设区市。", why=Why.UNKNOWN))
    return who


def _hand(services: CityServices, adcode: str) -> Hand:
    who = _own(services, adcode)
    now = services.now().astimezone(settings().tz)
    return Hand(store=services.store(), identity=who, adcode=adcode, now=now, address=request.remote_addr or "")


def _tried(services: CityServices, adcode: str, act: Callable[[], Gave]) -> Gave:
    try:
        return act()
    except BureausFailed as failed:
        raise _refused(services, adcode, failed) from failed


def _refused(services: CityServices, adcode: str, failed: BureausFailed) -> ApiFailed:
    """The answer for what cannot be done; what is unknown or foreign is audited."""
    if failed.why is Why.UNKNOWN:
        guard.note_refusal(
            services.store(), services.identity(), f"{request.method} {request.path}", f"unknown or foreign {adcode}", services.now()
        )
    where = ".".join(part for part in (failed.block, failed.field) if part)
    return ApiFailed(STATUS[failed.why], str(failed), where or None)


def _board(adcode: str, found: Shown) -> BoardModel:
    standing = found.standing
    return BoardModel(
        adcode=adcode, name=regions_of(settings().province).name(adcode), head=standing.head, published=standing.published, version=found.number,
        state=found.version.state if found.version else "shipped", blocks=[block.plain() for block in found.blocks],
        numbers=[number_of(find(code)) for code in dict.fromkeys(code for block in found.blocks for code in block.codes)],
    )  # fmt: skip


def _versions(found: Sequence[Version]) -> list[VersionModel]:
    if not found:
        return []
    before = [*(one.blocks for one in found[1:]), [block.plain() for block in standard()] if found[-1].version == 1 else None]
    return [
        VersionModel(
            version=one.version, state=one.state, came_from=one.came_from, who=one.shown_name, note=one.note, at=one.at, published_at=one.published_at,
            count=len(one.blocks), changes=[] if older is None else differences(older, one.blocks),
        )
        for one, older in zip(found, before, strict=True)
    ]  # fmt: skip


def _answer(model: BaseModel) -> Response:
    return _json(model.model_dump_json())


def _json(text: str) -> Response:
    found = Response(text, content_type="application/json")
    found.headers["Cache-Control"] = "private, no-store"
    return found

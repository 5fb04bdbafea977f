"""The bodies of requests: strictly read JSON objects of at most 1 MB, and what is wrong with the others."""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from api.problem import ApiFailed

LARGEST = 1_048_576
LONGEST_NUMBER = 400
Model = TypeVar("Model", bound=BaseModel)


def raw() -> bytes:
    """The body as it came; one byte more than the largest for what is too large, the rest is not read."""
    return request.stream.read(LARGEST + 1)


def documented(model: type[BaseModel]) -> dict[str, Any]:
    """The OpenAPI part that describes a body which a route reads itself."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": model.model_json_schema()}}}}


def read(model: type[Model], body: bytes) -> Model:
    """The body as a model. Raises ApiFailed 400, 413 or 415 whose sentence names what is wrong and where."""
    found = parse(body)
    try:
        return model.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])[:80]
        text = "it is not a field of this body." if first["type"] == "extra_forbidden" else f"{first['msg']}."
        raise ApiFailed(400, f"field {name!r}: {text}", name) from error


def parse(body: bytes) -> dict[str, Any]:
    """The JSON object of a body: UTF-8, no name twice, no NaN, no endless number. Raises ApiFailed."""
    if len(body) > LARGEST:
        raise ApiFailed(413, f"the body is larger than {LARGEST} bytes.")
    kind = request.mimetype
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise ApiFailed(415, "send the body as application/json.")
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise ApiFailed(415, "send the body in UTF-8.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ApiFailed(400, f"the body is not UTF-8 (byte {error.start}).") from error
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole, parse_float=_real)
    except RecursionError as error:
        raise ApiFailed(400, "the body is nested too deeply.") from error
    except json.JSONDecodeError as error:
        raise ApiFailed(400, f"the body is no JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from error
    if not isinstance(found, dict):
        raise ApiFailed(400, "the body must be one JSON object, no list and no single value.")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise ApiFailed(400, f"the name {twice!r:.80} stands twice in one object.")
    return found


def _no_number(text: str) -> NoReturn:
    raise ApiFailed(400, f"{text} is no JSON number.")


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ApiFailed(400, "a number is too long.")
    return int(text)


def _real(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ApiFailed(400, f"the number {text:.40} is too large.")
    return value

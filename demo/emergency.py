"""The demo's emergency plans: four families at four levels, with actions in order and report clocks that name their source."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from demo.places import DATA, Province
from demo.plot import START

LEVELS = ("I", "II", "III", "IV")


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((DATA / "plans.toml").read_text("utf-8"))


def plans(province: Province) -> list[dict[str, Any]]:
    """The rows of all plans. A clock whose rule was not confirmed says 示例."""
    return [_plan(province, number, family, place) for number, family in enumerate(_file()["family"], 1) for place in range(len(LEVELS))]


def _plan(province: Province, number: int, family: dict[str, Any], place: int) -> dict[str, Any]:
    level, file = LEVELS[place], _file()
    actions = [*file["level"][place]["first"], *family["actions"][: 4 - place // 2], *file["level"][place]["last"]]
    return {
        "id": f"P-{number}-{level}",
        "name": f"{family['name']}应急预案（{level} 级响应）",
        "family": family["name"],
        "level": level,
        "region": province.code,
        "version": file["version"],
        "actions": [
            {"text": text, "unit": unit, "minutes": round(minutes * file["level"][place]["slower"])} for text, unit, minutes in actions
        ],
        "reports": [
            {"kind": kind, "minutes": minutes if minutes >= 0 else None, "citation": citation}
            for kind, minutes, citation in family["reports"]
        ],
        "changed_at": START,
        "nature": "demo",
    }

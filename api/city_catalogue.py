"""The catalogue for the editor of boards: kinds of blocks with their forms, and the numbers that fit a kind."""

from __future__ import annotations

import json
from collections.abc import Mapping

from api.city_models import NumberList, NumberModel
from bureaus.blocks import LONGEST_TITLE, MOST, splits_of, unfit
from bureaus.failure import BureausFailed
from bureaus.kinds import KINDS, SIZES, Setting
from data_access.columns import short_name
from data_access.measure_query import mart_table
from indicators.counted import Counted
from indicators.declaration import Indicator
from indicators.fields import family_name
from indicators.registry import search

SHOWN = 60
"""Numbers in one answer: who wants another types more of its name."""
COUNTY = "县（市、区）"


def catalogue(systems: Mapping[str, str]) -> str:
    """The kinds with their settings as JSON; `systems` are the city's allowed ones by id."""
    kinds = [
        {
            "key": kind.key, "name": kind.name, "question": kind.question, "tile": kind.tile, "size": kind.size,
            "settings": [_form(one, systems) for one in kind.settings],
        }
        for kind in KINDS.values()
    ]  # fmt: skip
    return json.dumps({"most": MOST, "title": LONGEST_TITLE, "sizes": list(SIZES.items()), "kinds": kinds}, ensure_ascii=False)


def _form(one: Setting, systems: Mapping[str, str]) -> dict[str, object]:
    choices = {"": "第一个允许的系统", **systems} if one.form == "system" else one.choices
    return {"name": one.name, "label": one.label, "form": one.form, "choices": list(choices.items()), "usual": one.usual, "most": one.most}


def numbers(kind: str, text: str) -> NumberList:
    """The numbers that a kind of block may show, best matches first. Raises BureausFailed for a kind without numbers."""
    setting = next((one for one in KINDS[kind].settings if one.form == "codes"), None) if kind in KINDS else None
    if setting is None:
        raise BureausFailed("没有这个种类，或这个种类不选指标。", field="kind")
    fits = [one for one in search(text) if not unfit(one.code, setting)]
    return NumberList(count=len(fits), numbers=[number_of(one) for one in fits[:SHOWN]])


def number_of(one: Indicator | Counted) -> NumberModel:
    """A number as the editor needs it."""
    splits = []
    if isinstance(one, Indicator):
        table = mart_table(one.mart)
        splits = [(name, COUNTY if name == "region" else short_name(table.c[name])) for name in splits_of((one.code,))]
    return NumberModel(code=one.code, name=one.name, unit=one.unit, family=family_name(one.family), owner=one.owner, splits=splits)

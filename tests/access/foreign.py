"""What a city's answer may never hold: names, adcodes and places of the province's other cities."""

from __future__ import annotations

import json
import re
from typing import Any

from data_access.scope import Scope
from geo.regions import regions_of

ADCODE = re.compile(r"(?<![0-9A-Za-z.])\d{6}(?![0-9A-Za-z.])")


def of_others(text: str, scope: Scope) -> set[str]:
    """The foreign names and adcodes in an answer for a scope; a name that an own place has as well tells nothing."""
    regions = regions_of(scope.province)
    own = [code for code in (*regions.cities, *regions.counties) if scope.allows(code)]
    others = [code for code in (*regions.cities, *regions.counties) if not scope.allows(code)]
    ours = {name for code in own for name in (regions.name(code), regions.short(code))}
    names = {name for code in others for name in (regions.name(code), regions.short(code))} - ours
    names |= {regions.path(code) for code in others}
    found = {name for name in names if len(name) > 1 and name in text}
    return found | {
        code for code in ADCODE.findall(text) if code[:2] == scope.province[:2] and code != scope.province and not scope.allows(code)
    }


def panels(answer: str) -> list[dict[str, Any]]:
    """The panels of an answer."""
    found: list[dict[str, Any]] = json.loads(answer)["panels"]
    return found

"""The shape of a callback's body: what Dash itself would stumble over is refused before it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Declared = Mapping[str, Mapping[str, Any]]
"""The app's callbacks by output id, each with its `inputs` and `state`, as Dash holds them."""


def fits(body: Mapping[str, Any], declared: Declared) -> bool:
    """Whether a body names a declared callback and brings its inputs, state and outputs, each in its place."""
    output = body.get("output")
    callback = declared.get(output) if isinstance(output, str) else None
    if callback is None or not isinstance(output, str):
        return False
    several = output.startswith("..") and output.endswith("..")
    given, changed = body.get("outputs"), body.get("changedPropIds", [])
    outputs = given if several and isinstance(given, list) else [given]
    names = output[2:-2].split("...") if several else [output]
    return (
        _are(body.get("inputs", []), callback["inputs"])
        and _are(body.get("state", []), callback["state"])
        and isinstance(changed, list)
        and all(isinstance(name, str) for name in changed)
        and len(outputs) == len(names)
        and all(_is_output(part, name) for part, name in zip(outputs, names, strict=True))
    )


def _are(given: Any, wanted: Sequence[Mapping[str, Any]]) -> bool:
    return isinstance(given, list) and len(given) == len(wanted) and all(_is(part, want) for part, want in zip(given, wanted, strict=True))


def _is(part: Any, want: Mapping[str, Any]) -> bool:
    """Whether a part is the wanted property; one with wildcards may be a component of any id, or a list of such."""
    if _is_pattern(want["id"]):
        parts = part if isinstance(part, list) else [part]
        return all(isinstance(p, dict) and isinstance(p.get("id"), dict) and p.get("property") == want["property"] for p in parts)
    return isinstance(part, dict) and part.get("id") == want["id"] and part.get("property") == want["property"]


def _is_output(part: Any, name: str) -> bool:
    if _is_pattern(name):
        parts = part if isinstance(part, list) else [part]
        return all(isinstance(p, dict) and isinstance(p.get("id"), dict) and isinstance(p.get("property"), str) for p in parts)
    return isinstance(part, dict) and f"{part.get('id')}.{part.get('property')}" == name.split("@", 1)[0].replace("\\.", ".")


def _is_pattern(component: Any) -> bool:
    return isinstance(component, str) and component.startswith("{")

"""The policy: may this caller open this page, get this callback, call this API, listen to this socket? What is not declared is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from security import policy_table as table
from security.identity import Identity, Kind
from security.policy_table import Roles

ADCODE = re.compile(r"\d{6}")
PART = re.compile(r"[\w.:~-]{1,64}")
VARIABLE = re.compile(r"<(?:[^<>:]+:)?([^<>:]+)>")
SEPARATOR = re.compile(r"(?<!\\)\.")
LONGEST_PATH, LONGEST_OUTPUT = 512, 8192
NO_ROLES: Roles = frozenset()
REFUSED_OF_DASH = frozenset({"/_reload-hash"})
"""Routes that Dash adds for development; nobody gets them."""
ROUTER = "_pages_content.children"


@dataclass(frozen=True)
class Verdict:
    """The answer to "may they?": 200, 403 or 404, the reason, and the variable parts of the address."""

    status: int
    why: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def allowed(self) -> bool:
        return self.status == 200


def may_open(identity: Identity, path: str) -> Verdict:
    """Whether a caller may open a page. A city account may not open another city's."""
    return _verdict(identity, table.PAGES, path, lambda key: table.PAGES[key])


def may_listen(identity: Identity, path: str) -> Verdict:
    """Whether a caller may open a socket."""
    return _verdict(identity, table.LIVE, path, lambda key: table.LIVE[key])


def may_ask(identity: Identity, method: str, path: str) -> Verdict:
    """Whether a caller may call the API. HEAD is GET."""
    method = "GET" if method == "HEAD" else method
    calls = [address for verb, address in table.API if verb == method]
    return _verdict(identity, calls, path, lambda key: table.API[method, key])


def may_call(identity: Identity, output: str) -> Verdict:
    """Whether a caller may get a callback, by the output id that Dash sends; of several outputs each must be allowed."""
    if identity.kind is Kind.TOKEN:
        return Verdict(403, "a token calls the API alone")
    if identity.role in roles_of_output(output):
        return Verdict(200)
    return Verdict(403, "no policy lets this role have this callback")


@lru_cache(maxsize=512)
def roles_of_output(output: str) -> Roles:
    """Roles that may get a callback with these outputs; none for an undeclared or malformed one."""
    names = outputs_of(output)
    rules = [table.CALLBACKS.get(name, NO_ROLES) for name in names]
    return frozenset.intersection(*rules) if rules else NO_ROLES


def outputs_of(output: str) -> tuple[str, ...]:
    """The single outputs of Dash's output id, as the policy table writes them; empty for what is malformed.

    `..a.b...c.d..` is two outputs; `a.b@<hash>` is a duplicate of `a.b`; a dict id keeps its fixed keys, its wildcards become `*`.
    """
    if len(output) > LONGEST_OUTPUT:
        return ()
    several = output.startswith("..") and output.endswith("..") and len(output) > 4
    names = [_canonical(single) for single in (output[2:-2].split("...") if several else [output])]
    return tuple(names) if all(names) else ()


def is_browser(identity: Identity) -> bool:
    """Whether the caller has a session: only they read Dash's own addresses."""
    return identity.kind is not Kind.TOKEN


def is_router(output: str) -> bool:
    """Whether this is the callback by which Dash's pages ask for a page's layout."""
    return ROUTER in outputs_of(output)


def unpolicied(callback_list: Iterable[Mapping[str, Any]], url_map: Any, pages: Iterable[str] = ()) -> list[str]:
    """What an app offers without a policy: server callbacks, routes, page addresses. A whole app gives an empty list.

    `callback_list` as `/_dash-dependencies` lists it, `url_map` the Flask app's, `pages` the address templates of the page registry:
    one with variable parts must stand in the table letter by letter, since the guard checks those parts by name.
    """
    missing = [f"callback {c['output']}" for c in callback_list if not c.get("clientside_function") and not roles_of_output(c["output"])]
    missing += [f"page {path}" for path in pages if path not in table.PAGES and ("<" in path or not _match(tuple(table.PAGES), path))]
    for rule in url_map.iter_rules():
        missing += [f"route {verb} {rule.rule}" for verb in sorted(rule.methods - {"HEAD", "OPTIONS"}) if not _known_route(verb, rule.rule)]
    return sorted(missing)


def _known_route(verb: str, rule: str) -> bool:
    shape = _shape(rule)
    if rule in table.PUBLIC or rule == table.METRICS or rule.startswith(table.PUBLIC_FILES):
        return True
    if rule.startswith("/api/"):
        return any(verb == method and shape == _shape(address) for method, address in table.API)
    if rule == table.CALLBACK:
        return verb == "POST"
    catch_all = rule == "/<path:path>"  # Dash answers every page here; `may_open` knows the pages
    return verb == "GET" and (
        catch_all or rule in table.SIGNED_IN or rule in REFUSED_OF_DASH or shape in {_shape(key) for key in table.PAGES}
    )


def _verdict(identity: Identity, patterns: Iterable[str], path: str, roles: Callable[[str], Roles]) -> Verdict:
    if identity.kind is Kind.TOKEN and not path.startswith(("/api/", "/live/")):
        return Verdict(403, "a token calls the API alone")
    found = _match(tuple(patterns), path)
    if found is None:
        return Verdict(404, "no such address")
    pattern, parts = found
    adcode = parts.get("adcode")
    if adcode is not None and not ADCODE.fullmatch(adcode):
        return Verdict(404, "no such region")
    if identity.role not in roles(pattern):
        return Verdict(403, "this role may not")
    if adcode is not None and not identity.scope.allows(adcode):
        return Verdict(403, "foreign region")
    return Verdict(200, parts=parts)


@lru_cache(maxsize=2048)
def _match(patterns: tuple[str, ...], path: str) -> tuple[str, dict[str, str]] | None:
    """The first pattern that an address fits, and its variable parts; a fixed part goes before a variable one by the table's order."""
    if len(path) > LONGEST_PATH:
        return None
    given = _segments(path)
    for pattern in patterns:
        wanted = _segments(pattern)
        if len(wanted) != len(given):
            continue
        parts = {}
        for want, have in zip(wanted, given, strict=True):
            variable = VARIABLE.fullmatch(want)
            if variable and PART.fullmatch(have):
                parts[variable[1]] = have
            elif want != have:
                break
        else:
            return pattern, parts
    return None


def _segments(path: str) -> list[str]:
    return path.removesuffix("/").split("/") if path != "/" else ["", ""]


def _shape(address: str) -> str:
    return VARIABLE.sub("*", address if address.startswith("/") else f"/{address}")


def _canonical(single: str) -> str:
    cuts = list(SEPARATOR.finditer(single))
    if not cuts:
        return ""
    name, prop = single[: cuts[-1].start()].replace("\\.", "."), single[cuts[-1].end() :].split("@", 1)[0]
    if name.startswith("{"):
        name = _canonical_dict(name)
    return f"{name}.{prop}" if name and prop else ""


def _canonical_dict(text: str) -> str:
    try:
        parts = json.loads(text)
    except ValueError:
        return ""
    if not isinstance(parts, dict) or not parts:
        return ""
    return "{" + ",".join(f"{key}={'*' if isinstance(value, list) else value}" for key, value in sorted(parts.items())) + "}"

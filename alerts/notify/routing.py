"""The routing of an alert: which routes fit it, and which receivers stand behind the people that they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alerts.notify.book import Book, Receiver, Route
from data_access.stores.duty import Shift


@dataclass(frozen=True)
class Reach:
    """Who is reached, and who is not and why."""

    receivers: tuple[Receiver, ...]
    missing: tuple[str, ...] = ()
    """One word for each who is not reached: `值班员未排班`, `带班领导 张三 无通知渠道`."""


def routes_for(book: Book, alert: Mapping[str, Any]) -> list[Route]:
    """The routes that fit: the first one, and those after it as long as each says to go on."""
    found: list[Route] = []
    for route in book.routes:
        if _fits(route, alert):
            found.append(route)
            if not route.goes_on:
                break
    return found


def _fits(route: Route, alert: Mapping[str, Any]) -> bool:
    plain = ((route.levels, "level"), (route.families, "family"), (route.sources, "source"), (route.rules, "rule"))
    region = str(alert["region"])
    here = not route.regions or any(region == code or (code.endswith("00") and region.startswith(code[:4])) for code in route.regions)
    return here and all(not wanted or alert.get(key) in wanted for wanted, key in plain)


def reach(book: Book, who: Sequence[str], shift: Shift) -> Reach:
    """The receivers behind names and groups, each once.

    An empty rota, or people without any receiver, go up to 带班领导; what is missing is said either way.
    """
    found: dict[str, Receiver] = {}
    missing: list[str] = []
    wanted = list(who)
    for one in wanted:
        receivers, trouble = _one(book, one, shift)
        found |= {receiver.name + (f"@{person}" if person else ""): receiver for person, receiver in receivers}
        missing += trouble
        if one == "duty" and not receivers and "lead" not in wanted:
            wanted.append("lead")
    return Reach(tuple(found.values()), tuple(missing))


def _one(book: Book, one: str, shift: Shift) -> tuple[list[tuple[str, Receiver]], list[str]]:
    kind, _, name = one.partition(":")
    if kind == "receiver":
        return [("", book.receivers[name])], []
    people = {"duty": shift.duty, "lead": shift.lead}.get(one, (name,))
    title = {"duty": "值班员", "lead": "带班领导"}.get(one, "")
    if not people:
        return [], [f"{title}未排班"]
    found = [(person, receiver) for person in people for receiver in book.of_person(person)]
    return found, [f"{title} {person} 无通知渠道".strip() for person in people if not book.of_person(person)]

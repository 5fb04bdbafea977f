"""The identity: who calls, in which role, and which regions they may see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data_access.scope import Scope
from security.roles import Role


class AccessFailed(RuntimeError):
    """An access that cannot be given or changed; the text says what is wrong and what to do. Trying again does not help."""


class Kind(StrEnum):
    """What the caller shows as proof: a person's session, a wall device's session, or an API token."""

    PERSON = "person"
    WALL = "wall"
    TOKEN = "token"  # noqa: S105 - a kind, no secret


@dataclass(frozen=True)
class Identity:
    """Who calls. It comes from the session or token alone, never from the request's own words."""

    user: str
    shown_name: str
    role: Role
    scope: Scope
    kind: Kind


def scope_of(province: str, cities: tuple[str, ...] | None) -> Scope:
    """The scope of an account as the store holds it: None is the whole province."""
    return Scope.whole(province) if cities is None else Scope.of(province, *cities)

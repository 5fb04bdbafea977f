"""The roles: what a caller may be, and where each begins."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from security.identity import Identity


class Role(StrEnum):
    """What a caller is. A city account sees its cities alone, a wall device the wall alone."""

    LEADER = "leader"
    DUTY = "duty"
    CITY = "city"
    BRIEFER = "briefer"
    AUDITOR = "auditor"
    ADMIN = "admin"
    WALL = "wall"

    @property
    def shown(self) -> str:
        """The role's name on screen."""
        return SHOWN[self]


SHOWN = {
    Role.LEADER: "省局领导", Role.DUTY: "值班员", Role.CITY: "市局", Role.BRIEFER: "文稿",
    Role.AUDITOR: "审计员", Role.ADMIN: "管理员", Role.WALL: "大屏",
}  # fmt: skip
FIRST_PAGES = {
    Role.LEADER: "/cockpit", Role.DUTY: "/duty", Role.BRIEFER: "/briefings", Role.AUDITOR: "/system/audit",
    Role.ADMIN: "/system/health", Role.WALL: "/wall/overview",
}  # fmt: skip


def first_page(identity: Identity) -> str:
    """Address that `/` sends this caller to."""
    if identity.role is Role.CITY:
        return f"/city/{min(identity.scope.cities or {identity.scope.province})}"
    return FIRST_PAGES[identity.role]

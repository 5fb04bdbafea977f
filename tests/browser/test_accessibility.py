"""Accessibility by axe (WCAG 2.2 AA) on every page there is, in both looks."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from data_access.scope import Scope
from docs.pages_page import addresses
from security import policy
from security.identity import Identity, Kind
from security.roles import Role
from tests.browser.conftest import Open

GRAVE = {"serious", "critical"}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PARTS = {"<code>": "complaint_burst", "<adcode>": "320600"}
CODES = {"/indicators/<code>": "/indicators/complaint.closing_rate"}
USERS = {Role.LEADER: "leader", Role.DUTY: "duty", Role.ADMIN: "admin", Role.AUDITOR: "auditor", Role.WALL: "wall"}


def pages() -> list[str]:
    """Every address of the page registry, but for the home that leads on."""
    return sorted(path for path in addresses() if path != "/")


def example(path: str) -> str:
    """An address of a page that has parts."""
    found = CODES.get(path, path)
    for part, value in PARTS.items():
        found = found.replace(part, value)
    return found


def user_of(path: str) -> str:
    """Somebody who may open it."""
    if path.startswith("/wall/"):
        return "wall"
    whole = Scope.whole("320000")
    return next(name for role, name in USERS.items() if policy.may_open(Identity("", "", role, whole, Kind.PERSON), example(path)).allowed)


def grave(page: Page, tags: list[str]) -> list[str]:
    """What axe finds serious or critical: rule, words, where. How near two points of a map lie is the map's matter (WCAG 2.5.8, essential)."""
    found: dict[str, Any] = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}).response
    told = []
    for one in (one for one in found["violations"] if one["impact"] in GRAVE):
        where = [str(node["target"][0]) for node in one["nodes"]]
        if one["id"] == "target-size":
            where = [place for place in where if page.locator(place).first.evaluate("e => !e.closest('[data-geo-overlay],[data-lat]')")]
        if where:
            told.append(f"{one['id']}: {one['help']} at {', '.join(where[:4])} {one['nodes'][0].get('failureSummary', '')[:220]}")
    return told


@pytest.mark.row("W-02")
@pytest.mark.parametrize("path", pages())
def test_every_page_is_drawn_without_a_failed_panel_and_axe_finds_no_serious_fault_in_either_look(path: str, open_page: Open) -> None:
    page = open_page(example(path), user_of(path), (1440, 900))
    failed = page.eval_on_selector_all("[data-panel][data-state=error]", "all => all.map(e => e.dataset.panel)")
    assert failed == [] or path == "/system/sheet"  # the sheet shows every state
    assert grave(page, TAGS) == []
    if page.evaluate("document.documentElement.classList.contains('desk')"):
        page.evaluate("window.yiping.theme.choose('light')")
        assert grave(page, TAGS) == []
        page.evaluate("window.yiping.theme.choose('dark')")

"""One running product and one browser for all browser tests.

The browser lives no longer than this folder's tests: while it runs, no other test of the process can run an event loop.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import chromium
from tests.demo.conftest import stand
from tests.runtime.product import Product

SEED = 20261122
DEMO = {
    "YIPING_DEMO": "true",
    "YIPING_DEMO_SCALE": "small",
    "YIPING_DEMO_EVERY": "3600",
    "YIPING_SEED": str(SEED),
    "YIPING_BACKTESTS": "false",
    "YIPING_FORECASTS": "false",
}
"""The province stands still while it is tested: what changes, a test has changed."""
Open = Callable[..., Page]


def shared() -> Path:
    """The folder of shared pages and data beside the checkout."""
    return Path(os.environ.get("YIPING_SHARED") or Path(__file__).resolve().parents[3] / "shared")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="package")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the small province of this moment, to be copied."""
    return stand(tmp_path_factory.mktemp("province"), datetime.now(UTC), SEED).settings.home


def serving(province: Path, home: Path) -> Product:
    """`yiping serve --demo` on a copy of the province."""
    shutil.copytree(province, home, dirs_exist_ok=True)
    return Product(home, app="", **DEMO)


@pytest.fixture(scope="package")
def product(province: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    held = serving(province, tmp_path_factory.mktemp("home"))
    try:
        yield held.ready(120)
    finally:
        held.stop()


def accounts(product: Product) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((product.home / "demo-accounts.json").read_text())
    return found


def sign_in(page: Page, product: Product, user: str) -> None:
    enter(page, product, user, accounts(product)[user]["password"])


def enter(page: Page, product: Product, user: str, password: str) -> None:
    page.goto(f"{product.base}/login")
    page.fill("input[name=username]", user)
    page.fill("input[type=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url, timeout=20_000)


@pytest.fixture(scope="package")
def contexts(browser: Browser, product: Product) -> Iterator[Callable[[str], BrowserContext]]:
    """A signed-in browser context of a user; each user signs in once."""
    held: dict[str, BrowserContext] = {}

    def of(user: str) -> BrowserContext:
        if user not in held:
            held[user] = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", color_scheme="dark")
            page = held[user].new_page()
            sign_in(page, product, user)
            page.close()
        return held[user]

    yield of
    for context in held.values():
        context.close()


@pytest.fixture
def open_page(contexts: Callable[[str], BrowserContext], product: Product) -> Iterator[Open]:
    """Opens a page as a user at a size and waits until it says that it is ready."""
    pages: list[Page] = []

    def opened(path: str, user: str = "wall", size: tuple[int, int] = (1920, 1080)) -> Page:
        page = contexts(user).new_page()
        pages.append(page)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(product.base + path)
        page.wait_for_selector('body[data-ready="true"]', timeout=30_000)
        return page

    yield opened
    for page in pages:
        page.close()

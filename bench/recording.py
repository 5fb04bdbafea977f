"""The recording: what one warm view, and one refresh of all panels, ask of the server."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request

from bench.client import Ask
from bench.figures import SuiteFailed
from bench.measure import WALL_MARKS, Browser, load, open_wall

STATIC = ("/assets/", "/_dash-component-suites/", "/static/", "/vendor/", "/sse", "/live/", "/_favicon")
ENDINGS = (".js", ".css", ".woff2", ".png", ".svg", ".ico", ".webp", ".jpg")
SENT = ("content-type", "accept", "x-csrftoken", "x-requested-with")


def view_asks(url: str, marks: dict[str, str], storage: Any = None) -> tuple[Ask, ...]:
    """The dynamic same-origin requests of a warm view, in the order in which the browser made them."""
    with Browser() as browser:
        context = browser.context(storage, marks)
        page = context.new_page()
        load(page, url, tuple(marks))
        page.close()
        page = context.new_page()
        asked: list[Request] = []
        page.on("request", lambda request: asked.append(request))
        load(page, url, tuple(marks))
        page.wait_for_timeout(1_000)
        found = tuple(_ask(request, url, storage) for request in asked if _dynamic(request.url, url))
        context.close()
    return found


def refresh_ask(url: str, storage: Any) -> Ask:
    """The request that one refresh of all panels makes through the page's one callback."""
    with Browser() as browser:
        context = browser.context(storage, WALL_MARKS)
        page = open_wall(context, url)
        page.wait_for_timeout(1_500)
        ask = _ask(_refresh(page), url, storage)
        context.close()
    return ask


def _refresh(page: Page) -> Request:
    def is_answer(request: Request) -> bool:
        return request.method == "POST" and "panel-answer.data" in (request.post_data or "")

    with page.expect_request(is_answer, timeout=15_000) as caught:
        page.evaluate("window.yiping.refresh(null)")
    return caught.value


def _dynamic(address: str, url: str) -> bool:
    parts = urlsplit(address)
    return parts.netloc == urlsplit(url).netloc and not parts.path.startswith(STATIC) and not parts.path.endswith(ENDINGS)


def _ask(request: Request, url: str, storage: Any) -> Ask:
    parts = urlsplit(request.url)
    headers = {name: value for name, value in request.headers.items() if name.lower() in SENT}
    if storage:
        headers["Cookie"] = "; ".join(f"{one['name']}={one['value']}" for one in storage["cookies"])
    if request.method == "POST":
        origin = urlsplit(url)
        headers["Origin"] = f"{origin.scheme}://{origin.netloc}"
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if any("\n" in value for value in headers.values()):
        raise SuiteFailed(f"A header of {path} cannot be replayed.")
    return Ask(request.method, path, headers, request.post_data or "")

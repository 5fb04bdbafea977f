"""Tests of the fonts: the client's own first, our slices otherwise, the same words either way."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.assets.conftest import ASSETS

CSS = (ASSETS / "00-fonts.css").read_text("utf-8")
WORDS = "市场监管"
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><link rel="stylesheet" href="/00-fonts.css"></head>
<body style="font-family:'Barlow','Yiping Sans'">{body}</body></html>"""


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_page()


def shown(page: Page, origin: str, body: str, css: str = CSS) -> tuple[list[str], dict[str, list[str]]]:
    """The font files that a page asked for, and the fonts that drew each element with an id."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        url = route.request.url
        if url.endswith("/page"):
            route.fulfill(body=PAGE.format(body=body), content_type="text/html; charset=utf-8")
        elif url.endswith("/00-fonts.css"):
            route.fulfill(body=css, content_type="text/css; charset=utf-8")
        else:
            asked.append(url.rsplit("/", 1)[1])
            route.continue_()

    page.route("**/*", answer)
    page.goto(f"{origin}/page")
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    drawn = {}
    for name in re.findall(r"id=['\"]?(\w+)", body):
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": f"#{name}"})["nodeId"]
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        drawn[name] = [f"{font['postScriptName']}{' ours' if font['isCustomFont'] else ''}" for font in fonts]
    page.close()
    return [name for name in asked if name.endswith(".woff2")], drawn


def has_medium() -> bool:
    """Whether this machine has the medium weight of one of the families that a client may have."""
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family", "style"], capture_output=True, text=True, check=False).stdout
    return any("Medium" in line and ("Noto Sans CJK SC" in line or "Source Han Sans" in line) for line in listed.splitlines())


def without_local(css: str) -> str:
    """The CSS as a client without any of the Chinese fonts lives it."""
    return "\n".join(line for line in css.splitlines() if 'src:local("' not in line)


def test_a_client_with_chinese_fonts_downloads_none(page: Page, origin: str) -> None:
    own = [400, *([500] if has_medium() else []), 600, 700]  # Debian's plain package of them has no medium weight
    weights = "".join(f"<p id=w{weight} style='font-weight:{weight}'>{WORDS}</p>" for weight in own)
    asked, drawn = shown(page, origin, weights)
    if not any("CJK" in font or "SourceHan" in font for fonts in drawn.values() for font in fonts):
        pytest.skip("this machine has no Noto CJK or Source Han fonts: apt install fonts-noto-cjk")
    assert not [name for name in asked if not name.startswith("barlow")]
    assert drawn["w400"][0].endswith("-Regular")
    assert drawn["w600"] == drawn["w700"] and drawn["w600"][0].endswith("-Bold")


def test_a_client_without_the_medium_weight_gets_ours_not_a_wrong_one(page: Page, origin: str) -> None:
    css = re.sub(r'local\("[^"]*Medium"\)', 'local("No Such Font")', CSS)
    asked, drawn = shown(page, origin, f"<p id=a style='font-weight:500'>{WORDS}</p>", css)
    assert drawn["a"][0].endswith("ours")
    assert any(name.startswith("sans-") for name in asked)


def test_a_client_without_chinese_fonts_loads_only_the_slices_of_the_page(
    page: Page, origin: str, record_property: Callable[[str, object], None]
) -> None:
    title = "<h1 id=t style='font-family:Yiping Serif;font-weight:700'>智慧指挥中心</h1>"
    asked, drawn = shown(page, origin, f"<p id=a>{WORDS}</p>{title}", without_local(CSS))
    assert all(font.endswith("ours") for font in drawn["a"] + drawn["t"]), drawn
    assert "NotoSansSC" in drawn["a"][0] and "NotoSerifSC" in drawn["t"][0]
    chinese = [name for name in asked if name.startswith(("sans-", "serif-"))]
    assert len(chinese) <= len(WORDS) + len("智慧指挥中心")
    sizes = {name: (ASSETS / "fonts" / name).stat().st_size for name in asked}
    record_property("bytes of fonts on a page of ten characters", sum(sizes.values()))
    assert sum(sizes.values()) < 500_000


def test_figures_and_minute_signs_are_drawn_by_barlow_and_chinese_quotes_are_not(page: Page, origin: str) -> None:
    body = "<p id=a>23′41″ −1.2% · 1,286</p><p id=b>“监管”</p>"
    _, drawn = shown(page, origin, body)
    assert drawn["a"] == ["Barlow-Regular ours"]
    assert not any("Barlow" in font for font in drawn["b"])


def test_all_fonts_together_stay_small(record_property: Callable[[str, object], None]) -> None:
    total = sum(path.stat().st_size for path in (ASSETS / "fonts").iterdir())
    record_property("bytes of all fonts", total)
    assert total < 16_000_000
    for name in re.findall(r"url\((fonts/[^)]+)\)", CSS):
        assert (ASSETS / name).exists(), name

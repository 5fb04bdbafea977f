"""The screenshots of the README and the docs, taken from the running product: `python -m bench.screenshots`."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Browser
from bench.product import ROOT, RunningProduct

PICTURES = ROOT / "docs" / "pictures"


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at what, how large."""

    name: str
    user: str
    path: str
    size: tuple[int, int]
    light: bool = False


SHOTS = (
    Shot("wall-1920x1080", "wall", "/wall/overview", (1920, 1080)),
    Shot("wall-5760x1080", "wall", "/wall/overview", (5760, 1080)),
    Shot("business-wall-1920x1080", "wall", "/wall/business", (1920, 1080)),
    Shot("business-1440x900", "leader", "/business", (1440, 900)),
    Shot("business-light-1440x900", "leader", "/business", (1440, 900), light=True),
    Shot("business-indices-1440x900", "leader", "/business/indices", (1440, 900)),
    Shot("login-1440x900", "", "/login", (1440, 900)),
    Shot("alerts-1440x900", "duty", "/alerts", (1440, 900)),
    Shot("alerts-light-1440x900", "duty", "/alerts", (1440, 900), light=True),
    Shot("alerts-390x844", "duty", "/alerts", (390, 844)),
    Shot("rules-light-1440x900", "duty", "/alerts/rules", (1440, 900), light=True),
    Shot("indicators-1440x900", "leader", "/indicators", (1440, 900)),
    Shot("indicators-run-1440x900", "leader", "/indicators/run", (1440, 900)),
    Shot("indicator-light-1440x900", "leader", "/indicators/entity.opened", (1440, 900), light=True),
    Shot("net-registration-1440x900", "leader", "/net/registration", (1440, 900)),
    Shot("kitchen-light-1440x900", "leader", "/theme/kitchen", (1440, 900), light=True),
    Shot("supervision-1440x900", "duty", "/theme/supervision", (1440, 900)),
    Shot("city-1440x900", "nanjing", "/city/320100", (1440, 900)),
    Shot("city-light-1440x900", "nanjing", "/city/320100", (1440, 900), light=True),
    Shot("map-1440x900", "leader", "/map", (1440, 900)),
    Shot("platform-1440x900", "leader", "/platform", (1440, 900)),
    Shot("sources-light-1440x900", "admin", "/sources", (1440, 900), light=True),
    Shot("sheet-1440x1700", "admin", "/system/sheet", (1440, 1700)),
    Shot("sheet-light-1440x1700", "admin", "/system/sheet", (1440, 1700), light=True),
)


def take(product: RunningProduct) -> list[Path]:
    """All pictures; each page says itself when it is ready."""
    accounts = json.loads((product.home / "demo-accounts.json").read_text())
    made = []
    with Browser() as browser:
        for shot in SHOTS:
            page = browser.context().new_page()
            page.emulate_media(color_scheme="light" if shot.light else "dark")
            page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
            if shot.user:
                page.goto(f"{product.base}/login")
                page.fill("input[name=username]", shot.user)
                page.fill("input[type=password]", accounts[shot.user]["password"])
                page.keyboard.press("Enter")
                page.wait_for_url(lambda address: "/login" not in address, wait_until="commit")
            page.goto(product.base + shot.path)
            page.wait_for_selector('body[data-ready="true"]')
            page.wait_for_selector("#yiping-page", state="detached")  # Dash has taken over
            page.evaluate(
                "async () => { await Promise.all([...document.images].map(i => i.decode().catch(() => null))); await document.fonts.ready; }"
            )
            made.append(PICTURES / f"{shot.name}.png")
            page.screenshot(path=str(made[-1]))
            page.context.close()
    return made


def main() -> int:
    """Start the product, take the pictures, stop it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, RunningProduct(Path(folder) / "product.log") as product:
        for path in take(product):
            sys.stdout.write(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

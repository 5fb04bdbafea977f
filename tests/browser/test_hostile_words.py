"""Hostile words on the wall: shown as the text that they are, and nothing of them runs."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage

from tests.browser.conftest import Open
from tests.browser.watching import Witness, raise_alert
from tests.corpus.words import WORDS
from tests.runtime.product import Product

CHOSEN = [("script", name) for name in WORDS["script"]]
CHOSEN += [("template", "jinja"), ("sheet", "equals"), ("query", "quote"), ("signs", "rtl"), ("signs", "rare"), ("lines", "terminal")]


def test_hostile_words_are_text_on_the_wall(product: Product, open_page: Open) -> None:
    dialogs: list[str] = []
    faults: list[str] = []
    page = open_page("/wall/overview")

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(str(error)))
    witness = Witness.of(page)
    witness.settle()
    for batch in (CHOSEN[:9], CHOSEN[9:]):  # the feed shows eleven
        raised = {raise_alert(product, WORDS[kind][name], ticker=WORDS[kind][name]): WORDS[kind][name] for kind, name in batch}
        for alert, title in raised.items():
            row = page.locator(f'.ar[data-alert="{alert}"]')
            row.wait_for(state="attached", timeout=20_000)
            assert row.locator(".at").get_attribute("title") == title
            assert title[:6].replace("\x1b", "") in row.evaluate("row => row.textContent").replace("\x1b", "")
            assert row.evaluate("row => row.querySelectorAll('script, iframe, style, svg[onload], img, a[href]').length") == 0, title
    assert (dialogs, faults) == ([], [])
    assert page.evaluate("getComputedStyle(document.querySelector('.al')).display") != "none"
    assert witness.same

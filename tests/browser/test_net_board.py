"""A business net in the browser: a choice stands in the address and changes the blocks, the neighbours lead on, and the view is counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from components.panels.skeleton import BLOCKS
from data_access.scope import Scope
from data_access.stores import board_views
from data_access.stores.engine import open_store
from tests.browser.conftest import Open
from tests.browser.test_business import choose, values
from tests.runtime.product import Product, until

SIZE = (1440, 900)


def states(page: Page, net: str) -> dict[str, str]:
    return {block: str(page.locator(f'[data-panel="{net}-{block}"]').get_attribute("data-state")) for block in BLOCKS}


@pytest.mark.row("O-02")
def test_a_net_is_drawn_follows_a_choice_and_leads_to_its_neighbours(open_page: Open) -> None:
    page = open_page("/net/enforcement", "leader", SIZE)
    assert set(states(page, "enforcement").values()) <= {"ok", "partial"}
    filed = '[data-panel="enforcement-volume"] [data-indicator="enforcement.filed"]'
    whole = values(page, filed)
    choose(page, "cut-competition")
    assert "cut=competition" in page.url and 0 < values(page, filed)[0] < whole[0]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    page.click('.nbr a[href="/net/credit"]')
    page.wait_for_selector('body[data-page="net-credit"][data-ready="true"]')


@pytest.mark.row("O-02")
def test_a_view_is_counted_soon_after_and_stands_in_the_listing(open_page: Open, product: Product) -> None:
    open_page("/net/trace", "leader", SIZE)
    store = open_store(f"sqlite:///{product.home / 'store.sqlite'}")

    def counted() -> bool:
        with store.read() as connection:
            first = board_views.counted_since(connection)
            return first is not None and "/net/trace" in board_views.seen(connection, Scope.whole("320000"), first)

    until(counted, 20, "the view is written down")
    store.close()
    page = open_page("/boards", "leader", SIZE)
    assert values(page, '[data-panel="boards"] [data-where="address:/net/trace"][data-indicator="board.views"]')[0] >= 1

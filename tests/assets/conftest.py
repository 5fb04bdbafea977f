"""The bare page: a browser and a loopback server of the assets folder, without the application."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium

ASSETS = Path(__file__).resolve().parents[2] / "assets"


class Quiet(SimpleHTTPRequestHandler):
    """Static files without a line in the log for each."""

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture(scope="package")
def origin() -> Iterator[str]:
    """Address under which the assets folder answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(ASSETS)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="package")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the pictures: YIPING_SHOTS, or a temporary one."""
    folder = os.environ.get("YIPING_SHOTS")
    if folder is None:
        return tmp_path_factory.mktemp("shots")
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)

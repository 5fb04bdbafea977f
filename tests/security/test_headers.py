"""The response headers."""

from __future__ import annotations

import re

import pytest

from security.headers import keeping
from tests.security.conftest import House


def test_every_answer_carries_the_headers(house: House) -> None:
    for path in ("/login", "/nowhere", "/api/v1/indicators", "/_favicon.ico"):
        headers = house.browser().get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]


def test_the_page_of_the_first_visitor_names_its_inline_scripts(house: House) -> None:
    house.browser().get("/login")
    page = house.signed_in("leader").get("/cockpit")
    policy = page.headers["Content-Security-Policy"]
    assert re.search(r"script-src 'self'( 'sha256-[^']+')+;", policy)
    assert policy.count("'sha256-") == len(house.app.csp_hashes())


@pytest.mark.parametrize(
    ("path", "query", "status", "kept"),
    [
        ("/assets/a.js", b"m=1.5", 200, "immutable"),
        ("/assets/a.js", b"", 200, "no-cache"),
        ("/assets/fonts/a.woff2", b"", 200, "max-age=604800"),
        ("/assets/a.js", b"m=1", 404, "no-store"),
        ("/_dash-component-suites/dash/deps/react@18.v4_4_1m1760.min.js", b"", 200, "immutable"),
        ("/_dash-component-suites/dash/dcc/async-x.js", b"", 200, "no-cache"),
        ("/_dash-layout", b"m=1", 200, "no-store"),
        ("/cockpit", b"", 200, "no-store"),
    ],
)
def test_only_files_are_kept(path: str, query: bytes, status: int, kept: str) -> None:
    assert kept in keeping(path, query, status)


def test_bundles_of_a_version_are_kept_for_ever(house: House) -> None:
    page = house.signed_in("leader").get("/cockpit").text
    bundle = page.split('src="')[1].split('"')[0]
    assert "immutable" in house.browser().get(bundle).headers["Cache-Control"]

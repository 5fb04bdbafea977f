"""Tests of the vendored files: what lies there is what was taken, with its licence."""

from __future__ import annotations

import gzip
import hashlib
import re

from tests.assets.conftest import ASSETS

VENDOR = ASSETS / "vendor"
TEXTS = {
    "echarts": ("echarts.txt", "echarts-NOTICE.txt", "zrender.txt", "tslib.txt", "d3.txt"),
    "@fontsource/barlow": ("barlow.txt",),
    "@fontsource/barlow-semi-condensed": ("barlow.txt",),
    "@fontsource-variable/noto-sans-sc": ("noto-sans-sc.txt",),
    "@fontsource/noto-serif-sc": ("noto-serif-sc.txt",),
}


def rows() -> list[list[str]]:
    lines = (VENDOR / "CHECKSUMS").read_text("utf-8").splitlines()
    return [re.split(r"\s{2,}", line, maxsplit=4) for line in lines if not line.startswith("#")]


def test_every_vendored_file_has_the_sum_that_the_list_names() -> None:
    listed = {name: digest for digest, name, *_ in rows()}
    present = [*VENDOR.glob("**/*.*"), *(ASSETS / "fonts").iterdir()]
    names = {path.relative_to(ASSETS).as_posix() for path in present if path.is_file() and path.parent.name != "LICENSES"}
    assert names == set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() == digest, name


def test_every_vendored_file_has_a_version_and_its_licence_text() -> None:
    for _, name, version, licence, package in rows():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert licence in {"Apache-2.0", "OFL-1.1", "MIT", "BSD-3-Clause", "ISC"}, name
        for text in TEXTS[package.split(" (")[0]]:
            assert (VENDOR / "LICENSES" / text).stat().st_size > 100, text


def test_the_chart_library_is_small_and_keeps_its_banner() -> None:
    script = (VENDOR / "echarts.min.js").read_bytes()
    assert script.startswith(b"/*! Apache ECharts 6.1.0")
    assert len(gzip.compress(script, 9)) <= 230_000


def test_no_vendored_style_or_script_names_an_outside_address() -> None:
    """Namespaces are names, not addresses that anything asks for."""
    names = re.compile(rb"https?://(?!www\.w3\.org/|127\.0\.0\.1)[^\s\"'`)]+")
    for path in [*VENDOR.glob("*.js"), *ASSETS.glob("*.css"), *ASSETS.glob("*.js")]:
        assert not names.findall(path.read_bytes()), path.name

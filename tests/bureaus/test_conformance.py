"""The tests of the conformance test: a sound system passes all checks, and each fault fails its own check with a reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
from bureaus.conformance import CHECKS, check
from demo.city_system import Site
from settings import Settings, settings
from tests.bureaus.making import CITY, HERE, NOW, OTHER, as_json, endless, manifest, page, rows, sent_to, served, sound

RUN = CliRunner()
WELL = {"region": CITY, "as_of": "2026-11-20T08:00:00+08:00", "value": None}


def failed(base: str, city: str = CITY, now: datetime = NOW) -> dict[str, str]:
    return {one.text: one.why for one in check(base, now, HERE, city) if not one.passed}


@pytest.mark.row("T-03")
def test_a_sound_system_passes_every_check() -> None:
    with served(sound()) as base:
        assert failed(base) == {}
        assert failed(base, "") == {}
    assert len(CHECKS) == 42 and [one.number for one in check(base, NOW, HERE)] == list(range(1, 43))


FAULTS: list[tuple[str, Any, str]] = [
    ("/yiping/manifest.json", as_json(manifest(contract="2")), "contract 是 1"), ("/yiping/manifest.json", as_json(manifest(name="")), "name 有内容"),
    ("/yiping/manifest.json", as_json(manifest(name="<b>x")), "尖括号"), ("/yiping/manifest.json", as_json(manifest(adcode=OTHER)), "所检查的市"),
    ("/yiping/manifest.json", as_json(manifest(contact="someone")), "电话或邮箱"), ("/yiping/manifest.json", as_json(manifest(embed="https://example.invalid/")), "embed 在本系统"),
    ("/yiping/manifest.json", as_json(manifest(series=[])), "series 是"), ("/yiping/manifest.json", as_json(manifest(series=7)), "series 是"),
    ("/yiping/manifest.json", as_json(manifest(series=[{"code": "../x"}])), "code 写法"), ("/yiping/manifest.json", (200, {"Content-Type": "text/plain"}, b"{}"), "Content-Type"),
    ("/yiping/manifest.json", (200, {"Content-Type": "application/json"}, "é".encode("latin-1")), "UTF-8"),
    ("/yiping/manifest.json", (200, {"Content-Type": "application/json"}, b'{"a":1,"a":2}'), "重名"),
    ("/yiping/manifest.json", sent_to("https://example.invalid/"), "不转到别处"), ("/yiping/manifest.json", endless, "不超过 1 MB"),
    ("/health", as_json({"status": "fine", "as_of": "2026-11-20T10:40:00+08:00"}), "status"), ("/health", as_json({"status": "ok", "as_of": "2026-11-20 10:40"}), "RFC 3339"),
    ("/health", as_json({"status": "ok", "as_of": "2036-11-20T10:40:00+08:00"}), "as_of 不在将来"), ("/embed", page(X_Frame_Options="SAMEORIGIN"), "允许省局平台嵌入"),
    ("/embed", page("<meta charset=utf-8><script>top.location='https://example.invalid'</script>"), "跳出框架"),
    ("/embed", page("<meta charset=utf-8><a target=_top href=x>"), "跳出框架"), ("/embed", page("<meta charset=utf-8><script src=https://cdn.example/x.js></script>"), "脚本只来自"),
    ("/embed", as_json({}), "text/html"), ("/yiping/series/food.clues", as_json({"code": "food.clues", "rows": {}}), "rows 是清单"),
    ("/yiping/series/food.clues", rows({**WELL, "value": "3"}), "数或 null"), ("/yiping/series/food.clues", rows({**WELL, "value": True}), "数或 null"),
    ("/yiping/series/food.clues", rows({**WELL, "as_of": "today"}), "as_of 是带时区"), ("/yiping/series/food.clues", rows({**WELL, "region": OTHER}), "只属于本市"),
    ("/yiping/series/food.clues", rows({**WELL, "region": "320000"}), "只属于本市"), ("/yiping/series/food.clues", rows(7), "只属于本市"),
]  # fmt: skip


@pytest.mark.row("T-03")
@pytest.mark.parametrize(("path", "answer", "word"), FAULTS, ids=range(len(FAULTS)))
def test_each_fault_fails_its_own_check_with_a_reason(path: str, answer: Any, word: str) -> None:
    with served({**sound(), path: answer}) as base:
        found = failed(base)
    assert any(word in text for text in found), found
    assert all(found.values())
    assert not any(OTHER in why for why in found.values())


@pytest.mark.row("T-03")
def test_the_demonstrations_own_system_keeps_the_contract_but_for_the_fault_that_it_shows(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    site = Site(Settings(home=tmp_path, demo=True), {CITY: "慧管", OTHER: "别的"})
    try:
        assert failed(f"{site.origin}/{OTHER}/", OTHER, now) == {}
        assert list(failed(f"{site.origin}/{CITY}/", CITY, now)) == ["contact 是电话或邮箱"]
    finally:
        site.close()


@pytest.mark.row("T-03")
def test_the_verb_prints_numbered_checks_and_its_exit_code_tells_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIPING_HOME", str(tmp_path))
    settings.cache_clear()
    with served(sound()) as base:
        told = RUN.invoke(cli.build(), ["connector", "check", base, "--inside", "127.0.0.0/8", "--city", CITY])
        assert told.exit_code == 0 and "  1  通过  接入" in told.stdout and told.stdout.rstrip().endswith("符合性 42/42")
        refused = RUN.invoke(cli.build(), ["connector", "check", base, "--json"])
    found = json.loads(refused.stdout)
    assert refused.exit_code == 1 and found["total"] == 42 and found["passed"] < 42
    assert "内部网段" in next(one["why"] for one in found["checks"] if one["number"] == 3)
    assert not (tmp_path / "store.sqlite").exists()
    settings.cache_clear()

"""The house rules that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BROAD_ALLOWED = {"components/board.py", "jobs.py"}
FORBIDDEN_NAMES = {"utils", "common", "helpers", "core", "misc"}


def _tracked(*patterns: str) -> list[Path]:
    out = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / line for line in out.splitlines() if (ROOT / line).exists()]


def _ours() -> list[Path]:
    return [p for p in _tracked("*.py") if "migrations" not in p.parts]


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    long = {str(p.relative_to(ROOT)): n for p in _ours() if (n := len(p.read_text().splitlines())) > 300}
    assert not long


def test_every_file_says_first_what_it_is() -> None:
    bare = [str(p.relative_to(ROOT)) for p in _ours() if p.read_text().strip() and not ast.get_docstring(ast.parse(p.read_text()))]
    assert not bare


def test_no_function_is_longer_than_forty_lines() -> None:
    long = []
    for path in _ours():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and (node.end_lineno or 0) - node.lineno + 1 > 40:
                long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not long


def test_broad_excepts_stand_only_in_the_panel_and_the_job_runner() -> None:
    found = []
    for path in _ours():
        if path.relative_to(ROOT).parts[0] in ("tests", "bench"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
            ):
                found.append(str(path.relative_to(ROOT)))
    assert set(found) <= BROAD_ALLOWED


def test_rooms_have_names_of_the_field() -> None:
    bad = [str(p.relative_to(ROOT)) for p in _ours() if p.stem in FORBIDDEN_NAMES or FORBIDDEN_NAMES & set(p.relative_to(ROOT).parts[:-1])]
    assert not bad


def test_the_modules_that_are_no_packages_keep_their_lines() -> None:
    """The import contracts see packages alone: `settings` lies below every room, `app` and `jobs` do not know each other or the verbs."""
    rooms = {p.parent.name for p in ROOT.glob("*/__init__.py")} | {"app", "jobs", "settings"}
    forbidden = {"settings.py": rooms, "app.py": {"cli", "jobs", "demo", "tests", "bench"}, "jobs.py": {"app", "cli", "tests", "bench"}}
    found = {name: _imported(ROOT / name) & never for name, never in forbidden.items()}
    assert not any(found.values()), found


def _imported(path: Path) -> set[str]:
    """The first parts of all names that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_lock_files_carry_hashes_and_no_addresses() -> None:
    for lock in _tracked("requirements*.lock"):
        text = lock.read_text()
        assert "://" not in text
        assert text.count("--hash=sha256:") >= len(re.findall(r"^[a-z0-9][^ ]*==", text, re.M)) > 10


def test_no_left_overs_are_in_the_code() -> None:
    mark = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
    found = [str(p.relative_to(ROOT)) for p in _tracked("*.py", "*.js", "*.css") if "vendor" not in p.parts and mark.search(p.read_text())]
    assert not found


def test_no_code_names_a_place() -> None:
    """Only data ties the product to a province: no city or county adcode and no city name in code outside the demo."""
    adcode = re.compile(r"[\"']32\d{4}[\"']")
    bad = []
    for path in _ours():
        room = path.relative_to(ROOT).parts[0]
        if room in ("tests", "bench", "demo"):
            continue
        code = "\n".join(line for line in path.read_text().splitlines() if "320000" not in line)
        if adcode.search(code):
            bad.append(str(path.relative_to(ROOT)))
    assert not bad


def test_chart_and_asset_code_asks_no_other_origin() -> None:
    outside = re.compile(r"https?://(?!www\.w3\.org/)")
    bad = [
        str(p.relative_to(ROOT))
        for p in _tracked("assets/*.js", "assets/*.css")
        if "vendor" not in p.parts and outside.search(p.read_text())
    ]
    assert not bad

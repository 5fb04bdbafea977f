"""The random draw as arithmetic: known answers, the same result anywhere, inspectors who avoid, and fair keys."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enterprises.draw import (
    Inspector,
    Terms,
    digest,
    draw,
    inspectors_of,
    inspectors_text,
    result_text,
    seed_of,
    share_of,
    subjects_of,
    subjects_text,
)
from enterprises.failure import EnterprisesFailed

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = json.loads((Path(__file__).parent / "draw_answers.json").read_text("utf-8"))
"""Twenty draws reckoned by another program, written from the documented steps alone with the standard library's hashes."""
pytestmark = pytest.mark.row("T-05")
CODES = st.lists(st.integers(0, 10**9).map(lambda n: f"91{n:016d}"), min_size=1, max_size=60, unique=True)


def people(count: int, units: int = 4) -> list[Inspector]:
    return [Inspector(f"ZF{n:03d}", f"单位{n % units}") for n in range(count)]


def rosters(answer: dict[str, object]) -> tuple[str, str]:
    subjects = [f"91{n:016d}" for n in range(int(str(answer["subjects"])))]
    return subjects_text(subjects), inspectors_text(people(int(str(answer["inspectors"])), int(str(answer["units"]))))


def test_there_are_twenty_known_answers() -> None:
    assert len(ANSWERS) == 20


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda one: one["name"])
def test_a_draw_gives_the_known_answer(answer: dict[str, object]) -> None:
    subjects, inspectors = rosters(answer)
    seed = seed_of(str(answer["secret"]), str(answer["public"]))
    assert seed == answer["seed"]
    found = draw(
        seed, subjects, inspectors, Terms(size=int(str(answer["size"])), each=int(str(answer["each"])), apart=bool(answer["apart"]))
    )
    assert digest(result_text(found)) == answer["result"]
    assert found[0].code == answer["first"]
    assert list(found[0].inspectors) == answer["first_inspectors"]


@given(CODES, st.randoms(use_true_random=False), st.text("0123456789abcdef", min_size=64, max_size=64))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_rosters_lists_changes_nothing(codes: list[str], shuffler: random.Random, secret: str) -> None:
    inspectors = people(9)
    shuffled, others = list(codes), list(inspectors)
    shuffler.shuffle(shuffled)
    shuffler.shuffle(others)
    terms, seed = Terms(size=(len(codes) + 1) // 2), seed_of(secret, "20261120")
    one = draw(seed, subjects_text(codes), inspectors_text(inspectors), terms)
    other = draw(seed, subjects_text([*shuffled, shuffled[0]]), inspectors_text(others), terms)
    assert one == other


def test_another_process_with_another_hash_seed_draws_the_same() -> None:
    program = (
        "from enterprises.draw import *\n"
        "s = subjects_text(f'91{n:016d}' for n in range(300)); i = inspectors_text(Inspector(f'ZF{n:03d}', f'单位{n % 4}') for n in range(12))\n"
        "print(digest(result_text(draw(seed_of('a' * 64, '7'), s, i, Terms(size=40)))))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in ("1", "77")
    }  # fmt: skip
    subjects, inspectors = subjects_text(f"91{n:016d}" for n in range(300)), inspectors_text(people(12))
    assert told == {digest(result_text(draw(seed_of("a" * 64, "7"), subjects, inspectors, Terms(size=40))))}


@given(CODES, st.integers(4, 15), st.booleans(), st.data())
@settings(max_examples=80, deadline=None)
def test_every_subject_has_its_inspectors_and_none_that_must_avoid_it(
    codes: list[str], count: int, apart: bool, data: st.DataObject
) -> None:
    avoided = data.draw(st.lists(st.sampled_from(codes), max_size=5))
    inspectors = [Inspector(one.code, one.unit, tuple(avoided) if n == 0 else ()) for n, one in enumerate(people(count))]
    found = draw(seed_of("b" * 64, ""), subjects_text(codes), inspectors_text(inspectors), Terms(size=len(codes), apart=apart))
    by_code = {one.code: one for one in inspectors}
    assert sorted(one.code for one in found) == sorted(codes)
    for one in found:
        hands = [by_code[code] for code in one.inspectors]
        assert len({hand.code for hand in hands}) == 2
        assert not any(one.code in hand.avoids for hand in hands)
        assert not apart or len({hand.unit for hand in hands}) == 2


def test_inspectors_are_dealt_evenly() -> None:
    found = draw(seed_of("c" * 64, ""), subjects_text(f"91{n:016d}" for n in range(600)), inspectors_text(people(20)), Terms(size=600))
    loads = Counter(code for one in found for code in one.inspectors)
    assert set(loads) == {one.code for one in people(20)}
    assert max(loads.values()) - min(loads.values()) <= 2


def test_every_subject_is_drawn_about_equally_often_over_many_seeds() -> None:
    """A chi-square of 40 subjects over 2,000 draws of 10 stays below the 0.1 % point of 39 degrees of freedom (72.1)."""
    subjects, inspectors = subjects_text(f"91{n:016d}" for n in range(40)), inspectors_text(people(8))
    times = Counter(one.code for n in range(2000) for one in draw(digest(str(n)), subjects, inspectors, Terms(size=10)))
    assert sum((times[code] - 500) ** 2 / (500 * 0.75) for code in subjects_of(subjects)) < 72.1


def test_another_seed_or_another_roster_draws_otherwise() -> None:
    codes = [f"91{n:016d}" for n in range(200)]
    inspectors, terms = inspectors_text(people(8)), Terms(size=20)
    usual = draw(digest("a"), subjects_text(codes), inspectors, terms)
    assert draw(digest("b"), subjects_text(codes), inspectors, terms) != usual
    assert draw(digest("a"), subjects_text(codes[:-1]), inspectors, terms) != usual


@pytest.mark.parametrize(
    ("count", "percent", "wanted"), [(100, "3", 3), (101, "3", 4), (1, "0.1", 1), (2085, "0.5", 11), (7, "100", 7), (1000, "0.1", 1)]
)
def test_a_share_is_rounded_up(count: int, percent: str, wanted: int) -> None:
    assert share_of(count, percent) == wanted


@pytest.mark.parametrize("size", [0, -1, 4])
def test_more_than_the_roster_or_nothing_is_refused_with_a_sentence(size: int) -> None:
    with pytest.raises(EnterprisesFailed, match="名录有 3 户"):
        draw("0", subjects_text(["1", "2", "3"]), inspectors_text(people(4)), Terms(size=size))


def test_rosters_that_cannot_serve_are_refused_with_a_sentence() -> None:
    three = subjects_text(["1", "2", "3"])
    with pytest.raises(EnterprisesFailed, match="每户需 2 人"):
        draw("0", three, inspectors_text(people(1)), Terms(size=1))
    with pytest.raises(EnterprisesFailed, match="来自 1 个单位"):
        draw("0", three, inspectors_text(people(5, units=1)), Terms(size=1))
    with pytest.raises(EnterprisesFailed, match="回避"):
        draw("0", three, inspectors_text(Inspector(f"{n}", f"{n}", ("1", "2", "3")) for n in range(3)), Terms(size=1))


def test_a_canonical_text_is_read_back_as_it_was() -> None:
    inspectors = [Inspector("B", "乙", ("2", "1")), Inspector("A", "甲")]
    text = inspectors_text(inspectors)
    assert text == "A\t甲\t\nB\t乙\t1,2"
    assert inspectors_of(text) == (Inspector("A", "甲"), Inspector("B", "乙", ("1", "2")))
    assert digest(text) == sha256(text.encode()).hexdigest()
    assert subjects_of("") == ()

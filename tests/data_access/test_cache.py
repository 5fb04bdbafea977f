"""The answer cache: one flight, the scope in every key, the last good answer, no failure kept, bounded."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from data_access.cache import AnswerCache, Key
from data_access.scope import Scope

WHOLE, NANJING, SUZHOU = Scope.whole("320000"), Scope.of("320000", "320100"), Scope.of("320000", "320500")


class Broken(RuntimeError):
    """A failure of what is computed."""


def key(scope: Scope = WHOLE, version: int = 1, what: str = "overview/risk", **params: str) -> Key:
    return Key(what, scope, (("alert", version),), tuple(sorted(params.items())))


def fail() -> str:
    raise Broken("gone")


def test_what_was_computed_is_not_computed_again() -> None:
    cache = AnswerCache()
    assert cache.get(key(), lambda: "first") == "first"
    assert cache.get(key(), fail) == "first"
    assert cache.get(key(), lambda: "other") == "first"


def test_an_empty_answer_is_an_answer() -> None:
    cache = AnswerCache()
    assert cache.get(key(), lambda: "") == ""
    assert cache.get(key(), fail) == ""


@pytest.mark.row("Z-02")
def test_every_part_of_a_key_parts_the_answers() -> None:
    cache = AnswerCache()
    keys = [
        key(), key(NANJING), key(SUZHOU), key(Scope.of("320000", "320100", "320500")), key(Scope.nothing("320000")), key(Scope.whole("330000")),
        key(version=2), key(what="overview/map"), key(city="320100"), key(city="320500"), key(city="320100", day="1"),
    ]  # fmt: skip
    assert len({k.text for k in keys}) == len(keys)
    for number, one in enumerate(keys):
        assert cache.get(one, lambda number=number: str(number)) == str(number)  # type: ignore[misc]
    assert [cache.get(one, fail) for one in keys] == [str(number) for number in range(len(keys))]


@pytest.mark.row("Z-02")
def test_no_words_of_an_ask_can_imitate_another_scope() -> None:
    """Separators in what a browser may write are quoted, so that no key reads like another."""
    honest = key(NANJING)
    for params in ({"a": "1'), ('b', '2"}, {"a|b": "|"}, {"a": "320000:*"}, {"|320000:*|": ""}):
        imitation = Key("overview/risk", NANJING, (), tuple(sorted(params.items())))
        assert imitation.text != honest.text
        assert imitation.text.split("|")[1] == NANJING.key


@pytest.mark.row("Z-02")
def test_a_city_gets_a_key_of_its_own_whatever_the_order_of_its_cities() -> None:
    assert key(Scope.of("320000", "320100", "320500")).text == key(Scope.of("320000", "320500", "320100")).text
    assert key(NANJING).place != key(WHOLE).place != key(SUZHOU).place


def test_many_threads_compute_one_answer_once() -> None:
    cache, count, begun, go = AnswerCache(), [], threading.Event(), threading.Event()

    def make() -> str:
        count.append(threading.get_ident())
        begun.set()
        assert go.wait(10)
        return "made"

    with ThreadPoolExecutor(12) as pool:
        first = pool.submit(cache.get, key(), make)
        assert begun.wait(10)
        others = [pool.submit(cache.get, key(), make) for _ in range(11)]
        go.set()
        assert {f.result(10) for f in (first, *others)} == {"made"}
    assert len(count) == 1


def test_one_slow_answer_keeps_no_other_waiting() -> None:
    cache, begun, go = AnswerCache(), threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        assert go.wait(10)
        return "slow"

    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(cache.get, key(), slow)
        assert begun.wait(10)
        assert cache.get(key(NANJING), lambda: "quick") == "quick"
        assert not waiting.done()
        go.set()
        assert waiting.result(10) == "slow"


def test_a_failure_is_told_and_not_kept() -> None:
    cache = AnswerCache()
    with pytest.raises(Broken):
        cache.get(key(), fail)
    assert cache.last(key()) is None
    assert cache.get(key(), lambda: "well again") == "well again"


def test_who_waits_for_a_failure_computes_for_himself() -> None:
    cache, begun, go = AnswerCache(), threading.Event(), threading.Event()

    def failing() -> str:
        begun.set()
        assert go.wait(10)
        raise Broken("gone")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get, key(), failing)
        assert begun.wait(10)
        second = pool.submit(cache.get, key(), lambda: "second")
        go.set()
        assert second.result(10) == "second"
        with pytest.raises(Broken):
            first.result(10)


@pytest.mark.row("Z-02")
def test_the_last_good_answer_is_of_the_same_scope_and_params_of_whatever_version() -> None:
    cache = AnswerCache()
    cache.get(key(NANJING, 1), lambda: "old")
    cache.get(key(NANJING, 2), lambda: "new")
    with pytest.raises(Broken):
        cache.get(key(NANJING, 3), fail)
    assert cache.last(key(NANJING, 3)) == "new"
    assert cache.last(key(SUZHOU, 3)) is None
    assert cache.last(key(WHOLE, 3)) is None
    assert cache.last(key(NANJING, 3, city="320100")) is None


def test_the_cache_is_bounded() -> None:
    cache = AnswerCache()
    for number in range(9_000):
        cache.get(key(version=number, what=f"board/{number}"), lambda number=number: str(number))  # type: ignore[misc]
    assert len(cache._rows._cache) <= 4_001
    assert len(cache._last._cache) <= 4_001
    assert not cache._busy
    assert cache.get(key(version=8_999, what="board/8999"), fail) == "8999"

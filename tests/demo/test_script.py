"""The story files: read with their lines, and refused with file and line when something in them cannot be played."""

from __future__ import annotations

import pytest

from demo import script
from demo.places import DemoFailed, Province
from demo.verbs import Known

GOOD = """# a story
title = "试演"
about = "一条告警。"
province = "320000"

[[step]]
at = "00:00:00"
do = "alert"
ref = "a"
level = "III"
title = "冷库温度越限"
short = "如东冷库"
region = "320623"

[[step]]
at = "00:01:00"
do = "acknowledge"
alert = "a"
who = "沈青"
why = "核实"
"""
MORE = '\n[[step]]\nat = "00:02:00"\n'
LAST = GOOD.count("\n") + 2
"""The line of the header of a step that is put behind."""


@pytest.fixture(scope="module")
def known(province: Province) -> Known:
    return script.known_of(province)


def refusal(text: str, known: Known) -> str:
    with pytest.raises(DemoFailed) as failure:
        script.read("try", text, known)
    return str(failure.value)


@pytest.mark.row("I-04")
@pytest.mark.parametrize("name", script.names())
def test_every_story_that_comes_along_can_be_played(name: str, known: Known) -> None:
    found = script.read(name, script.text_of(name), known)
    assert found.beats
    assert found.length.total_seconds() >= 120


def test_the_stories_that_were_promised_are_there() -> None:
    promised = {"cold_store", "lift_cluster", "infant_formula", "opinion_burst", "silent_city", "late_source", "tour", "storm"}
    assert promised <= set(script.names())


@pytest.mark.row("I-04")
@pytest.mark.parametrize(
    ("was", "now", "line", "says"),
    [
        ('region = "320623"', 'region = "329999"', 13, "没有区划 329999"),
        ('level = "III"', 'level = "V"', 10, "level"),
        ('at = "00:01:00"', 'at = "1:00"', 16, "时:分:秒"),
        ('at = "00:01:00"', "at = 60", 16, "时:分:秒"),
        ('do = "acknowledge"', 'do = "praise"', 17, "不认识的动作 praise"),
        ('alert = "a"', 'alert = "b"', 18, "前面没有告警 b"),
        ('why = "核实"', 'why = "核实"\nmood = "calm"', 21, "不认识的项 mood"),
        ('why = "核实"\n', "", 15, "缺少必填项 why"),
        ('province = "320000"', 'province = "330000"', 4, "演示省是 320000"),
        ('who = "沈青"', "who = 沈青", 19, "不是有效的 TOML"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(known: Known, was: str, now: str, line: int, says: str) -> None:
    assert was in GOOD
    told = refusal(GOOD.replace(was, now), known)
    assert f"try.toml 第 {line} 行：" in told
    assert says in told
    assert "剧本未开始" in told


@pytest.mark.row("I-04")
@pytest.mark.parametrize(
    ("step", "says"),
    [
        ('do = "camera"\ncamera = "CAM-99"\n', "没有摄像机 CAM-99"),
        ('do = "late_source"\nsource = "S99"\n', "没有业务系统 S99"),
        ('do = "silence_city"\nregion = "320623"\n', "没有设区市 320623"),
        ('do = "excursion"\nregion = "320623"\nsite = "igloo"\nsensors = 1\nminutes = 5\n', "没有冷链点位类别 igloo"),
        ('do = "heat"\nopinion = "o"\nto = 60\nreposts = 2\n', "前面没有舆情 o"),
        ('do = "step"\nalert = "a"\nto = "到场"\nperson = "陆平"\n', "还不能或不能再到场"),
        ('do = "acknowledge"\nalert = "a"\nwho = "沈青"\nwhy = "再次"\n', "还不能或不能再确认"),
        ('do = "alert"\nref = "a"\nlevel = "II"\ntitle = "t"\nshort = "s"\nregion = "320623"\n', "名称 a 已经用过"),
        ('do = "alert"\nref = "c"\njoins = "b"\nlevel = "II"\ntitle = "t"\nshort = "s"\nregion = "320623"\n', "前面没有未办结的告警 b"),
    ],
)
def test_a_step_that_cannot_happen_is_refused_at_its_place(known: Known, step: str, says: str) -> None:
    told = refusal(GOOD + MORE + step, known)
    line = int(told.split("第 ")[1].split(" 行")[0])
    assert LAST <= line <= LAST + 8
    assert says in told


def test_time_does_not_run_backwards(known: Known) -> None:
    told = refusal(GOOD + '\n[[step]]\nat = "00:00:30"\ndo = "note"\nregion = "320623"\ntext = "晚了"\n', known)
    assert f"第 {LAST + 1} 行" in told
    assert "早于上一步" in told


def test_headers_in_comments_and_in_long_texts_are_no_steps(known: Known) -> None:
    text = GOOD.replace("# a story", '# [[step]]\n  # [[step]] """').replace('"一条告警。"', '"""一条告警。\n[[step]]\n"""')
    told = refusal(text.replace('alert = "a"', 'alert = "b"'), known)
    assert "第 21 行" in told


def test_a_group_cannot_be_closed_before_it_is_whole(known: Known) -> None:
    text = GOOD.replace('region = "320623"', 'region = "320623"\ncount = 10\nover = "00:05:00"')
    told = refusal(text + MORE + 'do = "close"\nalert = "a"\nwho = "沈青"\nwhy = "完"\n', known)
    assert "才报齐" in told


def test_a_story_that_is_not_there_is_refused_with_those_that_are() -> None:
    for name in ("nowhere", "../secret", "/etc/passwd", "missing.toml"):
        with pytest.raises(DemoFailed, match="cold_store"):
            script.text_of(name)

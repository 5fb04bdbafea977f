"""The tests of the CAP way in: real messages, encodings, semantics, the level's table and the place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from alerts.failure import AlertsFailed
from alerts.message import Status
from alerts.ways.cap import level_of, read, source_of
from tests.alerts.ways.caps import NOW, PROVINCE, Written

SHARED = Path(os.environ.get("YIPING_SHARED") or Path(__file__).resolve().parents[4] / "shared") / "data" / "emergency"
GOOD = (
    "testdata_australia.cap", "testdata_canada.cap", "testdata_canada_signed.cap", "testdata_earthquake-iso8859-1.cap",
    "testdata_wcatwc-warning.cap", "validator_examples_thunderstorm.cap", "war_examples_43b080713727.cap",
)  # fmt: skip
OLDER = (
    "testdata_earthquake.cap", "testdata_earthquake_signed.cap", "testdata_no_optional_fields.cap", "testdata_noaa_errors.cap",
    "testdata_weather.cap", "war_examples_KAR0-0306112239-SW.cap",
)  # fmt: skip


def real(name: str) -> bytes:
    found = next(iter(SHARED.rglob(name)), None)
    if found is None:
        pytest.skip(f"THE REAL MESSAGES ARE NOT THERE: {SHARED / name}")
    return found.read_bytes()


def refused(body: bytes) -> str:
    with pytest.raises(AlertsFailed) as failed:
        read(body, PROVINCE, NOW)
    return str(failed.value)


@pytest.mark.row("I-02")
@pytest.mark.parametrize("name", GOOD)
def test_a_real_valid_message_is_read(name: str) -> None:
    found = read(real(name), PROVINCE, NOW)
    assert found.message is not None
    assert found.message.title and found.message.level in ("I", "II", "III", "IV")
    assert found.message.region == "320000", "far away: kept, but placed nowhere in the province"


@pytest.mark.row("I-02")
def test_a_real_signed_message_is_read_and_its_signature_noted_not_trusted() -> None:
    found = read(real("testdata_canada_signed.cap"), PROVINCE, NOW)
    assert found.message is not None and found.message.evidence[0]["signature"] == "有签名，未验证"
    assert len(found.references) == 9, "some of its triples have a space after a comma"


@pytest.mark.parametrize("name", OLDER)
def test_a_real_message_of_an_older_version_is_refused_by_its_name(name: str) -> None:
    assert "CAP 1.1" in refused(real(name))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("testdata_canada_errors.cap", "没有引用"),
        ("testdata_invalid.cap", "CAP 1.2 的结构"),
        ("testdata_xee.cap", "DOCTYPE"),
        ("testdata_xee.atom", "DOCTYPE"),
        ("mockXML.test.xml", "CAP 1.2 的结构"),
        ("optional-properties-1.xml", "CAP 1.2 的结构"),
        ("testdata_amber.atom", "根元素"),
        ("testdata_ny_index.rss", "根元素"),
    ],
)
def test_a_real_invalid_message_is_refused_with_the_reason(name: str, why: str) -> None:
    assert why in refused(real(name))


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK", "GB2312", "GB18030", "UTF-16", "ISO-8859-1"])
def test_every_encoding_that_is_declared_is_read(encoding: str) -> None:
    headline = "Ammoniak im Kühlhaus" if encoding == "ISO-8859-1" else "冷库氨泄漏"
    text = Written(encoding=encoding, headline=headline).text
    body = text.replace("危险化学品泄漏", "x").replace("现场已疏散", "y").replace("如东县", "z").encode(encoding)
    found = read(body, PROVINCE, NOW).message
    assert found is not None and found.title == headline


def test_the_content_types_charset_counts_where_the_document_names_none() -> None:
    body = Written().text.removeprefix('<?xml version="1.0" encoding="UTF-8"?>\n').encode("gb18030")
    assert "XML" in refused(body)
    found = read(body, PROVINCE, NOW, "gb18030").message
    assert found is not None and found.title == "冷库氨泄漏"


def test_gbk_bytes_that_are_called_utf8_are_refused() -> None:
    assert "XML" in refused(Written().text.encode("gbk"))


@pytest.mark.parametrize(
    ("severity", "urgency", "certainty", "level"),
    [
        ("Extreme", "Immediate", "Observed", "I"), ("Severe", "Expected", "Likely", "II"), ("Moderate", "Immediate", "Observed", "III"),
        ("Minor", "Immediate", "Observed", "IV"), ("Unknown", "Unknown", "Unknown", "III"), ("Extreme", "Future", "Likely", "II"),
        ("Extreme", "Future", "Possible", "III"), ("Severe", "Past", "Observed", "III"), ("Minor", "Past", "Unlikely", "IV"),
    ],
)  # fmt: skip
def test_the_level_follows_the_table(severity: str, urgency: str, certainty: str, level: str) -> None:
    assert level_of(severity, urgency, certainty) == level


def test_a_level_that_the_sender_names_goes_before_the_table() -> None:
    named = Written(severity="Minor", info="<parameter><valueName>预警级别</valueName><value>红色</value></parameter>").read().message
    assert named is not None and named.level == "I"


@pytest.mark.parametrize(
    ("status", "kept"), [("Actual", "actual"), ("Exercise", "exercise"), ("Test", "test"), ("System", "test"), ("Draft", "test")]
)
def test_only_what_is_actual_counts_as_actual(status: str, kept: str) -> None:
    found = Written(status=status).read().message
    assert found is not None and found.status is Status(kept)


@pytest.mark.parametrize(
    ("area", "region"),
    [
        ("<geocode><valueName>ADCODE</valueName><value>320623</value></geocode>", "320623"),
        ("<geocode><valueName>行政区划代码</valueName><value>320623104000</value></geocode>", "320623"),
        ("<geocode><valueName>ADCODE</valueName><value>320102</value></geocode><geocode><valueName>ADCODE</valueName><value>320104</value></geocode>", "320100"),
        ("<geocode><valueName>ADCODE</valueName><value>320102</value></geocode><geocode><valueName>ADCODE</valueName><value>320623</value></geocode>", "320000"),
        ("<geocode><valueName>ADCODE</valueName><value>110101</value></geocode>", "320000"),
        ("<geocode><valueName>FIPS6</valueName><value>006009</value></geocode>", "320000"),
        ("<circle>32.33,121.18 5</circle>", "320623"),
        ("<polygon>32.3,121.1 32.3,121.2 32.4,121.2 32.4,121.1 32.3,121.1</polygon>", "320623"),
        ("<polygon>38.47,-120.14 38.34,-119.95 38.52,-119.74 38.47,-120.14</polygon>", "320000"),
        ("<polygon>32.3,121.1 32.4,121.2 32.3,121.2 32.4,121.1 32.3,121.1</polygon>", "320000"),
        ("", "320000"),
    ],
)  # fmt: skip
def test_the_place_is_found_by_code_then_by_shape_or_honestly_not_at_all(area: str, region: str) -> None:
    found = Written(area=area).read().message
    assert found is not None and found.region == region
    assert ("未定位" in found.evidence[0]["place"]) == (region == "320000" and "320623" not in area)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (Written(area="<polygon>32.3,121.1 32.3,121.2 32.4,121.2</polygon>"), "少于四个点"),
        (Written(area="<polygon>32.3,121.1 32.3,121.2 32.4,121.2 32.4,121.1</polygon>"), "没有闭合"),
        (Written(area="<polygon>92.3,121.1 32.3,121.2 32.4,121.2 92.3,121.1</polygon>"), "经纬度"),
        (Written(area="<circle>32.3,121.1</circle>"), "半径"),
        (Written(area="<circle>NaN,121.1 5</circle>"), "不是数"),
        (Written(area="<geocode><valueName>ADCODE</valueName><value>3206</value></geocode>"), "六位"),
        (Written(info="", minute=24 * 60), "晚于现在"),
        (Written(kind="Update"), "没有引用"),
        (Written(kind="Update", names=(("A1", 0),)), "引用了自己"),
        (Written(identifier="A 1"), "不得含空格"),
    ],
)  # fmt: skip
def test_what_the_schema_cannot_say_is_refused_with_the_reason(message: Written, why: str) -> None:
    assert why in refused(message.body)


def test_an_end_before_the_beginning_is_refused() -> None:
    early = Written().text.replace("<headline>", "<expires>2026-11-22T10:00:00+08:00</expires><headline>")
    assert "早于生效时间" in refused(early.encode())


def test_a_reference_that_is_no_triple_is_refused() -> None:
    text = Written(kind="Update", identifier="U", names=(("A1", 0),)).text
    assert "应写作" in refused(text.replace(",A1,", " ").encode())


def test_a_time_without_a_zone_is_refused() -> None:
    assert "结构" in refused(Written().text.replace("+08:00</sent>", "</sent>").encode())


def test_chinese_goes_before_other_languages() -> None:
    english = Written(language="en-US", headline="Ammonia", severity="Extreme").text
    chinese = Written()
    both = english.replace("</info>", f"</info>{chinese.text.split('</scope>')[1].removesuffix('</alert>')}")
    found = read(both.encode(), PROVINCE, NOW).message
    assert found is not None and (found.title, found.level) == ("冷库氨泄漏", "II")


def test_an_all_clear_is_the_end() -> None:
    clear = Written(kind="Update", identifier="U", names=(("A1", 0),)).text
    clear = clear.replace("<urgency>", "<responseType>AllClear</responseType><urgency>")
    found = read(clear.encode(), PROVINCE, NOW).message
    assert found is not None and found.resolved


def test_two_long_senders_stay_two_sources() -> None:
    one, other = source_of("a" * 100 + "1"), source_of("a" * 100 + "2")
    assert one != other and len(one) == len(other) == 64

"""The doing of a random draw: prepare it (rosters and commitment are set down), draw once, and check it again at any later time."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from data_access import rosters
from data_access.horizon import region_known
from data_access.measure import Reader
from data_access.stores import draws, inspectors
from data_access.stores.engine import Store
from data_access.stores.ulid import new_id
from enterprises import draw
from enterprises.failure import EnterprisesFailed, Why
from security import audit
from security.audit import Act
from security.identity import Identity

MOST_SUBJECTS, MOST_DRAWN = 500_000, 5_000
PLANS = ("部门联合抽查", "定向抽查", "不定向抽查")
NAME = re.compile(r"[\w（）()〔〕《》“”、，。：:·.\- ]{2,64}")
NUMBER = re.compile(r"[0-9A-Za-z ,，.-]{0,64}")
NOT_HERE = "没有这次抽取，或它不在您的数据范围内。"


@dataclass(frozen=True, kw_only=True)
class Drawer:
    """Who draws, from which register and store, at which time. The scope is the identity's alone."""

    store: Store
    reader: Reader
    identity: Identity
    now: datetime
    address: str = ""
    nature: str = "production"
    audited: bool = True
    """Whether the deed goes into the audit trail: what the demonstration invents does not."""

    def note(self, connection: Connection, action: str, object: str, detail: str) -> None:
        if not self.audited:
            return
        act = Act(action=action, object=object, result="ok", now=self.now, detail=detail, address=self.address)
        audit.add(connection, self.identity, act)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be drawn. `percent` or `number`; `industry` and `type` as the register knows them, empty for all."""

    plan: str
    kind: str
    region: str
    why: str
    percent: str = ""
    number: int | None = None
    industry: str = ""
    type: str = ""
    each: int = 2
    apart: bool = True


@dataclass(frozen=True)
class Check:
    """What a second reckoning found: each step with whether it is equal, and what has become of the register since."""

    steps: Sequence[tuple[str, bool]]
    roster_now: int | None
    roster_same: bool | None

    @property
    def equal(self) -> bool:
        return all(same for _, same in self.steps)


@dataclass(frozen=True)
class _Rosters:
    """The two canonical texts."""

    subjects: str
    inspectors: str
    made: Mapping[str, int] = field(default_factory=dict)


def prepare(drawer: Drawer, wish: Wish, secret: str | None = None) -> draws.Draw:
    """Set rosters, terms and the commitment down. Raises EnterprisesFailed; nothing is kept then."""
    _check(drawer, wish)
    found = _rosters(drawer, wish)
    count, people = found.made["subjects"], found.made["inspectors"]
    size = wish.number if wish.number is not None else draw.share_of(count, wish.percent)
    if not 1 <= size <= min(count, MOST_DRAWN):
        raise EnterprisesFailed(
            f"名录有 {count:,} 户，须抽取 1 至 {min(count, MOST_DRAWN):,} 户，现为 {size:,} 户：请调整比例、户数或条件。"
        )
    draw.Deck(
        "", found.inspectors, draw.Terms(size=size, each=wish.each, apart=wish.apart)
    )  # the roster can serve, or a sentence says why not
    hidden = secret or secrets.token_hex(32)
    name, now = new_id(drawer.now), drawer.now
    with drawer.store.write() as connection:
        kept = {}
        for kind, text in (("subjects", found.subjects), ("inspectors", found.inspectors)):
            row = {
                "id": new_id(now),
                "kind": kind,
                "region": wish.region,
                "hash": draw.digest(text),
                "count": found.made[kind],
                "made_at": now,
            }
            kept[kind] = draws.keep_roster(connection, {**row, "nature": drawer.nature}, text)
        values: dict[str, Any] = {
            "id": name, "plan": wish.plan.strip(), "kind": wish.kind, "region": wish.region, "conditions": _conditions(wish), **kept, "algorithm": draw.ALGORITHM,
            "size": size, "each": wish.each, "secret": hidden, "commitment": draw.digest(hidden), "why": wish.why.strip(), "user": drawer.identity.user,
            "who": drawer.identity.shown_name or drawer.identity.user, "nature": drawer.nature,
        }  # fmt: skip
        draws.prepare(connection, values, now)
        drawer.note(connection, "draw.prepare", name, f"{wish.plan} {size}/{count} inspectors={people} commitment={values['commitment']}")
        return _standing(connection, drawer, name)


def finish(drawer: Drawer, name: str, public_number: str = "") -> draws.Draw:
    """Draw what was prepared, once. Raises EnterprisesFailed; a draw that is done stays what it is."""
    number = public_number.strip()
    if not NUMBER.fullmatch(number):
        raise EnterprisesFailed("公开数须为不超过 64 位的数字、字母、空格或短横，可以不填。")
    with drawer.store.read() as connection:
        found = _standing(connection, drawer, name)
        texts = _kept(connection, found)
    if found.state == draws.DRAWN:
        raise EnterprisesFailed("这次抽取已经完成，结果不能更改。", why=Why.STATE)
    seed = draw.seed_of(found.secret, number)
    drawn = draw.draw(seed, texts.subjects, texts.inspectors, _terms(found))
    items = _items(drawer.reader, drawn, found.region)
    values = {"public_number": number, "seed": seed, "result_hash": draw.digest(draw.result_text(drawn)), "drawn_at": drawer.now}
    with drawer.store.write() as connection:
        if not draws.finish(connection, name, values, items):
            raise EnterprisesFailed("这次抽取刚由别人完成，结果不能更改。", why=Why.STATE)
        drawer.note(connection, "draw.finish", name, f"seed={seed} result={values['result_hash']}")
        return _standing(connection, drawer, name)


def check(drawer: Drawer, name: str) -> Check:
    """Reckon a draw again from its kept rosters and seed. Raises EnterprisesFailed for one that is unknown or not done."""
    with drawer.store.read() as connection:
        found = _standing(connection, drawer, name)
        if found.state != draws.DRAWN:
            raise EnterprisesFailed("这次抽取还没有完成，不能复核。", why=Why.STATE)
        texts, kept = _kept(connection, found), draws.items(connection, name)
        wanted = {
            kind: draws.roster(connection, number).hash for kind, number in (("subjects", found.subjects), ("inspectors", found.inspectors))
        }
    seed = draw.seed_of(found.secret, found.public_number or "")
    again = draw.draw(seed, texts.subjects, texts.inspectors, _terms(found))
    steps = (
        ("市场主体名录摘要", draw.digest(texts.subjects) == wanted["subjects"]),
        ("检查人员名录摘要", draw.digest(texts.inspectors) == wanted["inspectors"]),
        ("承诺与秘密数", draw.digest(found.secret) == found.commitment),
        ("种子", seed == found.seed),
        (
            "抽取结果",
            [(one.place, one.code, list(one.inspectors)) for one in again] == [(one.place, one.code, list(one.inspectors)) for one in kept],
        ),
        ("结果摘要", draw.digest(draw.result_text(again)) == found.result_hash),
    )
    now = _subjects_now(drawer, found)
    return Check(
        steps, None if now is None else len(draw.subjects_of(now)), None if now is None else draw.digest(now) == wanted["subjects"]
    )


def _check(drawer: Drawer, wish: Wish) -> None:
    if not NAME.fullmatch(wish.plan.strip()):
        raise EnterprisesFailed("计划名称须为 2 至 64 个字，只用文字、数字和常用标点。")
    if wish.kind not in PLANS:
        raise EnterprisesFailed(f"没有这种抽查：须为{'、'.join(PLANS)}之一。")
    if not wish.why.strip() or len(wish.why) > 500:
        raise EnterprisesFailed("请填写抽取事由，不超过 500 个字。")
    if not 1 <= wish.each <= 5:
        raise EnterprisesFailed("每户检查人员须为 1 至 5 人。")
    if wish.number is None and not re.fullmatch(r"(100|\d{1,2}(\.\d{1,3})?)", wish.percent):
        raise EnterprisesFailed("请填写抽取比例（大于 0、不超过 100 的百分数）或户数。")
    if wish.number is None and float(wish.percent) == 0:
        raise EnterprisesFailed("抽取比例为 0，不会抽到任何一户：请填写大于 0 的比例。")
    whole = wish.region != drawer.identity.scope.province or drawer.identity.scope.is_whole
    if not (whole and drawer.identity.scope.allows(wish.region) and region_known(drawer.reader, wish.region)):
        raise EnterprisesFailed(f"“{wish.region[:12]}”不是可以抽取的地区。", why=Why.UNKNOWN)
    if not rosters.known(drawer.reader):
        raise EnterprisesFailed("市场主体名录尚无批次，不能抽取。", why=Why.STATE)


def _rosters(drawer: Drawer, wish: Wish) -> _Rosters:
    cut = rosters.Cut(scope=drawer.identity.scope, region=wish.region, industry=wish.industry, type=wish.type)
    count = rosters.count(drawer.reader, cut)
    if count == 0:
        raise EnterprisesFailed("按这些条件，市场主体名录中没有在营主体：请放宽条件。")
    if count > MOST_SUBJECTS:
        raise EnterprisesFailed(f"名录有 {count:,} 户，一次抽取至多从 {MOST_SUBJECTS:,} 户中进行：请缩小范围。")
    with drawer.store.read() as connection:
        people = inspectors.active(connection, drawer.identity.scope.narrow(wish.region))
    known = [draw.Inspector(one.code, one.unit, tuple(one.avoids)) for one in people]
    text = draw.subjects_text(rosters.codes(drawer.reader, cut))
    return _Rosters(text, draw.inspectors_text(known), {"subjects": len(draw.subjects_of(text)), "inspectors": len(known)})


def _conditions(wish: Wish) -> dict[str, Any]:
    told = asdict(wish)
    return {name: told[name] for name in ("industry", "type", "percent", "number", "apart")}


def _terms(found: draws.Draw) -> draw.Terms:
    return draw.Terms(size=found.size, each=found.each, apart=bool(found.conditions["apart"]))


def _standing(connection: Connection, drawer: Drawer, name: str) -> draws.Draw:
    found = draws.one(connection, name, drawer.identity.scope)
    if found is None:
        raise EnterprisesFailed(NOT_HERE, why=Why.UNKNOWN)
    return found


def _kept(connection: Connection, found: draws.Draw) -> _Rosters:
    return _Rosters(draws.roster_text(connection, found.subjects), draws.roster_text(connection, found.inspectors))


def _items(reader: Reader, drawn: Sequence[draw.Drawn], region: str) -> list[dict[str, Any]]:
    """What was drawn with names and places as the register has them now; one that left it since keeps its code and the draw's place."""
    frame = rosters.named(reader, [one.code for one in drawn])
    known = {row["uscc"]: (row["name"], row["region"]) for row in frame.to_dict("records")}
    return [
        {
            "place": one.place,
            "code": one.code,
            "inspectors": list(one.inspectors),
            **dict(zip(("name", "region"), known.get(one.code, ("", region)), strict=True)),
        }
        for one in drawn
    ]


def _subjects_now(drawer: Drawer, found: draws.Draw) -> str | None:
    """The roster that the same conditions give now; None where the register cannot be read."""
    if not rosters.known(drawer.reader):
        return None
    c = found.conditions
    cut = rosters.Cut(scope=drawer.identity.scope, region=found.region, industry=c["industry"], type=c["type"])
    return draw.subjects_text(rosters.codes(drawer.reader, cut))

"""The dimensions of the demo province: division, industries, source systems, working calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from demo.places import Province, systems
from demo.rhythm import kind_of

INDUSTRIES = {
    "A": "农、林、牧、渔业", "B": "采矿业", "C": "制造业", "D": "电力、热力、燃气及水生产和供应业", "E": "建筑业", "F": "批发和零售业",
    "G": "交通运输、仓储和邮政业", "H": "住宿和餐饮业", "I": "信息传输、软件和信息技术服务业", "J": "金融业", "K": "房地产业",
    "L": "租赁和商务服务业", "M": "科学研究和技术服务业", "N": "水利、环境和公共设施管理业", "O": "居民服务、修理和其他服务业",
    "P": "教育", "Q": "卫生和社会工作", "R": "文化、体育和娱乐业", "S": "公共管理、社会保障和社会组织", "T": "国际组织", "-": "未分类",
}  # fmt: skip


def dimensions(province: Province, first: date, last: date) -> dict[str, pd.DataFrame]:
    """The dimension tables by name; the calendar reaches from `first` to `last`."""
    places: list[tuple[str, str, str | None, str]] = [(province.code, province.name, None, "province")]
    places += [(city.code, city.name, province.code, "city") for city in province.cities]
    places += [(county.code, county.name, county.city, "county") for county in province.counties]
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {
        "region": pd.DataFrame(
            {
                "code": [code for code, *_ in places],
                "name": [name for _, name, *_ in places],
                "parent": [parent for *_, parent, _ in places],
                "level": [level for *_, level in places],
            }
        ),
        "industry": pd.DataFrame({"code": list(INDUSTRIES), "name": list(INDUSTRIES.values())}),
        "source_system": pd.DataFrame(
            [(s.code, s.name, s.owner, s.bureau, s.net, s.rhythm, s.tables) for s in systems()],
            columns=["code", "name", "owner", "bureau", "net", "rhythm", "tables"],
        ),
        "calendar": pd.DataFrame(
            {"day": pd.to_datetime(days), "kind": [kind_of(day).kind for day in days], "name": [kind_of(day).name or None for day in days]}
        ),
    }  # fmt: skip

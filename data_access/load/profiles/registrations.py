"""The import profile of enterprise registrations: one row an enterprise, as published by the registration offices.

Type: the source's words where it has any. Else the second character of the credit code (92 individual, 93 co-operative, 91 enterprise);
of a 15-digit number the 7th character (GS 15: 0–5 enterprise, 6–9 individual, N co-operative); else words of the name; else `other`.
Capital: number and unit must both be read with certainty. 万元 alone is RMB by law (元 is its unit), 万 alone names no currency: the amount
is kept, the currency stays unknown. What cannot be read stays unknown, never 0; the words are kept.
Region: the office's code, from the code itself or the number's first six digits. It is of the time when the number was given, which is
not the opening day, so no date goes with it.
"""

from __future__ import annotations

from data_access.batches import Nature
from data_access.load.profiles import Profile

CURRENCIES = {
    "人民币": "CNY", "人民币元": "CNY", "元人民币": "CNY", "元(人民币)": "CNY", "元": "CNY", "美元": "USD", "元美元": "USD",
    "日元": "JPY", "欧元": "EUR", "港元": "HKD", "香港元": "HKD", "港币": "HKD", "英镑": "GBP", "德国马克": "DEM", "新加坡元": "SGD",
    "瑞士法郎": "CHF", "丹麦克郎": "DKK", "加拿大元": "CAD", "澳大利亚元": "AUD", "台湾元": "TWD", "新台币": "TWD", "韩元": "KRW",
    "法国法郎": "FRF", "荷兰盾": "NLG",
}  # fmt: skip
MONEY = r"^([0-9][0-9,]*(?:\.[0-9]+)?)\(?万(.*?)\)?$"
"""Number, then 万, then the currency, with or without brackets; full-width brackets are made plain first."""

_CURRENCY = "CASE unit " + " ".join(f"WHEN '{words}' THEN '{code}'" for words, code in CURRENCIES.items()) + " END"

SHAPE = rf"""
WITH read AS (
    SELECT raw.*, k.kind AS kind,
        nullif(upper(trim(type)), 'N/A') AS words, translate(capital, '（） ', '()') AS money,
        CASE WHEN k.kind IN ('reg13', 'reg15') OR (k.kind = 'masked' AND substr(uscc, 1, 2) NOT IN ('91', '92', '93'))
            THEN substr(uscc, 1, 6) END AS office
    FROM raw LEFT JOIN codes k ON k.code = raw.uscc
), parsed AS (
    SELECT *, regexp_extract(money, '{MONEY}', 1) AS digits,
        CASE WHEN regexp_matches(money, '{MONEY}') THEN
            CASE WHEN contains(money, '元(人民币') THEN '元(人民币)' ELSE regexp_extract(money, '{MONEY}', 2) END END AS unit
    FROM read
), priced AS (
    SELECT *, {_CURRENCY} AS currency,
        CASE WHEN unit = '' OR {_CURRENCY} IS NOT NULL THEN TRY_CAST(replace(digits, ',', '') AS DECIMAL(28, 8)) END AS wan
    FROM parsed
)
SELECT __file, __row, __line, uscc, kind AS uscc_kind, name,
    coalesce(adcode, office) AS region, coalesce(adcode, office) AS region_raw, NULL AS region_how,
    CASE
        WHEN contains(words, '个体') THEN 'individual'
        WHEN contains(words, '合作社') THEN 'coop'
        WHEN words IS NOT NULL THEN 'enterprise'
        WHEN kind IN ('uscc18', 'masked') AND starts_with(uscc, '92') THEN 'individual'
        WHEN kind IN ('uscc18', 'masked') AND starts_with(uscc, '93') THEN 'coop'
        WHEN kind IN ('uscc18', 'masked') AND starts_with(uscc, '91') THEN 'enterprise'
        WHEN kind = 'reg15' AND substr(uscc, 7, 1) BETWEEN '0' AND '5' THEN 'enterprise'
        WHEN kind = 'reg15' AND substr(uscc, 7, 1) BETWEEN '6' AND '9' THEN 'individual'
        WHEN kind = 'reg15' AND substr(uscc, 7, 1) = 'N' THEN 'coop'
        WHEN contains(name, '专业合作社') THEN 'coop'
        WHEN contains(name, '公司') OR contains(name, '厂') THEN 'enterprise'
        ELSE 'other'
    END AS type,
    type AS type_text, NULL AS industry,
    CASE WHEN currency = 'CNY' THEN CAST(CAST(round(wan * 1000000) AS BIGINT) AS VARCHAR) END AS capital_fen,
    currency AS capital_currency, CAST(CAST(wan AS DOUBLE) * 10000 AS VARCHAR) AS capital_amount, capital AS capital_text,
    reg_date AS opened_on, NULL AS closed_on, 'unknown' AS status, scope AS scope_text, address, city AS __city
FROM priced
"""  # noqa: S608 constants of this file

PROFILE = Profile(
    name="registrations",
    zh="市场主体登记明细",
    table="enterprise",
    columns=("uscc", "adcode", "name", "reg_date", "type", "capital", "scope", "city", "address"),
    shape=SHAPE,
    source="registrations",
    nature=Nature.SAMPLE,
    last_day="SELECT max(opened_on) FROM good",
    derived={
        "entity_daily": "SELECT opened_on AS day, region, '-' AS industry, type, count(*)::BIGINT AS opened FROM good "
        "WHERE opened_on IS NOT NULL GROUP BY ALL",
    },
)

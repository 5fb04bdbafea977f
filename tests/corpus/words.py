"""The hostile words: texts that some later reader might take for something else than text."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "script": {
        "img-onerror": "<img src=x onerror=alert(1)>", "script-end": "</script><script>alert(1)</script>", "svg": "<svg/onload=alert(1)>",
        "javascript-link": "javascript:alert(document.domain)", "markdown-link": "[x](javascript:alert(1))", "attribute": '" onmouseover="alert(1)',
        "data-link": "data:text/html,<script>alert(1)</script>", "comment": "<!--><script>alert(1)</script>", "style": "<style>*{display:none}</style>",
        "entity": "&lt;script&gt;alert(1)&lt;/script&gt;", "iframe": "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    },
    "template": {
        "jinja": "{{7*7}}", "jinja-class": "{{''.__class__.__mro__}}", "jinja-block": "{% for x in range(9) %}a{% endfor %}", "format": "{0.__class__}",
        "percent": "%(password)s %s %n", "dollar": "${7*7}", "typst-import": '#import "@preview/x:0.1.0": *', "typst-read": '#read("/etc/passwd")',
        "typst-eval": "#eval(\"1+1\")", "shell": "$(touch /tmp/owned)", "backtick": "`touch /tmp/owned`", "log4j": "${jndi:ldap://127.0.0.1/a}",
    },
    "sheet": {
        "equals": "=cmd|' /C calc'!A0", "plus": "+1+1", "minus": "-2+3", "at": "@SUM(1+1)", "tab": "\t=1+1", "return": "\r=1+1",
        "link": '=HYPERLINK("http://127.0.0.1/","x")', "wide-equals": "＝1+1",
    },
    "query": {
        "quote": "'; DROP TABLE alert; --", "union": "' UNION SELECT password_hash FROM user --", "like": "%_\\", "null": "NULL", "or": "1' OR '1'='1",
        "path": "../../../../etc/passwd", "path-encoded": "%2e%2e%2fetc%2fpasswd",
    },
    "lines": {
        "log": "ok\r\n2026-11-20 INFO root signed in", "header": "x\r\nSet-Cookie: a=b", "paragraph": "甲\u2028乙\u2029丙", "vertical": "a\x0bb\x0cc", "next": "a\x85b",
        "terminal": "\x1b[2J\x1b[31mred", "backspace": "good\x08\x08\x08\x08evil", "bell": "\x07",
    },
    "signs": {
        "rtl": "报警\u202etxt.exe", "isolate": "\u2066abc\u2069", "zero-width": "冷\u200b库\u200c超\u200d温\ufeff", "rare": "𠮷野家 㐂 𰻞𰻞面 𪚥", "emoji": "👨‍👩‍👧‍👦🚨🏳️‍🌈",
        "combining": "Z" + "\u0301\u0302\u0303" * 60, "private": "\ue000\uf8ff", "nonchar": "a\ufffeb\uffffc", "nul": "a\x00b", "full-width": "ＡＢＣ１２３",
        "half-pair": "a\ud800b", "half-pair-low": "\udfffa", "tag": "\U000e0041\U000e0042", "soft-hyphen": "a\u00adb", "only-spaces": "  \u3000\u00a0 ",
        "long": "长" * 5_000, "very-long": "a" * 300_000,
    },
}  # fmt: skip
"""Class → name → words."""

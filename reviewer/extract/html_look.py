"""What of a page a person would not see: by inline style, by attribute, by the simple rules of its style sheets."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

_HIDES: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*(?:0(?:\.\d+)?|1(?:\.0+)?)\s*(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
)
_UNDRAWN: Final = re.compile(r"font-size\s*:\s*1(?:\.0+)?\s*(?:em|rem)")
_WHITE: Final = re.compile(
    r"(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?|rgba?\(\s*255\s*,\s*255\s*,\s*255[^)]*\))\s*(?:;|!|$)"
)
_BACKED: Final = re.compile(
    r"background(?:-color|-image)?\s*:\s*(?!\s*(?:transparent|none|white|#fff(?:fff)?|inherit)\b)"
)
_AWAY: Final = re.compile(r"(?:text-indent|left|top)\s*:\s*-\d{3,}")
_NAME: Final = re.compile(r"\s*(?:[a-z][a-z0-9]*)?([.#][\w-]+)\s*", re.IGNORECASE)
_BRACES: Final = re.compile("([{}])")
_SHEET_MOST: Final = 500_000


class Hidden:
    """Answers for each element of one page whether its own text is seen."""

    def __init__(self, root: etree._Element) -> None:
        self._names: set[str] = set()
        sheet = "".join(style.text or "" for style in root.iter("style"))[:_SHEET_MOST]
        for selectors, body in _rules(sheet):
            if _hides(body.lower()):
                for selector in selectors.split(","):
                    if name := _NAME.fullmatch(selector):
                        self._names.add(name.group(1))

    def by_itself(self, element: etree._Element) -> bool:
        """Hidden by its attributes: a person who opened the page did not see it."""
        style = (element.get("style") or "").lower()
        return element.get("hidden") is not None or (bool(style) and _hides(style))

    def by_sheet(self, element: etree._Element) -> bool:
        """Hidden by a rule of the page's style sheet, which a script may have lifted."""
        if not self._names:
            return False
        names = {f".{one}" for one in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
        return not self._names.isdisjoint(names)


def _rules(sheet: str) -> list[tuple[str, str]]:
    """Selectors and bodies of the plain rules; comments, and blocks for other media, are left out. Linear in time."""
    parts = sheet.split("/*")
    sheet = parts[0] + "".join(part.partition("*/")[2] for part in parts[1:])
    out: list[tuple[str, str]] = []
    depth = skipped = 0
    selector = ""
    for part in _BRACES.split(sheet):
        if part == "{":
            depth += 1
            if selector.lstrip().startswith("@") and not skipped:
                skipped = depth
        elif part == "}":
            skipped = 0 if depth == skipped else skipped
            depth = max(0, depth - 1)
        elif depth == 1 and not skipped:
            out.append((selector, part))
        else:
            selector = part
    return out


def _hides(style: str) -> bool:
    return bool(_AWAY.search(style)) or bool(_HIDES.search(_UNDRAWN.sub("", style)))


def is_white(element: etree._Element) -> bool:
    """Text is set in white here."""
    style = (element.get("style") or "").lower()
    color = (element.get("color") or "").lower() if element.tag == "font" else ""
    return color in ("white", "#ffffff", "#fff") or bool(style and _WHITE.search(style))


def sets_color(element: etree._Element) -> bool:
    """The colour of text is set here, to whatever."""
    style = (element.get("style") or "").lower()
    return "color" in style.replace("background-color", "") or (
        element.tag == "font" and element.get("color") is not None
    )


def is_backed(element: etree._Element) -> bool:
    """Something other than white is painted behind the text here (a class may do so unseen by us)."""
    if element.get("bgcolor") or element.get("background"):
        return (element.get("bgcolor") or "x").lower() not in ("#ffffff", "white", "#fff")
    return bool(_BACKED.search((element.get("style") or "").lower()))

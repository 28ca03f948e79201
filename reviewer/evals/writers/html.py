"""HTML: a clean page, a saved web page with its navigation, and what Word exports."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from pathlib import Path
from random import Random

from reviewer.evals.sheets import Drawn, Sheet
from reviewer.evals.spec import Spec
from reviewer.evals.templates import book
from reviewer.evals.writers.flow import Block, blocks, dice

_UNSEEN = ("display:none", "font-size:0", "color:#ffffff", "visibility:hidden")
SHAPES = ("clean", "page", "page", "word")
_STYLE = "<style>body{font-family:'Noto Serif CJK SC',serif;font-size:12pt} table{border-collapse:collapse;width:100%%} td,th{border:1px solid #000;padding:2px 4px;font-size:%dpt}</style>"


def write(spec: Spec, path: Path, shape: str = "") -> None:
    """Write `spec` to `path` in one of SHAPES (chosen by the report's own dice when empty)."""
    rng = dice(spec, "html")
    shape = shape or rng.choice(SHAPES)
    body = "\n".join(_block(block, spec, rng, shape) for block in blocks(spec))
    charset = "gb18030" if shape == "page" and rng.random() < 0.3 else "utf-8"
    meta = (
        f'<meta charset="{charset}">'
        if charset == "utf-8"
        else '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    )
    title = escape(spec.title.replace("\n", ""))
    if shape == "page":
        frame = book("frame")
        filled = {
            name: frame[name].replace("{title}", title).replace("{agency}", escape(spec.agency))
            for name in ("above", "below", "head")
        }
        text = f"<!DOCTYPE html><html><head>{meta}<title>{title}</title>{filled['head']}</head><body>{filled['above']}{body}{filled['below']}</body></html>"
    elif shape == "word":
        text = f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>{meta}<title></title><!--[if gte mso 9]><xml><o:x/></xml><![endif]--></head><body lang=ZH-CN><div class=WordSection1>{body}</div></body></html>'
    else:
        size = 8 if spec.layout.small else 10
        text = (
            f"<!DOCTYPE html><html><head>{meta}<title>{title}</title>{_STYLE % size}</head><body>{body}</body></html>"
        )
    path.write_bytes(text.encode(charset, "xmlcharrefreplace"))


def _spans(text: str, rng: Random, chance: float, word: bool) -> str:
    """The text, sometimes cut over several spans at any place."""
    if len(text) < 2 or rng.random() > chance:
        return escape(text)
    cuts = sorted({0, len(text), *(rng.randrange(1, len(text)) for _ in range(rng.randint(1, 6)))})
    mark = "span lang=EN-US style='font-size:10.5pt'" if word else 'span style="font-family:宋体"'
    return "".join(f"<{mark}>{escape(text[a:b])}</span>" for a, b in pairwise(cuts))


def _block(block: Block, spec: Spec, rng: Random, shape: str) -> str:
    if block.kind == "picture":
        return f'<p><img src="{block.text}.png" width="760" height="520"></p>'
    if block.hidden:
        return f'<p style="{rng.choice(_UNSEEN)}">{escape(block.text)}</p>'
    if block.sheet is not None:
        return _sheet(block.sheet, spec, rng, shape)
    if shape == "word":
        inner = "<br>".join(_spans(line, rng, 0.6, True) for line in block.text.split("\n"))
        strong = block.kind in ("title", "heading")
        inner = f"<b>{inner}</b>" if strong else inner
        return f"<p class=MsoNormal style='text-indent:21.0pt'>{inner}<span lang=EN-US><o:p></o:p></span></p>"
    lines = [_spans(line, rng, 0.25 if shape == "page" else 0, False) for line in block.text.split("\n")]
    if block.kind == "title":
        return (
            f"<h1>{'<br/>'.join(lines)}</h1>"
            if rng.random() < 0.6
            else "".join(f'<p align="center"><strong>{line}</strong></p>' for line in lines)
        )
    if block.kind == "heading":
        return f"<h2>{lines[0]}</h2>" if rng.random() < 0.5 else f"<p><strong>{lines[0]}</strong></p>"
    indent = (
        "&nbsp;&nbsp;&nbsp;&nbsp;" if shape == "page" and rng.random() < 0.3 else "　　" if rng.random() < 0.4 else ""
    )
    return f"<p>{indent}{''.join(lines)}</p>"


def _sheet(sheet: Sheet, spec: Spec, rng: Random, shape: str) -> str:
    heads = shape == "clean" and rng.random() < 0.4
    rows = []
    for number, line in enumerate(sheet.lines()):
        cells = "".join(
            _cell(cell, rng, shape, "th" if heads and number < sheet.header else "td") for cell in line if cell
        )
        rows.append(f"<tr>{cells}</tr>")
    if heads and sheet.header:
        inner = f"<thead>{''.join(rows[: sheet.header])}</thead><tbody>{''.join(rows[sheet.header :])}</tbody>"
    else:
        inner = f"<tbody>{''.join(rows)}</tbody>"
    return f'<table border="1" cellspacing="0">\n{inner}\n</table>'


def _cell(cell: Drawn, rng: Random, shape: str, tag: str) -> str:
    span = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
        f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    )
    text = _spans(cell.text, rng, 0.4 if shape != "clean" and cell.label else 0, shape == "word")
    if not cell.text and rng.random() < 0.6:
        text = "&nbsp;"
    if shape == "word":
        text = f"<p class=MsoNormal align=center>{text}<o:p></o:p></p>"
    elif rng.random() < 0.3:
        text = f"\n<p>{text}</p>\n"
    return f"<{tag}{span}>{text}</{tag}>"

"""A Comparison as a piece of HTML; every character of a report is escaped, what was changed in a sentence is marked."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from html import escape

from reviewer.export.clean import brief
from reviewer.export.comparison import form_of, headline
from reviewer.export.items import cell_name, section_name, tone_of
from reviewer.export.words import words
from reviewer.model import Comparison, Finding

_LONGEST = 400


def fragment(found: Comparison) -> str:
    """The comparison in the classes of report.css; never empty."""
    return "".join(_parts(found))


def _parts(found: Comparison) -> Iterator[str]:
    phrase, form = words().comparison, form_of(found.new)
    parts = {"fixed": found.fixed, "still": found.still, "added": found.added, "unclear": found.unclear}
    counts = {key: len(some) for key, some in parts.items()}
    said = headline(found)
    total = phrase["summary"].format(**counts, cells=len(found.cells), sentences=len(found.sentences))
    yield f'<section class="summary"><p class="tally">{escape(total)}</p><p>{escape(said)}</p>'
    yield from (f'<p class="notice">{escape(brief(one.sentence, 400))}</p>' for one in found.notices)
    yield "</section>"
    for key, some in parts.items():
        if some:
            title = phrase[key].format(n=len(some))
            yield f'<section class="group changed {key}"><h2>{escape(title)}</h2>{"".join(map(_card, some))}</section>'
    if found.cells:
        yield f'<section class="gaps"><h2>{escape(phrase["cells"].format(n=len(found.cells)))}</h2><table><tbody>'
        for cell in found.cells:
            old, new = (
                phrase["absent"] if one is None else brief(one, 40) or phrase["blank"] for one in (cell.old, cell.new)
            )
            yield f"<tr><td>{escape(cell_name(cell.fact, form))}</td><td><del>{escape(old)}</del></td>"
            yield f"<td><ins>{escape(new)}</ins></td></tr>"
        yield "</tbody></table></section>"
    if found.sentences:
        yield f'<section class="gaps"><h2>{escape(phrase["sentences"].format(n=len(found.sentences)))}</h2>'
        for one in found.sentences:
            old, new = marked(brief(one.old, _LONGEST), brief(one.new, _LONGEST))
            yield f'<div class="proof"><p><small>{escape(section_name(one.section, form))}</small></p>'
            yield f"<blockquote>{old}</blockquote>" * bool(old) + f"<blockquote>{new}</blockquote></div>"
        yield "</section>"


def marked(old: str, new: str) -> tuple[str, str]:
    """Both sentences escaped, with what went in <del> and what came in <ins>."""
    left, right = [], []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = escape(old[a:b]), escape(new[c:d])
        left.append(gone if tag == "equal" or not gone else f"<del>{gone}</del>")
        right.append(come if tag == "equal" or not come else f"<ins>{come}</ins>")
    return "".join(left), "".join(right)


def _card(finding: Finding) -> str:
    tone = tone_of(finding)
    waived = words().comparison["waived"] if finding.waived else ""
    return (
        f'<div class="card {tone}"><p class="label"><span class="chip {tone}">{words().severity[tone].chip}</span>'
        f"<code>{escape(finding.rule)}</code></p><h3>{escape(brief(finding.message, 300) + waived)}</h3></div>"
    )

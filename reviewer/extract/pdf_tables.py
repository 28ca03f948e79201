"""Ruled tables of a page: pdfplumber's TableFinder over PDFium's lines.

The steps, the settings (3 points for snapping, joining and crossing) and the answers are pdfplumber's; its slowest step,
`intersections_to_cells`, is done over numbered lines instead of sets of boxes, and lines are joined before snapping.
Borders that a page break leaves open are closed first: Chrome and WPS draw no line on the paper's edge, and pdfplumber
alone then loses the row there without a word.
"""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import NamedTuple

from pdfplumber.table import cells_to_tables, edges_to_intersections, merge_edges

from reviewer.extract.pdf_paths import Edge, horizontal, vertical
from reviewer.model import Box

TOLERANCE = 3.0
"""pdfplumber's default for snapping, joining and crossing, in points."""
MOST_CROSSINGS = 250_000
"""Vertical times horizontal lines of one page beyond which it is a drawing, not a table."""

Point = tuple[float, float]


class RuledTable(NamedTuple):
    """The closed boxes of one table (at least two), in no promised order."""

    cells: list[Box]

    @property
    def bbox(self) -> Box:
        x0, top, x1, bottom = zip(*self.cells, strict=True)
        return min(x0), min(top), max(x1), max(bottom)


def find_tables(edges: list[Edge]) -> list[RuledTable]:
    """Tables with at least two cells, from the top down; each cell once, as the smallest closed box."""
    merged = [
        edge
        for part in _apart(_joined(edges))
        for edge in merge_edges(part, TOLERANCE, TOLERANCE, TOLERANCE, TOLERANCE)
    ]
    verticals = [one for one in merged if one["orientation"] == "v" and one["bottom"] - one["top"] >= TOLERANCE]
    horizontals = [one for one in merged if one["orientation"] == "h" and one["x1"] - one["x0"] >= TOLERANCE]
    if not horizontals or not verticals or len(horizontals) * len(verticals) > MOST_CROSSINGS:
        return []
    missing = _missing(verticals, horizontals)
    lines = [*verticals, *horizontals]
    if missing:
        lines = merge_edges([*lines, *missing], TOLERANCE, TOLERANCE, TOLERANCE, TOLERANCE)
    crossings = edges_to_intersections(lines, TOLERANCE, TOLERANCE)
    numbers = {id(line): number for number, line in enumerate(lines)}
    points = {
        point: (
            frozenset(numbers[id(line)] for line in through["v"]),
            frozenset(numbers[id(line)] for line in through["h"]),
        )
        for point, through in crossings.items()
    }
    return [RuledTable(list(cells)) for cells in cells_to_tables(closed_cells(points))]


def _apart(edges: list[Edge]) -> list[list[Edge]]:
    """All edges in one list; the edges of each table alone where snapping would draw lines of several tables together.

    pdfplumber snaps lines to the middle of a chain of near ones, so that the narrow columns of one table move the lines
    of another further up the page.
    """
    stops = sorted({one["x0"] for one in edges if one["orientation"] == "v"})
    start = 0
    for at in range(1, len(stops) + 1):
        if at < len(stops) and stops[at] - stops[at - 1] <= TOLERANCE:
            continue
        if stops and stops[at - 1] - stops[start] > TOLERANCE:
            upright = [one for one in edges if one["orientation"] == "v"]
            level = [one for one in edges if one["orientation"] == "h"]
            if len(upright) * len(level) <= MOST_CROSSINGS:
                return [[*ups, *levels] for ups, levels in _groups(upright, level)]
        start = at
    return [edges]


def closed_cells(points: dict[Point, tuple[frozenset[int], frozenset[int]]]) -> list[Box]:
    """The smallest box below and right of every crossing whose four sides are ruled (pdfplumber's definition).

    `points`: the numbers of the vertical and of the horizontal lines through each crossing.
    """
    below: dict[float, list[Point]] = defaultdict(list)
    right: dict[float, list[Point]] = defaultdict(list)
    for point in sorted(points):
        below[point[0]].append(point)
        right[point[1]].append(point)
    place = {point: index for column in below.values() for index, point in enumerate(column)}
    across = {point: index for row in right.values() for index, point in enumerate(row)}
    found = []
    for point in sorted(points):
        x, top = point
        vertical_lines, horizontal_lines = points[point]
        corners = [one for one in right[top][across[point] + 1 :] if not horizontal_lines.isdisjoint(points[one][1])]
        if not corners:
            continue
        for low in below[x][place[point] + 1 :]:
            if vertical_lines.isdisjoint(points[low][0]):
                continue
            under = points[low][1]
            hit = next(
                (
                    corner[0]
                    for corner in corners
                    if (last := points.get((corner[0], low[1])))
                    and not last[0].isdisjoint(points[corner][0])
                    and not last[1].isdisjoint(under)
                ),
                None,
            )
            if hit is not None:
                found.append((x, top, hit, low[1]))
                break
    return found


def _joined(edges: list[Edge]) -> list[Edge]:
    """Pieces on one line (to half a point) that touch or overlap, as one edge: borders come in pieces, and twice."""
    lines: dict[tuple[str, int], list[tuple[float, float, float]]] = defaultdict(list)
    for one in edges:
        if one["orientation"] == "h":
            lines["h", round(one["top"] * 2)].append((one["x0"], one["x1"], one["top"]))
        else:
            lines["v", round(one["x0"] * 2)].append((one["top"], one["bottom"], one["x0"]))
    found = []
    for (direction, _), pieces in lines.items():
        pieces.sort()
        make = horizontal if direction == "h" else vertical
        start, end, at = pieces[0]
        for a, b, _ in pieces[1:]:
            if a <= end + TOLERANCE:
                end = max(end, b)
            else:
                found.append((make, start, end, at))
                start, end = a, b
        found.append((make, start, end, at))
    return [
        horizontal(start, end, at) if make is horizontal else vertical(at, start, end)
        for make, start, end, at in found
        if end - start >= TOLERANCE
    ]


def _missing(verticals: list[Edge], horizontals: list[Edge]) -> list[Edge]:
    """Lines that close each connected group of edges where it is open above, below, left or right."""
    found = []
    for group_v, group_h in _groups(verticals, horizontals):
        top, bottom = min(map(itemgetter("top"), group_v)), max(map(itemgetter("bottom"), group_v))
        for y, key in ((top, "top"), (bottom, "bottom")):
            ends = [one["x0"] for one in group_v if abs(one[key] - y) <= 2 * TOLERANCE]
            if len(ends) > 1 and not _covered(horizontals, min(ends), max(ends), y):
                found.append(horizontal(min(ends), max(ends), y))
        left, right = min(map(itemgetter("x0"), group_h)), max(map(itemgetter("x1"), group_h))
        for x, key in ((left, "x0"), (right, "x1")):
            ends = [one["top"] for one in group_h if abs(one[key] - x) <= 2 * TOLERANCE]
            beside = [one for one in group_v if abs(one["x0"] - x) <= 2 * TOLERANCE]
            if len(ends) > 2 and not beside:
                found.append(vertical(x, min(ends), max(ends)))
    return found


def _covered(horizontals: list[Edge], x0: float, x1: float, y: float) -> bool:
    """Whether the stretch from x0 to x1 is ruled at y already."""
    at = x0
    for one in sorted(horizontals, key=itemgetter("x0")):
        if abs(one["top"] - y) <= TOLERANCE and one["x0"] <= at + TOLERANCE:
            at = max(at, one["x1"])
    return at >= x1 - TOLERANCE


def _groups(verticals: list[Edge], horizontals: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Edges that touch one another, directly or through others; only groups with lines of both directions."""
    names = list(range(len(verticals) + len(horizontals)))

    def root(name: int) -> int:
        while names[name] != name:
            names[name] = names[names[name]]
            name = names[name]
        return name

    slack = TOLERANCE
    for i, v in enumerate(verticals):
        x, top, bottom = v["x0"], v["top"] - slack, v["bottom"] + slack
        for j, h in enumerate(horizontals, len(verticals)):
            if top <= h["top"] <= bottom and h["x0"] - slack <= x <= h["x1"] + slack:
                names[root(j)] = root(i)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, v in enumerate(verticals):
        groups.setdefault(root(i), ([], []))[0].append(v)
    for j, h in enumerate(horizontals, len(verticals)):
        groups.setdefault(root(j), ([], []))[1].append(h)
    return [group for group in groups.values() if group[0] and group[1]]

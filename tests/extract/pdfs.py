"""A tiny PDF writer for the tests: pages of operators, Chinese text through a predefined CMap, no fonts to carry."""

from __future__ import annotations

from pathlib import Path

FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000"
    "/W[1 95 500 814 939 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
    "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)

TALL = (
    FONT.replace("/FontBBox[-25 -254 1000 880]", "/FontBBox[-997 -1049 2929 1810]")
    .replace("/Ascent 880/Descent -120", "/Ascent 1810/Descent -70")
)  # fmt: skip
"""The same typeface as a subset whose metrics are those of its largest glyph."""


def text(x: float, y: float, words: str, size: float = 12, before: str = "", font: str = "F") -> str:
    """Operators that print words with their base line at y, counted from the bottom; digits are half as wide."""
    return f"q BT {before} /{font} {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET Q\n"


def line(x0: float, y0: float, x1: float, y1: float, width: float = 0.5, before: str = "") -> str:
    return f"q {before} {width} w {x0} {y0} m {x1} {y1} l S Q\n"


def bar(x0: float, y0: float, x1: float, y1: float, colour: str = "0 0 0 rg") -> str:
    """A filled box."""
    return f"q {colour} {x0} {y0} {x1 - x0} {y1 - y0} re f Q\n"


def table(x: float, y: float, widths: list[float], height: float, rows: list[list[str]], size: float = 9) -> str:
    """A fully ruled table whose top left corner is at (x, y)."""
    right, bottom = x + sum(widths), y - height * len(rows)
    out = "".join(line(x, y - height * at, right, y - height * at) for at in range(len(rows) + 1))
    stops = [x + sum(widths[:at]) for at in range(len(widths) + 1)]
    out += "".join(line(stop, y, stop, bottom) for stop in stops)
    for at, row in enumerate(rows):
        for stop, words in zip(stops, row, strict=False):
            if words:
                out += text(stop + 4, y - height * at - height / 2 - size / 3, words, size)
    return out


def pdf(pages: list[str], *, extra: str = "", box: str = "0 0 595 842", objects: list[str] | None = None,
        tall: bool = False) -> bytes:  # fmt: skip
    """A PDF of these pages' operators. `extra` goes into each page, `objects` follow the pages (from number 4 + 2n).

    `tall`: the font `T` is there too (in the place of the picture `Im`).
    """
    second = f"/T {4 + 2 * len(pages)} 0 R" if tall else ""
    objects = [TALL] if tall else objects
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    parts = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>", FONT]
    for at, operators in enumerate(pages):
        parts.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Resources<</Font<</F 3 0 R{second}>>/XObject<</Im {4 + 2 * len(pages)} 0 R>>>>"
            f"/Contents {5 + 2 * at} 0 R{extra}>>"
        )
        parts.append(f"<</Length {len(operators)}>>stream\n{operators}\nendstream")
    parts += objects or []
    out = b"%PDF-1.7\n"
    offsets = []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode()
    return out + f"trailer\n<</Size {len(parts) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


IMAGE = "<</Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8/Length 8/Filter/ASCIIHexDecode>>stream\n8090a0b0\nendstream"


def picture(x: float, y: float, wide: float, high: float) -> str:
    """Operators that show `IMAGE` (hand it over in `objects`)."""
    return f"q {wide} 0 0 {high} {x} {y} cm /Im Do Q\n"


def save(folder: Path, content: bytes, name: str = "report.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path

"""Write the two fonts of the charts: DejaVu Sans with the letters of Europe and Central Asia, without layout tables.

python benchmarks/font.py

A PDF holds the letters that it shows. Cutting them out of the whole font (750 KB, with tables for Arabic and
mathematics) takes five times as long as out of these. Kerning stays, in the old ``kern`` table. Ligatures go: German
sets none where a word is put together (Auflage, Schifffahrt).
"""

from __future__ import annotations

import shutil
from pathlib import Path

import matplotlib as mpl
from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "analysis" / "charts" / "fonts"
FAMILY = "Mittellage Sans"
RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x259, 0x259), (0x275, 0x275),  # Latin of Europe, Turkey and Azerbaijan
    (0x2B0, 0x2CC), (0x2D8, 0x2DD), (0x300, 0x338),  # modifier letters (Uzbek oʻ, gʻ) and accents
    (0x370, 0x3FF),  # Greek
    (0x400, 0x52F),  # Cyrillic with Kazakh, Kyrgyz, Tajik
    (0x1E00, 0x1E9F), (0x1EF2, 0x1EF9),  # Latin of Wales and Ireland, transliterations, ẞ
    (0x2002, 0x2064), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2113, 0x2122),  # punctuation, raised digits, currencies, №
    (0x2190, 0x2199), (0x21D0, 0x21D4),  # arrows
    (0x2202, 0x221E), (0x2227, 0x222B), (0x2248, 0x2248), (0x2260, 0x2265),  # mathematics
    (0x25A0, 0x25AB), (0x25B2, 0x25C6), (0x25CB, 0x25CF), (0x2713, 0x2718),  # shapes, ticks
    (0xFFFD, 0xFFFD),
)  # fmt: skip


def main() -> None:
    source = Path(mpl.get_data_path()) / "fonts" / "ttf"
    FOLDER.mkdir(exist_ok=True)
    for name, style in (("DejaVuSans.ttf", "Regular"), ("DejaVuSans-Bold.ttf", "Bold")):
        font = cut(source / name)
        rename(font, style)
        font.save(FOLDER / f"MittellageSans-{style}.ttf")
    shutil.copy(source / "LICENSE_DEJAVU", FOLDER / "LICENSE_DEJAVU")


def cut(path: Path) -> TTFont:
    options = subset.Options()
    options.set(layout_features=[], legacy_kern=True, notdef_outline=True, name_IDs=["*"])
    options.drop_tables += ["FFTM", "MATH", "GPOS", "GSUB", "GDEF"]
    font = subset.load_font(path, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    # The same letters stand in two tables, for systems of the nineties and for all others.
    font["cmap"].tables = [table for table in font["cmap"].tables if (table.platformID, table.platEncID) == (3, 1)]
    return font


def rename(font: TTFont, style: str) -> None:
    """Say that this is not the whole DejaVu Sans; copyright and licence stay."""
    names = {1: FAMILY, 3: f"{FAMILY} {style}", 4: f"{FAMILY} {style}", 6: f"MittellageSans-{style}", 16: FAMILY}
    for entry in list(font["name"].names):
        if entry.nameID in names:
            font["name"].setName(names[entry.nameID], entry.nameID, entry.platformID, entry.platEncID, entry.langID)


if __name__ == "__main__":
    main()

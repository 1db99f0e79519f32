"""Build the fonts of the charts: Juesuan Sans SC, Regular and Bold, from the variable Noto Sans SC (OFL 1.1).

    uv pip install --target build/noto --no-deps justmytype-intl-cjk==0.1.0
    python tools/build_font.py build/noto/justmytype_intl_cjk/fonts/ofl/notosanssc src/juesuan_nb/charts/fonts

The first argument is a folder with NotoSansSC[wght].ttf and its OFL.txt. The same source and fontTools give the same
bytes. The fonts hold GB 2312 and the symbols of `SYMBOLS`, have no hinting and no layout tables (matplotlib uses
neither), and carry a name of their own: the licence reserves the name "Source", and "Noto" is a trademark.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Juesuan Sans SC"
WEIGHTS = {"Regular": 400, "Bold": 700}
SYMBOLS = (
    "≥≤≠≈±×÷−√∞∑％‰‱°℃′″·•…—–-‐“”‘’「」『』《》〈〉【】〔〕〖〗（）［］｛｝、。，；：？！～￥¥€£$№§†‡©®™㎡㎥㎞㎏㎜㎝ℓ²³¹½¼¾"
    "←→↑↓↗↘↔▲△▼▽◆◇●○◎■□★☆✓✔✕〇々〒ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
)
PLACE_NAMES = "埇硚浉瀍鄠堽垟甪漷洨潖沄峣昇喆堃珺玥镕"
"""Characters of district, river and personal names that GB 2312 lacks (埇桥区, 硚口区, 浉河区, 瀍河区, 鄠邑区, …)."""


def gb2312() -> str:
    """Every character of GB 2312: 682 symbols and 6,763 汉字."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)


def characters() -> set[int]:
    """The code points that the fonts are to hold."""
    latin = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))
    wide = "".join(map(chr, range(0xFF01, 0xFF5F)))
    return set(map(ord, gb2312() + latin + wide + SYMBOLS + PLACE_NAMES))


def build(source: Path, style: str) -> TTFont:
    """One static font of the given style, cut down to `characters()`."""
    font = TTFont(source, recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS[style]}, inplace=True)
    options = Options(hinting=False, layout_features=[], notdef_outline=True, name_IDs=["*"], glyph_names=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    rename(font, style)
    return font


def rename(font: TTFont, style: str) -> None:
    """Give the font its own names; copyright, designers and licence stay, weight names of the variable font go."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 8, 9, 10, 11, 13, 14)]
    version = f"Version 1.000; {len(font.getGlyphOrder())} glyphs of Noto Sans SC 2.004"
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    for number, text in {
        1: FAMILY,
        2: style,
        3: f"1.000;{postscript}",
        4: f"{FAMILY} {style}",
        5: version,
        6: postscript,
    }.items():
        names.setName(text, number, 3, 1, 0x409)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = WEIGHTS[style]
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0x61 | (0x20 if bold else 0x40)
    font["head"].macStyle = int(bold)


def main(source: Path, target: Path) -> None:
    """Write both fonts and the licence to `target`."""
    target.mkdir(parents=True, exist_ok=True)
    for style in WEIGHTS:
        path = target / f"{FAMILY.replace(' ', '')}-{style}.ttf"
        font = build(source / "NotoSansSC[wght].ttf", style)
        font.save(path)
        print(path.name, path.stat().st_size, "bytes,", len(font.getBestCmap()), "characters")
    (target / "OFL.txt").write_bytes((source / "OFL.txt").read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

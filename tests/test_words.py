"""What charts draw instead of matplotlib's Text, Tick and renderer stands and looks as matplotlib would have it."""

import io
import itertools
import random
import re
import warnings

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, MaxNLocator
from PIL import Image

from juesuan_nb import charts, pictures
from juesuan_nb.charts import display, pen
from juesuan_nb.charts.pen import Canvas
from juesuan_nb.charts.ruled import RuledAxes
from juesuan_nb.charts.words import ASCENT, DESCENT, Word, Words, write

mpl.use("Agg")
ONE, TWO, MISSING = "其他支出（99.9%）", "其他人力资源和社会\n保障(管理)事务支出", "\u2603"


@pytest.fixture(autouse=True)
def _style():
    charts.use_style()
    yield
    plt.close("all")


def pixels(figure, canvas=FigureCanvasAgg) -> np.ndarray:
    made = canvas(figure)
    made.draw()
    return np.asarray(made.buffer_rgba())[..., :3].astype(int)


def ink(picture: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is not white."""
    rows, columns = np.flatnonzero((picture < 250).any(axis=(1, 2))), np.flatnonzero((picture < 250).any(axis=(0, 2)))
    return columns[0], rows[0], columns[-1], rows[-1]


def empty(size=(4, 2), **more):
    figure, ax = plt.subplots(figsize=size, **more)
    ax.set_axis_off()
    ax.set(xlim=(0, 10), ylim=(5, 0))
    return figure, ax


# Words


@pytest.mark.parametrize("text", [ONE, TWO, "−12.50"])
@pytest.mark.parametrize(
    ("ha", "va"),
    [*itertools.product(("left", "center", "right"), ("top", "center", "bottom", "baseline", "center_baseline"))],
)
def test_a_word_stands_where_the_same_text_would_stand(text, ha, va):
    for dpi in (72, 150):
        figure, ax = empty(dpi=dpi)
        theirs = ax.annotate(
            text, (3, 2), xytext=(5, -2), textcoords="offset points", ha=ha, va=va, fontsize=8.5, annotation_clip=False
        )
        ours = write(ax, [Word(text, 3, 2, dx=5, dy=-2, ha=ha, va=va)])
        assert ours.get_window_extent().extents == pytest.approx(theirs.get_window_extent().extents, abs=0.1)
        assert ours.strings == [text]
        ours.set_visible(False)
        there = ink(pixels(figure))
        ours.set_visible(True)
        theirs.set_visible(False)
        assert ink(pixels(figure)) == pytest.approx(there, abs=1)


def test_lines_of_a_fixed_leading_and_bold_words_stand_like_texts():
    figure, ax = empty()
    theirs = ax.text(3, 2, "不符 2\n通过 14", ha="center", va="center", fontsize=7, linespacing=1.15, weight="bold")
    ours = write(ax, [Word("不符 2\n通过 14", 3, 2, ha="center", size=7, leading=1.15, bold=True)])
    assert ours.get_window_extent().extents == pytest.approx(theirs.get_window_extent().extents, abs=0.1)
    theirs.set_visible(False)
    ours.set_visible(True)
    alone = pixels(figure)
    theirs.set_visible(True)
    ours.set_visible(False)
    assert np.abs(pixels(figure) - alone).mean() < 1


def test_the_heights_are_those_of_the_shipped_fonts():
    for name in pen._paths(False)[0], pen._paths(True)[0]:
        font = mpl.font_manager.get_font(name)
        table, em = font.get_sfnt_table("OS/2"), font.units_per_EM
        assert (table["sTypoAscender"] / em, -table["sTypoDescender"] / em, table["sTypoLineGap"]) == (
            ASCENT,
            DESCENT,
            0,
        )


def test_a_tight_picture_keeps_words_that_stand_outside_the_axes():
    def width(**more):
        figure, ax = empty()
        write(ax, [Word(ONE, 9.9, 2, **more)])
        stream = io.BytesIO()
        figure.savefig(stream, bbox_inches="tight", dpi=100)
        return Image.open(stream)

    inside, outside = width(ha="right"), width(ha="left")
    assert outside.width > inside.width + 40
    assert ink(np.asarray(outside.convert("RGB")))[2] < outside.width - 5


def test_words_with_nothing_to_write_change_no_box():
    figure, ax = plt.subplots()
    before = ax.get_tightbbox().extents
    write(ax, [])
    assert ax.get_tightbbox().extents == pytest.approx(before)
    figure.canvas.draw()


@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_words_are_drawn_in_vector_pictures_too(form):
    def size(words):
        figure, ax = empty()
        write(ax, words)
        stream = io.BytesIO()
        figure.savefig(stream, format=form, metadata={"Date": None} if form == "svg" else {"CreationDate": None})
        return stream.getvalue()

    drawn = size([Word(TWO, 3, 2)])
    assert len(drawn) > len(size([])) + 500
    if form == "svg":
        assert len(set(re.findall(rb'href="#(JuesuanSansSC[^"]+)"', drawn))) == len(set(TWO) - {"\n"})


def test_a_glyph_that_the_shipped_font_lacks_comes_from_the_next():
    figure, ax = empty()
    write(ax, [Word(MISSING, 3, 2, size=40)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ours, fast = pixels(figure), pixels(figure, Canvas)
    ax.artists[0].remove()
    ax.text(3, 2, MISSING, va="center", fontsize=40, fontfamily="DejaVu Sans")
    left, top, right, bottom = ink(pixels(figure))
    for picture in (ours, fast):
        found = ink(picture)
        assert (found[2] - found[0], found[3] - found[1]) == pytest.approx((right - left, bottom - top), abs=1)


# The pen


@pytest.mark.parametrize("dpi", [96, 150])
def test_the_pen_writes_what_matplotlib_writes(dpi):
    figure, ax = empty(dpi=dpi)
    ax.text(1, 1, ONE, color="#0072B2")
    ax.text(1, 2, TWO, fontsize=12.5, fontweight="bold")
    ax.text(1, 4, "Ag", fontfamily="DejaVu Sans")
    ax.text(5, 4, "转", rotation=90, alpha=0.5)
    ax.text(6, 4, "$x^2$")
    theirs, ours = pixels(figure), pixels(figure, Canvas)
    assert ink(ours) == pytest.approx(ink(theirs), abs=1)
    # Words begin at whole dots: blurred by two dots nothing is left to tell them apart.
    assert np.abs(blurred(theirs) - blurred(ours)).max() < 40
    assert set(map(tuple, ours.reshape(-1, 3))) & {(0, 114, 178)}, "the colour of the text itself"


@pytest.mark.parametrize("paper", [{}, {"facecolor": "#EEEEDD"}, {"edgecolor": "red", "linewidth": 9}])
def test_the_paper_of_a_figure_is_drawn_whatever_it_is(paper):
    figure, ax = plt.subplots(figsize=(2, 1), **paper)
    ax.fill([0, 1, 1], [0, 0, 1], color="#0072B2")
    assert np.array_equal(pixels(figure, Canvas)[:4], pixels(figure)[:4])
    inset = ax.inset_axes((0.4, 0.1, 0.4, 0.4))
    inset.set(xticks=[], yticks=[])
    assert np.array_equal(pixels(figure, Canvas)[60:80, 100:140], pixels(figure)[60:80, 100:140])
    assert figure.patch.get_visible()


def blurred(picture: np.ndarray) -> np.ndarray:
    kernel = np.ones(9) / 9
    rows = np.apply_along_axis(np.convolve, 0, picture.mean(axis=2), kernel, "same")
    return np.apply_along_axis(np.convolve, 1, rows, kernel, "same")


def test_the_pen_measures_what_matplotlib_measures():
    figure, ax = empty(dpi=150)
    text = ax.text(1, 1, TWO, fontweight="bold")
    theirs = text.get_window_extent(FigureCanvasAgg(figure).get_renderer()).extents
    assert text.get_window_extent(Canvas(figure).get_renderer()).extents == pytest.approx(theirs, abs=0.1)


def strings():
    """Of every character of the shipped font, of what amounts are written with, and by chance."""
    chance, own = random.Random(7), sorted(pen._own(bold=False))
    yield from ("".join(own[first : first + 40]) for first in range(0, len(own), 40))
    yield from ("9,150.73（15.9%）", "一般行政管理事务 2060102", " 50,276.57 ", "—", "　", " ", "Ty. AV fj", "“三公”")
    yield from ("".join(chance.choices("0123456789,.%（）+−· \u3000jfT", k=12)) for _ in range(300))
    yield from ("".join(chance.choices(own, k=chance.randint(1, 20))) for _ in range(300))


@pytest.mark.parametrize(
    ("size", "bold", "dpi"), [(8.5, False, 150), (9.0, False, 150), (12.5, True, 150), (13.3, False, 72)]
)
def test_a_string_set_of_glyphs_is_what_freetype_makes_of_it(size, bold, dpi, monkeypatch):
    texts = list(strings())
    assert len(texts) > 700
    composed = [pen._composed(text, size, bold, dpi) for text in texts]
    monkeypatch.setattr(pen, "_own", lambda bold: frozenset())
    for text, (coverage, *measures) in zip(texts, composed, strict=True):
        theirs = pen._ink.__wrapped__(text, size, bold, dpi)
        assert list(theirs[1:]) == measures, text
        assert np.array_equal(theirs[0], coverage), text


@pytest.mark.parametrize("text", ["支出 \u2603", "e\u0301", "\u05e9\u05dc", "a\u00adb"])
def test_what_the_shipped_font_lacks_or_joins_is_set_by_freetype(text, monkeypatch):
    monkeypatch.setattr(pen, "_composed", None)
    assert pen._ink.__wrapped__(text, 9.0, False, 150.0)[0].any()


def test_no_string_is_no_ink():
    assert not pen._ink.__wrapped__("", 9.0, False, 150.0)[0].any()


def test_glyphs_that_were_learnt_are_not_drawn_again():
    pen._glyph.cache_clear()
    pen.learn("12支出\u00ad", 9.0, range(64))
    drawn = pen._glyph.cache_info().misses
    assert drawn == 4 * 64
    pen._composed("1支2出21", 9.0, False, 150)
    assert pen._glyph.cache_info().misses == drawn


def test_a_picture_keeps_its_fills_exactly_and_its_other_colours_nearly():
    figure, ax = empty()
    ax.imshow(np.linspace(0, 1, 1000).reshape(1, -1), aspect="auto", cmap="viridis", extent=(0, 10, 5, 3))
    ax.fill([0, 10, 10, 0], [0, 0, 1, 1], color="#E69F00")
    ax.fill([0, 10, 10, 0], [1, 1, 2, 2], color="#EDEDED")
    figure.set_dpi(mpl.rcParams["savefig.dpi"])
    drawn = display._drawn(figure)
    packed = Image.open(io.BytesIO(pictures.packed(drawn)))
    assert packed.mode == "P"
    assert len(set(drawn.ravel())) > 2 * pictures.COLOURS >= 2 * len(packed.getcolors())
    theirs = drawn.view(np.uint8).reshape(*drawn.shape, 4)[..., :3].astype(int)
    ours = np.asarray(packed.convert("RGB")).astype(int)
    for colour in ((230, 159, 0), (237, 237, 237), (255, 255, 255)):
        where = (theirs == colour).all(axis=2)
        assert where.sum() > 10_000
        assert (ours[where] == colour).all()
    assert np.abs(ours - theirs).max() < 64


def dots(picture):
    """A PNG as rows of pixels: red, green, blue."""
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"))


def test_a_trimmed_picture_has_its_margin_on_every_side_and_nothing_else_changed():
    chance = np.random.default_rng(7)
    picture = np.full((9, 12), pictures.WHITE)
    picture[3:5, 2:9] = chance.choice(np.array([0xFFFF0000, 0xFF00FF00, pictures.WHITE], np.uint32), (2, 7))
    picture[[3, 4], [2, 8]] = 0xFF0000FF  # as memory has it: red first
    trimmed = dots(pictures.trimmed(picture, 4))
    assert trimmed.shape == (2 + 8, 7 + 8, 3)
    expected = np.full((10, 15), pictures.WHITE)
    expected[4:6, 4:11] = picture[3:5, 2:9]
    assert (trimmed == expected.view(np.uint8).reshape(10, 15, 4)[..., :3]).all()


@pytest.mark.parametrize("place", [(0, 5), (8, 5), (4, 0), (4, 11)])
def test_a_picture_that_reaches_the_edge_is_not_trimmed(place):
    picture = np.full((9, 12), pictures.WHITE)
    picture[4, 5] = picture[place] = 0xFF0000FF
    assert pictures.trimmed(picture, 4) is None
    assert dots(pictures.packed(picture)).shape == (9, 12, 3)


def test_an_empty_picture_stays_white_and_gets_its_margin():
    empty = dots(pictures.trimmed(np.full((9, 12), pictures.WHITE), 4))
    assert empty.shape == (17, 20, 3)
    assert (empty == 255).all()


def test_a_picture_without_white_is_packed_as_it_is():
    picture = np.full((2, 3), 0xFFFF0000, np.uint32)
    picture[1, 1] = 0xFF0000FF
    packed = Image.open(io.BytesIO(pictures.packed(picture)))
    packed.load()  # also checks the sums of its parts
    assert packed.format == "PNG"
    assert sorted(packed.convert("RGB").getcolors()) == [(1, (255, 0, 0)), (5, (0, 0, 255))]


def test_a_drawn_figure_does_not_keep_its_paper():
    _, ax = empty(dpi=150)
    text = ax.text(5, 2, TWO)
    before = text.get_window_extent().extents
    display.png(ax)
    assert text._renderer is not None
    assert not hasattr(text._renderer, "_renderer")
    assert text.get_window_extent().extents == pytest.approx(before), "it is still measured, and drawn again"
    assert display.png(ax) == display.png(ax)


# Axes whose ticks are not made


def made_axes(kind) -> plt.Axes:
    """A grid, names, round amounts and a name below, on Axes of a kind."""
    _, ax = plt.subplots(figsize=(6, 3), subplot_kw={"axes_class": kind} if kind else None)
    ax.yaxis.set_major_locator(FixedLocator(range(3)))
    ax.yaxis.set_major_formatter(FixedFormatter(["机关服务", TWO, "行政运行 2010101"]))
    ax.set(ylim=(2.4, -0.6), xlim=(-150.5, 1234.5), xlabel="支出决算减年初预算（万元）")
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.tick_params(axis="x", length=0)
    ax.grid(axis="x")
    return ax


def alike(ours: plt.Axes, theirs: plt.Axes) -> bool:
    """Whether two Axes look the same but for a dot this way or that."""
    one, other = pixels(ours.get_figure()).mean(axis=2), pixels(theirs.get_figure()).mean(axis=2)
    return one.shape == other.shape and within(one, other) and within(other, one)


def within(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether each dot of a picture is as light as another's dots about that place."""
    near = [np.roll(other, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return bool(((one > np.min(near, axis=0) - 24) & (one < np.max(near, axis=0) + 24)).all())


def ticks_made(ax) -> bool:
    return any("majorTicks" in vars(axis) for axis in (ax.xaxis, ax.yaxis))


def test_ruled_axes_look_like_plain_ones_and_make_no_ticks():
    ours, theirs = made_axes(RuledAxes), made_axes(None)
    assert alike(ours, theirs)
    assert not ticks_made(ours)
    assert ours.get_tightbbox().extents == pytest.approx(theirs.get_tightbbox().extents, abs=1)
    assert alike(ours, theirs), "with ticks, which a tight box makes, as without"
    theirs.grid(visible=False)
    assert not alike(ours, theirs), "what is compared is sharp enough"


def red_names(ax):
    for label in ax.get_yticklabels():
        label.set_color("red")


def turned(ax):
    ax.set_xticks([0, 1000], ["甲", "乙"], rotation=60)


ANALYSTS = {
    "title": lambda ax: ax.set_title("标题"),
    "limits": lambda ax: ax.set_xlim(0, 3000),
    "names": lambda ax: ax.set_yticks([0, 1], ["甲", "乙"]),
    "red names": red_names,
    "marks": lambda ax: ax.tick_params(axis="both", length=8, colors="green"),
    "turned": turned,
    "at the top": lambda ax: ax.xaxis.tick_top(),
    "y label": lambda ax: ax.set_ylabel("项目"),
    "minor ticks": lambda ax: ax.minorticks_on(),
    "log": lambda ax: ax.set(xscale="log", xlim=(1, 1e6)),
    "offset": lambda ax: (ax.set_xlim(1e7, 3e7), ax.xaxis.set_major_formatter(mpl.ticker.ScalarFormatter())),
    "no names": lambda ax: ax.tick_params(axis="y", labelleft=False),
    "no grid": lambda ax: ax.grid(visible=False),
    "wide grid": lambda ax: ax.grid(axis="y", linewidth=3, color="red"),
    "hidden": lambda ax: ax.yaxis.set_visible(False),
    "axis off": lambda ax: ax.set_axis_off(),
    "cleared": lambda ax: ax.clear(),
}


@pytest.mark.parametrize("change", ANALYSTS)
def test_what_an_analyst_changes_looks_as_on_plain_axes(change):
    ours, theirs = made_axes(RuledAxes), made_axes(None)
    ANALYSTS[change](ours)
    ANALYSTS[change](theirs)
    assert alike(ours, theirs)
    assert ours.get_tightbbox().extents == pytest.approx(theirs.get_tightbbox().extents, abs=1)


def test_ticks_are_there_for_whoever_asks():
    ax = made_axes(RuledAxes)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["机关服务", TWO, "行政运行 2010101"]
    assert "1,200" in [label.get_text() for label in ax.get_xticklabels()]
    assert len(ax.get_xticklines()) == 2 * len(ax.get_xticks())
    assert any(isinstance(child, Words) for child in write(ax, [Word("甲", 0, 0)]).axes.get_children())


def test_ruled_axes_share_a_row_axis():
    _, (left, right) = plt.subplots(1, 2, sharey=True, subplot_kw={"axes_class": RuledAxes})
    left.set_ylim(7, 3)
    assert right.get_ylim() == (7, 3)
    left.get_figure().canvas.draw()

"""The OCR engine of the extra `ocr`: where print stands on an image, and what it says. Its models are in its wheel."""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from juesuan_nb.errors import ReadError

PixelBox = tuple[int, int, int, int]
"""(x0, top, x1, bottom) in pixels from the upper left corner of an image."""

COMMAND = "请安装扫描件识别功能：pip install 'juesuan-nb[ocr]'"
_ADVICE = f"{COMMAND}，然后再试；也可以换成带文字层的 PDF、Word、Excel 文件"
_LEAST_SHAPE = [3, 48, 128]
"""Colours, height and least width of a piece for the recogniser: amounts are short, its default of 320 costs double."""
_LEAST_SCORE = 0.5
_WIDE_GAP = 2.0
_UPSIDE_DOWN = "180"


class Glyph(NamedTuple):
    """A recognised character and the pixels from left to right that it takes within its piece of the image."""

    text: str
    x0: float
    x1: float


def is_installed() -> bool:
    """Whether the extra `ocr` is there."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def require(name: str, problem: str) -> None:
    """Raises ReadError, with the command that installs the extra, where it is not there."""
    if not is_installed():
        raise ReadError(name, problem, _ADVICE)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical", "Rec.rec_img_shape": _LEAST_SHAPE})


def detect(image: np.ndarray) -> list[PixelBox]:
    """The boxes around the pieces of print on an image (gray, height × width), slightly larger than the ink."""
    boxes = _engine()(_colour(image), use_det=True, use_cls=False, use_rec=False).boxes
    height, width = image.shape
    found = []
    for corners in () if boxes is None else boxes:
        (x0, top), (x1, bottom) = corners.min(axis=0), corners.max(axis=0)
        found.append((max(0, int(x0)), max(0, int(top)), min(width, int(x1) + 1), min(height, int(bottom) + 1)))
    return found


def is_upside_down(pieces: list[np.ndarray]) -> bool:
    """Whether most of these pieces of print stand on their heads."""
    told = [_engine()(_colour(piece), use_det=False, use_cls=True, use_rec=False).cls_res for piece in pieces]
    labels = [label for result in told for label, _ in result or ()]
    return 2 * labels.count(_UPSIDE_DOWN) > len(labels)


def recognise(piece: np.ndarray) -> list[Glyph]:
    """The characters of one printed line; none where nothing is recognised with some certainty."""
    read = _engine()(_colour(piece), use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    if not read.txts or read.scores[0] < _LEAST_SCORE:
        return []
    words = read.word_results[0]
    scale = piece.shape[1] / words.line_txt_len
    letters = [letter for word in words.words for letter in word]
    middles = [(column + 0.5) * scale for columns in words.word_cols for column in columns]
    return list(_spread(letters, middles, *piece.shape))


def _spread(letters: list[str], middles: list[float], height: int, width: int) -> Iterator[Glyph]:
    """Characters side by side: each reaches half way to the next, unless that one stands far off."""
    half = height / 4
    left = max(0.0, middles[0] - half) if middles else 0.0
    for letter, (here, following) in zip(letters, pairwise([*middles, 2.0 * width + height]), strict=True):
        near = following - here < _WIDE_GAP * height
        right = (here + following) / 2 if near else min(width, here + half)
        yield Glyph(letter, left, max(right, left + 1))
        left = right if near else following - half


def _colour(image: np.ndarray) -> np.ndarray:
    return np.repeat(image[:, :, None], 3, axis=2)

"""How far a page lies askew on its scan: the angle at which its lines of print and its rules are sharpest."""

import numpy as np
from PIL import Image

_SIDE = 900
_FURTHEST = 3.0
_STEPS = (0.5, 0.1, 0.05)
_LEAST = 0.05


def skew(image: Image.Image) -> float:
    """The degrees, counterclockwise, by which a gray image must be turned so that its lines are level."""
    small = image.copy()
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    ink = Image.fromarray(255 - np.asarray(small))
    best, reach = 0.0, _FURTHEST
    for step in _STEPS:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: (_sharpness(ink, angle), -abs(angle))))
        reach = step
    return best if abs(best) >= _LEAST else 0.0


def _sharpness(ink: Image.Image, angle: float) -> float:
    turned = np.asarray(ink.rotate(angle, Image.Resampling.BILINEAR), dtype=np.float64)
    return float(sum((np.diff(turned.sum(axis=axis)) ** 2).sum() for axis in (0, 1)))

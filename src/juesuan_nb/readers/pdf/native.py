"""The functions of pdfium that are called for every character and object, with plain integers for handles.

pypdfium2's own bindings make and check a typed pointer in each call, which costs as much as the call itself.
"""

import ctypes
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pypdfium2.raw as raw

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]

_HANDLE, _INT = ctypes.c_void_p, ctypes.c_int


def _direct(function: object, result: type, *arguments: type) -> Callable:
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_loose_box = _direct(raw.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
_kind = _direct(raw.FPDFPageObj_GetType, _INT, _HANDLE)
_of_page = (
    _direct(raw.FPDFPage_CountObjects, _INT, _HANDLE),
    _direct(raw.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT),
)
_of_form = (
    _direct(raw.FPDFFormObj_CountObjects, _INT, _HANDLE),
    _direct(raw.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong),
)
_draw_mode = _direct(raw.FPDFPath_GetDrawMode, _INT, _HANDLE, _HANDLE, _HANDLE)
_matrix_of = _direct(raw.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
_count_segments = _direct(raw.FPDFPath_CountSegments, _INT, _HANDLE)
_segment = _direct(raw.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
_segment_kind = _direct(raw.FPDFPathSegment_GetType, _INT, _HANDLE)
_segment_closes = _direct(raw.FPDFPathSegment_GetClose, _INT, _HANDLE)
_segment_point = _direct(raw.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)
_WANTED = frozenset((raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM))


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: a page makes thousands of small objects and no cycles of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def boxes(text: ctypes.c_void_p, count: int) -> list[Box]:
    """(left, top, right, bottom) of each character of a text page in user space, zeros where it has none."""
    sides = (ctypes.c_float * (4 * count))()
    first, step = ctypes.addressof(sides), 4 * ctypes.sizeof(ctypes.c_float)
    page = handle(text)
    for at, address in enumerate(range(first, first + step * count, step)):
        _loose_box(page, at, address)
    found = iter(sides[:])
    return list(zip(found, found, found, found, strict=True))


def objects(owner: int, *, form: bool = False) -> list[tuple[int, int]]:
    """(kind, handle) of every path and form on a page, or in a form object."""
    count, get = _of_form if form else _of_page
    found = [get(owner, at) for at in range(count(owner))]
    return [pair for pair in zip(map(_kind, found), found, strict=True) if pair[0] in _WANTED]


def handle(pointer: ctypes.c_void_p) -> int:
    """The plain integer of a handle of pypdfium2."""
    return ctypes.cast(pointer, _HANDLE).value


def is_painted(path: int) -> bool:
    """Whether a path is filled or stroked; one that only clips is not."""
    modes = (ctypes.c_int * 2)()
    first = ctypes.addressof(modes)
    _draw_mode(path, first, first + ctypes.sizeof(ctypes.c_int))
    return bool(modes[0] or modes[1])


def matrix(item: int) -> Matrix:
    """From the space of an object to that of what it stands on."""
    found = (ctypes.c_float * 6)()
    _matrix_of(item, ctypes.addressof(found))
    return tuple(found)


def count_segments(path: int) -> int:
    """How many segments a path has."""
    return max(0, _count_segments(path))


def segments(path: int) -> Iterator[tuple[int, float, float, bool]]:
    """(kind, x, y, whether it closes the figure) of every segment of a path, in the path's own space."""
    point = (ctypes.c_float * 2)()
    first = ctypes.addressof(point)
    second = first + ctypes.sizeof(ctypes.c_float)
    for at in range(_count_segments(path)):
        segment = _segment(path, at)
        _segment_point(segment, first, second)
        x, y = point
        yield _segment_kind(segment), x, y, bool(_segment_closes(segment))

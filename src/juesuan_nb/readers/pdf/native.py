"""The functions of pdfium that are called for every character and object, with plain integers for handles.

pypdfium2's own bindings make and check a typed pointer in each call, which costs as much as the call itself.
"""

import ctypes
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pypdfium2.raw as raw

Box = tuple[float, float, float, float]

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
    page = ctypes.cast(text, _HANDLE).value
    for at, address in enumerate(range(first, first + step * count, step)):
        _loose_box(page, at, address)
    found = iter(sides[:])
    return list(zip(found, found, found, found, strict=True))


def objects(owner: ctypes.c_void_p, *, form: bool = False) -> Iterator[tuple[int, ctypes.c_void_p]]:
    """(kind, object) of every path and form on a page, or in a form object."""
    count, get = _of_form if form else _of_page
    handle = ctypes.cast(owner, _HANDLE).value
    for at in range(count(handle)):
        item = get(handle, at)
        kind = _kind(item)
        if kind in _WANTED:
            yield kind, ctypes.cast(item, raw.FPDF_PAGEOBJECT)

"""A page as a PNG or JPEG file: a scan or a photograph."""

from juesuan_nb.document import RawDocument
from juesuan_nb.readers import pdf, scan


def read(data: bytes, name: str, sha256: str) -> RawDocument:
    """The document of a picture of one page, boxes in points of the sheet. Raises ReadError as `scan.read_image`."""
    return pdf.assembled([scan.read_image(data, name)], name, "image", sha256)

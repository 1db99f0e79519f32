"""PDF pages drawn for tests: text at a place, tables with the rules that a writer of PDFs may or may not draw."""

import io
from importlib.resources import files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

FONT = "JuesuanSansSC"
UPRIGHT, WIDE = (595, 842), (842, 595)


class Drawing:
    """A PDF in the making; heights count from the top of the page, as the reader's boxes do."""

    def __init__(self, size=UPRIGHT, **options):
        if FONT not in pdfmetrics.getRegisteredFontNames():
            path = files("juesuan_nb.charts") / "fonts" / "JuesuanSansSC-Regular.ttf"
            pdfmetrics.registerFont(TTFont(FONT, str(path)))
        self.file = io.BytesIO()
        self.canvas = canvas.Canvas(self.file, pagesize=size, invariant=1, **options)
        self.size = size

    def page(self, size=UPRIGHT):
        self.canvas.showPage()
        self.canvas.setPageSize(size)
        self.size = size

    def text(self, x, top, text, size=10, spacing=0):
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.size[1] - top - size, text, charSpace=spacing)

    def line(self, x0, top, x1, bottom, how="line"):
        height = self.size[1]
        if how == "thin":  # a filled rectangle half a point thick
            self.canvas.rect(x0, height - bottom, max(x1 - x0, 0.5), max(bottom - top, 0.5), stroke=0, fill=1)
        else:
            self.canvas.line(x0, height - top, x1, height - bottom)

    def table(self, x, top, widths, rows, rules="all", how="line", height=20):
        """Rows of texts, a text with line breaks on several lines. `rules`: all, open (no outer sides), level, upright, none."""
        edges = [x + sum(widths[:at]) for at in range(len(widths) + 1)]
        bottom = top + height * len(rows)
        if rules in ("all", "open", "level"):
            for at in range(len(rows) + 1):
                self.line(edges[0], top + at * height, edges[-1], top + at * height, how)
        if rules in ("all", "open", "upright"):
            for edge in edges[1:-1] if rules == "open" else edges:
                self.line(edge, top, edge, bottom, how)
        if rules == "upright":
            for level in (top, top + height, bottom):
                self.line(edges[0], level, edges[-1], level, how)
        for at, row in enumerate(rows):
            for edge, text in zip(edges, row, strict=False):
                for number, part in enumerate(text.split("\n")):
                    lines = text.count("\n") + 1
                    size = min(10, (height - 4) / lines)
                    self.text(edge + 3, top + at * height + 3 + number * size * 1.1, part, size)

    def bytes(self):
        self.canvas.save()
        return self.file.getvalue()


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of hand-made objects, numbered from 1; the first is the catalog."""
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + trailer

"""Where a figure is printed: a cut of the PDF page with its place boxed, or the rows and lines around it.

`show(report, row)` takes a row of cells, claims, evaluation or findings; `Finder` is for many of them;
`folded` makes what the page shows, `annotate` writes the PDF with every finding marked on its pages.
"""

from juesuan_nb.evidence.annotate import annotate
from juesuan_nb.evidence.folded import folded
from juesuan_nb.evidence.model import Evidence, Shown, Spot, place_of
from juesuan_nb.evidence.show import Finder, show

__all__ = ["Evidence", "Finder", "Shown", "Spot", "annotate", "folded", "place_of", "show"]

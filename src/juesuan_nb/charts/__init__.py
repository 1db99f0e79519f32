"""Charts: a measures frame in, a matplotlib Axes out; the title is a finding computed from the frame.

Every chart is `chart(frame, ax=None) -> Axes`; `variance`, `three_public` and `evaluation` have two panels and take a
pair of Axes. Those of many departments take the frames of `compare`. `show(chart(frame))` puts a chart into a notebook.
Charts never compute measures.
"""

from juesuan_nb.charts.across import outliers, public_costs
from juesuan_nb.charts.agreement import agreement
from juesuan_nb.charts.bullets import evaluation, three_public
from juesuan_nb.charts.display import alt_text, close, png, show
from juesuan_nb.charts.maps import matrix, shares
from juesuan_nb.charts.panels import execution, expenditures
from juesuan_nb.charts.ranked import economic, revenue, structure
from juesuan_nb.charts.style import use_style
from juesuan_nb.charts.variance import variance, waterfall

__all__ = [
    "agreement", "alt_text", "close", "economic", "evaluation", "execution", "expenditures", "matrix", "outliers",
    "png", "public_costs", "revenue", "shares", "show", "structure", "three_public", "use_style", "variance",
    "waterfall",
]  # fmt: skip
